package bundle

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

func (d *decoder) expense(v *partnership.Expense) {
	v.Status = partnership.Accepted
	d.object(func(field string) bool {
		switch field {
		case "ref":
			name(d, &v.Ref)
		case "partner":
			name(d, &v.Partner)
		case "line":
			name(d, &v.Line)
		case "date":
			d.date(&v.Date)
		case "amount":
			d.amount(&v.Amount)
		case "currency":
			name(d, &v.Currency)
		case "description":
			d.text(&v.Description)
		case "paid":
			d.date(&v.Paid)
		case "invoice":
			read(d, &v.Invoice)
		case "reference":
			read(d, &v.Reference)
		case "evidence":
			list(d, &v.Evidence, d.evidence)
		case "status":
			choice(d, &v.Status)
		case "submitted":
			d.date(&v.Submitted)
		case "converted":
			v.Converted = &partnership.Conversion{}
			d.conversion(v.Converted)
		default:
			return false
		}
		return true
	}, "ref", "partner", "line", "date", "amount", "currency", "description")
}

// rateNumber reads an exchange rate.
func (d *decoder) rateNumber(n **results.Number) { d.decimal(n, partnership.ParseRate, NotRate) }

func (d *decoder) conversion(v *partnership.Conversion) {
	var amount, perUnit *results.Number
	d.object(func(field string) bool {
		switch field {
		case "amount":
			d.amount(&amount)
		case "perUnit":
			d.rateNumber(&perUnit)
		case "rule":
			choice(d, &v.Rule)
		case "of":
			read(d, &v.Of)
		case "source":
			read(d, &v.Source)
		default:
			return false
		}
		return true
	}, "amount", "perUnit", "rule", "of", "source")
	if amount != nil && perUnit != nil {
		v.Amount, v.PerUnit = *amount, *perUnit
	}
}

func (d *decoder) rate(v *partnership.Rate) {
	d.object(func(field string) bool {
		switch field {
		case "currency":
			name(d, &v.Currency)
		case "month":
			name(d, &v.Month)
		case "date":
			d.date(&v.Date)
		case "base":
			name(d, &v.Base)
		case "perUnit":
			d.rateNumber(&v.PerUnit)
		case "source":
			read(d, &v.Source)
		default:
			return false
		}
		return true
	}, "currency", "perUnit", "source")
}

func (d *decoder) narrative(v *partnership.Narrative) {
	d.object(func(field string) bool {
		switch field {
		case "period":
			integer(d, &v.Period)
		case "partner":
			name(d, &v.Partner)
		case "section":
			name(d, &v.Section)
		case "text":
			d.text(&v.Text)
		default:
			return false
		}
		return true
	}, "period", "section", "text")
}

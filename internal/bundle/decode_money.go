package bundle

import "tulos/internal/partnership"

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
		case "status":
			choice(d, &v.Status)
		default:
			return false
		}
		return true
	}, "ref", "partner", "line", "date", "amount", "currency", "description")
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
			d.number(&v.PerUnit)
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

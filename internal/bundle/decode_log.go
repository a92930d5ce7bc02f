package bundle

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

func (d *decoder) activity(v *partnership.Activity) {
	v.Status = partnership.Accepted
	d.object(func(field string) bool {
		return d.activityBasics(v, field) || d.activityLists(v, field)
	}, "ref", "partner", "type", "title", "start")
}

func (d *decoder) activityBasics(v *partnership.Activity, field string) bool {
	switch field {
	case "ref":
		name(d, &v.Ref)
	case "partner":
		name(d, &v.Partner)
	case "type":
		choice(d, &v.Type)
	case "title":
		d.text(&v.Title)
	case "start":
		d.date(&v.Start)
	case "end":
		d.date(&v.End)
	case "narrative":
		d.text(&v.Narrative)
	case "output":
		name(d, &v.Output)
	case "planned":
		name(d, &v.Planned)
	case "country":
		name(d, &v.Country)
	case "place":
		read(d, &v.Place)
	case "online":
		d.boolean(&v.Online)
	case "status":
		choice(d, &v.Status)
	default:
		return false
	}
	return true
}

func (d *decoder) activityLists(v *partnership.Activity, field string) bool {
	switch field {
	case "coOrganisers":
		list(d, &v.CoOrganisers, func(id *results.PartnerID) { name(d, id) })
	case "contributions":
		list(d, &v.Contributions, d.contribution)
	case "publications":
		list(d, &v.Publications, d.publication)
	case "quotes":
		list(d, &v.Quotes, d.quote)
	case "evidence":
		list(d, &v.Evidence, d.evidence)
	default:
		return false
	}
	return true
}

func (d *decoder) contribution(v *results.Contribution) {
	d.object(func(field string) bool { return d.contributionField(v, field) }, "indicator")
}

func (d *decoder) contributionField(v *results.Contribution, field string) bool {
	switch field {
	case "indicator":
		name(d, &v.Indicator)
	case "value":
		d.number(&v.Value)
	case "numerator":
		d.number(&v.Numerator)
	case "denominator":
		d.number(&v.Denominator)
	case "stage":
		name(d, &v.Stage)
	case "text":
		d.text(&v.Text)
	case "alreadyCounted":
		d.number(&v.AlreadyCounted)
	case "notApplicable":
		if !d.boolean(&v.NotApplicable) {
			v.NotApplicable = true // so that no value is found missing
		}
	case "note":
		read(d, &v.Note)
	case "breakdown":
		list(d, &v.Cells, d.cell)
	default:
		return false
	}
	return true
}

func (d *decoder) cell(v *results.Cell) {
	d.object(func(field string) bool {
		switch field {
		case "by":
			var by map[results.DimensionKey]results.CategoryKey
			stringMap(d, &by)
			v.By = results.NewBy(by)
		case "value":
			d.number(&v.Value)
		case "numerator":
			d.number(&v.Numerator)
		case "denominator":
			d.number(&v.Denominator)
		default:
			return false
		}
		return true
	}, "by")
}

func (d *decoder) publication(v *partnership.Publication) {
	d.object(func(field string) bool {
		switch field {
		case "title":
			d.text(&v.Title)
		case "kind":
			choice(d, &v.Kind)
		case "editions":
			list(d, &v.Editions, d.edition)
		default:
			return false
		}
		return true
	}, "title", "kind", "editions")
}

func (d *decoder) edition(v *partnership.Edition) {
	d.object(func(field string) bool {
		switch field {
		case "language":
			name(d, &v.Language)
		case "date":
			d.date(&v.Date)
		case "url":
			read(d, &v.URL)
		case "pages":
			integer(d, &v.Pages)
		default:
			return false
		}
		return true
	}, "language", "date")
}

func (d *decoder) quote(v *partnership.Quote) {
	d.object(func(field string) bool {
		switch field {
		case "text":
			d.text(&v.Text)
		case "role":
			d.text(&v.Role)
		case "consent":
			v.Consent = &partnership.Consent{}
			d.consent(v.Consent)
		default:
			return false
		}
		return true
	}, "text", "role", "consent")
}

func (d *decoder) consent(v *partnership.Consent) {
	d.object(func(field string) bool {
		switch field {
		case "given":
			d.date(&v.Given)
		case "until":
			d.date(&v.Until)
		case "means":
			read(d, &v.Means)
		case "purposes":
			list(d, &v.Purposes, func(p *partnership.Purpose) { choice(d, p) })
		default:
			return false
		}
		return true
	}, "given")
}

func (d *decoder) evidence(v *partnership.Evidence) {
	d.object(func(field string) bool {
		switch field {
		case "file":
			name(d, &v.File)
		case "caption":
			d.text(&v.Caption)
		case "kind":
			choice(d, &v.Kind)
		case "consent":
			v.Consent = &partnership.Consent{}
			d.consent(v.Consent)
		default:
			return false
		}
		return true
	}, "file", "caption", "kind")
}

func (d *decoder) measurement(v *partnership.Measurement) {
	v.Status = partnership.Accepted
	d.object(func(field string) bool {
		switch field {
		case "ref":
			name(d, &v.Ref)
		case "partner":
			name(d, &v.Partner)
		case "date":
			d.date(&v.Date)
		case "status":
			choice(d, &v.Status)
		default:
			return d.contributionField(&v.Contribution, field)
		}
		return true
	}, "ref", "indicator", "partner", "date")
}

func (d *decoder) deduction(v *results.Deduction) {
	d.object(func(field string) bool {
		switch field {
		case "indicator":
			name(d, &v.Indicator)
		case "period":
			integer(d, &v.Period)
		case "value":
			d.number(&v.Value)
		case "reason":
			d.text(&v.Reason)
		default:
			return false
		}
		return true
	}, "indicator", "period", "value", "reason")
}

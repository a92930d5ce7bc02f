package bundle

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

func (d *decoder) organisation(v *partnership.Organisation) {
	d.object(func(field string) bool {
		switch field {
		case "id":
			name(d, &v.ID)
		case "name":
			read(d, &v.Name)
		case "country":
			name(d, &v.Country)
		case "type":
			choice(d, &v.Type)
		case "identifier":
			read(d, &v.Identifier)
		case "website":
			read(d, &v.Website)
		default:
			return false
		}
		return true
	}, "id", "name", "country", "type")
}

// project reads the set-up and says whether it is an object.
func (d *decoder) project(v *partnership.Project) bool {
	v.RateRule = partnership.MonthSubmitted
	before := len(d.Problems())
	d.object(func(field string) bool {
		return d.projectBasics(v, field) || d.projectLists(v, field)
	}, "code", "title", "languages", "currency", "start", "end", "funder", "partners", "periods", "results")
	for _, p := range d.Problems()[before:] {
		switch p.Path {
		case "project":
			return false
		case "project.partners":
			v.Partners = make([]partnership.Partner, 1)
		case "project.results":
			v.Results = make([]results.Result, 1)
		}
	}
	return true
}

func (d *decoder) projectBasics(v *partnership.Project, field string) bool {
	switch field {
	case "code":
		name(d, &v.Code)
	case "title":
		d.text(&v.Title)
	case "summary":
		d.text(&v.Summary)
	case "languages":
		list(d, &v.Languages, func(s *string) { choice(d, s) })
	case "currency":
		choice(d, &v.Currency)
	case "start":
		d.date(&v.Start)
	case "end":
		d.date(&v.End)
	case "funder":
		name(d, &v.Funder)
	case "grantNumber":
		read(d, &v.GrantNumber)
	case "thresholds":
		d.thresholds(&v.Thresholds)
	case "suppressBelow":
		d.integerOr(&v.SuppressBelow)
	case "rateRule":
		choice(d, &v.RateRule)
	default:
		return false
	}
	return true
}

func (d *decoder) projectLists(v *partnership.Project, field string) bool {
	switch field {
	case "partners":
		list(d, &v.Partners, d.partner)
	case "collaborators":
		list(d, &v.Collaborators, func(id *results.PartnerID) { name(d, id) })
	case "countries":
		list(d, &v.Countries, func(share *partnership.CountryShare) {
			d.share("country", &share.Country, &share.Percentage)
		})
	case "sectors":
		list(d, &v.Sectors, func(share *partnership.SectorShare) {
			d.share("code", &share.Code, &share.Percentage)
		})
	case "periods":
		list(d, &v.Periods, d.period)
	case "dimensions":
		list(d, &v.Dimensions, d.dimension)
	case "results":
		list(d, &v.Results, d.result)
	case "budgetLines":
		list(d, &v.BudgetLines, d.budgetLine)
	default:
		return false
	}
	return true
}

func (d *decoder) text(t *results.Text) {
	m := map[string]string(nil)
	stringMap(d, &m)
	*t = m
}

func (d *decoder) thresholds(v *results.Thresholds) {
	d.object(func(field string) bool {
		switch field {
		case "onTrack":
			d.number(&v.OnTrack)
		case "atRisk":
			d.number(&v.AtRisk)
		default:
			return false
		}
		return true
	}, "onTrack", "atRisk")
}

func (d *decoder) partner(v *partnership.Partner) {
	d.object(func(field string) bool {
		switch field {
		case "organisation":
			name(d, &v.Organisation)
		case "role":
			choice(d, &v.Role)
		case "joined":
			d.date(&v.Joined)
		case "left":
			d.date(&v.Left)
		case "suspended":
			v.Suspended = &partnership.Suspension{}
			d.suspension(&v.Suspended.From, nil, &v.Suspended.Reason)
		case "suspensions":
			list(d, &v.Suspensions, func(s *partnership.EndedSuspension) { d.suspension(&s.From, &s.To, &s.Reason) })
		case "budget":
			d.amount(&v.Budget)
		default:
			return false
		}
		return true
	}, "organisation", "role")
}

// suspension reads one that lasts or, where to is not nil, one that is over.
func (d *decoder) suspension(from, to *results.Date, reason *results.Text) {
	needed := []string{"from", "reason"}
	if to != nil {
		needed = append(needed, "to")
	}
	d.object(func(field string) bool {
		switch {
		case field == "from":
			d.date(from)
		case field == "to" && to != nil:
			d.date(to)
		case field == "reason":
			d.text(reason)
		default:
			return false
		}
		return true
	}, needed...)
}

func (d *decoder) share(codeField string, code *string, percentage **results.Number) {
	d.object(func(field string) bool {
		switch field {
		case codeField:
			name(d, code)
		case "percentage":
			d.number(percentage)
		default:
			return false
		}
		return true
	}, codeField, "percentage")
}

func (d *decoder) period(v *partnership.Period) {
	d.object(func(field string) bool {
		switch field {
		case "start":
			d.date(&v.Start)
		case "end":
			d.date(&v.End)
		case "due":
			d.date(&v.Due)
		default:
			return false
		}
		return true
	}, "start", "end")
}

func (d *decoder) dimension(v *results.Dimension) {
	hasCategories := false
	d.object(func(field string) bool {
		switch field {
		case "key":
			name(d, &v.Key)
		case "title":
			d.text(&v.Title)
		case "sensitive":
			d.boolean(&v.Sensitive)
		case "categories":
			list(d, &v.Categories, func(c *results.Category) { keyed(d, &c.Key, &c.Title) })
			hasCategories = true
		default:
			return false
		}
		return true
	}, "key", "title", "categories")
	if !hasCategories {
		v.Categories = make([]results.Category, 1) // as list does
	}
}

// keyed reads a category or a stage: a key with its title.
func keyed[K ~string](d *decoder, key *K, title *results.Text) {
	d.object(func(field string) bool {
		switch field {
		case "key":
			name(d, key)
		case "title":
			d.text(title)
		default:
			return false
		}
		return true
	}, "key", "title")
}

func (d *decoder) budgetLine(v *partnership.BudgetLine) {
	d.object(func(field string) bool {
		switch field {
		case "code":
			name(d, &v.Code)
		case "title":
			d.text(&v.Title)
		case "amounts":
			list(d, &v.Amounts, d.budgetAmount)
		default:
			return false
		}
		return true
	}, "code", "title", "amounts")
}

func (d *decoder) budgetAmount(v *partnership.BudgetAmount) {
	d.object(func(field string) bool {
		switch field {
		case "partner":
			name(d, &v.Partner)
		case "amount":
			d.amount(&v.Amount)
		default:
			return false
		}
		return true
	}, "partner", "amount")
}

package web

import (
	"cmp"
	"slices"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// detailsPart edits what the project is.
func detailsPart() setupPart {
	return setupPart{kind: "details", open: func(a *setupAim) *openPart {
		p := &a.setup.Project
		return &openPart{
			title: a.request.words.Text("setup.details", nil), settle: func() string { return "project" },
			bind: func(b *binding) {
				b.at("code", "title")
				b.section("setup.part-what", func() {
					b.text(lineInput, "title", "activity.title", &p.Title)
					b.text(areaInput, "summary", "setup.summary", &p.Summary)
					b.date("start", "activity.start", &p.Start)
					b.date("end", "activity.end", &p.End)
				})
				b.section("setup.part-languages", func() {
					b.hint(rows(b, "languages", "setup.language", &p.Languages, func(b *binding, l *string) {
						b.names[b.path] = pick(b, "language", "setup.language", l, a.languageOptions()).Name
					}, isEmpty), "setup.languages-hint")
				})
				b.section("setup.part-grant", func() {
					pick(b, "funder", "setup.funder", &p.Funder, append([]option{a.request.none("setup.choose")}, a.request.organisationOptions(a.setup)...))
					line(b, "grantNumber", "setup.grant-number", &p.GrantNumber)
					line(b, "currency", "setup.currency", &p.Currency)
					rate := cmp.Or(p.RateRule, partnership.MonthSubmitted)
					pick(b, "rateRule", "setup.rate-rule", &rate, a.request.options("setup.rate-", string(partnership.MonthSubmitted),
						string(partnership.MonthOfExpense), string(partnership.PeriodAverage)))
					if p.RateRule = rate; rate == partnership.MonthSubmitted {
						p.RateRule = ""
					}
				})
				b.section("setup.part-shares", func() {
					rows(b, "countries", "people.country", &p.Countries, func(b *binding, c *partnership.CountryShare) {
						pick(b, "country", "people.country", &c.Country, a.request.countryOptions())
						b.number("percentage", "setup.percentage", &c.Percentage)
					}, func(c *partnership.CountryShare) bool { return c.Country == "" && c.Percentage == nil })
					rows(b, "sectors", "setup.sector", &p.Sectors, func(b *binding, c *partnership.SectorShare) {
						b.hint(line(b, "code", "setup.sector", &c.Code), "setup.sector-hint")
						b.number("percentage", "setup.percentage", &c.Percentage)
					}, func(c *partnership.SectorShare) bool { return c.Code == "" && c.Percentage == nil })
				})
				checks(b, "collaborators", "setup.collaborators", &p.Collaborators, a.collaboratorOptions())
			},
		}
	}}
}

func isEmpty(s *string) bool { return *s == "" }

// languageOptions are the languages that the product knows, and those of the
// project.
func (a *setupAim) languageOptions() []option {
	var all []string
	for _, l := range i18n.Languages() {
		all = append(all, string(l))
	}
	for _, l := range a.setup.Project.Languages {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return a.request.languagesNamed(all)
}

func (r *request) languagesNamed(all []string) []option {
	options := []option{{}}
	for _, l := range all {
		options = append(options, option{Value: l, Text: r.words.LanguageName(l)})
	}
	return options
}

// countryOptions are all countries, by name.
func (r *request) countryOptions() []option {
	var all []option
	for _, code := range countryCodes() {
		all = append(all, option{Value: code, Text: r.words.CountryName(code)})
	}
	slices.SortFunc(all, func(a, b option) int { return cmp.Compare(a.Text, b.Text) })
	return append([]option{{}}, all...)
}

// organisationOptions are the organisations that the set-up knows.
func (r *request) organisationOptions(s *partnership.Setup) []option {
	var all []option
	for _, o := range s.Organisations {
		all = append(all, option{Value: string(o.ID), Text: o.Name})
	}
	return all
}

// collaboratorOptions are the organisations that are no partners.
func (a *setupAim) collaboratorOptions() []option {
	return slices.DeleteFunc(a.request.organisationOptions(a.setup), func(o option) bool {
		_, isPartner := a.setup.Project.Partner(results.PartnerID(o.Value))
		return isPartner
	})
}

// periodsPart edits the reporting periods.
func periodsPart() setupPart {
	return setupPart{kind: "periods", prepare: (*setupAim).findHeld, open: func(a *setupAim) *openPart {
		p := &a.setup.Project
		return &openPart{
			title: a.request.words.Text("setup.periods", nil), advice: "setup.periods-advice", settle: func() string { return "project" },
			bind: func(b *binding) {
				b.hint(a.request.schedule(b, p, a.held), "setup.schedule-hint")
				rows(b, "periods", "setup.period", &p.Periods, bindPeriod, isNoPeriod)
			},
		}
	}}
}

func bindPeriod(b *binding, p *partnership.Period) {
	b.date("start", "activity.start", &p.Start)
	b.date("end", "activity.end", &p.End)
	b.date("due", "setup.due", &p.Due)
}

func isNoPeriod(p *partnership.Period) bool { return *p == partnership.Period{} }

// findHeld finds the periods that stay as they are when others are made.
func (a *setupAim) findHeld() (err error) {
	if a.request.PostForm("do") == "again" {
		a.held, err = a.request.Service.HeldPeriods(a.request.ctx(), a.request.by(), a.request.project())
	}
	return err
}

// usualDueDays is how long after a period its report is due if nothing else is said.
const usualDueDays = 30

// schedule binds the helper that makes periods of a length, when it is told to and when
// a length is all that is said of periods; those that are kept stay.
func (r *request) schedule(b *binding, p *partnership.Project, kept []partnership.Period) *inputView {
	months, from, days := "", "start", strconv.Itoa(usualDueDays)
	if due, ok := p.DueDays(); ok {
		days = strconv.Itoa(due)
	}
	length := pick(b, "months", "setup.schedule", &months, []option{
		r.none("setup.by-hand"),
		{Value: "1", Text: r.words.Text("setup.monthly", nil)},
		{Value: "3", Text: r.words.Text("setup.quarterly", nil)},
		{Value: "6", Text: r.words.Text("setup.half-yearly", nil)},
		{Value: "12", Text: r.words.Text("setup.yearly", nil)},
	})
	counted := pick(b, "from", "setup.schedule-from", &from, r.options("setup.schedule-from-", "start", "calendar"))
	due := line(b, "days", "setup.due-days", &days)
	due.Kind = numberInput
	length.isQuiet, counted.isQuiet, due.isQuiet = true, true, true
	b.inputs = append(b.inputs, &inputView{Kind: makeInput, Label: r.words.Text("setup.make-periods", nil)})
	if months == "" || !b.isSent("do", "again") && (!b.isSent("do", "save") || b.sent.has("periods.")) {
		return length
	}
	s := partnership.Schedule{ByCalendar: from == "calendar"}
	var err, err2 error
	s.Months, err = strconv.Atoi(months)
	s.DueDays, err2 = strconv.Atoi(days)
	if err != nil || err2 != nil || s.DueDays < 0 || s.DueDays > 3660 {
		b.wrong(due, "activity.not-number")
		return length
	}
	b.sent.without("periods.")
	for n, made := range s.Periods(kept, p.Start, p.End) {
		at := at("periods", n)
		b.sent.values.Set(at+"start", made.Start.String())
		b.sent.values.Set(at+"end", made.End.String())
		b.sent.values.Set(at+"due", made.Due.String())
	}
	return length
}

// thresholdsPart edits when an indicator is on track or at risk, and which counts
// are withheld.
func thresholdsPart() setupPart {
	return setupPart{kind: "thresholds", open: func(a *setupAim) *openPart {
		p := &a.setup.Project
		return &openPart{
			title: a.request.words.Text("setup.thresholds", nil), advice: "setup.thresholds-advice", settle: func() string { return "project" },
			bind: func(b *binding) {
				b.hint(b.number("thresholds.onTrack", "setup.on-track", &p.Thresholds.OnTrack), "setup.on-track-hint")
				b.hint(b.number("thresholds.atRisk", "setup.at-risk", &p.Thresholds.AtRisk), "setup.at-risk-hint")
				b.hint(b.count("suppressBelow", "setup.suppress-below", &p.SuppressBelow), "setup.suppress-below-hint")
			},
		}
	}}
}

// budgetPart edits the lines of the budget.
func budgetPart() setupPart {
	return setupPart{kind: "budget", open: openBudget, names: func(s *partnership.Setup) []string {
		var all []string
		for _, l := range s.Project.BudgetLines {
			all = append(all, l.Code)
		}
		return all
	}}
}

func openBudget(a *setupAim) *openPart {
	all := &a.setup.Project.BudgetLines
	var l partnership.BudgetLine
	at := slices.IndexFunc(*all, func(l partnership.BudgetLine) bool { return l.Code == a.name })
	o := &openPart{title: a.request.words.Text("setup.new-budget-line", nil)}
	switch {
	case at >= 0:
		l = (*all)[at]
		o.title = a.request.titled(l.Code, l.Title)
	case a.name != "":
		return nil
	}
	o.bind = func(b *binding) {
		line(b, "code", "setup.code", &l.Code)
		b.text(lineInput, "title", "activity.title", &l.Title)
		was, next := map[results.PartnerID]*results.Number{}, []partnership.BudgetAmount(nil)
		for _, amount := range l.Amounts {
			was[amount.Partner] = amount.Amount
		}
		for _, p := range a.setup.Project.Partners {
			value, name := was[p.Organisation], "amounts."+string(p.Organisation)
			v := b.number(name, "setup.amount", &value)
			v.Label = a.request.words.Text("setup.amount", i18n.Args{"Partner": organisationName(a.setup, p.Organisation), "Currency": a.setup.Project.Currency})
			if value != nil {
				b.at(results.At("amounts", len(next)), name)
				next = append(next, partnership.BudgetAmount{Partner: p.Organisation, Amount: value})
			}
		}
		l.Amounts = next
	}
	o.remove = func() { *all = slices.Delete(slices.Clone(*all), at, at+1) }
	o.settle = func() string {
		if at >= 0 {
			(*all)[at] = l
			return results.At("project.budgetLines", at)
		}
		*all = append(*all, l)
		return results.At("project.budgetLines", len(*all)-1)
	}
	return o
}

package service

import (
	"context"
	"io"
	"iter"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// A Handout asks for a list as a file.
type Handout struct {
	Listing          // without a page
	Refs    []string // of the entries that are wanted alone; the listing is left aside then
	Format  SheetFormat
	Words   *i18n.Localizer
}

// ActivitiesFile writes the activities that Activities lists, with a column for each
// indicator. Nothing has been written where it is refused.
func (s *Service) ActivitiesFile(ctx context.Context, by By, project partnership.ProjectCode, h Handout, w io.Writer) error {
	_, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return err
	}
	out := &sheet[*partnership.Activity]{words: h.Words, name: "nav.activities"}
	names := organisationNames(&now.setup.Value)
	out.addText("report.reference", func(a *partnership.Activity) string { return a.Ref })
	out.addText("report.activity", func(a *partnership.Activity) string { return out.text(a.Title) })
	out.addText("report.activity-type", func(a *partnership.Activity) string { return out.word("type.", string(a.Type)) })
	out.addText("report.partner", func(a *partnership.Activity) string { return names[a.Partner] })
	out.addText("report.status", func(a *partnership.Activity) string { return out.word("workflow.", string(a.Status)) })
	out.addDay("report.from", func(a *partnership.Activity) results.Date { return a.Start })
	out.addDay("report.to", (*partnership.Activity).Day)
	out.addText("report.country", func(a *partnership.Activity) string { return countryName(h.Words, a.Country) })
	out.addText("report.place", func(a *partnership.Activity) string { return a.Place })
	out.addText("report.online", func(a *partnership.Activity) string { return yes(h.Words, a.Online) })
	out.addText("report.result", func(a *partnership.Activity) string { return string(a.Output) })
	out.addText("entry.planned", func(a *partnership.Activity) string { return string(a.Planned) })
	out.addText("report.co-organisers", func(a *partnership.Activity) string {
		var all []string
		for _, id := range a.CoOrganisers {
			all = append(all, names[id])
		}
		return strings.Join(all, ", ")
	})
	for i := range results.Indicators(now.setup.Value.Project.Results) {
		if i.IsCombined() {
			out.addNumber(string(i.Code)+" "+out.text(i.Title), func(a *partnership.Activity) reports.Cell {
				for n := range a.Contributions {
					if a.Contributions[n].Indicator == i.Code {
						return contributionCell(h.Words, i, &a.Contributions[n])
					}
				}
				return reports.Cell{}
			})
		}
	}
	rows := picked(h, values(s.EachActivity(ctx, by, project, h.Listing)), func(ref string) (Stored[Logged[partnership.Activity]], error) {
		return s.Activity(ctx, by, project, ref)
	})
	return out.write(w, h.Format, s.Today(), rows)
}

// MeasurementsFile writes the measurements that Measurements lists.
func (s *Service) MeasurementsFile(ctx context.Context, by By, project partnership.ProjectCode, h Handout, w io.Writer) error {
	_, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return err
	}
	out := &sheet[*partnership.Measurement]{words: h.Words, name: "measurement.all"}
	names := organisationNames(&now.setup.Value)
	of := func(m *partnership.Measurement) *results.Indicator {
		i, _ := indicator(&now.setup.Value.Project, m.Indicator)
		return i
	}
	out.addText("report.reference", func(m *partnership.Measurement) string { return m.Ref })
	out.addText("report.code", func(m *partnership.Measurement) string { return string(m.Indicator) })
	out.addText("report.indicator", func(m *partnership.Measurement) string {
		if i := of(m); i != nil {
			return out.text(i.Title)
		}
		return ""
	})
	out.addText("report.partner", func(m *partnership.Measurement) string { return names[m.Partner] })
	out.addText("report.status", func(m *partnership.Measurement) string { return out.word("workflow.", string(m.Status)) })
	out.addDay("report.date", func(m *partnership.Measurement) results.Date { return m.Date })
	out.addNumber(h.Words.Text("lists.value", nil), func(m *partnership.Measurement) reports.Cell {
		return contributionCell(h.Words, of(m), &m.Contribution)
	})
	rows := picked(h, values(s.EachMeasurement(ctx, by, project, h.Listing)), func(ref string) (Stored[Logged[partnership.Measurement]], error) {
		return s.Measurement(ctx, by, project, ref)
	})
	return out.write(w, h.Format, s.Today(), rows)
}

// ExpensesFile writes the expenses that Expenses lists, each with what it comes to in the
// project's currency.
func (s *Service) ExpensesFile(ctx context.Context, by By, project partnership.ProjectCode, h Handout, w io.Writer) error {
	_, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return err
	}
	if _, err := s.narrowedToMoney(ctx, by, project, h.Filter); err != nil {
		return err
	}
	rates, err := ratesOf(ctx, s.Engine, project)
	if err != nil {
		return err
	}
	p := &now.setup.Value.Project
	x, names := partnership.NewExchange(p, rates), organisationNames(&now.setup.Value)
	out := &sheet[*partnership.Expense]{words: h.Words, name: "money.expenses"}
	out.addText("report.reference", func(e *partnership.Expense) string { return e.Ref })
	out.addText("report.partner", func(e *partnership.Expense) string { return names[e.Partner] })
	out.addText("report.status", func(e *partnership.Expense) string { return out.word("workflow.", string(e.Status)) })
	out.addText("money.line", func(e *partnership.Expense) string { return e.Line })
	out.addText("money.description", func(e *partnership.Expense) string { return out.text(e.Description) })
	out.addDay("money.date", func(e *partnership.Expense) results.Date { return e.Date })
	out.addDay("money.paid", func(e *partnership.Expense) results.Date { return e.Paid })
	out.addText("money.invoice", func(e *partnership.Expense) string { return e.Invoice })
	out.addText("money.reference", func(e *partnership.Expense) string { return e.Reference })
	out.addNumber(h.Words.Text("money.amount", nil), func(e *partnership.Expense) reports.Cell { return moneyCell(h.Words, e.Amount) })
	out.addText("rates.currency", func(e *partnership.Expense) string { return e.Currency })
	out.addNumber(h.Words.Text("money.in-currency", i18n.Args{"Currency": p.Currency}), func(e *partnership.Expense) reports.Cell {
		value, ok := x.Value(e)
		if !ok {
			return reports.Cell{}
		}
		return moneyCell(h.Words, &value)
	})
	conversion := func(e *partnership.Expense) partnership.Conversion {
		if c, err := x.Conversion(e); err == nil && c != nil {
			return *c
		}
		return partnership.Conversion{}
	}
	out.addNumber(h.Words.Text("rates.rate", nil), func(e *partnership.Expense) reports.Cell {
		c := conversion(e)
		if c.Of == "" {
			return reports.Cell{}
		}
		return numberCell(h.Words, &c.PerUnit)
	})
	out.addText("money.rate-of", func(e *partnership.Expense) string { return conversion(e).Of })
	out.addText("report.source", func(e *partnership.Expense) string { return conversion(e).Source })
	rows := picked(h, values(s.EachExpense(ctx, by, project, h.Listing)), func(ref string) (Stored[Logged[partnership.Expense]], error) {
		return s.Expense(ctx, by, project, ref)
	})
	return out.write(w, h.Format, s.Today(), rows)
}

// PartsFile writes what Parts lists.
func (s *Service) PartsFile(ctx context.Context, by By, project partnership.ProjectCode, o PartSort, h Handout, w io.Writer) error {
	_, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return err
	}
	names, parts := organisationNames(&now.setup.Value), s.EachPart(ctx, by, project, o, h.Listing)
	out, rows := publicationSheet(h.Words), editions(parts)
	switch o {
	case Evidence:
		out, rows = evidenceSheet(h.Words, s.Today()), asRows(parts)
	case Consents:
		out, rows = consentSheet(h.Words, s.Today()), asRows(parts)
	case Publications:
	}
	out.addText("report.partner", func(p partRow) string { return names[p.Activity.Partner] })
	out.addDay("report.date", func(p partRow) results.Date { return p.Activity.Day() })
	out.addText("report.reference", func(p partRow) string { return p.Activity.Ref })
	out.addText("report.activity", func(p partRow) string { return out.text(p.Activity.Title) })
	out.addText("report.status", func(p partRow) string { return out.word("workflow.", string(p.Activity.Status)) })
	return out.write(w, h.Format, s.Today(), rows)
}

// A partRow is a row of a file of parts; a publication has one for each edition.
type partRow struct {
	Part
	edition partnership.Edition
}

func publicationSheet(words *i18n.Localizer) *sheet[partRow] {
	out := &sheet[partRow]{words: words, name: "sheet.publications"}
	of := func(p partRow) *partnership.Publication { return &p.Activity.Publications[p.No] }
	out.addText("report.publication-title", func(p partRow) string { return out.text(of(p).Title) })
	out.addText("report.publication-kind", func(p partRow) string { return out.word("kind.", string(of(p).Kind)) })
	out.addText("report.language", func(p partRow) string {
		if p.edition.Language == "" {
			return ""
		}
		return words.LanguageName(p.edition.Language)
	})
	out.addDay("activity.edition-date", func(p partRow) results.Date { return p.edition.Date })
	out.addNumber(words.Text("report.pages", nil), func(p partRow) reports.Cell {
		if p.edition.Pages == 0 {
			return reports.Cell{}
		}
		n := results.Int(p.edition.Pages)
		return numberCell(words, &n)
	})
	out.addText("report.link", func(p partRow) string { return p.edition.URL })
	return out
}

func evidenceSheet(words *i18n.Localizer, today results.Date) *sheet[partRow] {
	out := &sheet[partRow]{words: words, name: "lists.evidence"}
	of := func(p partRow) *partnership.Evidence { return &p.Activity.Evidence[p.No] }
	out.addText("activity.caption", func(p partRow) string { return out.text(of(p).Caption) })
	out.addText("lists.evidence-kind", func(p partRow) string { return out.word("evidence.", string(of(p).Kind)) })
	out.addText("lists.file", func(p partRow) string { return of(p).File })
	out.addText("activity.consent", func(p partRow) string {
		if of(p).Kind != partnership.Photo {
			return ""
		}
		return words.Text("entry.consent-"+string(of(p).Consent.StateOn(today)), nil)
	})
	out.addDay("activity.consent-given", func(p partRow) results.Date { return consentOf(of(p).Consent).Given })
	out.addDay("activity.consent-until", func(p partRow) results.Date { return consentOf(of(p).Consent).Until })
	return out
}

// consentSheet is the register of consents: of what was withdrawn neither words nor file.
func consentSheet(words *i18n.Localizer, today results.Date) *sheet[partRow] {
	out := &sheet[partRow]{words: words, name: "consent.title"}
	of := func(p partRow) partnership.Item { return p.Activity.Items()[p.No] }
	out.addText("consent.words", func(p partRow) string {
		switch i := of(p); {
		case i.Withdrawn != nil:
			return ""
		case i.Photo != nil:
			return out.text(i.Photo.Caption)
		default:
			return out.text(i.Quote.Text)
		}
	})
	out.addText("consent.item", func(p partRow) string { return out.word("consent.kind-", string(of(p).Kind)) })
	out.addText("lists.file", func(p partRow) string {
		if i := of(p); i.Photo != nil && i.Withdrawn == nil {
			return i.Photo.File
		}
		return ""
	})
	out.addText("activity.consent", func(p partRow) string { return out.word("entry.consent-", string(of(p).StateOn(today))) })
	out.addDay("activity.consent-given", func(p partRow) results.Date { return consentOf(of(p).Consent()).Given })
	out.addDay("activity.consent-until", func(p partRow) results.Date { return consentOf(of(p).Consent()).Until })
	out.addText("activity.consent-means", func(p partRow) string { return consentOf(of(p).Consent()).Means })
	out.addText("consent.purposes", func(p partRow) string {
		var all []string
		for _, purpose := range consentOf(of(p).Consent()).Purposes {
			all = append(all, out.word("consent.for-", string(purpose)))
		}
		return words.List(all)
	})
	out.addDay("consent.withdrawn-day", func(p partRow) results.Date {
		if w := of(p).Withdrawn; w != nil {
			return w.Day
		}
		return results.Date{}
	})
	return out
}

func consentOf(c *partnership.Consent) partnership.Consent {
	if c == nil {
		return partnership.Consent{}
	}
	return *c
}

func asRows(parts iter.Seq2[Part, error]) iter.Seq2[partRow, error] {
	return func(yield func(partRow, error) bool) {
		for p, err := range parts {
			if !yield(partRow{Part: p}, err) {
				return
			}
		}
	}
}

func editions(parts iter.Seq2[Part, error]) iter.Seq2[partRow, error] {
	return func(yield func(partRow, error) bool) {
		for p, err := range parts {
			if err != nil {
				yield(partRow{}, err)
				return
			}
			all := p.Activity.Publications[p.No].Editions
			if len(all) == 0 {
				all = []partnership.Edition{{}}
			}
			for _, e := range all {
				if !yield(partRow{p, e}, nil) {
					return
				}
			}
		}
	}
}

// values are entries without what is stored around them.
func values[T any](all iter.Seq2[Stored[Logged[T]], error]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for e, err := range all {
			if !yield(&e.Value.Value, err) {
				return
			}
		}
	}
}

// picked are the entries that are wanted alone, or all of a list. What the person may
// not see is left out.
func picked[T any](h Handout, all iter.Seq2[*T, error], one func(ref string) (Stored[Logged[T]], error)) iter.Seq2[*T, error] {
	if h.Refs == nil {
		return all
	}
	return func(yield func(*T, error) bool) {
		for _, ref := range h.Refs {
			found, err := one(ref)
			if !IsKind(err, NotFound) && !yield(&found.Value.Value, err) {
				return
			}
		}
	}
}

// contributionCell is what a contribution adds: a number where it is one.
func contributionCell(words *i18n.Localizer, i *results.Indicator, c *results.Contribution) reports.Cell {
	plain := func(s string) reports.Cell { return reports.Cell{Text: reports.Plain(s)} }
	switch {
	case c.NotApplicable:
		return plain(words.Text("state.not-applicable", nil))
	case i != nil && i.Measure == results.MeasureStage:
		for _, stage := range i.Stages {
			if stage.Key == c.Stage {
				title, _ := stage.Title.In(string(words.Language()))
				return plain(title)
			}
		}
		return plain(string(c.Stage))
	case c.Numerator != nil && c.Denominator != nil:
		return plain(numberCell(words, c.Numerator).Text.String() + " / " + numberCell(words, c.Denominator).Text.String())
	case c.Value == nil:
		text, _ := c.Text.In(string(words.Language()))
		return plain(text)
	}
	return numberCell(words, c.Value)
}

func organisationNames(setup *partnership.Setup) map[results.PartnerID]string {
	names := map[results.PartnerID]string{}
	for _, o := range setup.Organisations {
		names[o.ID] = o.Name
	}
	return names
}

func countryName(words *i18n.Localizer, code string) string {
	if code == "" {
		return ""
	}
	return words.CountryName(code)
}

func yes(words *i18n.Localizer, is bool) string {
	if !is {
		return ""
	}
	return words.Text("lists.yes", nil)
}

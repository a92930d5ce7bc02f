package bundle

import (
	"fmt"
	"io"
	"iter"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// Content is what a bundle is written of: the set-up, and the lists item by item.
// A list that is nil is empty.
type Content struct {
	Organisations []partnership.Organisation
	Project       *partnership.Project
	Activities    iter.Seq2[*partnership.Activity, error]
	Measurements  iter.Seq2[*partnership.Measurement, error]
	Deductions    iter.Seq2[*results.Deduction, error]
	Expenditure   iter.Seq2[*partnership.Expense, error]
	Rates         iter.Seq2[*partnership.Rate, error]
	Narratives    iter.Seq2[*partnership.Narrative, error]
}

// Encode writes a dossier as a bundle, as EncodeStream does.
func Encode(out io.Writer, v *partnership.Dossier) error {
	return EncodeStream(out, Content{
		Organisations: v.Organisations,
		Project:       &v.Project,
		Activities:    oneByOne(v.Activities),
		Measurements:  oneByOne(v.Measurements),
		Deductions:    oneByOne(v.Deductions),
		Expenditure:   oneByOne(v.Expenditure),
		Rates:         oneByOne(v.Rates),
		Narratives:    oneByOne(v.Narratives),
	})
}

func oneByOne[T any](items []T) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for n := range items {
			if !yield(&items[n], nil) {
				return
			}
		}
	}
}

// EncodeStream writes content as a bundle, always in the same form: fields in the
// order of docs/bundle.md, defaults left out, decimals as short as they can be,
// amounts with two digits after the point. The error of a list ends the writing.
func EncodeStream(out io.Writer, c Content) error {
	w := newWriter(out)
	w.object(func() { w.content(c) })
	w.put("\n")
	return w.end("bundle")
}

func (w *writer) content(c Content) {
	required(w, "format", Format)
	listOut(w, "organisations", c.Organisations, func(o *partnership.Organisation) {
		w.object(func() { w.organisation(o) })
	})
	w.key("project")
	w.object(func() { w.project(c.Project) })
	streamOut(w, "activities", c.Activities, w.activity)
	streamOut(w, "measurements", c.Measurements, w.measurement)
	streamOut(w, "deductions", c.Deductions, w.deduction)
	streamOut(w, "expenditure", c.Expenditure, w.expense)
	streamOut(w, "rates", c.Rates, w.rate)
	streamOut(w, "narratives", c.Narratives, w.narrative)
}

// streamOut writes a list of objects that is left out where it is empty.
func streamOut[T any](w *writer, name string, items iter.Seq2[*T, error], write func(*T)) {
	if items == nil || w.hasFailed() {
		return
	}
	isEmpty := true
	for item, err := range items {
		if err != nil {
			w.fail(fmt.Errorf("%s: %w", name, err))
			return
		}
		if isEmpty {
			w.key(name)
			w.open("[")
			isEmpty = false
		}
		w.line()
		w.object(func() { write(item) })
		if w.hasFailed() {
			return
		}
	}
	if !isEmpty {
		w.close("]")
	}
}

func (w *writer) organisation(o *partnership.Organisation) {
	required(w, "id", o.ID)
	required(w, "name", o.Name)
	required(w, "country", o.Country)
	required(w, "type", o.Type)
	optional(w, "identifier", o.Identifier)
	optional(w, "website", o.Website)
}

func (w *writer) project(p *partnership.Project) {
	required(w, "code", p.Code)
	w.text("title", p.Title)
	w.text("summary", p.Summary)
	listOut(w, "languages", p.Languages, word[string](w))
	required(w, "currency", p.Currency)
	w.date("start", p.Start)
	w.date("end", p.End)
	required(w, "funder", p.Funder)
	optional(w, "grantNumber", p.GrantNumber)
	listOut(w, "partners", p.Partners, func(m *partnership.Partner) { w.object(func() { w.partner(m) }) })
	someOut(w, "collaborators", p.Collaborators, word[results.PartnerID](w))
	w.shares(p)
	listOut(w, "periods", p.Periods, func(k *partnership.Period) {
		w.object(func() {
			w.date("start", k.Start)
			w.date("end", k.End)
			w.date("due", k.Due)
		})
	})
	if p.Thresholds.OnTrack != nil || p.Thresholds.AtRisk != nil {
		w.key("thresholds")
		w.object(func() {
			w.number("onTrack", p.Thresholds.OnTrack)
			w.number("atRisk", p.Thresholds.AtRisk)
		})
	}
	w.integerOr("suppressBelow", p.SuppressBelow)
	someOut(w, "dimensions", p.Dimensions, func(d *results.Dimension) { w.object(func() { w.dimension(d) }) })
	listOut(w, "results", p.Results, func(r *results.Result) { w.object(func() { w.result(r) }) })
	someOut(w, "budgetLines", p.BudgetLines, func(l *partnership.BudgetLine) { w.object(func() { w.budgetLine(l) }) })
	optional(w, "rateRule", p.RateRule, partnership.MonthSubmitted)
}

func (w *writer) partner(m *partnership.Partner) {
	required(w, "organisation", m.Organisation)
	required(w, "role", m.Role)
	w.date("joined", m.Joined)
	w.date("left", m.Left)
	if m.Suspended != nil {
		w.key("suspended")
		w.object(func() {
			w.date("from", m.Suspended.From)
			w.text("reason", m.Suspended.Reason)
		})
	}
	someOut(w, "suspensions", m.Suspensions, func(s *partnership.EndedSuspension) {
		w.object(func() {
			w.date("from", s.From)
			w.date("to", s.To)
			w.text("reason", s.Reason)
		})
	})
	w.amount("budget", m.Budget)
}

func (w *writer) shares(p *partnership.Project) {
	someOut(w, "countries", p.Countries, func(s *partnership.CountryShare) {
		w.object(func() {
			required(w, "country", s.Country)
			w.number("percentage", s.Percentage)
		})
	})
	someOut(w, "sectors", p.Sectors, func(s *partnership.SectorShare) {
		w.object(func() {
			required(w, "code", s.Code)
			w.number("percentage", s.Percentage)
		})
	})
}

func (w *writer) dimension(d *results.Dimension) {
	required(w, "key", d.Key)
	w.text("title", d.Title)
	w.mark("sensitive", d.Sensitive, true)
	listOut(w, "categories", d.Categories, func(c *results.Category) { w.object(func() { keyedOut(w, c.Key, c.Title) }) })
}

func keyedOut[K ~string](w *writer, key K, title results.Text) {
	required(w, "key", key)
	w.text("title", title)
}

func (w *writer) budgetLine(l *partnership.BudgetLine) {
	required(w, "code", l.Code)
	w.text("title", l.Title)
	listOut(w, "amounts", l.Amounts, func(a *partnership.BudgetAmount) {
		w.object(func() {
			required(w, "partner", a.Partner)
			w.amount("amount", a.Amount)
		})
	})
}

package bundle

import (
	"fmt"
	"io"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// Encode writes a dossier as a bundle, always in the same form: fields in the
// order of docs/bundle.md, defaults left out, decimals as short as they can be,
// amounts with two digits after the point.
func Encode(out io.Writer, v *partnership.Dossier) error {
	w := newWriter(out)
	w.object(func() { w.dossier(v) })
	w.put("\n")
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}

func (w *writer) dossier(v *partnership.Dossier) {
	required(w, "format", Format)
	listOut(w, "organisations", v.Organisations, func(o *partnership.Organisation) {
		w.object(func() { w.organisation(o) })
	})
	w.key("project")
	w.object(func() { w.project(&v.Project) })
	someOut(w, "activities", v.Activities, func(a *partnership.Activity) { w.object(func() { w.activity(a) }) })
	someOut(w, "measurements", v.Measurements, func(m *partnership.Measurement) {
		w.object(func() { w.measurement(m) })
	})
	someOut(w, "deductions", v.Deductions, func(d *results.Deduction) { w.object(func() { w.deduction(d) }) })
	someOut(w, "expenditure", v.Expenditure, func(e *partnership.Expense) { w.object(func() { w.expense(e) }) })
	someOut(w, "rates", v.Rates, func(r *partnership.Rate) { w.object(func() { w.rate(r) }) })
	someOut(w, "narratives", v.Narratives, func(n *partnership.Narrative) { w.object(func() { w.narrative(n) }) })
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

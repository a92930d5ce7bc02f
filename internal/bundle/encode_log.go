package bundle

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

func (w *writer) activity(a *partnership.Activity) {
	required(w, "ref", a.Ref)
	required(w, "partner", a.Partner)
	required(w, "type", a.Type)
	w.text("title", a.Title)
	w.date("start", a.Start)
	w.date("end", a.End)
	w.text("narrative", a.Narrative)
	optional(w, "output", a.Output)
	optional(w, "planned", a.Planned)
	optional(w, "country", a.Country)
	optional(w, "place", a.Place)
	w.mark("online", a.Online, true)
	someOut(w, "coOrganisers", a.CoOrganisers, word[results.PartnerID](w))
	optional(w, "status", a.Status, partnership.Accepted)
	someOut(w, "contributions", a.Contributions, func(c *results.Contribution) {
		w.object(func() {
			required(w, "indicator", c.Indicator)
			w.contribution(c)
		})
	})
	someOut(w, "publications", a.Publications, func(p *partnership.Publication) { w.object(func() { w.publication(p) }) })
	someOut(w, "quotes", a.Quotes, func(q *partnership.Quote) {
		w.object(func() {
			w.text("text", q.Text)
			w.text("role", q.Role)
			w.consent(q.Consent)
		})
	})
	w.evidence(a.Evidence)
}

func (w *writer) evidence(all []partnership.Evidence) {
	someOut(w, "evidence", all, func(e *partnership.Evidence) {
		w.object(func() {
			required(w, "file", e.File)
			w.text("caption", e.Caption)
			required(w, "kind", e.Kind)
			w.consent(e.Consent)
		})
	})
}

// contribution writes what a contribution carries, without its indicator.
func (w *writer) contribution(c *results.Contribution) {
	w.number("value", c.Value)
	w.number("numerator", c.Numerator)
	w.number("denominator", c.Denominator)
	optional(w, "stage", c.Stage)
	w.text("text", c.Text)
	w.number("alreadyCounted", c.AlreadyCounted)
	w.mark("notApplicable", c.NotApplicable, true)
	optional(w, "note", c.Note)
	someOut(w, "breakdown", c.Cells, func(cell *results.Cell) {
		w.object(func() {
			w.by(cell.By)
			w.number("value", cell.Value)
			w.number("numerator", cell.Numerator)
			w.number("denominator", cell.Denominator)
		})
	})
}

func (w *writer) by(by results.By) {
	w.key("by")
	w.object(func() {
		for _, part := range by {
			required(w, string(part.Dimension), part.Category)
		}
	})
}

func (w *writer) publication(p *partnership.Publication) {
	w.text("title", p.Title)
	required(w, "kind", p.Kind)
	listOut(w, "editions", p.Editions, func(e *partnership.Edition) {
		w.object(func() {
			required(w, "language", e.Language)
			w.date("date", e.Date)
			optional(w, "url", e.URL)
			if e.Pages != 0 {
				w.integer("pages", e.Pages)
			}
		})
	})
}

func (w *writer) consent(c *partnership.Consent) {
	if c == nil {
		return
	}
	w.key("consent")
	w.object(func() {
		w.date("given", c.Given)
		w.date("until", c.Until)
		optional(w, "means", c.Means)
		someOut(w, "purposes", c.Purposes, word[partnership.Purpose](w))
	})
}

func (w *writer) measurement(m *partnership.Measurement) {
	required(w, "ref", m.Ref)
	required(w, "indicator", m.Indicator)
	required(w, "partner", m.Partner)
	w.date("date", m.Date)
	w.contribution(&m.Contribution)
	optional(w, "status", m.Status, partnership.Accepted)
}

func (w *writer) deduction(d *results.Deduction) {
	required(w, "indicator", d.Indicator)
	w.integer("period", int(d.Period))
	w.number("value", d.Value)
	w.text("reason", d.Reason)
}

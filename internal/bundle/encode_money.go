package bundle

import "tulos/internal/partnership"

func (w *writer) expense(e *partnership.Expense) {
	required(w, "ref", e.Ref)
	required(w, "partner", e.Partner)
	required(w, "line", e.Line)
	w.date("date", e.Date)
	w.amount("amount", e.Amount)
	required(w, "currency", e.Currency)
	w.text("description", e.Description)
	w.date("paid", e.Paid)
	optional(w, "invoice", e.Invoice)
	optional(w, "reference", e.Reference)
	w.evidence(e.Evidence)
	optional(w, "status", e.Status, partnership.Accepted)
	w.date("submitted", e.Submitted)
	if c := e.Converted; c != nil {
		w.key("converted")
		w.object(func() {
			required(w, "amount", c.Amount.Fixed(2))
			required(w, "perUnit", c.PerUnit.Exact())
			required(w, "rule", c.Rule)
			required(w, "of", c.Of)
			required(w, "source", c.Source)
		})
	}
}

func (w *writer) rate(r *partnership.Rate) {
	required(w, "currency", r.Currency)
	optional(w, "month", r.Month)
	w.date("date", r.Date)
	optional(w, "base", r.Base)
	required(w, "perUnit", r.PerUnit.Exact())
	required(w, "source", r.Source)
}

func (w *writer) narrative(n *partnership.Narrative) {
	w.integer("period", int(n.Period))
	optional(w, "partner", n.Partner)
	required(w, "section", n.Section)
	w.text("text", n.Text)
}

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
	optional(w, "status", e.Status, partnership.Accepted)
}

func (w *writer) rate(r *partnership.Rate) {
	required(w, "currency", r.Currency)
	optional(w, "month", r.Month)
	w.date("date", r.Date)
	optional(w, "base", r.Base)
	w.number("perUnit", r.PerUnit)
	required(w, "source", r.Source)
}

func (w *writer) narrative(n *partnership.Narrative) {
	w.integer("period", int(n.Period))
	optional(w, "partner", n.Partner)
	required(w, "section", n.Section)
	w.text("text", n.Text)
}

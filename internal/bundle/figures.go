package bundle

import (
	"io"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// EncodeFigures writes figures as JSON, in the form at the end of docs/figures.md:
// every figure a string of at most 6 decimals, or the mark of one that is hidden; null
// where there is none.
func EncodeFigures(out io.Writer, code partnership.ProjectCode, all []results.IndicatorFigures) error {
	w := newWriter(out)
	w.object(func() {
		required(w, "project", code)
		listOut(w, "indicators", all, func(f *results.IndicatorFigures) {
			w.object(func() {
				required(w, "indicator", f.Indicator.Code)
				listOut(w, "periods", f.Rows, func(r *results.Row) { w.object(func() { w.row(f.Indicator, r) }) })
			})
		})
	})
	return w.end("figures")
}

// EncodeNarratives writes what a report says as JSON, in the form that narratives have
// in a bundle (docs/bundle.md).
func EncodeNarratives(out io.Writer, code partnership.ProjectCode, all []partnership.Narrative) error {
	w := newWriter(out)
	w.object(func() {
		required(w, "project", code)
		listOut(w, "narratives", all, w.narrative)
	})
	return w.end("narratives")
}

func (w *writer) row(i *results.Indicator, r *results.Row) {
	w.integer("period", int(r.Period))
	w.figure("value", r.Value)
	w.figure("cumulative", r.Cumulative)
	w.figure("expected", r.Expected)
	w.figure("achievement", r.Achievement)
	required(w, "status", r.Status)
	w.integer("reportedBy", r.ReportedBy)
	w.integer("dueFrom", r.DueFrom)
	listOut(w, "partners", r.Partners, func(p *results.PartnerRow) {
		w.object(func() {
			required(w, "organisation", p.Partner)
			w.figure("value", p.Value)
			w.figure("cumulative", p.Cumulative)
			if p.Target.IsKnown() {
				w.figure("achievement", p.Achievement)
			}
			required(w, "state", p.State)
		})
	})
	if i.IsPair() {
		w.figure("numerator", r.Numerator)
		w.figure("denominator", r.Denominator)
	}
	if i.Unique {
		w.figure("participations", r.Participations)
		required(w, "deducted", r.Deducted.String())
	}
	if len(i.Breakdown) > 0 {
		listOut(w, "breakdown", r.Breakdown, func(c *results.CellRow) { w.object(func() { w.cell(i, c) }) })
	}
}

func (w *writer) cell(i *results.Indicator, c *results.CellRow) {
	w.by(c.By)
	w.figure("value", c.Value)
	w.figure("cumulative", c.Cumulative)
	if i.IsPair() {
		w.figure("numerator", c.Numerator)
		w.figure("denominator", c.Denominator)
	}
}

func (w *writer) figure(name string, f results.Figure) {
	w.key(name)
	if n, ok := f.Number(); ok {
		w.string(n.String())
		return
	}
	if mark, ok := f.Mark(); ok {
		w.string(mark)
		return
	}
	w.put("null")
}

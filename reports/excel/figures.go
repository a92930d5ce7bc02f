package excel

import (
	"tulos/reports"
)

// keyFigures is a row for each figure: label, value, note, status.
type keyFigures struct {
	items []reports.KeyFigure
}

const (
	figureLabels = 40.0 // widest label that is not wrapped
	figureValues = 9.5  // narrowest
	figureNotes  = 44.0
	splitNotes   = 13.0
	figureRow    = 26.0 // points
	figureAir    = 7.0  // points that a row is higher than its lines
	blockGap     = 12.0 // points below a block that is not prose
)

func (k *keyFigures) name() string { return "" }

func (k *keyFigures) status(i int) string {
	if s := k.items[i].Status; s != nil {
		return statusText(*s, "")
	}
	return ""
}

// wanted are the widths of the four fields.
func (k *keyFigures) wanted() []float64 {
	w := []float64{0, figureValues, 0, 0}
	for i, item := range k.items {
		w[0] = max(w[0], min(figureLabel.font().width(plain(item.Label)), figureLabels))
		w[1] = max(w[1], figureValue.font().width(clean(item.Value)))
		w[2] = max(w[2], min(figureNote.font().width(clean(item.Note)), figureNotes))
		w[3] = max(w[3], figureStatus.font().width(k.status(i)))
	}
	w[2] += indentWidth
	w[3] += indentWidth
	return w
}

// want makes five columns: notes take two, so that the cells of a chart below,
// which stand in the same columns, are not as wide as a note.
func (k *keyFigures) want(c *columns) {
	w := k.wanted()
	split := min(w[2]/2, splitNotes)
	for i, width := range []float64{w[0], w[1], split, w[2] - split, w[3]} {
		c.wantFixed(i, width)
	}
}

func (k *keyFigures) rows(*sheet) int { return len(k.items) + 1 }

func (k *keyFigures) prepare(b *book, s *sheet, top int) error {
	for i, item := range k.items {
		s.link(item.Label, cellName(0, top+i))
	}
	return nil
}

func (k *keyFigures) write(w *writer, s *sheet) error {
	f := fields(s.widths, k.wanted())
	for i, item := range k.items {
		label := look{role: figureLabel, link: w.linked(s, item.Label)}
		value := look{role: figureValue, align: reports.End}
		note := look{role: figureNote}
		status := look{role: figureStatus}
		if item.Status != nil {
			status.colour = markOf(item.Status.Kind).colour
		}
		w.span(f[0], label.font().value(item.Label), label)
		w.span(f[1], cut(clean(item.Value)), value)
		w.span(f[2], cut(clean(item.Note)), note)
		w.span(f[3], k.status(i), status)
		err := w.end(max(
			figureRow,
			label.font().height(plain(item.Label), textRoom(f[0].width))+figureAir,
			value.font().height(clean(item.Value), textRoom(f[1].width))+figureAir,
			note.font().height(clean(item.Note), textRoom(f[2].width)-indentWidth)+figureAir,
		))
		if err != nil {
			return err
		}
	}
	return w.end(blockGap)
}

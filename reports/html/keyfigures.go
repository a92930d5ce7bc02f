package html

import "tulos/reports"

// keyFigures writes figures with their names. The name comes first, as who
// listens to it needs it.
func (p *page) keyFigures(b reports.KeyFigures) {
	if len(b.Items) == 0 {
		return
	}
	p.breakPage()
	p.start("dl", attr{"class", "report-key-figures"})
	p.newLine()
	for _, k := range b.Items {
		p.start("div", attr{"class", "report-key-figure"})
		p.start("dt", attr{"class", "report-key-label"})
		p.prose(k.Label)
		p.end()
		p.element("dd", k.Value, attr{"class", "report-key-value"})
		if visible(k.Note) {
			p.element("dd", k.Note, attr{"class", "report-key-note"})
		}
		if k.Status != nil {
			p.start("dd", attr{"class", "report-key-status"})
			p.startStatus(*k.Status)
			p.lines(clean(k.Status.Word))
			p.end()
			p.end()
		}
		p.end()
		p.newLine()
	}
	p.end()
}

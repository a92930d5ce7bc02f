package pdf

import (
	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	signLabel = 128.0
	signLine  = 30.0 // from one line to the next: room to write
)

// signature adds what is certified and, for each who signs, lines to write on. All
// of it stays on one page, where it fits on one.
func (l *layout) signature(b reports.Signature) {
	var strips []*strip
	if len(b.Statement) > 0 {
		strips = l.prose(l.root.Add(pdfua.P), b.Statement, bodyStyle()).strips(0, l.measure())
	}
	for _, s := range b.Parties {
		strips = append(strips, l.signatory(s)...)
	}
	together(strips, false)
	l.flow(strips, 4, 16)
}

// signatory is the name of who signs over lines with their labels.
func (l *layout) signatory(s reports.Signatory) []*strip {
	text := reports.Text{{Text: s.Role + ": "}, {Text: s.Organisation, Strong: true}}
	strips := l.prose(l.root.Add(pdfua.P), text, bodyStyle()).strips(0, l.measure())
	if len(strips) > 0 {
		strips[0].above = 18
	}
	list := l.root.Add(pdfua.L)
	for _, label := range s.Lines {
		p := l.plain(list.Add(pdfua.LI).Add(pdfua.LBody), label, noteStyle())
		line := &strip{height: signLine}
		lines := p.cutLines(p.lines(signLabel-12), 2, signLabel-12)
		setLines(line, p, lines, 0, signLine-float64(len(lines))*p.style.leading)
		line.add(nil, rule(signLabel, signLine-2, l.measure(), signLine-2, 0.6, ink))
		strips = append(strips, line)
	}
	return strips
}

package html

import "tulos/reports"

// seal writes the number of the report and where it can be asked for. The code is
// for paper; here the address is a link.
func (p *page) seal(b reports.Seal) {
	p.breakPage()
	p.start("div", attr{"class", "report-seal"})
	p.newLine()
	p.facts(b.Facts)
	p.line("report-note", b.Note)
	p.end()
	p.newLine()
}

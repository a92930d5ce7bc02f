package html

import (
	"encoding/base64"
	"strconv"

	"tulos/reports"
)

// photos writes pictures side by side, each inside the page itself.
func (p *page) photos(b reports.Photos) {
	if len(b.Items) == 0 {
		return
	}
	p.breakPage()
	p.start("div", attr{"class", "report-photos"})
	p.newLine()
	for _, item := range b.Items {
		p.start("figure", attr{"class", "report-photo"})
		p.picture(item.JPEG, item.Width, item.Height, item.Caption.String())
		p.start("figcaption")
		p.prose(item.Caption)
		p.start("p", attr{"class", "report-credit"})
		p.prose(item.Credit)
		p.end()
		p.end()
		p.end()
		p.newLine()
	}
	p.end()
}

// logos writes logos side by side.
func (p *page) logos(all []reports.Logo) {
	if len(all) == 0 {
		return
	}
	p.start("p", attr{"class", "report-logos"})
	for _, l := range all {
		p.picture(l.JPEG, l.Width, l.Height, l.Name)
	}
	p.end()
	p.newLine()
}

// picture writes a picture into the page itself.
func (p *page) picture(jpeg []byte, width, height int, equivalent string) {
	p.void("img",
		attr{"src", "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(jpeg)},
		attr{"alt", oneLine(equivalent)},
		attr{"width", strconv.Itoa(width)}, attr{"height", strconv.Itoa(height)})
}

// signature writes what is certified, and lines for whoever signs.
func (p *page) signature(b reports.Signature) {
	p.breakPage()
	p.start("div", attr{"class", "report-signature"})
	p.newLine()
	if visible(b.Statement.String()) {
		p.start("p")
		p.prose(b.Statement)
		p.end()
		p.newLine()
	}
	for _, s := range b.Parties {
		p.start("div", attr{"class", "report-signatory"})
		p.element("p", s.Role+": "+s.Organisation)
		if len(s.Lines) > 0 {
			p.start("dl", attr{"class", "report-lines"})
			for _, line := range s.Lines {
				p.start("div", attr{"class", "report-line"})
				p.element("dt", line)
				p.element("dd", "\u00a0")
				p.end()
			}
			p.end()
		}
		p.end()
		p.newLine()
	}
	p.end()
}

package html

import (
	"cmp"
	"crypto/sha256"
	_ "embed" // for the stylesheet
	"encoding/base64"
	"fmt"

	"tulos/reports"
)

//go:embed report.css
var stylesheet string

// file writes the whole document, which needs nothing from outside.
func (p *page) file() error {
	p.buffer.WriteString("<!doctype html>\n")
	p.start("html", attr{"lang", tag(p.doc.Language)})
	p.newLine()
	p.head()
	p.start("body")
	p.newLine()
	p.start("main")
	p.newLine()
	if err := p.article(); err != nil {
		return err
	}
	p.end()
	p.newLine()
	p.footer()
	p.end()
	p.newLine()
	p.end()
	p.newLine()
	return nil
}

// head writes what the file says of itself. Its policy lets it load nothing
// and run nothing.
func (p *page) head() {
	meta := p.doc.Meta
	p.start("head")
	p.newLine()
	p.void("meta", attr{"charset", "utf-8"})
	p.newLine()
	p.void("meta", attr{"http-equiv", "Content-Security-Policy"}, attr{"content", policy()})
	p.newLine()
	p.void("meta", attr{"name", "viewport"}, attr{"content", "width=device-width, initial-scale=1"})
	p.newLine()
	p.element("title", p.title())
	p.newLine()
	for _, m := range []attr{
		{"author", meta.Author},
		{"description", meta.Subject},
		{"keywords", meta.Keywords},
		{"date", isoDay(meta.Dated)},
		{"generator", "Tulos"},
	} {
		if content := oneLine(m.value); content != "" {
			p.void("meta", attr{"name", m.name}, attr{"content", content})
			p.newLine()
		}
	}
	p.start("style")
	p.buffer.WriteString(stylesheet)
	p.end()
	p.newLine()
	p.end()
	p.newLine()
}

// policy allows the embedded stylesheet, embedded pictures, and nothing else.
func policy() string {
	sum := sha256.Sum256([]byte(stylesheet))
	return "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; base-uri 'none'; form-action 'none'"
}

// title is what the file is called; it is never empty.
func (p *page) title() string {
	cover := ""
	for _, b := range p.doc.Blocks {
		if c, ok := b.(reports.Cover); ok {
			cover = c.Title.String()
			break
		}
	}
	return cmp.Or(oneLine(p.doc.Meta.Title), oneLine(cover), oneLine(p.doc.Words.Header), "Tulos")
}

// footer says at the end what runs along the pages of a PDF.
func (p *page) footer() {
	words := p.doc.Words
	if !visible(words.Header) && !visible(words.Footer) {
		return
	}
	p.start("footer", attr{"class", "report-footer"})
	for _, s := range []string{words.Header, words.Footer} {
		if visible(s) {
			p.element("p", s)
		}
	}
	p.end()
	p.newLine()
}

// isoDay is the day for machines, or "" for one that no calendar has.
func isoDay(d reports.Day) string {
	if !exists(d) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Package html writes a report as HTML: a file of its own, or an article for a
// page of the product. Both read alike by eye and by ear: sections, tables with
// heads, figures with their numbers beside them. Classes begin with "report-",
// nothing has a style of its own, and every name of the document is escaped.
package html

import (
	"fmt"
	"io"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"tulos/reports"
)

// Options say what is written. The zero value is a file of its own.
type Options struct {
	// Fragment leaves out all but the article, for a page with a stylesheet.
	Fragment bool
	// HeadingLevel is that of the report's title, from 1 to 6; 0 is 1. Those of
	// its sections follow, none below 6.
	HeadingLevel int
	// Figures is what opens the table of a chart's figures, in the document's
	// language. Without it the names of the series do.
	Figures string
}

// Render writes the document as HTML. The same document and options give the
// same bytes. It refuses a heading level that there is not, a block that it does
// not know, and a row with more cells than its table has columns; then nothing
// is written.
func Render(w io.Writer, d reports.Document, o Options) error {
	if o.HeadingLevel < 0 || o.HeadingLevel > deepest {
		return fmt.Errorf("render HTML: heading level %d is not one of 1 to %d", o.HeadingLevel, deepest)
	}
	fonts, err := typefaces()
	if err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	p := &page{
		doc: &d, options: o, outline: survey(&d), fonts: fonts,
		printer: message.NewPrinter(language.Make(d.Language)), anchored: map[string]bool{},
	}
	if o.Fragment {
		err = p.article()
	} else {
		err = p.file()
	}
	if err != nil {
		return fmt.Errorf("render HTML: %w", err)
	}
	if _, err := w.Write(p.buffer.Bytes()); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	return nil
}

// A page is the HTML of a document as far as it is written.
type page struct {
	markup
	doc     *reports.Document
	options Options
	outline *outline
	fonts   *fontSet
	printer *message.Printer

	sections  []int           // levels of those that are open
	named     string          // id of the last heading
	anchored  map[string]bool // anchors of rows that have been written
	broken    bool            // a page break comes before the next block
	landscape bool
}

// article writes the document's blocks.
func (p *page) article() error {
	name := attr{"aria-label", oneLine(p.doc.Meta.Title)}
	if p.outline.title != "" {
		name = attr{"aria-labelledby", p.outline.title}
	}
	p.start("article", attr{"class", "report"}, attr{"lang", tag(p.doc.Language)}, name)
	p.newLine()
	for i, b := range p.doc.Blocks {
		if err := p.block(i, b); err != nil {
			return fmt.Errorf("block %d: %w", i+1, err)
		}
		p.newLine()
	}
	p.closeSections(1)
	p.end()
	p.newLine()
	return nil
}

// block writes a block of the document.
func (p *page) block(i int, b reports.Block) error {
	switch b := b.(type) {
	case reports.Cover:
		p.cover(i, b)
	case reports.Contents:
		p.contents(i)
	case reports.Heading:
		p.heading(i, b)
	case reports.Paragraph:
		p.paragraph(i, b)
	case reports.List:
		p.list(b)
	case reports.KeyFigures:
		p.keyFigures(b)
	case reports.Table:
		return p.table(i, b)
	case reports.Chart:
		p.chart(i, b)
	case reports.Photos:
		p.photos(b)
	case reports.Signature:
		p.signature(b)
	case reports.Seal:
		p.seal(b)
	case reports.PageBreak:
		p.broken, p.landscape = i > 0, b.Landscape
	default:
		return fmt.Errorf("unknown block %T", b)
	}
	return nil
}

// Package pdf draws a report as a PDF. It measures the document's blocks into
// strips, deals the strips out to pages, and draws the pages; what is drawn is
// recorded in a tree of elements, in reading order.
package pdf

import (
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/go-pdf/fpdf"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// Render writes the document as a PDF. The same document gives the same bytes.
func Render(w io.Writer, d reports.Document) error {
	set, err := fonts()
	if err != nil {
		return err
	}
	b, err := compose(&d, set)
	if err != nil {
		return err
	}
	return b.write(w)
}

// A book is a document with its pages made and nothing drawn yet.
type book struct {
	doc     *reports.Document
	fonts   *fontSet
	root    *pdfua.Element
	pages   []*page
	outline []bookmark
}

// compose measures and paginates a document. It has one page at least.
func compose(d *reports.Document, set *fontSet) (*book, error) {
	l := newLayout(d, set)
	for i, b := range d.Blocks {
		if err := l.block(b); err != nil {
			return nil, fmt.Errorf("block %d: %w", i+1, err)
		}
	}
	pages := paginate(l.stretches)
	if len(pages) == 0 {
		pages = []*page{{number: 1}}
	}
	l.number()
	l.furnish(pages)
	return &book{d, set, l.root, pages, l.outline}, nil
}

// write draws the pages.
func (b *book) write(w io.Writer) error {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	b.describe(pdf)
	c := newCanvas(pdf, b.fonts, pdfua.NewStructure(b.root))
	marks := b.outline
	for _, pg := range b.pages {
		c.page(pg)
		for len(marks) > 0 && marks[0].target.page == pg.number {
			c.use(regular, furnitureStyle().size) // fpdf encodes titles as it does text
			pdf.Bookmark(marks[0].title, marks[0].level, b.outlineY(marks[0].target))
			marks = marks[1:]
		}
	}
	if err := pdf.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// outlineY is the height of a bookmark's target in the coordinates of the last
// page, by whose height fpdf turns all of them round.
func (b *book) outlineY(t *target) float64 {
	last := b.pages[len(b.pages)-1].format
	own := b.pages[t.page-1].format
	return last.height() - own.height() + t.top()
}

// languageTag is what may stand in the catalogue, where fpdf escapes nothing.
var languageTag = regexp.MustCompile(`^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$`)

// describe sets what the file says of itself, and its date.
func (b *book) describe(pdf *fpdf.Fpdf) {
	meta := b.doc.Meta
	line := b.fonts[regular].oneLine
	pdf.SetTitle(line(meta.Title), true)
	pdf.SetAuthor(line(meta.Author), true)
	pdf.SetSubject(line(meta.Subject), true)
	pdf.SetKeywords(line(meta.Keywords), true)
	pdf.SetCreator("Tulos", true)
	pdf.SetProducer("Tulos", true)
	if languageTag.MatchString(b.doc.Language) {
		pdf.SetLang(b.doc.Language)
	}
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(noon(meta.Dated))
	pdf.SetModificationDate(noon(meta.Dated))
}

// noon is the day at twelve, UTC; without a day, the beginning of 1970, for
// fpdf puts the current time in place of none.
func noon(d reports.Day) time.Time {
	if d.Year < 1 || d.Year > 9999 {
		return time.Unix(0, 0).UTC()
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
}

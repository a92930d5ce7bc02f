// Package pdf draws a report as a PDF. It measures the document's blocks into
// strips, deals the strips out to pages, and draws the pages; what is drawn is
// recorded in a tree of elements, in reading order.
package pdf

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-pdf/fpdf"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// Options are what a PDF has beside its document.
type Options struct {
	Attachments []Attachment
}

// Render writes the document as a PDF that conforms to PDF/UA-1 and PDF/A-3a. The
// same document and attachments give the same bytes.
func Render(w io.Writer, d reports.Document, o Options) error {
	set, err := fonts()
	if err != nil {
		return err
	}
	b, err := compose(&d, set)
	if err != nil {
		return err
	}
	return b.write(w, o)
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

// write draws the pages and finishes the file.
func (b *book) write(w io.Writer, o Options) error {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false) // pdfua does it
	pdf.SetCreationDate(noon(b.doc.Meta.Dated))
	pdf.SetModificationDate(noon(b.doc.Meta.Dated))
	tags := pdfua.NewStructure(b.root)
	c := newCanvas(pdf, b.fonts, tags)
	marks := b.outline
	for _, pg := range b.pages {
		c.page(pg)
		pg.strips = nil // so that their memory is free for the file
		for len(marks) > 0 && marks[0].target.page == pg.number {
			c.use(regular, furnitureStyle().size) // fpdf encodes titles as it does text
			pdf.Bookmark(marks[0].title, marks[0].level, b.outlineY(marks[0].target))
			marks = marks[1:]
		}
	}
	var drawn taken
	if err := pdf.Output(&drawn); err != nil {
		return fmt.Errorf("draw PDF: %w", err)
	}
	if err := pdfua.Finish(w, drawn, tags, b.info(o)); err != nil {
		return fmt.Errorf("finish PDF: %w", err)
	}
	return nil
}

// taken is the one piece that fpdf writes. It is not copied: fpdf is done with it then.
type taken []byte

func (t *taken) Write(b []byte) (int, error) {
	if len(*t) == 0 {
		*t = b
	} else {
		*t = append(*t, b...)
	}
	return len(b), nil
}

// outlineY is the height of a bookmark's target in the coordinates of the last
// page, by whose height fpdf turns all of them round.
func (b *book) outlineY(t *target) float64 {
	last := b.pages[len(b.pages)-1].format
	own := b.pages[t.page-1].format
	return last.height() - own.height() + t.top()
}

// info is what the file says of itself.
func (b *book) info(o Options) pdfua.Info {
	meta := b.doc.Meta
	line := b.fonts[regular].oneLine
	info := pdfua.Info{
		Title:    strings.TrimSpace(line(meta.Title)),
		Subject:  line(meta.Subject),
		Keywords: line(meta.Keywords),
		Language: languageOf(b.doc),
		Creator:  "Tulos",
		Dated:    noon(meta.Dated),
	}
	if author := line(meta.Author); author != "" {
		info.Authors = []string{author}
	}
	if info.Title == "" {
		info.Title = "–"
	}
	for _, a := range o.Attachments {
		info.Attachments = append(info.Attachments, pdfua.Attachment{
			Name: a.Name, Description: a.Description, Type: a.Type,
			Relationship: pdfua.Data, Modified: info.Dated, Data: a.Data,
		})
	}
	return info
}

// languageOf is the document's language; where it has none, the tag for one that
// nobody has determined.
func languageOf(d *reports.Document) string {
	if pdfua.IsLanguage(d.Language) {
		return d.Language
	}
	return "und"
}

// noon is the day at twelve, UTC; without a day, the beginning of 1970, for
// fpdf puts the current time in place of none.
func noon(d reports.Day) time.Time {
	if d.Year < 1 || d.Year > 9999 {
		return time.Unix(0, 0).UTC()
	}
	return time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
}

package pdfua_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/go-pdf/fpdf"

	"tulos/pkg/pdfua"
)

var day = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC) //nolint:gochecknoglobals // a constant

// info is the least that a file says of itself.
func info() pdfua.Info {
	return pdfua.Info{Title: "Tulokset", Authors: []string{"Suojellaan Lapsia ry", "Stellit"}, Language: "fi", Dated: day}
}

// A sheet is a document that is being drawn.
type sheet struct {
	testing.TB
	pdf  *fpdf.Fpdf
	root *pdfua.Element
	tags *pdfua.Structure
	y    float64
}

func newSheet(tb testing.TB) *sheet {
	tb.Helper()
	font, err := os.ReadFile("../../reports/pdf/fonts/SourceSans3-Regular.ttf")
	if err != nil {
		tb.Fatal(err)
	}
	s := &sheet{TB: tb, pdf: fpdf.New("P", "pt", "A4", ""), root: &pdfua.Element{Role: pdfua.Document}}
	s.tags = pdfua.NewStructure(s.root)
	s.pdf.SetAutoPageBreak(false, 0)
	s.pdf.SetCreationDate(day)
	s.pdf.SetModificationDate(day)
	s.pdf.AddUTF8FontFromBytes("text", "", font)
	s.pdf.SetFont("text", "", 11)
	s.page()
	return s
}

func (s *sheet) page() {
	s.pdf.AddPage()
	s.tags.Page()
	s.y = 60
}

// text draws a line as content of an element, which it returns.
func (s *sheet) text(e *pdfua.Element, text string) *pdfua.Element {
	s.y += 16
	s.piece(e.Content(), func() { s.pdf.Text(60, s.y, text) })
	return e
}

func (s *sheet) piece(c *pdfua.Content, draw func()) {
	s.pdf.RawWriteStr(s.tags.Begin(c))
	draw()
	s.pdf.RawWriteStr(s.tags.End())
}

// drawn is the bytes of fpdf.
func (s *sheet) drawn() []byte {
	s.Helper()
	var b bytes.Buffer
	if err := s.pdf.Output(&b); err != nil {
		s.Fatal(err)
	}
	return b.Bytes()
}

func (s *sheet) finish(i pdfua.Info) ([]byte, error) {
	s.Helper()
	var b bytes.Buffer
	err := pdfua.Finish(&b, s.drawn(), s.tags, i)
	return b.Bytes(), err
}

// picture is a JPEG of one colour.
func (s *sheet) picture(width int, c color.Color) []byte {
	s.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, 20))
	for x := range width {
		for y := range 20 {
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		s.Fatal(err)
	}
	return b.Bytes()
}

// everything draws what the package knows.
func everything(tb testing.TB) *sheet {
	tb.Helper()
	s := newSheet(tb)
	s.pdf.RawWriteStr(s.tags.BeginArtefact(pdfua.Header))
	s.pdf.Text(60, 40, "header")
	s.pdf.RawWriteStr(s.tags.End())
	s.pdf.Bookmark("Tulokset", 0, 60)
	s.text(s.root.Add(pdfua.H1), "Tulokset")
	toc := s.root.Add(pdfua.TOC)
	for _, name := range []string{"Yksi", "Kaksi"} {
		link := toc.Add(pdfua.TOCI).Add(pdfua.Link)
		link.Alt = name
		s.text(link, name)
		target := s.pdf.AddLink()
		s.pdf.SetLink(target, 0, 2)
		s.tags.Annotate(link)
		s.pdf.Link(60, s.y-10, 100, 12, target)
	}
	list := s.root.Add(pdfua.L)
	list.Numbering = pdfua.Disc
	for range 2 {
		li := list.Add(pdfua.LI)
		s.text(li.Add(pdfua.Lbl), "•")
		s.text(li.Add(pdfua.LBody), "Kohta")
	}
	s.text(s.root.Add(pdfua.P), "Съешь ещё ").Add(pdfua.Span)
	s.page()
	s.pdf.Bookmark("Taulukko", 1, 60)
	s.text(s.root.Add(pdfua.H2), "Taulukko")
	table := s.root.Add(pdfua.Table)
	s.text(table.Add(pdfua.Caption), "Luvut")
	s.row(table.Add(pdfua.THead), pdfua.Column, "a", "b", "c")
	body := table.Add(pdfua.TBody)
	s.row(body, pdfua.Row, "d", "1", "2")
	group := body.Add(pdfua.TR).Add(pdfua.TH)
	group.Scope, group.Columns = pdfua.Row, 3
	s.text(s.root.Add(pdfua.Note), "Huomautus")
	s.text(s.root.Add(pdfua.Note), "Toinen")
	for i, c := range []color.Color{color.RGBA{200, 0, 0, 255}, color.RGBA{0, 0, 200, 255}, color.Gray{90}} {
		f := s.root.Add(pdfua.Figure)
		f.Alt = "Kuva " + strconv.Itoa(i)
		f.Box = pdfua.Box{Page: 2, X: 60, Y: s.y + 10, Width: 40, Height: 20}
		name, options := "picture"+strconv.Itoa(i), fpdf.ImageOptions{ImageType: "JPG"}
		s.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(s.picture(40, c)))
		s.piece(f.Content(), func() { s.pdf.ImageOptions(name, 60, s.y+10, 40, 20, false, options, 0, "") })
		s.y += 30
	}
	quote := s.root.Add(pdfua.BlockQuote).Add(pdfua.P)
	quote.Language = "lv"
	s.text(quote, "Patvērums")
	return s
}

// row draws a row of a table, of header cells if it is one of columns.
func (s *sheet) row(part *pdfua.Element, scope pdfua.Scope, cells ...string) {
	tr := part.Add(pdfua.TR)
	for i, text := range cells {
		e := tr.Add(pdfua.TD)
		if i == 0 || scope == pdfua.Column {
			e.Role, e.Scope = pdfua.TH, scope
		}
		s.text(e, text)
	}
}

package pdfua_test

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/go-pdf/fpdf"

	"tulos/pkg/pdfua"
)

// A document with a heading and a link.
func Example() {
	pdf := fpdf.New("P", "pt", "A4", "")
	pdf.SetCreationDate(time.Unix(0, 0))
	font, err := os.ReadFile("../../reports/pdf/fonts/SourceSans3-Regular.ttf")
	if err != nil {
		panic(err)
	}
	pdf.AddUTF8FontFromBytes("text", "", font)
	pdf.SetFont("text", "", 12)

	root := &pdfua.Element{Role: pdfua.Document}
	tags := pdfua.NewStructure(root)
	text := func(e *pdfua.Element, x, y float64, s string) {
		pdf.RawWriteStr(tags.Begin(e.Content()))
		pdf.Text(x, y, s)
		pdf.RawWriteStr(tags.End())
	}

	pdf.AddPage()
	tags.Page()
	text(root.Add(pdfua.H1), 60, 80, "Tulokset – Results")
	link := root.Add(pdfua.P).Add(pdfua.Link)
	link.Alt = "The partners’ page"
	text(link, 60, 110, "example.org")
	tags.Annotate(link)
	pdf.LinkString(60, 98, 80, 14, "https://example.org")

	var drawn, finished bytes.Buffer
	if err := pdf.Output(&drawn); err != nil {
		panic(err)
	}
	err = pdfua.Finish(&finished, drawn.Bytes(), tags, pdfua.Info{
		Title: "Results", Authors: []string{"Suojellaan Lapsia ry"}, Language: "en",
		Dated: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC),
	})
	fmt.Println(err, bytes.HasPrefix(finished.Bytes(), []byte("%PDF-1.7")))
	// Output: <nil> true
}

package html

import (
	"fmt"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"tulos/reports"
)

// Drawings writes a chart alone, as pictures for a page of the product: one for
// each layout, with title and description. Ids begin with id, which the page has
// once; the stylesheet shows the picture that there is room for. A chart without
// figures has none.
func Drawings(c reports.Chart, lang, id string) ([]byte, error) {
	if !isDrawn(c) {
		return nil, nil
	}
	fonts, err := typefaces()
	if err != nil {
		return nil, fmt.Errorf("draw a chart: %w", err)
	}
	p := &page{outline: &outline{taken: map[string]int{}}, fonts: fonts, printer: message.NewPrinter(language.Make(lang))}
	for _, l := range layouts() {
		p.drawing(id+"-"+l.name, l, c)
	}
	return p.buffer.Bytes(), nil
}

package html

import (
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

const (
	em    = 1000 // widths are in thousandths of the size
	spare = 1.06 // for fonts that run a little wider
)

// A face has the widths of characters: of European letters, digits and marks.
type face [0x2200]int

// A fontSet measures the texts of charts. Which font a reader has is not known:
// the Go fonts are as wide as Arial, and wider than the product's own.
type fontSet struct{ regular, bold face }

// typefaces measures the fonts once. The result is only read.
var typefaces = sync.OnceValues(func() (*fontSet, error) {
	var set fontSet
	if err := set.regular.measure(goregular.TTF); err != nil {
		return nil, err
	}
	if err := set.bold.measure(gobold.TTF); err != nil {
		return nil, err
	}
	return &set, nil
})

// measure reads the widths of a font; what it does not have is as wide as high.
func (f *face) measure(data []byte) error {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return fmt.Errorf("parse font: %w", err)
	}
	var buffer sfnt.Buffer
	for r := range f {
		f[r] = em
		glyph, err := parsed.GlyphIndex(&buffer, rune(r))
		if err != nil {
			return fmt.Errorf("glyph of %U: %w", r, err)
		}
		if glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buffer, glyph, fixed.I(em), font.HintingNone)
		if err != nil {
			return fmt.Errorf("width of %U: %w", r, err)
		}
		f[r] = advance.Round()
	}
	return nil
}

// width is about that of clean text of size 1.
func (f *fontSet) width(s string, strong bool) float64 {
	face := &f.regular
	if strong {
		face = &f.bold
	}
	total := 0
	for _, r := range s {
		if int(r) < len(face) {
			total += face[r]
		} else {
			total += em
		}
	}
	return float64(total) * spare / em
}

package pdf

import (
	"embed"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// A face is one of the four of Source Sans 3.
type face int

const (
	regular face = iota
	bold
	italic
	boldItalic
	faces
)

// faceOf is the face for a strong or an emphasised text.
func faceOf(strong, emphasis bool) face {
	switch {
	case strong && emphasis:
		return boldItalic
	case strong:
		return bold
	case emphasis:
		return italic
	default:
		return regular
	}
}

// file is the name of the face's file without its ending, and at the same time
// its PostScript name.
func (f face) file() string {
	return [faces]string{"SourceSans3-Regular", "SourceSans3-Bold", "SourceSans3-It", "SourceSans3-BoldIt"}[f]
}

// style is the face in the words of fpdf.
func (f face) style() string { return [faces]string{"", "B", "I", "BI"}[f] }

const (
	em      = 1000   // widths are in thousandths of the size
	missing = 0xFFFF // in place of a width: there is no glyph

	// kernedFrom is the size from which pairs of letters are set closer or
	// wider as the font says. In smaller text nobody sees the difference.
	kernedFrom = 13
)

// A typeface is a face with what is needed to set text in it.
type typeface struct {
	data   []byte
	font   *sfnt.Font
	widths [0x10000]uint16 // of each character of the first plane
}

// A fontSet has a typeface for each face.
type fontSet [faces]*typeface

// fonts parses the embedded files once. The result is only read.
var fonts = sync.OnceValues(loadFonts)

func loadFonts() (*fontSet, error) {
	var set fontSet
	for f := range faces {
		data, err := fontFiles.ReadFile("fonts/" + f.file() + ".ttf")
		if err != nil {
			return nil, fmt.Errorf("read font: %w", err)
		}
		if set[f], err = parseTypeface(data); err != nil {
			return nil, fmt.Errorf("font %s: %w", f.file(), err)
		}
	}
	return &set, nil
}

func parseTypeface(data []byte) (*typeface, error) {
	parsed, err := sfnt.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	t := &typeface{data: data, font: parsed}
	var buf sfnt.Buffer
	for r := range t.widths {
		glyph, err := parsed.GlyphIndex(&buf, rune(r))
		if err != nil {
			return nil, fmt.Errorf("glyph of %U: %w", r, err)
		}
		if glyph == 0 {
			t.widths[r] = missing
			continue
		}
		advance, err := parsed.GlyphAdvance(&buf, glyph, fixed.I(em), font.HintingNone)
		if err != nil {
			return nil, fmt.Errorf("width of %U: %w", r, err)
		}
		t.widths[r] = uint16(advance.Round())
	}
	if t.widths[replacement] == missing {
		return nil, fmt.Errorf("no glyph for the replacement %U", replacement)
	}
	return t, nil
}

// has tells whether the face can draw r.
func (t *typeface) has(r rune) bool {
	return r >= 0 && int(r) < len(t.widths) && t.widths[r] != missing
}

// hyphen is the sign at the end of a line that a word is parted at: the soft hyphen
// looks like another, and says that the word goes on.
func (t *typeface) hyphen() string {
	if t.has(softHyphen) && t.widths[softHyphen] == t.widths['-'] {
		return string(softHyphen)
	}
	return "-"
}

// advance is the width of r in thousandths of the size.
func (t *typeface) advance(r rune) int {
	if invisible(r) || !t.has(r) {
		return 0
	}
	return int(t.widths[r])
}

// kern is by how much b stands closer to a (negative) or farther from it.
func (t *typeface) kern(a, b rune) int {
	var buf sfnt.Buffer
	left, err := t.font.GlyphIndex(&buf, a)
	if err != nil {
		return 0
	}
	right, err := t.font.GlyphIndex(&buf, b)
	if err != nil {
		return 0
	}
	k, err := t.font.Kern(&buf, left, right, fixed.I(em), font.HintingNone)
	if err != nil {
		return 0 // a pair without kerning is reported as an error
	}
	return k.Round()
}

// width is that of s, which is clean, in the unit of size.
func (t *typeface) width(s string, size float64) float64 {
	n := 0
	var before rune
	for _, r := range s {
		n += t.advance(r)
		if size >= kernedFrom && before != 0 {
			n += t.kern(before, r)
		}
		before = r
	}
	return float64(n) * size / em
}

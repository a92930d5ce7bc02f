package pdfuatest

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	lettering "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// A font is a composite one with what its parts say.
type font struct {
	name    string
	program *sfnt.Font
	glyphs  []byte
	widths  map[int]float64
	unicode map[int]rune
	shown   map[int]bool
	dict    types.Dict
}

func (r *reader) fontOf(name string) *font {
	o := r.dict(r.fonts[name])
	n := number(r.fonts[name])
	if f := r.File.fonts[n]; f != nil {
		return f
	}
	f := r.readFont(o)
	r.File.fonts[n] = f
	return f
}

var subset = regexp.MustCompile(`^[A-Z]{6}\+[A-Za-z0-9-]+$`)

func (f *File) readFont(d types.Dict) *font {
	t := &font{name: f.name(d["BaseFont"]), shown: map[int]bool{}, dict: d}
	descendant := types.Dict{}
	if a := f.array(d["DescendantFonts"]); len(a) == 1 {
		descendant = f.dict(a[0])
	}
	descriptor := f.dict(descendant["FontDescriptor"])
	t.glyphs = f.stream(descendant["CIDToGIDMap"])
	t.widths = f.widths(f.array(descendant["W"]))
	t.unicode = f.toUnicode(string(f.stream(d["ToUnicode"])))
	program, err := sfnt.Parse(f.stream(descriptor["FontFile2"]))
	if err != nil {
		f.wrong("A 6.2.11.4-1", "the font %s is not embedded: %v", t.name, err)
	}
	t.program = program
	for role, name := range map[string]string{"descendant": f.name(descendant["BaseFont"]), "descriptor": f.name(descriptor["FontName"])} {
		if name != t.name || !subset.MatchString(name) {
			f.wrong("A 6.2.11.2", "the %s of the font %s has the name %s", role, t.name, name)
		}
	}
	if f.name(d["Subtype"]) != "Type0" || f.name(descendant["Subtype"]) != "CIDFontType2" || f.name(d["Encoding"]) != "Identity-H" {
		f.wrong("A 6.2.11.3", "the font %s is of another kind", t.name)
	}
	if descriptor["CIDSet"] != nil {
		f.wrong("A 6.2.11.4-4", "the font %s has a CIDSet, which must be complete", t.name)
	}
	return t
}

// widths reads the array W, of which only lists are used.
func (f *File) widths(w types.Array) map[int]float64 {
	all := map[int]float64{}
	for i := 0; i+1 < len(w); i += 2 {
		first, _ := f.integer(w[i])
		for k, v := range f.array(w[i+1]) {
			n, _ := f.integer(v)
			all[first+k] = float64(n)
		}
	}
	return all
}

var (
	section = regexp.MustCompile(`(?s)(\d+) beginbfrange\n(.*?)endbfrange`)
	mapping = regexp.MustCompile(`<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>`)
)

// toUnicode reads a CMap, of which only ranges are used.
func (f *File) toUnicode(cmap string) map[int]rune {
	all := map[int]rune{}
	for _, s := range section.FindAllStringSubmatch(cmap, -1) {
		found := mapping.FindAllStringSubmatch(s[2], -1)
		if s[1] != fmt.Sprint(len(found)) || len(found) > 100 || len(found) != strings.Count(s[2], "\n") {
			f.wrong("A 6.2.11.7", "a section of a ToUnicode map has %s ranges, and says %d", s[1], len(found))
		}
		for _, m := range found {
			var from, to, char int
			_, _ = fmt.Sscanf(m[1]+" "+m[2]+" "+m[3], "%x %x %x", &from, &to, &char)
			if from>>8 != to>>8 || from > to || char&0xFF+to-from > 0xFF {
				f.wrong("A 6.2.11.7", "the range %s to %s of a ToUnicode map is not legal", m[1], m[2])
			}
			for c := from; c <= to; c++ {
				all[c] = rune(char + c - from)
			}
		}
	}
	return all
}

// show is the character of a code that is shown.
func (t *font) show(f *File, code int) rune {
	c, ok := t.unicode[code]
	if t.shown[code] {
		return c
	}
	t.shown[code] = true
	if !ok || c == 0 || c == 0xFEFF || c == 0xFFFE || c >= 0xE000 && c <= 0xF8FF {
		f.wrong("A 6.2.11.7", "the code %04X of %s is mapped to %U", code, t.name, c)
	}
	if len(t.glyphs) < 2*code+2 || t.program == nil {
		f.wrong("A 6.2.11.3-2", "the code %04X of %s has no glyph", code, t.name)
		return c
	}
	glyph := sfnt.GlyphIndex(t.glyphs[2*code])<<8 | sfnt.GlyphIndex(t.glyphs[2*code+1])
	if glyph == 0 || int(glyph) >= t.program.NumGlyphs() {
		f.wrong("A 6.2.11.8", "the code %04X (%q) of %s has the glyph %d", code, c, t.name, glyph)
		return c
	}
	var b sfnt.Buffer
	if _, err := t.program.LoadGlyph(&b, glyph, fixed.I(1000), nil); err != nil {
		f.wrong("A 6.2.11.4-2", "the glyph of %q in %s is not embedded: %v", c, t.name, err)
	}
	advance, err := t.program.GlyphAdvance(&b, glyph, fixed.I(1000), lettering.HintingNone)
	width, ok := t.widths[code]
	if err != nil || !ok || width-float64(advance)/64 > 1 || float64(advance)/64-width > 1 {
		f.wrong("A 6.2.11.5", "%q is %.1f wide in %s, and %.1f in its program", c, width, t.name, float64(advance)/64)
	}
	return c
}

// checkFonts holds that fonts which nothing is shown in are embedded as well.
func (f *File) checkFonts() {
	for _, pg := range f.pages {
		fonts := f.dict(f.dict(pg.dict["Resources"])["Font"])
		for _, o := range fonts {
			if f.fonts[number(o)] == nil {
				f.fonts[number(o)] = f.readFont(f.dict(o))
			}
		}
	}
}

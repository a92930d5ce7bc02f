package pdfua

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"
)

const (
	codes       = 1 << 16 // of a font: two bytes, the character's number in UTF-16
	largestFont = 1 << 26
)

// A font is a composite one of fpdf with its parts.
type font struct {
	dict       *object // Type0
	descendant *object // CIDFontType2
	descriptor *object
	program    *program
	glyphs     []byte // of each code, two bytes
	tag        string // of the subset, with the name
}

// fixFont gives a font its name, its widths and a legal map to Unicode.
func (f *drawing) fixFont(o *object) error {
	t, err := f.readFont(o)
	if err != nil {
		return err
	}
	for _, part := range []*object{t.dict, t.descendant} {
		part.dict.set("BaseFont", "/"+t.tag)
	}
	t.descriptor.dict.set("FontName", "/"+t.tag)
	used, err := t.used()
	if err != nil {
		return err
	}
	t.descendant.dict.set("CIDSystemInfo", "<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>")
	t.descendant.dict.set("W", t.widths(used))
	t.descendant.dict.remove("DW")
	t.dict.dict.set("ToUnicode", f.add(compressed(dict{}, toUnicode(used))))
	return nil
}

// readFont follows the references from a font.
func (f *drawing) readFont(o *object) (*font, error) {
	t := &font{dict: o}
	if o.dict.name("Subtype") != "Type0" || o.dict.name("Encoding") != "Identity-H" {
		return nil, errors.New("only fonts added as UTF-8 are embedded as they must be")
	}
	descendants, err := parseArray(o.dict.get("DescendantFonts"))
	if err != nil || len(descendants) != 1 {
		return nil, errors.New("its descendant is missing")
	}
	if t.descendant, err = f.follow(descendants[0]); err != nil {
		return nil, err
	}
	if t.descriptor, err = f.follow(t.descendant.dict.get("FontDescriptor")); err != nil {
		return nil, err
	}
	glyphs, err := f.follow(t.descendant.dict.get("CIDToGIDMap"))
	if err != nil {
		return nil, err
	}
	if t.glyphs, err = glyphs.inflate(2 * codes); err != nil {
		return nil, err
	}
	if len(t.glyphs) != 2*codes {
		return nil, errors.New("its map of glyphs is incomplete")
	}
	file, err := f.follow(t.descriptor.dict.get("FontFile2"))
	if err != nil {
		return nil, err
	}
	data, err := file.inflate(largestFont)
	if err != nil {
		return nil, err
	}
	if t.program, err = parseProgram(data); err != nil {
		return nil, err
	}
	t.tag = subsetTag(data) + t.program.name
	if t.program.name == "" {
		t.tag += "Text"
	}
	return t, nil
}

// subsetTag is six letters and a plus sign, from the content of a font.
func subsetTag(data []byte) string {
	sum := sha256.Sum256(data)
	tag := make([]byte, 7)
	for i := range 6 {
		tag[i] = 'A' + sum[i]%26
	}
	tag[6] = '+'
	return string(tag)
}

// used lists the codes that have a glyph.
func (t *font) used() ([]int, error) {
	var used []int
	for c := range codes {
		glyph := int(t.glyphs[2*c])<<8 | int(t.glyphs[2*c+1])
		switch {
		case glyph == 0:
			continue
		case glyph >= len(t.program.widths):
			return nil, fmt.Errorf("%U has the glyph %d, which is not there", c, glyph)
		case c == 0 || c == 0xFEFF || c >= 0xFFFE || c >= 0xD800 && c < 0xF900:
			return nil, fmt.Errorf("%U cannot be mapped to a character", c)
		}
		used = append(used, c)
	}
	return used, nil
}

// widths is the array of the widths of codes.
func (t *font) widths(used []int) string {
	b := []byte{'['}
	for i, c := range used {
		if i == 0 || used[i-1] != c-1 {
			if i > 0 {
				b = append(b, ']')
			}
			b = append(strconv.AppendInt(b, int64(c), 10), '[')
		} else {
			b = append(b, ' ')
		}
		glyph := int(t.glyphs[2*c])<<8 | int(t.glyphs[2*c+1])
		b = strconv.AppendInt(b, int64(t.program.widths[glyph]), 10)
	}
	if len(used) > 0 {
		b = append(b, ']')
	}
	return string(append(b, ']'))
}

const (
	cmapHead = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
	cmapFoot    = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
	rangesAtOne = 100 // that may stand in one section of a CMap
)

// toUnicode is the CMap of codes, each of which is its character.
func toUnicode(used []int) []byte {
	var ranges [][2]int // whose codes share their high byte
	for _, c := range used {
		n := len(ranges) - 1
		if n >= 0 && ranges[n][1] == c-1 && c&0xFF != 0 {
			ranges[n][1] = c
		} else {
			ranges = append(ranges, [2]int{c, c})
		}
	}
	var b bytes.Buffer
	b.WriteString(cmapHead)
	for len(ranges) > 0 {
		n := min(len(ranges), rangesAtOne)
		fmt.Fprintf(&b, "%d beginbfrange\n", n)
		for _, r := range ranges[:n] {
			fmt.Fprintf(&b, "<%04X> <%04X> <%04X>\n", r[0], r[1], r[0])
		}
		b.WriteString("endbfrange\n")
		ranges = ranges[n:]
	}
	b.WriteString(cmapFoot)
	return b.Bytes()
}

// inflate is the content of a stream, which may be compressed, up to a size.
func (o *object) inflate(most int) ([]byte, error) {
	if !o.stream {
		return nil, errors.New("a stream is missing")
	}
	switch o.dict.name("Filter") {
	case "":
		return o.data, nil
	case "FlateDecode":
	default:
		return nil, errors.New("the filter of a stream is not understood")
	}
	r, err := zlib.NewReader(bytes.NewReader(o.data))
	if err != nil {
		return nil, fmt.Errorf("a stream is damaged: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	if err != nil {
		return nil, fmt.Errorf("a stream is damaged: %w", err)
	}
	if len(data) > most {
		return nil, errors.New("a stream is too large")
	}
	return data, nil
}

// compressed is a stream of data.
func compressed(d dict, data []byte) *object {
	d.set("Filter", "/FlateDecode")
	return &object{dict: d, data: deflate(data), stream: true}
}

func deflate(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a buffer takes all
	_ = w.Close()
	return b.Bytes()
}

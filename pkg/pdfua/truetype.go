package pdfua

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// A program is what is needed of a TrueType font.
type program struct {
	name   string // PostScript
	widths []int  // of each glyph, in thousandths
}

// parseProgram reads the name and the widths of a TrueType font.
func parseProgram(b []byte) (*program, error) {
	tables, err := fontTables(b)
	if err != nil {
		return nil, err
	}
	p := &program{name: postScriptName(tables["name"])}
	if p.widths, err = glyphWidths(tables); err != nil {
		return nil, err
	}
	return p, nil
}

// fontTables is the tables of a font by their tags.
func fontTables(b []byte) (map[string][]byte, error) {
	if len(b) < 12 {
		return nil, errors.New("the font program is too short")
	}
	if v := binary.BigEndian.Uint32(b); v != 0x00010000 && v != 0x74727565 {
		return nil, errors.New("the font program is not TrueType")
	}
	count := int(binary.BigEndian.Uint16(b[4:]))
	if len(b) < 12+16*count {
		return nil, errors.New("the font program is too short")
	}
	tables := make(map[string][]byte, count)
	for i := range count {
		e := b[12+16*i:]
		at, size := int(binary.BigEndian.Uint32(e[8:])), int(binary.BigEndian.Uint32(e[12:]))
		if at > len(b) || size > len(b)-at {
			return nil, fmt.Errorf("the table %q of the font program has no end", e[:4])
		}
		tables[string(e[:4])] = b[at : at+size]
	}
	return tables, nil
}

// glyphWidths reads the table hmtx.
func glyphWidths(tables map[string][]byte) ([]int, error) {
	head, hhea, maxp, hmtx := tables["head"], tables["hhea"], tables["maxp"], tables["hmtx"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 {
		return nil, errors.New("the font program lacks tables")
	}
	em := int(binary.BigEndian.Uint16(head[18:]))
	long := int(binary.BigEndian.Uint16(hhea[34:]))
	glyphs := int(binary.BigEndian.Uint16(maxp[4:]))
	if em == 0 || long == 0 || long > glyphs || len(hmtx) < 4*long {
		return nil, errors.New("the widths of the font program are damaged")
	}
	widths := make([]int, glyphs)
	for i := range widths {
		w := int(binary.BigEndian.Uint16(hmtx[4*min(i, long-1):]))
		widths[i] = (w*1000 + em/2) / em
	}
	return widths, nil
}

// postScriptName is the name of the kind 6 in the table name, or "".
func postScriptName(b []byte) string {
	if len(b) < 6 {
		return ""
	}
	count, texts := int(binary.BigEndian.Uint16(b[2:])), int(binary.BigEndian.Uint16(b[4:]))
	for i := range count {
		if len(b) < 6+12*(i+1) {
			return ""
		}
		e := b[6+12*i:]
		platform, kind := binary.BigEndian.Uint16(e), binary.BigEndian.Uint16(e[6:])
		size, at := int(binary.BigEndian.Uint16(e[8:])), texts+int(binary.BigEndian.Uint16(e[10:]))
		if kind != 6 || at+size > len(b) {
			continue
		}
		text := string(b[at : at+size])
		if platform != 1 {
			text = utf16Text(b[at : at+size])
		}
		if name := fontName(text); name != "" {
			return name
		}
	}
	return ""
}

func utf16Text(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.BigEndian.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// fontName is s without what does not belong into the name of a font.
func fontName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 63)]
}

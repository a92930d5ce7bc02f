package excel

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A run is a piece of a text in a font of its own.
type run struct {
	font font
	text string
}

// appendValue ends the cell that has begun, with its value: nothing, a text, runs, or a
// number. The XML is that of ECMA-376, part 1, 18.3.1.4; texts stand in their cells.
func (w *writer) appendValue(formula string, value any) error {
	switch v := value.(type) {
	case nil:
		w.cells = append(w.cells, `/>`...)
		return nil
	case string:
		if v == "" {
			return w.appendValue(formula, nil)
		}
		w.cells = append(w.cells, ` t="inlineStr"><is>`...)
		w.cells = append(appendText(w.cells, v), `</is></c>`...)
		return nil
	case []run:
		w.cells = append(w.cells, ` t="inlineStr"><is>`...)
		for _, r := range v {
			w.cells = r.font.appendProperties(append(w.cells, `<r>`...))
			w.cells = append(appendText(w.cells, r.text), `</r>`...)
		}
		w.cells = append(w.cells, `</is></c>`...)
		return nil
	}
	w.cells = append(w.cells, '>')
	if formula != "" {
		w.cells = append(w.cells, `<f>`...)
		w.cells = append(appendEscaped(w.cells, formula), `</f>`...)
	}
	w.cells = append(w.cells, `<v>`...)
	switch v := value.(type) {
	case int:
		w.cells = strconv.AppendInt(w.cells, int64(v), 10)
	case int64:
		w.cells = strconv.AppendInt(w.cells, v, 10)
	case float64:
		w.cells = strconv.AppendFloat(w.cells, v, 'f', -1, 64)
	default:
		return fmt.Errorf("a cell cannot hold %T", value)
	}
	w.cells = append(w.cells, `</v></c>`...)
	return nil
}

// appendProperties writes the font as a run has it (18.4.7).
func (f font) appendProperties(x []byte) []byte {
	x = append(x, `<rPr><rFont val="Calibri"/>`...)
	if f.bold {
		x = append(x, `<b/>`...)
	}
	if f.italic {
		x = append(x, `<i/>`...)
	}
	x = fmt.Appendf(x, `<color rgb="FF%s"/><sz val="%s"/>`, f.colour, strconv.FormatFloat(f.size, 'f', -1, 64))
	if f.underline {
		x = append(x, `<u/>`...)
	}
	return append(x, `</rPr>`...)
}

// blanks are lost at the ends of a text that does not ask to keep them.
const blanks = " \t\n"

func appendText(x []byte, s string) []byte {
	x = append(x, `<t`...)
	if strings.IndexByte(blanks, s[0]) >= 0 || strings.IndexByte(blanks, s[len(s)-1]) >= 0 {
		x = append(x, ` xml:space="preserve"`...)
	}
	if strings.Contains(s, "_x") {
		s = likeEscape.ReplaceAllString(s, "_x005F_$1")
	}
	return append(appendEscaped(append(x, '>'), s), `</t>`...)
}

// likeEscape is what programs would read as a character's number (22.9.2.19).
var likeEscape = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// appendEscaped writes a clean text so that it is no markup.
func appendEscaped(x []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		var entity string
		switch s[i] {
		case '&':
			entity = "&amp;"
		case '<':
			entity = "&lt;"
		case '>':
			entity = "&gt;"
		case '\n':
			entity = "&#10;"
		case '\t':
			entity = "&#9;"
		default:
			continue
		}
		x = append(append(x, s[from:i]...), entity...)
		from = i + 1
	}
	return append(x, s[from:]...)
}

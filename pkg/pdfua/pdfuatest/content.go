package pdfuatest

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A page is one with its pieces of marked content, by their numbers.
type page struct {
	number int
	object int
	dict   types.Dict
	pieces []*piece
}

// A piece is marked content, and the element that claims it.
type piece struct {
	owner *Element
	role  string
	drawn bool
	text  strings.Builder
}

func (pg *page) piece(id int) *piece {
	for len(pg.pieces) <= id && id < 1<<20 {
		pg.pieces = append(pg.pieces, &piece{})
	}
	return pg.pieces[id]
}

// A reader follows the content of a page.
type reader struct {
	*File
	page   *page
	fonts  types.Dict
	images types.Dict
	open   []mark
	font   *font
	saved  []*font
	args   []string // operands as they are written
}

// A mark is a piece that is open: content, or an artefact.
type mark struct {
	piece    *piece
	artefact bool
}

// checkContents reads every page.
func (f *File) checkContents() {
	for _, pg := range f.pages {
		resources := f.dict(pg.dict["Resources"])
		if resources == nil {
			f.wrong("A 6.2.2", "page %d has no resources of its own", pg.number)
		}
		r := &reader{File: f, page: pg, fonts: f.dict(resources["Font"]), images: f.dict(resources["XObject"])}
		r.read(f.stream(pg.dict["Contents"]))
		for id, p := range pg.pieces {
			if p.owner == nil {
				f.wrong("UA 7.1", "content %d of page %d belongs to no element", id, pg.number)
			}
			if p.role == "" {
				f.wrong("UA 7.1", "content %d of page %d is not there", id, pg.number)
			}
		}
	}
}

// read takes the content apart into operators with their operands.
func (r *reader) read(b []byte) {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case strings.IndexByte(" \n\r\t\x00\f", c) >= 0:
			i++
		case c == '(':
			end := stringEnd(b, i)
			r.args = append(r.args, string(b[i:end]))
			i = end
		case bytes.HasPrefix(b[i:], []byte("<<")):
			end := i + bytes.Index(b[i:], []byte(">>")) + 2
			r.args = append(r.args, string(b[i:end]))
			i = end
		case c == '<':
			end := i + bytes.IndexByte(b[i:], '>') + 1
			r.args = append(r.args, string(b[i:end]))
			i = end
		case c == '[' || c == ']':
			r.args = append(r.args, string(c))
			i++
		default:
			end := i + 1
			for end < len(b) && strings.IndexByte(" \n\r\t\x00\f()<>[]/", b[end]) < 0 {
				end++
			}
			word := string(b[i:end])
			if isOperand(word) {
				r.args = append(r.args, word)
			} else {
				r.operator(word)
				r.args = r.args[:0]
			}
			i = end
		}
	}
	if len(r.open) > 0 || len(r.saved) > 0 {
		r.wrong("UA 7.1", "page %d ends within marked content or a saved state", r.page.number)
	}
}

func isOperand(word string) bool {
	_, err := strconv.ParseFloat(word, 64)
	return err == nil || word[0] == '/' || word == "true" || word == "false" || word == "null"
}

// stringEnd is behind the string in parentheses that begins at i.
func stringEnd(b []byte, i int) int {
	for depth := 0; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(b)
}

// The operators of ISO 32000-1, annex A, but for those of inline images, forms of
// Type 3 fonts and compatibility, which nothing here needs.
const (
	painting = "S s f F f* B B* b b* sh"
	stateful = "w J j M d ri i gs cm m l c v y h re n W W* BT ET Tc Tw Tz TL Tr Ts Td TD Tm T* CS cs SC SCN sc scn G g RG rg"
)

func (r *reader) operator(op string) {
	switch op {
	case "q":
		r.saved = append(r.saved, r.font)
		if len(r.saved) > 28 {
			r.wrong("A 6.1.13", "page %d saves its state %d times", r.page.number, len(r.saved))
		}
	case "Q":
		if n := len(r.saved); n > 0 {
			r.font, r.saved = r.saved[n-1], r.saved[:n-1]
		} else {
			r.wrong("A 6.2.2", "page %d restores a state that it did not save", r.page.number)
		}
	case "BMC", "BDC":
		r.begin(op)
	case "EMC":
		if len(r.open) == 0 {
			r.wrong("UA 7.1", "page %d ends marked content that is not open", r.page.number)
			return
		}
		r.open = r.open[:len(r.open)-1]
	case "Tf":
		r.font = r.fontOf(r.args[0][1:])
	case "Tj":
		r.draw(op)
		r.show(r.args[len(r.args)-1])
	case "TJ":
		r.draw(op)
		for _, a := range r.args {
			if a[0] == '(' || a[0] == '<' {
				r.show(a)
			}
		}
	case "Do":
		r.draw(op)
		if r.images[r.args[0][1:]] == nil {
			r.wrong("A 6.2.2", "page %d draws what its resources do not have: %s", r.page.number, r.args[0])
		}
	case "K", "k":
		r.wrong("A 6.2.4.3", "page %d uses CMYK", r.page.number)
	default:
		if slices.Contains(strings.Fields(painting), op) {
			r.draw(op)
		} else if !slices.Contains(strings.Fields(stateful), op) {
			r.wrong("A 6.2.2", "page %d has the operator %q", r.page.number, op)
		}
	}
}

// begin opens marked content.
func (r *reader) begin(op string) {
	if len(r.open) > 0 {
		r.wrong("UA 7.1-1", "page %d opens marked content within marked content", r.page.number)
	}
	role := r.args[0][1:]
	m := mark{artefact: role == "Artifact"}
	if op == "BDC" && !m.artefact {
		var id int
		if _, err := fmt.Sscanf(strings.ReplaceAll(r.args[1], " ", ""), "<</MCID%d", &id); err != nil {
			r.wrong("UA 7.1", "page %d has marked content without a number: %s", r.page.number, r.args[1])
			id = 0
		}
		m.piece = r.page.piece(id)
		if m.piece.role != "" {
			r.wrong("UA 7.1", "page %d has content %d twice", r.page.number, id)
		}
		m.piece.role = role
	}
	r.open = append(r.open, m)
}

// draw notes that something is put on the page, which is to be content or an
// artefact.
func (r *reader) draw(op string) {
	if n := len(r.open); n == 0 || !r.open[n-1].artefact && r.open[n-1].piece == nil {
		r.wrong("UA 7.1-3", "page %d draws with %s what is neither content nor an artefact", r.page.number, op)
	} else if p := r.open[n-1].piece; p != nil {
		p.drawn = true
	}
}

// show reads the text of a string.
func (r *reader) show(s string) {
	raw := unescape(s)
	if len(raw) > 32767 {
		r.wrong("A 6.1.13-3", "page %d shows a string of %d bytes", r.page.number, len(raw))
	}
	if r.font == nil {
		r.wrong("A 6.2.11", "page %d shows text without a font", r.page.number)
		return
	}
	var p *piece
	if n := len(r.open); n > 0 {
		p = r.open[n-1].piece
	}
	for i := 0; i+1 < len(raw); i += 2 {
		c := r.font.show(r.File, int(raw[i])<<8|int(raw[i+1]))
		if p != nil && utf8.ValidRune(c) {
			p.text.WriteRune(c)
		}
	}
}

// unescape is the bytes of a string of PDF.
func unescape(s string) []byte {
	if s[0] == '<' {
		var b []byte
		for i := 1; i+2 < len(s); i += 2 {
			n, _ := strconv.ParseUint(s[i:i+2], 16, 8)
			b = append(b, byte(n))
		}
		return b
	}
	b, err := types.Unescape(s[1 : len(s)-1])
	if err != nil {
		return nil
	}
	return b
}

package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// mostSplit is how many texts are remembered with their words, and longestSplit how
// long they are at most: the cells of tables repeat names, places and dates.
const (
	mostSplit    = 4096
	longestSplit = 200
)

// A splitKey is all that the words of a prose of one part depend on.
type splitKey struct {
	text   string
	face   face
	kerned bool
}

// A prose is text that is ready to be set in lines of any width. Its widths are
// in thousandths of the size, so the size may still change.
type prose struct {
	fonts *fontSet
	style *style
	text  string // clean
	parts []part
	words []word // only read once they are split
	known map[splitKey][]word
}

// A part is a stretch of a prose that looks alike and is of one content.
type part struct {
	end     int // in the text
	face    face
	colour  reports.Colour
	content *pdfua.Content
	link    *link
}

// A word is what stays together on a line, with the spaces after it.
type word struct {
	start, end, next int // in the text; spaces go from end to next
	width, space     int
	ends             bool // the line ends after it
	hyphen           bool // if the line ends after it, a hyphen is added
}

// A setLine is a line of a prose.
type setLine struct {
	start, end int
	width      float64 // in the unit of the size
	hyphen     bool
	ellipsis   bool
}

// append adds text to a prose that is not yet split.
func (p *prose) append(s string, like part) {
	s = p.fonts[like.face].clean(s)
	if p.text == "" {
		s = strings.TrimLeft(s, " \n")
	}
	if s == "" {
		return
	}
	p.text += s
	like.end = len(p.text)
	p.parts = append(p.parts, like)
}

// split finds the words once all text is there.
func (p *prose) split() *prose {
	p.text = strings.TrimRight(p.text, " \n")
	if p.known == nil || len(p.parts) != 1 || len(p.text) > longestSplit {
		p.words = p.segments()
		return p
	}
	key := splitKey{p.text, p.parts[0].face, p.style.size >= kernedFrom}
	words, ok := p.known[key]
	if !ok {
		words = p.segments()
		if len(p.known) < mostSplit {
			p.known[key] = words
		}
	}
	p.words = words
	return p
}

// segments is the words of the text.
func (p *prose) segments() []word {
	words := make([]word, 0, 1+strings.Count(p.text, " "))
	rest, state, at := p.text, -1, 0
	simple := breaksAtSpaces(p.text)
	var m meter
	for rest != "" {
		var segment string
		var must bool
		if simple {
			segment, rest = untilWord(rest)
		} else {
			segment, rest, must, state = uniseg.FirstLineSegmentInString(rest, state)
		}
		w := word{start: at, next: at + len(segment)}
		trimmed := strings.TrimRight(segment, "\n")
		w.ends = must && len(trimmed) < len(segment)
		trimmed = strings.TrimRight(trimmed, " ")
		w.end = at + len(trimmed)
		w.hyphen = strings.HasSuffix(trimmed, string(softHyphen))
		w.width = m.measure(p, w.start, w.end)
		w.space = m.measure(p, w.end, w.next)
		words = append(words, w)
		at = w.next
	}
	return words
}

// A meter adds up widths from the beginning of a prose to its end.
type meter struct {
	part   int
	before rune
}

// measure is the width from start to end, where start is not before the last
// end.
func (m *meter) measure(p *prose, start, end int) int {
	kerned := p.style.size >= kernedFrom
	width := 0
	for i, r := range p.text[start:end] {
		for m.part < len(p.parts)-1 && start+i >= p.parts[m.part].end {
			m.part++
			m.before = 0
		}
		t := p.fonts[p.parts[m.part].face]
		if r == '\n' {
			continue
		}
		width += t.advance(r)
		if kerned {
			if m.before != 0 {
				width += t.kern(m.before, r)
			}
			m.before = r
		}
	}
	return width
}

// widest is the width of the longest word in the unit of the size.
func (p *prose) widest() float64 {
	widest := 0
	for _, w := range p.words {
		widest = max(widest, w.width)
	}
	return p.scaled(widest)
}

func (p *prose) scaled(width int) float64 { return float64(width) * p.style.size / em }

// natural is the width on one line, or of the longest line where some end early.
func (p *prose) natural() float64 {
	longest, width := 0, 0
	for _, w := range p.words {
		longest = max(longest, width+w.width)
		width += w.width + w.space
		if w.ends {
			width = 0
		}
	}
	return p.scaled(longest)
}

// balanced sets the prose in as few lines as lines does, but of more even
// length.
func (p *prose) balanced(width float64) []setLine {
	best := p.lines(width)
	if len(best) < 2 {
		return best
	}
	low, high := min(p.widest(), width), width
	for range 8 {
		middle := (low + high) / 2
		if lines := p.lines(middle); len(lines) == len(best) {
			best, high = lines, middle
		} else {
			low = middle
		}
	}
	return best
}

// lines sets the prose in lines that are not wider than width. A word that is
// wider is broken where it must.
func (p *prose) lines(width float64) []setLine {
	limit := max(1, int(width*em/p.style.size+0.5))
	s := setter{prose: p, limit: limit}
	for _, w := range p.words {
		s.take(w)
	}
	s.end()
	return s.lines
}

// A setter fills lines with words.
type setter struct {
	prose *prose
	limit int
	lines []setLine

	open             bool // there is something in the line
	start, stop      int
	filled, trailing int
	hyphen           bool
}

// take puts a word on the line if it fits, else on the next.
func (s *setter) take(w word) {
	if !s.open && w.start == w.end && !w.ends {
		return // spaces at the beginning of a line
	}
	need := s.filled + s.trailing + w.width
	if w.hyphen {
		need += s.hyphenWidth(w.end)
	}
	if s.open && need > s.limit {
		s.end()
	}
	if !s.open && w.width > s.limit {
		w = s.chop(w)
	}
	if !s.open {
		s.open, s.start, s.filled, s.trailing = true, w.start, 0, 0
	}
	s.stop = w.end
	s.filled += s.trailing + w.width
	s.trailing = w.space
	s.hyphen = w.hyphen
	if w.ends {
		s.end()
	}
}

// end closes the line.
func (s *setter) end() {
	if !s.open {
		return
	}
	width := s.filled
	if s.hyphen {
		width += s.hyphenWidth(s.stop)
	}
	s.lines = append(s.lines, setLine{start: s.start, end: s.stop, width: s.prose.scaled(width), hyphen: s.hyphen})
	s.open, s.hyphen = false, false
}

func (s *setter) hyphenWidth(at int) int {
	p := s.prose
	return p.fonts[p.partAt(at-1).face].advance('-')
}

// chop sets full lines of a word that is wider than a line and returns what is
// left of it: broken with a hyphen where it can be, else where the line ends, but
// not between a letter and the marks on it.
func (s *setter) chop(w word) word {
	p := s.prose
	width, from := 0, w.start
	all := p.text[w.start:w.end]
	soft := struct{ at, width int }{} // the last place for a hyphen on the line
	var m meter
	for i := w.start; i < w.end; {
		r, n := utf8.DecodeRuneInString(p.text[i:])
		next := m.measure(p, i, i+n)
		if hyphen := s.hyphenWidth(max(i, 1)); i > from && width+hyphen <= s.limit && isOfLetters(all) && hyphenates(all, i-w.start) {
			soft.at, soft.width = i, width
		}
		for width+next > s.limit && i > from && !unicode.Is(unicode.Mn, r) {
			if soft.at > from {
				s.lines = append(s.lines, setLine{start: from, end: soft.at, width: p.scaled(soft.width + s.hyphenWidth(soft.at)), hyphen: true})
				from, width = soft.at, width-soft.width
			} else {
				s.lines = append(s.lines, setLine{start: from, end: i, width: p.scaled(width)})
				from, width = i, 0
			}
		}
		width += next
		i += n
	}
	w.start, w.width = from, width
	return w
}

// cutLines keeps at most most lines, the last of which then ends in an
// ellipsis.
func (p *prose) cutLines(lines []setLine, most int, width float64) []setLine {
	if len(lines) <= most {
		return lines
	}
	lines = lines[:most:most]
	last := &lines[most-1]
	last.hyphen, last.ellipsis = false, true
	dots := p.fonts[p.partAt(last.end-1).face].width("…", p.style.size)
	for {
		var m meter
		m.skip(p, last.start)
		last.width = p.scaled(m.measure(p, last.start, last.end)) + dots
		if last.width <= width || last.end <= last.start {
			return lines
		}
		_, n := utf8.DecodeLastRuneInString(p.text[last.start:last.end])
		last.end -= n
	}
}

// skip moves the meter on to the part that holds at.
func (m *meter) skip(p *prose, at int) {
	for m.part < len(p.parts)-1 && at >= p.parts[m.part].end {
		m.part++
	}
}

// partAt is the part that holds the byte at.
func (p *prose) partAt(at int) part {
	for _, pt := range p.parts {
		if at < pt.end {
			return pt
		}
	}
	return p.parts[len(p.parts)-1]
}

// place puts a line into a strip, from x on the baseline y.
func (p *prose) place(s *strip, l setLine, x, y float64) {
	start := l.start
	for _, pt := range p.parts {
		if pt.end <= start {
			continue
		}
		end := min(pt.end, l.end)
		text := visible(p.text[start:end])
		if end == l.end {
			switch {
			case l.hyphen:
				text += p.fonts[pt.face].hyphen()
			case l.ellipsis:
				text = strings.TrimRight(text, " ") + "…"
			}
		}
		x = p.placePart(s, pt, text, x, y)
		if end == l.end && !l.hyphen && !l.ellipsis && strings.IndexAny(p.text[end:], " \n") == 0 {
			parted(s)
		}
		if start = end; start >= l.end {
			return
		}
	}
}

// placePart puts a stretch of one look into a strip and returns where the next
// one begins.
func (p *prose) placePart(s *strip, pt part, text string, x, y float64) float64 {
	if text == "" {
		return x
	}
	size := p.style.size
	width := p.fonts[pt.face].width(strings.Replace(text, string(softHyphen), "-", 1), size)
	s.add(pt.content, &textOp{x, y, text, pt.face, size, pt.colour, width})
	if pt.link != nil {
		s.add(nil, rule(x, y+0.14*size, x+width, y+0.14*size, 0.5, pt.colour))
		s.add(pt.content, &linkOp{x, y - 0.8*size, width, 1.1 * size, pt.link})
	}
	return x + width
}

// parted adds to the last text of a strip the space at which its line ended: without
// it, who has the page read out hears one word of two.
func parted(s *strip) {
	for _, it := range slices.Backward(s.items) {
		if op, ok := it.op.(*textOp); ok {
			op.text += " "
			return
		}
	}
}

// visible is s without what only says where lines may break.
func visible(s string) string {
	if !strings.ContainsFunc(s, invisible) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if invisible(r) {
			return -1
		}
		return r
	}, s)
}

// strips sets the prose in a column at x: a strip for each line, no first or
// last one of which stands alone on a page.
func (p *prose) strips(x, width float64) []*strip {
	return p.stack(p.lines(width), x)
}

// stack makes a strip of each line.
func (p *prose) stack(lines []setLine, x float64) []*strip {
	strips := make([]*strip, len(lines))
	for i, l := range lines {
		strips[i] = &strip{height: p.style.leading}
		p.place(strips[i], l, x, p.style.baseline())
	}
	noSingles(strips)
	return strips
}

package pdf

import (
	"fmt"
	"net/url"
	"strings"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// A layout measures the blocks of a document one after the other and turns
// them into strips.
type layout struct {
	doc       *reports.Document
	fonts     *fontSet
	root      *pdfua.Element
	stretches []stretch
	gap       float64 // that the last block wants below it

	split    map[splitKey][]word // of the texts so far
	anchors  map[string]*target
	headings []*heading // of the document, in order
	next     int        // heading to come
	deepest  int        // level of the last heading in the structure, which skips none
	entries  []entry    // of the table of contents
	outline  []bookmark
}

// A heading is known before its place is.
type heading struct {
	reports.Heading
	target *target
}

// A bookmark leads to a place from the reader's side bar. Levels count from 0
// and never skip one downwards.
type bookmark struct {
	title  string
	level  int
	target *target
}

func newLayout(d *reports.Document, set *fontSet) *layout {
	l := &layout{
		doc:       d,
		fonts:     set,
		root:      &pdfua.Element{Role: pdfua.Document},
		stretches: []stretch{{}},
		split:     make(map[splitKey][]word),
		anchors:   make(map[string]*target),
	}
	for _, b := range d.Blocks {
		l.survey(b)
	}
	return l
}

// survey makes targets for the anchor of a block and for a heading.
func (l *layout) survey(b reports.Block) {
	switch b := b.(type) {
	case reports.Heading:
		b.Level = min(max(b.Level, 1), 4)
		l.headings = append(l.headings, &heading{b, l.anchor(b.Anchor)})
	case reports.Paragraph:
		l.anchor(b.Anchor)
	case reports.Table:
		l.anchor(b.Anchor)
		for _, r := range b.Rows {
			l.anchor(r.Anchor)
		}
	case reports.Chart:
		l.anchor(b.Anchor)
	}
}

// anchor makes the target of a name. The first one of equal names counts.
func (l *layout) anchor(name string) *target {
	t := &target{}
	if name != "" && l.anchors[name] == nil {
		l.anchors[name] = t
	}
	return t
}

// block adds the strips of a block.
func (l *layout) block(b reports.Block) error {
	switch b := b.(type) {
	case reports.Cover:
		l.cover(b)
	case reports.Contents:
		l.contents()
	case reports.Heading:
		l.heading()
	case reports.Paragraph:
		l.paragraph(b)
	case reports.List:
		l.list(b)
	case reports.KeyFigures:
		l.keyFigures(b)
	case reports.Table:
		l.table(b)
	case reports.Chart:
		l.chart(b)
	case reports.Photos:
		l.photos(b)
	case reports.Signature:
		l.signature(b)
	case reports.Seal:
		return l.seal(b)
	case reports.PageBreak:
		l.begin(format{landscape: b.Landscape})
	default:
		return fmt.Errorf("unknown block %T", b)
	}
	return nil
}

// current is the stretch that is being filled.
func (l *layout) current() *stretch { return &l.stretches[len(l.stretches)-1] }

// begin starts a stretch on a new page. One without anything is replaced.
func (l *layout) begin(f format) {
	if len(l.current().strips) == 0 {
		l.current().format = f
	} else {
		l.stretches = append(l.stretches, stretch{format: f})
	}
	l.gap = 0
}

// width is that of the text area.
func (l *layout) width() float64 { return l.current().format.text() }

// measure is the width of running text, which shorter lines make easier to
// read.
func (l *layout) measure() float64 { return min(l.width(), longestLine) }

const longestLine = 440.0

// flow adds strips with the space above them and below them, of which the
// greater one counts where two blocks meet.
func (l *layout) flow(strips []*strip, above, below float64) {
	if len(strips) == 0 {
		return
	}
	strips[0].above = max(l.gap, above)
	l.gap = below
	l.current().strips = append(l.current().strips, strips...)
}

// mark makes the first of strips the target of an anchor.
func (l *layout) mark(strips []*strip, anchor string) {
	if t := l.anchors[anchor]; t != nil && len(strips) > 0 && anchor != "" {
		strips[0].targets = append(strips[0].targets, t)
	}
}

// plain makes prose of a text in the document's language, which is content of
// e or, without an element, an artefact.
func (l *layout) plain(e *pdfua.Element, s string, st *style) *prose {
	p := &prose{fonts: l.fonts, style: st, known: l.split}
	like := part{face: st.face, colour: st.colour}
	if e != nil && s != "" {
		like.content = e.Content()
	}
	p.append(s, like)
	return p.split()
}

// prose makes prose of spans, which become content of e or of elements for
// their languages and links.
func (l *layout) prose(e *pdfua.Element, t reports.Text, st *style) *prose {
	p := &prose{fonts: l.fonts, style: st, known: l.split, parts: make([]part, 0, len(t))}
	whole := l.oneLanguage(t)
	if whole != "" {
		e.Language = whole
	}
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		like := part{face: st.face, colour: st.colour}
		strong := s.Strong || st.face == bold || st.face == boldItalic
		emphasis := s.Emphasis != (st.face == italic || st.face == boldItalic)
		like.face = faceOf(strong, emphasis)
		owner := e
		if like.link = l.link(s); like.link != nil {
			owner = e.Add(pdfua.Link)
			owner.Alt = described(s.Text, s.URL, s.Anchor)
			like.link.element = owner
			if st.colour != white {
				like.colour = blue
			}
		}
		if language := l.foreign(s); language != "" && language != whole {
			if owner == e {
				owner = e.Add(pdfua.Span)
			}
			owner.Language = language
		}
		like.content = owner.Content()
		p.append(s.Text, like)
	}
	return p.split()
}

// longestAlt is how many characters the description of a figure or a link may have.
const longestAlt = 8000

// described is the first of texts that says something, for who does not see what it
// describes.
func described(texts ...string) string {
	for _, s := range texts {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		if r := []rune(s); len(r) > longestAlt {
			s = string(r[:longestAlt]) + "…"
		}
		return s
	}
	return ""
}

// foreign is the language of a span where it is one, and not the document's.
func (l *layout) foreign(s reports.Span) string {
	if strings.EqualFold(s.Language, l.doc.Language) || !pdfua.IsLanguage(s.Language) {
		return ""
	}
	return s.Language
}

// oneLanguage is the foreign language that all spans share, or "".
func (l *layout) oneLanguage(t reports.Text) string {
	language := ""
	for i, s := range t {
		if i > 0 && l.foreign(s) != language {
			return ""
		}
		language = l.foreign(s)
	}
	return language
}

// link is where a span leads, or nil. Outside, only the web and mail are
// linked; inside, only anchors that exist.
func (l *layout) link(s reports.Span) *link {
	if t := l.anchors[s.Anchor]; t != nil {
		return &link{target: t}
	}
	if s.URL == "" {
		return nil
	}
	u, err := url.Parse(strings.TrimSpace(s.URL))
	if err != nil {
		return nil
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
	case u.Scheme == "mailto" && u.Opaque != "":
	default:
		return nil
	}
	return &link{url: u.String()}
}

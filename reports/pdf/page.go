package pdf

import "tulos/pkg/pdfua"

// Measures of a page, in points. A4 upright is 595.28 by 841.89.
const (
	shortSide = 595.28
	longSide  = 841.89

	marginSide   = 60.0
	marginTop    = 66.0
	marginBottom = 64.0
)

// A format is the shape of a page.
type format struct {
	landscape bool
	cover     bool // the first page has neither header nor footer
}

func (f format) width() float64 {
	if f.landscape {
		return longSide
	}
	return shortSide
}

func (f format) height() float64 {
	if f.landscape {
		return shortSide
	}
	return longSide
}

// text is the width of the text area.
func (f format) text() float64 { return f.width() - 2*marginSide }

// room is the height of the text area.
func (f format) room() float64 { return f.height() - marginTop - marginBottom }

// A stretch is pages of one format. It begins on a new page.
type stretch struct {
	format format
	strips []*strip
}

// A page is strips at their places.
type page struct {
	format  format
	number  int // from 1
	bare    bool
	strips  []placed
	bottom  float64 // of what is placed so far
	started bool    // there is something on it
}

// A placed strip has its upper left corner at x, y of its page.
type placed struct {
	*strip
	x, y float64
}

// A paginator deals strips out to pages.
type paginator struct {
	pages []*page
	page  *page
}

// paginate makes the pages. Strips that are kept together stand on one page,
// unless they are higher than a page.
func paginate(stretches []stretch) []*page {
	var p paginator
	for _, s := range stretches {
		if len(s.strips) == 0 {
			continue
		}
		p.turn(s.format)
		p.page.bare = s.format.cover
		for strips := s.strips; len(strips) > 0; {
			n := chain(strips)
			p.place(strips[:n])
			strips = strips[n:]
		}
	}
	return p.pages
}

// chain is how many strips from the first on are to stand together.
func chain(strips []*strip) int {
	for i, s := range strips {
		if !s.keep {
			return i + 1
		}
	}
	return len(strips)
}

// turn begins a page.
func (p *paginator) turn(f format) {
	p.page = &page{format: f, number: len(p.pages) + 1, bottom: marginTop}
	p.pages = append(p.pages, p.page)
}

// place puts strips on this page or, if they do not fit, on the next; if they
// do not fit on any page either, it fills pages.
func (p *paginator) place(strips []*strip) {
	if p.page.started && !p.page.holds(strips) {
		p.turn(p.page.format)
	}
	for i, s := range strips {
		if p.page.started && !p.page.holds(strips[i:i+1]) {
			p.turn(p.page.format)
		}
		if !p.page.started && s.head != nil && p.page.number > 1 {
			p.page.put(s.head)
		}
		p.page.put(s)
	}
}

// holds tells whether strips fit below what the page has.
func (pg *page) holds(strips []*strip) bool {
	y := pg.bottom
	for _, s := range strips {
		y += s.above + s.height
	}
	return y <= pg.format.height()-marginBottom+0.01
}

// put sets a strip below what the page has.
func (pg *page) put(s *strip) {
	y := pg.bottom
	if pg.started {
		y += s.above
	}
	pg.strips = append(pg.strips, placed{s, marginSide, y})
	pg.bottom, pg.started = y+s.height, true
	for _, t := range s.targets {
		if t.page == 0 {
			t.page, t.y = pg.number, y
		}
	}
	for _, f := range s.figures {
		f.element.Box = pdfua.Box{Page: pg.number, X: marginSide + f.x, Y: y + f.y, Width: f.width, Height: f.height}
	}
}

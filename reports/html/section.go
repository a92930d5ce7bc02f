package html

import (
	"strconv"

	"tulos/reports"
)

// headingName is the element of a heading of the document's level, which counts
// from 1. The title of the cover is level 0.
func (p *page) headingName(level int) string {
	if p.outline.title == "" {
		level = max(0, level-1)
	}
	return "h" + strconv.Itoa(min(deepest, max(1, p.options.HeadingLevel)+level))
}

// heading opens a section. Those of the first level are named, so that a
// screen reader lists them.
func (p *page) heading(i int, b reports.Heading) {
	level, id := p.outline.levels[i], p.outline.ids[i]
	if level == 0 {
		return
	}
	p.closeSections(level)
	p.breakPage()
	class, name := "", attr{}
	if p.landscape {
		class = "report-landscape"
	}
	if level == 1 {
		name = attr{"aria-labelledby", id}
	}
	p.start("section", classes("report-section", class), name)
	p.newLine()
	p.sections = append(p.sections, level)
	p.start(p.headingName(level), classes("report-heading", "report-heading-"+strconv.Itoa(level)), attr{"id", id})
	p.prose(b.Text)
	p.end()
	p.named = id
}

// closeSections closes those that are open, up to the level.
func (p *page) closeSections(level int) {
	for n := len(p.sections); n > 0 && p.sections[n-1] >= level; n-- {
		p.end()
		p.newLine()
		p.sections = p.sections[:n-1]
	}
}

// breakPage writes the page break that stands before a block, for printing.
func (p *page) breakPage() {
	if !p.broken {
		return
	}
	p.broken = false
	p.element("div", "", attr{"class", "report-page-break"})
	p.newLine()
}

// cover writes title and facts, above all sections.
func (p *page) cover(i int, b reports.Cover) {
	p.closeSections(1)
	p.breakPage()
	p.start("header", attr{"class", "report-cover"})
	p.newLine()
	p.line("report-kind", b.Kind)
	if id := p.outline.ids[i]; id != "" {
		p.start(p.headingName(0), attr{"class", "report-title"}, attr{"id", id})
		p.prose(b.Title)
		p.end()
		p.newLine()
		p.named = id
	}
	p.line("report-subtitle", b.Subtitle)
	p.line("report-notice", b.Notice)
	p.logos(b.Logos)
	p.facts(b.Facts)
	if visible(b.Support.String()) {
		p.start("p", attr{"class", "report-support"})
		p.prose(b.Support)
		p.end()
		p.newLine()
	}
	p.end()
}

// line writes a paragraph of a class, if there is anything to write.
func (p *page) line(class, text string) {
	if !visible(text) {
		return
	}
	p.element("p", text, attr{"class", class})
	p.newLine()
}

func (p *page) facts(facts []reports.Fact) {
	if len(facts) == 0 {
		return
	}
	p.start("dl", attr{"class", "report-facts"})
	for _, f := range facts {
		p.start("div", attr{"class", "report-fact"})
		p.element("dt", f.Label)
		p.start("dd")
		p.prose(f.Value)
		p.end()
		p.end()
		p.newLine()
	}
	p.end()
	p.newLine()
}

// contents links the headings of the first two levels.
func (p *page) contents(i int) {
	p.closeSections(1)
	p.breakPage()
	id := p.outline.ids[i]
	p.start("nav", attr{"class", "report-contents"}, attr{"aria-labelledby", id})
	p.newLine()
	if id != "" {
		p.element(p.headingName(1), p.doc.Words.Contents, classes("report-heading", "report-heading-1"), attr{"id", id})
		p.newLine()
	}
	p.entries()
	p.end()
}

// entries writes the lists of links; a first level without a second one has no
// list of its own.
func (p *page) entries() {
	depth := len(p.open)
	before := 0
	for i, b := range p.doc.Blocks {
		h, ok := b.(reports.Heading)
		level := p.outline.levels[i]
		if !ok || level == 0 || level > 2 {
			continue
		}
		switch {
		case level > before:
			p.start("ol")
		case level < before:
			p.end() // of the entry
			p.end() // of its list
			p.end() // of the entry above
		default:
			p.end()
		}
		before = level
		p.newLine()
		p.start("li")
		p.start("a", attr{"href", "#" + p.outline.ids[i]})
		p.prose(unlinked(h.Text))
		p.end()
	}
	p.endTo(depth)
	p.newLine()
}

package html

import (
	"strconv"
	"strings"

	"tulos/reports"
)

// deepest is the lowest level of headings in HTML.
const deepest = 6

// An outline is what has to be known of a document before it is written: the ids
// of its blocks and the levels of its headings.
type outline struct {
	ids     []string // of each block; "" without one
	levels  []int    // of each heading, from 1, none skipped; 0 of other blocks and of empty headings
	anchors map[string]string
	title   string // id of the cover's title, where the document begins with it
	taken   map[string]int
}

// survey goes through the document. Ids of anchors are given first, so that
// they do not depend on what else there is.
func survey(d *reports.Document) *outline {
	o := &outline{
		ids: make([]string, len(d.Blocks)), levels: make([]int, len(d.Blocks)),
		anchors: map[string]string{}, taken: map[string]int{},
	}
	last, begun := 0, false
	for i, b := range d.Blocks {
		switch b := b.(type) {
		case reports.Cover:
			if !visible(b.Title.String()) {
				continue
			}
			o.ids[i] = o.unique("report-title")
			if !begun {
				o.title = o.ids[i]
			}
			last, begun = 0, true
		case reports.Contents:
			if visible(d.Words.Contents) {
				o.ids[i] = o.unique("report-contents")
				last, begun = 1, true
			}
		case reports.Heading:
			if !visible(b.Text.String()) {
				continue
			}
			last, begun = min(max(b.Level, 1), last+1), true
			o.levels[i] = last
		}
		if t, ok := b.(reports.Table); ok {
			o.addRows(t)
		}
		if a := anchor(b); a != "" {
			o.ids[i] = o.unique("report-" + slug(a))
			if o.anchors[a] == "" {
				o.anchors[a] = o.ids[i]
			}
		}
	}
	o.number(d)
	return o
}

// addRows gives ids to rows with an anchor.
func (o *outline) addRows(t reports.Table) {
	for _, r := range t.Rows {
		if r.Anchor != "" && o.anchors[r.Anchor] == "" {
			o.anchors[r.Anchor] = o.unique("report-" + slug(r.Anchor))
		}
	}
}

// number gives ids to headings, tables and charts that have no anchor.
func (o *outline) number(d *reports.Document) {
	counts := map[string]int{}
	for i, b := range d.Blocks {
		kind := ""
		switch b.(type) {
		case reports.Heading:
			if o.levels[i] > 0 {
				kind = "section"
			}
		case reports.Table:
			kind = "table"
		case reports.Chart:
			kind = "figure"
		}
		counts[kind]++
		if kind != "" && o.ids[i] == "" {
			o.ids[i] = o.unique("report-" + kind + "-" + strconv.Itoa(counts[kind]))
		}
	}
}

// unique is the name, or the name with a number where it is taken.
func (o *outline) unique(name string) string {
	o.taken[name]++
	if o.taken[name] == 1 {
		return name
	}
	for {
		numbered := name + "-" + strconv.Itoa(o.taken[name])
		if o.taken[numbered] == 0 {
			o.taken[numbered] = 1
			return numbered
		}
		o.taken[name]++
	}
}

// anchor is that of a block that will be written, or "".
func anchor(b reports.Block) string {
	switch b := b.(type) {
	case reports.Heading:
		if visible(b.Text.String()) {
			return b.Anchor
		}
	case reports.Paragraph:
		return b.Anchor
	case reports.Table:
		return b.Anchor
	case reports.Chart:
		if isDrawn(b) || visible(b.Title) {
			return b.Anchor
		}
	}
	return ""
}

// slug is an anchor in the letters that ids, addresses and selectors share.
func slug(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, s)
}

package html

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"tulos/reports"
)

// narrow is how many columns fit on a narrow screen. A table of more scrolls,
// and the keyboard can reach it to do so.
const narrow = 3

// table writes a table with its notes.
func (p *page) table(i int, b reports.Table) error {
	p.breakPage()
	id := p.outline.ids[i]
	label := attr{"aria-labelledby", p.named}
	caption := ""
	if visible(b.Caption.String()) {
		caption = p.outline.unique(id + "-caption")
		label.value = caption
	}
	notes := ""
	if hasNotes(b) {
		notes = p.outline.unique(id + "-notes")
	}
	if len(b.Columns) == 0 {
		p.bareCaption(id, b)
		p.notes(notes, b)
		return nil
	}
	depth := len(p.open)
	p.startScroll(len(b.Columns), label)
	if caption != "" {
		label.value = ""
	}
	p.start("table", tableClass(len(b.Columns)), attr{"id", id}, label, attr{"aria-describedby", notes})
	p.newLine()
	if caption != "" {
		p.start("caption", attr{"class", "report-caption"}, attr{"id", caption})
		p.prose(b.Caption)
		p.end()
		p.newLine()
	}
	p.columnHeads(b.Columns)
	if err := p.rows(b); err != nil {
		return err
	}
	p.endTo(depth)
	p.newLine()
	p.notes(notes, b)
	return nil
}

// startScroll opens the box in which a table scrolls.
func (p *page) startScroll(columns int, label attr) {
	if columns <= narrow {
		p.start("div", attr{"class", "report-scroll"})
		return
	}
	p.start("div", attr{"class", "report-scroll"}, attr{"role", "group"}, attr{"tabindex", "0"}, label)
}

func tableClass(columns int) attr {
	if columns <= narrow {
		return classes("report-table")
	}
	return classes("report-table", "report-table-wide")
}

// bareCaption is what is left of a table without columns.
func (p *page) bareCaption(id string, b reports.Table) {
	p.start("p", attr{"class", "report-caption"}, attr{"id", id})
	p.prose(b.Caption)
	p.end()
	p.newLine()
}

func (p *page) columnHeads(columns []reports.Column) {
	p.start("thead")
	p.start("tr")
	for _, c := range columns {
		if !visible(c.Head) {
			p.element("td", "")
			continue
		}
		p.element("th", c.Head, attr{"scope", "col"}, attr{"class", alignment(c.Align)})
	}
	p.end()
	p.end()
	p.newLine()
}

// rows writes the body, a new one for each group.
func (p *page) rows(b reports.Table) error {
	depth := len(p.open)
	for n, r := range b.Rows {
		if len(r.Cells) > len(b.Columns) {
			return fmt.Errorf("row %d has %d cells for %d columns", n+1, len(r.Cells), len(b.Columns))
		}
		if r.Group {
			p.endTo(depth)
		}
		if len(p.open) == depth {
			p.start("tbody")
			p.newLine()
		}
		if r.Group {
			p.groupRow(r, len(b.Columns))
		} else {
			p.row(r, b.Columns)
		}
		p.newLine()
	}
	p.endTo(depth)
	p.newLine()
	return nil
}

func (p *page) groupRow(r reports.Row, columns int) {
	if len(r.Cells) == 0 || !visible(r.Cells[0].Text.String()) {
		return
	}
	p.start("tr", attr{"class", "report-group"})
	p.start("th", attr{"scope", "rowgroup"}, attr{"colspan", strconv.Itoa(columns)})
	p.prose(r.Cells[0].Text)
	p.end()
	p.end()
}

// row writes as many cells as there are columns. The first heads the row.
func (p *page) row(r reports.Row, columns []reports.Column) {
	class := ""
	if r.Total {
		class = "report-total"
	}
	p.start("tr", attr{"class", class}, p.rowID(r))
	for k, c := range columns {
		var cell reports.Cell
		if k < len(r.Cells) {
			cell = r.Cells[k]
		}
		name, scope := "td", attr{}
		if k == 0 && visible(cell.Text.String()) {
			name, scope = "th", attr{"scope", "row"}
		}
		p.start(name, scope, attr{"class", alignment(c.Align)})
		p.cell(cell)
		p.end()
	}
	p.end()
}

// rowID is the id of a row with an anchor, given once.
func (p *page) rowID(r reports.Row) attr {
	if r.Anchor == "" || p.anchored[r.Anchor] {
		return attr{}
	}
	p.anchored[r.Anchor] = true
	return attr{"id", p.outline.anchors[r.Anchor]}
}

// cell writes what a cell shows, and the same for machines.
func (p *page) cell(c reports.Cell) {
	depth := len(p.open)
	text := c.Text
	if c.Status != nil {
		p.startStatus(*c.Status)
		if len(text) == 0 {
			text = reports.Plain(c.Status.Word)
		}
	}
	switch {
	case c.Number != nil:
		p.start("data", attr{"value", oneLine(c.Number.Decimal)})
	case c.Day != nil && exists(*c.Day):
		p.start("time", attr{"datetime", isoDay(*c.Day)})
	}
	p.prose(text)
	p.endTo(depth)
	if c.Bar != nil && !math.IsNaN(*c.Bar) {
		p.bar(*c.Bar)
	}
}

// bar draws a share under the text that says it.
func (p *page) bar(share float64) {
	p.start("svg", attr{"class", "report-bar"}, attr{"viewBox", "0 0 100 4"}, attr{"preserveAspectRatio", "none"},
		attr{"width", "100"}, attr{"height", "4"}, attr{"aria-hidden", "true"}, attr{"focusable", "false"})
	p.void("rect", attr{"class", "report-bar-track"}, attr{"width", "100"}, attr{"height", "4"}, attr{"fill", "#dde6ea"})
	p.void("rect", attr{"class", "report-bar-share"}, attr{"width", length(100 * min(max(share, 0), 1))}, attr{"height", "4"}, attr{"fill", "#0b4f6c"})
	p.end()
}

func hasNotes(b reports.Table) bool {
	for _, n := range b.Notes {
		if visible(n.String()) {
			return true
		}
	}
	return false
}

// notes stand under the table, which refers to them.
func (p *page) notes(id string, b reports.Table) {
	if id == "" {
		return
	}
	p.start("div", attr{"class", "report-notes"}, attr{"id", id})
	for _, n := range b.Notes {
		if visible(n.String()) {
			p.start("p", attr{"class", "report-note"})
			p.prose(n)
			p.end()
		}
	}
	p.end()
}

func alignment(a reports.Align) string {
	switch a {
	case reports.End:
		return "report-end"
	case reports.Centre:
		return "report-centre"
	default:
		return ""
	}
}

// exists tells whether a calendar has the day.
func exists(d reports.Day) bool {
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	return d.Year >= 1 && d.Year <= 9999 && t.Year() == d.Year && t.Month() == time.Month(d.Month) && t.Day() == d.Day
}

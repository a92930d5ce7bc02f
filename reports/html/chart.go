package html

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/number"

	"tulos/reports"
)

// A layout is a drawing of a chart for a width, in pixels. The stylesheet shows
// the one that its place has room for.
type layout struct {
	name  string
	width float64
}

// layouts returns the drawings of a chart. Neither is shown smaller than it is
// drawn on screens from 360 pixels on, so that no text is.
func layouts() [2]layout { return [2]layout{{"wide", 600}, {"narrow", 320}} }

// chart writes a figure: its title, a drawing for each layout, and the figures
// as a table.
func (p *page) chart(i int, b reports.Chart) {
	if !isDrawn(b) && !visible(b.Title) {
		return
	}
	p.breakPage()
	id := p.outline.ids[i]
	p.start("figure", attr{"class", "report-figure"}, attr{"id", id})
	p.newLine()
	caption := ""
	if visible(b.Title) {
		caption = p.outline.unique(id + "-caption")
		p.element("figcaption", b.Title, attr{"class", "report-caption"}, attr{"id", caption})
		p.newLine()
	}
	if isDrawn(b) {
		for _, l := range layouts() {
			p.drawing(id+"-"+l.name, l, b)
		}
		p.figures(cmp.Or(caption, p.named), b)
	}
	p.end()
}

func isDrawn(b reports.Chart) bool { return len(b.Series) > 0 && len(b.Categories) > 0 }

// drawing writes a chart as a picture with its equivalent in words.
func (p *page) drawing(id string, l layout, b reports.Chart) {
	painter := &painter{page: p}
	width := l.width / unit
	height := b.Height(painter, width)
	title, desc := p.outline.unique(id+"-title"), ""
	if visible(b.Description) {
		desc = p.outline.unique(id + "-desc")
	}
	p.start("svg", classes("report-chart", "report-chart-"+l.name),
		attr{"viewBox", "0 0 " + length(l.width) + " " + length(height*unit)}, attr{"width", length(l.width)}, attr{"height", length(height * unit)},
		attr{"role", "img"}, attr{"aria-labelledby", title}, attr{"aria-describedby", desc}, attr{"focusable", "false"})
	p.element("title", cmp.Or(oneLine(b.Title), oneLine(b.Axis), p.seriesNames(b), "–"), attr{"id", title})
	if desc != "" {
		p.element("desc", oneLine(b.Description), attr{"id", desc})
	}
	p.newLine()
	b.Draw(painter, width, height)
	p.end()
	p.newLine()
}

func (p *page) seriesNames(b reports.Chart) string {
	var names []string
	for _, s := range b.Series {
		if name := oneLine(s.Name); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, " · ")
}

// figures writes the chart's figures as a table that opens.
func (p *page) figures(label string, b reports.Chart) {
	axis := oneLine(b.Axis)
	opener := oneLine(p.options.Figures)
	if opener == "" {
		opener = p.seriesNames(b)
		if axis != "" {
			opener = strings.TrimSpace(opener + " (" + axis + ")")
		}
	}
	p.start("details", attr{"class", "report-data"})
	p.element("summary", cmp.Or(opener, "–"))
	p.newLine()
	columns := []reports.Column{{Head: b.Axis}}
	for _, s := range b.Series {
		columns = append(columns, reports.Column{Head: s.Name, Align: reports.End})
	}
	depth := len(p.open)
	p.startScroll(len(columns), attr{"aria-labelledby", label})
	p.start("table", tableClass(len(columns)), attr{"aria-labelledby", label})
	p.columnHeads(columns)
	p.start("tbody")
	p.newLine()
	for k, category := range b.Categories {
		r := reports.Row{Cells: []reports.Cell{{Text: reports.Plain(category)}}}
		for _, s := range b.Series {
			r.Cells = append(r.Cells, p.point(s, k))
		}
		p.row(r, columns)
		p.newLine()
	}
	p.endTo(depth)
	p.end()
	p.newLine()
}

// point is the figure of a category as a cell: its label or, without one, the
// value; a dash where there is none.
func (p *page) point(s reports.Series, k int) reports.Cell {
	var pt reports.Point
	if k < len(s.Points) {
		pt = s.Points[k]
	}
	if !pt.Known || math.IsNaN(pt.Value) || math.IsInf(pt.Value, 0) {
		return reports.Cell{Text: reports.Plain(cmp.Or(oneLine(pt.Label), "–"))}
	}
	return reports.Cell{
		Text:   reports.Plain(cmp.Or(oneLine(pt.Label), p.decimal(pt.Value, number.MaxFractionDigits(2)))),
		Number: &reports.Number{Decimal: strconv.FormatFloat(pt.Value, 'f', -1, 64)},
	}
}

// decimal is v in the language of the document, with a true minus sign.
func (p *page) decimal(v float64, o number.Option) string {
	return strings.Replace(p.printer.Sprint(number.Decimal(v, o)), "-", "−", 1)
}

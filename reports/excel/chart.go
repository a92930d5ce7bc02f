package excel

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A chart is a native one: its figures are those of cells. Where they do not
// stand in a table of the sheet, they stand below the chart.
type chart struct {
	reports.Chart
	found  *place // in a table; nil where the chart has cells of its own
	source source
}

// A source names the cells of a chart, as in a formula.
type source struct {
	categories     string
	names, figures []string // of each series; a name may stand in no cell
}

const (
	chartRow       = 15.75 // points, of the rows under a chart
	chartRowPixels = 21.0
	categoryWidth  = 30.0 // digits of a category that is not wrapped
	narrowFigures  = 7.0
	narrowChart    = 560.0 // pixels
	wideChart      = 1000.0
)

// newChart is a chart, or its title where there is nothing to draw.
func newChart(c reports.Chart) block {
	if len(c.Series) == 0 || len(c.Categories) == 0 {
		return &prose{role: labelText, text: cleaned(reports.Plain(c.Title)), anchor: c.Anchor}
	}
	return &chart{Chart: c}
}

func (c *chart) name() string { return c.Anchor }

// format is the number format of the chart's figures.
func (c *chart) format() string {
	unit := ""
	for _, s := range c.Series {
		for _, p := range s.Points {
			if known(p) && strings.Contains(p.Label, "%") {
				unit = "%"
			}
		}
	}
	return numberFormat(reports.Number{Decimals: c.decimals()}, unit)
}

// decimals is how many most labels of the chart show.
func (c *chart) decimals() int {
	votes := [5]int{}
	for _, s := range c.Series {
		for _, p := range s.Points {
			if !known(p) || p.Label == "" {
				continue
			}
			for k := range votes {
				if digits(strconv.FormatFloat(p.Value, 'f', k, 64)) == digits(numeral.FindString(p.Label)) {
					votes[k]++
					break
				}
			}
		}
	}
	decimals := 0
	for k, n := range votes {
		if n > votes[decimals] {
			decimals = k
		}
	}
	return decimals
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// axis is the number format of the values' axis, and the step between its
// ticks where whole numbers would else repeat.
func (c *chart) axis() (format string, step float64) {
	format = c.format()
	span := c.highest() - c.lowest()
	if whole, decimals, found := strings.Cut(format, "."); found && span >= 5 {
		return whole + strings.TrimLeft(decimals, "0"), 0
	} else if !found && span > 0 && span < 5 {
		return format, 1
	}
	return format, 0
}

// wanted are the widths of the fields of the chart's own cells.
func (c *chart) wanted() []float64 {
	cell, head := tableCell.font(), columnHead.font()
	names := head.longestWord(clean(c.Axis))
	for _, name := range c.Categories {
		names = max(names, min(cell.width(clean(name)), categoryWidth))
	}
	wanted := []float64{names + indentWidth}
	for i, s := range c.Series {
		name := clean(s.Name)
		width := max(narrowFigures, head.longestWord(name), head.width(name)/2+1)
		for _, figure := range c.figures(i) {
			width = max(width, cell.width(shown(reports.Number{Decimal: figure, Decimals: c.decimals()}, "%")))
		}
		wanted = append(wanted, min(width, categoryWidth)+numberAir)
	}
	return wanted
}

func (c *chart) want(cols *columns) {
	if c.found != nil {
		return
	}
	for i, w := range c.wanted() {
		cols.wantFixed(i, w)
	}
}

// columns is how many columns the chart covers.
func (c *chart) columns(s *sheet) int {
	width, n := 0.0, 0
	for width < narrowChart || n < s.text.columns && width+pixels(widthOf(s.widths, n)) <= wideChart {
		width += pixels(widthOf(s.widths, n))
		n++
	}
	return n
}

// drawnRows is how many rows lie under the chart.
func (c *chart) drawnRows() int {
	height := 340.0
	if c.Kind == reports.Bars {
		each := max(36, 22*float64(c.bars())+12)
		height = max(180, 96+each*float64(len(c.Categories)))
	}
	return int(math.Ceil(height/chartRowPixels)) + 1
}

// dimension is the size of the chart in pixels as excelize counts them: it
// takes 18 for an ordinary row and 8 for a digit, where programs show 20 and 7.
func (c *chart) dimension(s *sheet) excelize.ChartDimension {
	const row, digit, column = 18, 8, 64
	width := 0
	for i := range c.columns(s) {
		if i < len(s.widths) {
			width += int(s.widths[i]*digit + 0.5)
		} else {
			width += column
		}
	}
	return excelize.ChartDimension{Width: uint(width - 4), Height: uint(row*c.drawnRows() - row)}
}

func (c *chart) rows(s *sheet) int {
	n := c.drawnRows() + 1
	if c.found == nil {
		n += 2 + len(c.Categories)
	}
	return n
}

func (c *chart) prepare(b *book, s *sheet, top int) error {
	if c.found != nil {
		c.source = c.found.source(s, c)
	} else {
		c.source = c.ownSource(s, top+c.drawnRows()+1)
	}
	err := b.file.AddChart(s.name, cellName(0, top), &excelize.Chart{
		Type:      excelize.Col,
		Series:    []excelize.ChartSeries{{Values: c.source.categories}},
		Dimension: c.dimension(s),
		Format:    excelize.GraphicOptions{Name: clean(c.Title), AltText: clean(c.Description), OffsetX: 2, OffsetY: 4},
	})
	if err != nil {
		return fmt.Errorf("chart %q: %w", c.Title, err)
	}
	b.charts++
	drawn, err := c.xml(cmp.Or(b.document.Language, "en"))
	if err != nil {
		return err
	}
	b.file.Pkg.Store("xl/charts/chart"+strconv.Itoa(b.charts)+".xml", drawn)
	return nil
}

// ownSource names the chart's own cells, whose heads stand in row head.
func (c *chart) ownSource(s *sheet, head int) source {
	f := fields(s.widths, c.wanted())
	first, last := head+1, head+len(c.Categories)
	out := source{categories: s.area(f[0].first, first, last)}
	for i := range c.Series {
		out.names = append(out.names, s.area(f[i+1].first, head, head))
		out.figures = append(out.figures, s.area(f[i+1].first, first, last))
	}
	return out
}

func (c *chart) write(w *writer, s *sheet) error {
	height := float64(c.drawnRows()) * chartRow
	if cells := float64(c.rows(s)-c.drawnRows()) * (lineHeight + rowAir); height+cells <= w.page {
		height += cells
	}
	w.together(height)
	for range c.drawnRows() {
		if err := w.end(chartRow); err != nil {
			return err
		}
	}
	if c.found == nil {
		if err := c.writeCells(w, s); err != nil {
			return err
		}
	}
	return w.end(blockGap)
}

// writeCells writes the chart's own cells under a heading.
func (c *chart) writeCells(w *writer, s *sheet) error {
	w.span(s.text, cut(clean(c.Title)), look{role: labelText})
	if err := w.end(lineHeight + rowAir); err != nil {
		return err
	}
	f := fields(s.widths, c.wanted())
	heads := []string{clean(c.Axis)}
	for _, series := range c.Series {
		heads = append(heads, clean(series.Name))
	}
	lines := 1
	for i, head := range heads {
		l := look{role: columnHead, align: reports.End}
		if i == 0 {
			l.align = reports.Start
		}
		w.span(f[i], cut(head), l)
		lines = max(lines, l.font().lines(head, textRoom(f[i].width)))
	}
	if err := w.end(float64(lines)*lineHeight + headRoom); err != nil {
		return err
	}
	for k, name := range c.categories() {
		label := look{role: tableCell}
		w.span(f[0], name, label)
		for i, series := range c.Series {
			var value any
			if p := point(series, k); known(p) {
				value = stored(p.Value)
			}
			w.span(f[i+1], value, look{role: tableCell, align: reports.End, format: c.format()})
		}
		lines := label.font().lines(name, textRoom(f[0].width))
		if err := w.end(float64(lines)*lineHeight + rowAir); err != nil {
			return err
		}
	}
	return nil
}

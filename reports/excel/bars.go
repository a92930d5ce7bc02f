package excel

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// mostBarRules is how many different lengths of a full bar a column may have;
// beyond that it goes without bars.
const mostBarRules = 64

// A bar rule draws bars in some cells; in all of them, full stands for a whole
// bar.
type barRule struct {
	full  float64
	cells []string // ranges
	id    string   // as excelize numbers it
}

// addBars draws the bars of the table's figures. first is its first row.
func (t *table) addBars(f *excelize.File, s *sheet, first int) error {
	for i := range t.Columns {
		rules := t.barRules(i, first)
		if len(rules) > mostBarRules {
			continue
		}
		for _, r := range rules {
			err := f.SetConditionalFormat(s.name, strings.Join(r.cells, " "), []excelize.ConditionalFormatOptions{{
				Type: "data_bar", Criteria: "=", BarSolid: true, BarColor: "#" + barColour,
				MinType: "num", MinValue: "0", MaxType: "num", MaxValue: barEnd(r.full),
			}})
			if err != nil {
				return fmt.Errorf("bars of %q: %w", t.Columns[i].Head, err)
			}
			r.id = fmt.Sprintf("{00000000-0000-0000-%04X-%012X}", s.number, len(s.bars))
			s.bars = append(s.bars, r)
		}
	}
	return nil
}

// barRules groups the cells of a column that have a bar and a figure by what a
// full bar is. Where the column has one scale there is one rule.
func (t *table) barRules(column, first int) []barRule {
	full, same := t.fullBar(column)
	var rules []barRule
	place := map[float64]int{}
	for i, r := range t.Rows {
		if r.Group || r.Cells[column].Bar == nil || r.Cells[column].Number == nil {
			continue
		}
		f := full
		if !same {
			f = ownFull(barOf(t, i, column))
		}
		if f <= 0 {
			continue
		}
		k, ok := place[f]
		if !ok {
			k = len(rules)
			place[f] = k
			rules = append(rules, barRule{full: f})
		}
		rules[k].add(cellName(column, first+i), cellName(column, first+i-1))
	}
	return rules
}

// add puts a cell to the rule's last range, if it lies below its end.
func (r *barRule) add(cell, above string) {
	if n := len(r.cells); n > 0 {
		from, to, found := strings.Cut(r.cells[n-1], ":")
		if !found {
			to = from
		}
		if to == above {
			r.cells[n-1] = from + ":" + cell
			return
		}
	}
	r.cells = append(r.cells, cell)
}

// barOf is a cell's figure and bar; the table was checked to have both.
func barOf(t *table, row, column int) (value, share float64) {
	c := t.Rows[row].Cells[column]
	value, err := float(*c.Number)
	if err != nil {
		return 0, 0
	}
	return value, *c.Bar
}

// ownFull is the figure at which a bar would be full, going by one cell.
func ownFull(value, share float64) float64 {
	switch {
	case share <= 0 || value <= 0:
		return max(1, 2*value)
	case share >= 1:
		return value
	default:
		return tidy(value / share)
	}
}

// fullBar is the figure of a full bar where it is the same in the whole column.
// Bars that were clipped say nothing about it.
func (t *table) fullBar(column int) (full float64, same bool) {
	highest := 0.0
	percent := false
	for i, r := range t.Rows {
		if r.Group || r.Cells[column].Bar == nil || r.Cells[column].Number == nil {
			continue
		}
		value, share := barOf(t, i, column)
		highest = max(highest, value)
		percent = percent || r.Cells[column].Number.Percent
		if share <= 0 || share >= 1 || value <= 0 {
			continue
		}
		f := ownFull(value, share)
		if full != 0 && math.Abs(f-full) > full/100 {
			return 0, false
		}
		if full == 0 {
			full = f
		}
	}
	switch {
	case full > 0:
		return full, true
	case percent:
		return 100, true
	default:
		return highest, true
	}
}

// tidy rounds to the fewest figures that stay within a five-hundredth: a bar
// says 0.707 where the figure is 70.72.
func tidy(x float64) float64 {
	for digits := 1; digits < 6; digits++ {
		short, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64)
		if err == nil && math.Abs(short-x) <= x/500 {
			return short
		}
	}
	return x
}

func barEnd(full float64) string { return strconv.FormatFloat(full, 'f', -1, 64) }

// barExtension is the part of a sheet that newer programs than Excel 2007 read
// its data bars from: solid, and full at the right figure. Excelize streams the
// rules of 2007 and leaves the extension out.
func barExtension(rules []barRule) string {
	var b strings.Builder
	b.WriteString(`<extLst><ext uri="` + excelize.ExtURIConditionalFormattings + `" xmlns:x14="` + excelize.NameSpaceSpreadSheetX14.Value + `">`)
	b.WriteString(`<x14:conditionalFormattings>`)
	for _, r := range rules {
		fmt.Fprintf(&b, `<x14:conditionalFormatting xmlns:xm="%s">`, excelize.NameSpaceSpreadSheetExcel2006Main.Value)
		fmt.Fprintf(&b, `<x14:cfRule type="dataBar" id="%s"><x14:dataBar minLength="0" maxLength="100" gradient="0">`, r.id)
		fmt.Fprintf(&b, `<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>%s</xm:f></x14:cfvo>`, barEnd(r.full))
		b.WriteString(`<x14:negativeFillColor rgb="FF` + accentColour + `"/><x14:axisColor rgb="FF` + mutedColour + `"/></x14:dataBar></x14:cfRule>`)
		fmt.Fprintf(&b, `<xm:sqref>%s</xm:sqref></x14:conditionalFormatting>`, strings.Join(r.cells, " "))
	}
	b.WriteString(`</x14:conditionalFormattings></ext></extLst>`)
	return b.String()
}

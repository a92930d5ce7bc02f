package reports

import (
	"cmp"
	"slices"
	"strings"

	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// ofPartner are the figures that a partner has of an indicator.
var ofPartner = map[string]func(results.PartnerRow) results.Figure{
	"this-period": func(p results.PartnerRow) results.Figure { return p.Value },
	"cumulative":  func(p results.PartnerRow) results.Figure { return p.Cumulative },
	"target":      func(p results.PartnerRow) results.Figure { return p.Target },
}

// ofCell are the figures that a part of a breakdown has.
var ofCell = map[string]func(results.CellRow) results.Figure{
	"this-period": func(c results.CellRow) results.Figure { return c.Value },
	"cumulative":  func(c results.CellRow) results.Figure { return c.Cumulative },
}

// indicatorWish is a field of an indicator: of all partners or of one, of the whole or
// of a part of its breakdown.
func (f *filling) indicatorWish(w *wish) (Cell, *mistake) {
	n := slices.IndexFunc(f.allStandings(), func(s standing) bool { return strings.EqualFold(string(s.indicator.Code), w.word(1)) })
	if n < 0 {
		return f.textIndicator(w)
	}
	s := f.allStandings()[n]
	name := strings.ToLower(cmp.Or(w.word(2), "cumulative"))
	if name == "title" || name == "unit" {
		text := map[string]results.Text{"title": s.indicator.Title, "unit": s.indicator.Unit}[name]
		return f.writtenText(text, w.word(3)), nil
	}
	if name == "verification" {
		return f.writtenText(s.indicator.Source, w.word(3)), nil
	}
	by, m := f.categories(w)
	if m != nil {
		return Cell{}, m
	}
	if id, ok := w.options["partner"]; ok {
		return f.partnerFigure(s, name, results.PartnerID(id))
	}
	if len(by) > 0 {
		return f.partFigure(s, name, by)
	}
	column, m := field(indicatorColumns, name)
	if m != nil {
		return Cell{}, m
	}
	return f.named(s.indicator, column.cell(f.builder, s)), nil
}

// named shows a stage by its name, not by its number.
func (f *filling) named(i *results.Indicator, c Cell) Cell {
	if i.Measure == results.MeasureStage && c.Number != nil && !c.Number.Percent {
		c.Number = nil
	}
	return c
}

// textIndicator is one that is only listed: what was said in the period.
func (f *filling) textIndicator(w *wish) (Cell, *mistake) {
	i := f.indicator(results.IndicatorCode(w.word(1)))
	if i == nil {
		return Cell{}, mistaken("no-such", "Value", results.Excerpt(w.word(1)))
	}
	if strings.EqualFold(w.word(2), "title") {
		return f.writtenText(i.Title, w.word(3)), nil
	}
	var said []string
	for _, a := range f.logged {
		for n := range a.Contributions {
			if c := &a.Contributions[n]; c.Indicator == i.Code && len(c.Text) > 0 {
				said = append(said, f.plain(c.Text))
			}
		}
	}
	return plainCell(strings.Join(said, "\n")), nil
}

// categories are those that a placeholder names: profession=social.
func (f *filling) categories(w *wish) (results.By, *mistake) {
	named := map[results.DimensionKey]results.CategoryKey{}
	for name, value := range w.options {
		if name == "period" || name == "partner" {
			continue
		}
		n := slices.IndexFunc(f.builder.project.Dimensions, func(d results.Dimension) bool { return strings.EqualFold(string(d.Key), name) })
		if n < 0 {
			return nil, mistaken("no-such", "Value", results.Excerpt(name))
		}
		d := &f.builder.project.Dimensions[n]
		if !slices.ContainsFunc(d.Categories, func(c results.Category) bool { return string(c.Key) == value }) {
			return nil, mistaken("no-such", "Value", results.Excerpt(value))
		}
		named[d.Key] = results.CategoryKey(value)
	}
	return results.NewBy(named), nil
}

func (f *filling) partnerFigure(s standing, name string, id results.PartnerID) (Cell, *mistake) {
	value, m := field(ofPartner, name)
	if m != nil {
		return Cell{}, m
	}
	for _, p := range s.row.Partners {
		if p.Partner == id {
			return f.named(s.indicator, f.figure(s.indicator, value(p))), nil
		}
	}
	if _, ok := f.builder.project.Partner(id); !ok {
		return Cell{}, mistaken("no-such", "Value", results.Excerpt(string(id)))
	}
	return plainCell(none), nil
}

// plus is f + g, where both are known; a sum of which something is hidden is so too.
func plus(f, g results.Figure) results.Figure {
	n, isNumber := f.Number()
	m, also := g.Number()
	_, isHidden := f.Mark()
	_, isHiddenToo := g.Mark()
	switch {
	case isNumber && also:
		return results.Known(n.Add(m))
	case f.Equal(results.Figure{}):
		return g
	case g.Equal(results.Figure{}):
		return f
	case isHidden || isHiddenToo:
		return results.Hidden(results.MarkLarge)
	}
	return f
}

// partFigure adds up the cells of a breakdown that have the named categories.
func (f *filling) partFigure(s standing, name string, by results.By) (Cell, *mistake) {
	value, m := field(ofCell, name)
	if m != nil {
		return Cell{}, m
	}
	if s.indicator.IsPair() || s.indicator.Measure != results.MeasureNumber {
		return Cell{}, mistaken("no-parts", "Value", string(s.indicator.Code))
	}
	for _, part := range by {
		if !slices.Contains(s.indicator.Breakdown, part.Dimension) {
			return Cell{}, mistaken("no-parts", "Value", string(s.indicator.Code))
		}
	}
	if f.veils[s.indicator.Code].isWhole() {
		return plainCell(none), nil
	}
	var total results.Figure
	for _, cell := range s.row.Breakdown {
		if slices.ContainsFunc(by, func(p results.Part) bool { return cell.By.Category(p.Dimension) != p.Category }) {
			continue
		}
		total = plus(total, value(cell))
	}
	return f.figure(s.indicator, total), nil
}

// fillRows fills lines from the cell of the placeholder downwards: into empty cells
// only, so that nothing of the donor's form is moved or overwritten.
func (f *filling) fillRows(mark string, isAlone bool) {
	if !isAlone {
		f.report(mark, mistaken("rows-alone"))
		return
	}
	head, columns, ok := strings.Cut(inside(mark), ":")
	if !ok {
		f.report(mark, mistaken("rows-columns"))
		return
	}
	w := wishOf(head)
	at, m := f.inPeriod(&w)
	var rows [][]Cell
	if m == nil {
		rows, m = at.lines(&w, splitColumns(columns))
	}
	if m != nil {
		f.report(mark, m)
		return
	}
	width := len(splitColumns(columns))
	if room := f.room(width, len(rows)); room < len(rows) {
		f.report(mark, mistaken("no-room", "Needed", len(rows), "Room", room, "Missing", len(rows)-room))
		return
	}
	if len(rows) == 0 {
		f.values[f.at.Place] = workbook.Value{Kind: workbook.Text, Text: none}
	}
	for n, row := range rows {
		for k, c := range row {
			place := workbook.Place{Sheet: f.at.Sheet, Column: f.at.Column + k, Row: f.at.Row + n}
			like := workbook.Place{Sheet: f.at.Sheet, Column: place.Column, Row: f.at.Row}
			look := f.at
			look.IsDay, look.IsPercent = f.book.Shows(like)
			value := valueOf(c, look)
			value.Like = &like
			f.values[place] = value
		}
	}
}

func splitColumns(text string) []string {
	var all []string
	for name := range strings.SplitSeq(text, ";") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// room is how many lines fit before something stands in the way.
func (f *filling) room(width, wanted int) int {
	for n := range wanted {
		for k := range width {
			place := workbook.Place{Sheet: f.at.Sheet, Column: f.at.Column + k, Row: f.at.Row + n}
			if _, isTaken := f.values[place]; (f.filled[place] || isTaken) && place != f.at.Place {
				return n
			}
		}
	}
	return wanted
}

// lines are the rows that a placeholder asks for.
func (f *filling) lines(w *wish, names []string) ([][]Cell, *mistake) {
	switch strings.ToLower(w.word(1)) {
	case "activities":
		return f.activityLines(w, names)
	case "indicators":
		return linesOf(f, indicatorColumns, names, f.allStandings())
	case "publications":
		return linesOf(f, publicationColumns, names, f.editions())
	case "partners":
		return linesOf(f, partnerColumns, names, f.builder.project.Partners)
	}
	return nil, mistaken("no-such-field", "Value", results.Excerpt(w.word(1)), "Known", "activities, indicators, partners, publications")
}

func linesOf[T any](f *filling, columns map[string]column[T], names []string, items []T) ([][]Cell, *mistake) {
	for _, name := range names {
		if _, m := field(columns, name); m != nil {
			return nil, m
		}
	}
	var rows [][]Cell
	for _, item := range items {
		var row []Cell
		for _, name := range names {
			row = append(row, columns[strings.ToLower(name)].cell(f.builder, item))
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// activityFields are columns that only donors' workbooks have.
var activityFields = map[string]func(*builder, logged) Cell{
	"date":         func(b *builder, a logged) Cell { return b.dateCell(a.Day()) },
	"start":        func(b *builder, a logged) Cell { return b.dateCell(a.Start) },
	"end":          func(b *builder, a logged) Cell { return b.dateCell(a.Day()) },
	"participants": (*builder).participants,
	"country-code": func(_ *builder, a logged) Cell { return plainCell(a.Country) },
}

// participants are the people that an activity counts: of several indicators that
// count people, the most.
func (b *builder) participants(a logged) Cell {
	var most *results.Number
	for n := range a.Contributions {
		c := &a.Contributions[n]
		if i := b.indicator(c.Indicator); i != nil && i.Unique && c.Value != nil && (most == nil || most.Cmp(*c.Value) < 0) {
			most = c.Value
		}
	}
	if most == nil {
		return plainCell("")
	}
	return Cell{Text: Plain(b.decimal(*most)), Number: &Number{Decimal: most.String()}}
}

// activityLines are the activities of the period that fit what is asked for. A column
// may also be the code of an indicator: what the activity adds to it.
func (f *filling) activityLines(w *wish, names []string) ([][]Cell, *mistake) {
	columns := map[string]column[logged]{}
	for name, c := range activityColumns {
		columns[name] = c
	}
	for name, cell := range activityFields {
		columns[name] = column[logged]{cell: cell}
	}
	for _, name := range names {
		if i := f.indicator(results.IndicatorCode(name)); i != nil {
			columns[strings.ToLower(name)] = column[logged]{cell: func(b *builder, a logged) Cell { return b.added(a, i) }}
		}
	}
	var fitting []logged
	for _, a := range f.logged {
		isIt, m := f.fits(w, a)
		if m != nil {
			return nil, m
		}
		if isIt {
			fitting = append(fitting, a)
		}
	}
	return linesOf(f, columns, names, fitting)
}

func (b *builder) added(a logged, i *results.Indicator) Cell {
	for n := range a.Contributions {
		c := &a.Contributions[n]
		switch {
		case c.Indicator != i.Code:
		case c.Value != nil:
			return Cell{Text: Plain(b.decimal(*c.Value)), Number: &Number{Decimal: c.Value.String()}}
		case len(c.Text) > 0:
			return plainCell(b.plain(c.Text))
		case !c.NotApplicable:
			return plainCell(b.contribution(i, c))
		}
	}
	return plainCell("")
}

// fits says whether an activity is one that is asked for.
func (f *filling) fits(w *wish, a logged) (bool, *mistake) {
	for name, value := range w.options {
		is, ok := map[string]string{
			"period": value, "output": string(a.Output), "partner": string(a.Partner), "type": string(a.Type), "country": a.Country,
			"planned": string(a.Planned),
		}[name]
		if !ok {
			return false, mistaken("no-such-field", "Value", results.Excerpt(name), "Known", "period, output, partner, type, country, planned")
		}
		if !strings.EqualFold(is, value) {
			return false, nil
		}
	}
	return true, nil
}

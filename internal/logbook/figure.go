package logbook

import (
	"cmp"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// contributions reads the figures of a draft: a line that names categories is a cell
// of the breakdown, any other the whole.
func (f *activityFilling) contributions() {
	var all []results.Contribution
	at := map[results.IndicatorCode]int{}
	was := map[results.IndicatorCode]*results.Contribution{}
	for n := range f.was.Contributions {
		was[f.was.Contributions[n].Indicator] = &f.was.Contributions[n]
	}
	for _, line := range f.draft.lines {
		code := results.IndicatorCode(coded(line.Cells[Indicator].Text))
		if code == "" {
			f.orphan(line)
			continue
		}
		i := f.known[code]
		if i == nil {
			f.wrong(Indicator, line.No, "problem.no-such-indicator", map[string]any{"Value": results.Excerpt(string(code))})
			continue
		}
		n, isThere := at[code]
		if !isThere {
			n = len(all)
			at[code] = n
			all = append(all, results.Contribution{Indicator: code})
			f.draft.places[results.At("contributions", n)] = line.No
		}
		f.figure(line, i, &all[n], results.At("contributions", n), was[code])
	}
	for n := range all {
		addUp(f.known[all[n].Indicator], &all[n])
	}
	f.is.Contributions = f.inOrder(all)
}

// orphan finds figures on a line without indicator.
func (f *filling) orphan(line Line) {
	for _, k := range []Key{Value, Counted, Numerator, Denominator, Stage, InWords, NotApplicable, Note} {
		if line.Cells[k].Text != "" {
			f.wrong(Indicator, line.No, "logbook.which-indicator", map[string]any{"Cell": f.table.Cell(k, line.No)})
			return
		}
	}
}

// inOrder keeps contributions, and their cells, in the order in which they were;
// their rows move along.
func (f *activityFilling) inOrder(all []results.Contribution) []results.Contribution {
	order := map[results.IndicatorCode]int{}
	for n, c := range f.was.Contributions {
		order[c.Indicator] = n + 1
	}
	rank := func(c results.Contribution) int {
		if n := order[c.Indicator]; n > 0 {
			return n
		}
		return len(order) + 1
	}
	places, sorted := f.draft.places, slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b results.Contribution) int { return cmp.Compare(rank(a), rank(b)) })
	f.draft.places = map[string]int{}
	for n, c := range sorted {
		from := results.At("contributions", slices.IndexFunc(all, func(o results.Contribution) bool { return o.Indicator == c.Indicator }))
		to := results.At("contributions", n)
		for path, row := range places {
			if rest, ok := strings.CutPrefix(path, from); ok {
				f.draft.places[to+rest] = row
			}
		}
	}
	return sorted
}

// figure reads a line of an indicator.
func (f *filling) figure(line Line, i *results.Indicator, c *results.Contribution, path string, was *results.Contribution) {
	by, ok := f.by(line)
	if !ok {
		return
	}
	if len(by) > 0 {
		n := len(c.Cells)
		f.draft.places[path+"."+results.At("breakdown", n)] = line.No
		c.Cells = append(c.Cells, results.Cell{
			By: by, Value: f.number(line, Value), Numerator: f.number(line, Numerator), Denominator: f.number(line, Denominator),
		})
		return
	}
	if c.Value != nil || c.Numerator != nil || c.Denominator != nil || c.Stage != "" || c.Text != nil || c.NotApplicable {
		f.wrong(Indicator, line.No, "logbook.twice", map[string]any{"Value": string(i.Code)})
		return
	}
	f.draft.places[path] = line.No
	c.Value, c.AlreadyCounted = f.number(line, Value), f.number(line, Counted)
	c.Numerator, c.Denominator = f.number(line, Numerator), f.number(line, Denominator)
	c.Note = cleaned(line.Cells[Note].Text)
	if text := line.Cells[Stage].Text; text != "" {
		if c.Stage, ok = stage(i, text); !ok {
			f.wrong(Stage, line.No, "problem.no-such-stage", map[string]any{"Value": results.Excerpt(text)})
		}
	}
	if cell := line.Cells[NotApplicable]; cell.Text != "" {
		is, isKnown := f.choices.online[folded(cell.Text)]
		if c.NotApplicable = is; !isKnown {
			f.wrong(NotApplicable, line.No, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(cell.Text)})
		}
	}
	f.inWords(line, c, was)
}

func (f *filling) inWords(line Line, c *results.Contribution, was *results.Contribution) {
	text := results.Text{}
	if was != nil {
		for l, s := range was.Text {
			text[l] = s
		}
	}
	delete(text, string(f.table.Language))
	if s := cleaned(line.Cells[InWords].Text); s != "" {
		text[string(f.table.Language)] = s
	}
	if len(text) > 0 {
		c.Text = text
	}
}

// by are the categories that a line names.
func (f *filling) by(line Line) (results.By, bool) {
	named, ok := map[results.DimensionKey]results.CategoryKey{}, true
	for k, cell := range line.Cells {
		d, isDimension := k.dimension()
		if !isDimension || !f.isReadable(k, cell, line.No) {
			continue
		}
		category, isKnown := f.choices.categories[d][folded(cell.Text)]
		if !isKnown {
			f.wrong(k, line.No, "problem.no-such-category", map[string]any{"Value": results.Excerpt(cell.Text)})
			ok = false
			continue
		}
		named[d] = category
	}
	return results.NewBy(named), ok
}

// number reads a number as a spreadsheet keeps it, or as people of the table's
// language type it.
func (f *filling) number(line Line, k Key) *results.Number {
	c, isThere := line.Cells[k]
	if !isThere || !f.isReadable(k, c, line.No) {
		return nil
	}
	n, err := results.ParseNumber(plainNumber(c, f.words))
	if err != nil {
		f.wrong(k, line.No, "logbook.not-number", map[string]any{"Value": results.Excerpt(c.Text)})
		return nil
	}
	return &n
}

func plainNumber(c workbook.Cell, words *i18n.Localizer) string {
	if c.Kind == workbook.Number {
		return c.Text
	}
	return words.Typed(c.Text)
}

// addUp takes the total of a breakdown for a value that was left empty, as the form
// does.
func addUp(i *results.Indicator, c *results.Contribution) {
	if c.Value != nil || len(c.Cells) == 0 || i.Measure != results.MeasureNumber || i.Separate || c.NotApplicable {
		return
	}
	var total results.Number
	for _, cell := range c.Cells {
		if cell.Value != nil {
			total = total.Add(*cell.Value)
		}
	}
	c.Value = &total
}

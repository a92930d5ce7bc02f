package logbook

import (
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
	"tulos/reports/excel"
)

// A Request says what a form is for: a partner and a period, in a language, with the
// partner's entries that can still be changed.
type Request struct {
	Sort    Sort
	Setup   *partnership.Setup
	Partner results.PartnerID
	Period  results.PeriodNo
	Words   *i18n.Localizer
	Open    []partnership.Activity
	Spent   []partnership.Expense

	Currencies []string                     // that a partner probably spends
	Known      map[results.PlannedCode]bool // of the work plan, what something was logged for
}

func (q Request) keys() []Key { return keys(q.Sort, &q.Setup.Project) }

// room is how many lines a form has besides those that are filled in.
const room = 500

// Form makes the workbook to be filled in: what can still be changed, what is
// planned for the period, and room for more.
func Form(q Request) excel.Form {
	p, words := &q.Setup.Project, q.Words
	period := p.Periods[q.Period-1]
	from, to := i18n.Day(dayOf(period.Start)), i18n.Day(dayOf(period.End))
	f := excel.Form{
		Title:    words.Text(q.form(), i18n.Args{"Period": words.Integer(int(q.Period))}),
		Language: string(words.Language()), Dated: dayOf(period.Start),
		Guide: excel.Guide{Name: words.Text("logbook.guide", nil)}, Name: words.Text(q.sheet(), nil),
		Examples: excel.Guide{Name: words.Text("logbook.examples", nil)}, ListsName: listsSheet,
		StampName: stampSheet,
		Stamp:     Stamp{p.Code, q.Partner, q.Period, q.Setup.Version}.rows(words.Language()),
		Room:      room, Foreign: words.Text("logbook.not-in-list-hint", nil),
	}
	f.Guide.Lines = []string{
		textIn(p.Title, words.Language(), p), organisation(q.Setup, q.Partner),
		words.Text("report.period", i18n.Args{"Period": words.Integer(int(q.Period))}) + " · " + words.DateRange(from, to),
	}
	for _, key := range q.guides() {
		f.Guide.Lines = append(f.Guide.Lines, words.Text("logbook.guide-"+key, nil))
	}
	choices := lists(q.Setup, words)
	choices[Currency] = q.Currencies
	for _, k := range q.keys() {
		f.Columns = append(f.Columns, formColumn(k, Head(k, p, words), choices[k]))
	}
	f.Rows = q.rows()
	f.Examples.Lines = []string{words.Text(q.examples(), nil)}
	f.ExampleRows = q.exampleRows()
	return f
}

// The messages that tell one sort of forms from the other.
func (q Request) form() string {
	if q.Sort == Expenses {
		return "logbook.form-expenses"
	}
	return "logbook.form"
}

func (q Request) sheet() string {
	if q.Sort == Expenses {
		return "money.expenses"
	}
	return "sheet.activities"
}

func (q Request) examples() string {
	if q.Sort == Expenses {
		return "logbook.examples-expense"
	}
	return "logbook.examples-text"
}

func (q Request) guides() []string {
	if q.Sort == Expenses {
		return []string{"expenses", "amounts", "order", "upload"}
	}
	return []string{"lines", "figures", "breakdown", "words", "order", "upload"}
}

func (q Request) exampleRows() [][]excel.FormCell {
	if q.Sort == Expenses {
		e := q.exampleExpense()
		return [][]excel.FormCell{q.line(q.expense(&e))}
	}
	q.Open = []partnership.Activity{q.example()}
	return q.entryRows()
}

// Sheet is the same as a table of text, with heads in the first row.
func Sheet(q Request) [][]string {
	p := &q.Setup.Project
	var heads []string
	for _, k := range q.keys() {
		heads = append(heads, Head(k, p, q.Words))
	}
	all := [][]string{heads}
	for _, row := range q.rows() {
		var cells []string
		for n, c := range row {
			text := c.Text
			if c.IsNumber && q.keys()[n] != No {
				text = strings.Replace(text, ".", strings.Trim(q.Words.Number("0.5", 1), "05"), 1)
			}
			cells = append(cells, text)
		}
		all = append(all, cells)
	}
	return all
}

func dayOf(d results.Date) reports.Day {
	year, month, day := d.Parts()
	return reports.Day{Year: year, Month: month, Day: day}
}

func organisation(setup *partnership.Setup, id results.PartnerID) string {
	for _, o := range setup.Organisations {
		if o.ID == id {
			return o.Name
		}
	}
	return string(id)
}

func formColumn(k Key, head string, choices []string) excel.FormColumn {
	c := excel.FormColumn{Key: string(k), Head: head, Choices: choices, Width: 14}
	_, isDimension := k.dimension()
	switch k {
	case No:
		c.Kind, c.Width = excel.FormNumber, 7
	case Ref:
		c.Locked, c.Width = true, 13
	case Start, End, Date, Paid:
		c.Kind, c.Width = excel.FormDay, 12
	case Title, Part, Indicator, BudgetLine, Description:
		c.Width = 32
	case Narrative, InWords, Note:
		c.Width = 40
	case With:
		c.Width = 24
	case Value, Counted, Numerator, Denominator, Amount:
		c.Kind = excel.FormNumber
	default:
	}
	c.IsFigure = isDimension || slices.Contains([]Key{Indicator, Value, Counted, Numerator, Denominator, Stage, InWords, NotApplicable, Note}, k)
	if k == NotApplicable {
		c.Choices = nil
	}
	return c
}

// rows are the lines that are filled in already.
func (q Request) rows() [][]excel.FormCell {
	if q.Sort == Expenses {
		return q.expenseRows()
	}
	rows := q.entryRows()
	no := len(q.Open)
	period := q.Setup.Project.Periods[q.Period-1]
	for r := range results.All(q.Setup.Project.Results) {
		for _, planned := range r.Planned {
			isNow := (planned.Start.IsZero() || !period.End.Before(planned.Start)) && (planned.End.IsZero() || !planned.End.Before(period.Start))
			if !isNow || !slices.Contains(planned.Partners, q.Partner) || q.Known[planned.Code] {
				continue
			}
			no++
			title := textIn(planned.Title, q.Words.Language(), &q.Setup.Project)
			rows = append(rows, q.line(map[Key]excel.FormCell{
				No: number(results.Int(no)), Title: {Text: title}, Part: {Text: withTitle(string(planned.Code), title)},
			}))
		}
	}
	return rows
}

func (q Request) line(cells map[Key]excel.FormCell) []excel.FormCell {
	var row []excel.FormCell
	for _, k := range q.keys() {
		row = append(row, cells[k])
	}
	return row
}

func number(n results.Number) excel.FormCell { return excel.FormCell{Text: n.String(), IsNumber: true} }

func numberOf(n *results.Number) excel.FormCell {
	if n == nil {
		return excel.FormCell{}
	}
	return number(*n)
}

func day(d results.Date) excel.FormCell {
	if d.IsZero() {
		return excel.FormCell{}
	}
	return excel.FormCell{Text: d.String(), IsDay: true}
}

// entryRows are the lines of what is there.
func (q Request) entryRows() [][]excel.FormCell {
	var rows [][]excel.FormCell
	for n := range q.Open {
		a := &q.Open[n]
		first := q.activity(a)
		first[No] = number(results.Int(n + 1))
		figures := q.figures(a)
		if len(figures) == 0 {
			figures = []map[Key]excel.FormCell{{}}
		}
		for i, figure := range figures {
			if i == 0 {
				for k, c := range first {
					figure[k] = c
				}
			}
			figure[No] = first[No]
			rows = append(rows, q.line(figure))
		}
	}
	return rows
}

func (q Request) activity(a *partnership.Activity) map[Key]excel.FormCell {
	words, p := q.Words, &q.Setup.Project
	l := string(words.Language())
	cells := map[Key]excel.FormCell{
		Ref: {Text: a.Ref}, Title: {Text: a.Title[l]}, Start: day(a.Start), End: day(a.End),
		Place: {Text: a.Place}, Narrative: {Text: a.Narrative[l]},
	}
	if a.Type != "" {
		cells[Type] = excel.FormCell{Text: words.Text("type."+string(a.Type), nil)}
	}
	if a.Country != "" {
		cells[Country] = excel.FormCell{Text: words.CountryName(a.Country)}
	}
	if a.Online {
		cells[Online] = excel.FormCell{Text: words.Text("logbook.yes", nil)}
	}
	var names []string
	for _, id := range a.CoOrganisers {
		names = append(names, organisation(q.Setup, id))
	}
	cells[With] = excel.FormCell{Text: strings.Join(names, "; ")}
	for r := range results.All(p.Results) {
		if a.Planned == "" && a.Output != "" && r.Code == a.Output {
			cells[Part] = excel.FormCell{Text: withTitle(string(r.Code), textIn(r.Title, words.Language(), p))}
		}
		for _, planned := range r.Planned {
			if planned.Code == a.Planned {
				cells[Part] = excel.FormCell{Text: withTitle(string(planned.Code), textIn(planned.Title, words.Language(), p))}
			}
		}
	}
	return cells
}

// figures are the lines of the figures of an activity.
func (q Request) figures(a *partnership.Activity) []map[Key]excel.FormCell {
	var rows []map[Key]excel.FormCell
	p, words := &q.Setup.Project, q.Words
	for n := range a.Contributions {
		c := &a.Contributions[n]
		i := indicator(p, c.Indicator)
		head := excel.FormCell{Text: string(c.Indicator)}
		if i != nil {
			head.Text = withTitle(string(c.Indicator), textIn(i.Title, words.Language(), p))
		}
		rows = append(rows, q.whole(c, i, head))
		for _, cell := range c.Cells {
			rows = append(rows, q.part(cell, head))
		}
	}
	return rows
}

// whole is the line of a contribution.
func (q Request) whole(c *results.Contribution, i *results.Indicator, head excel.FormCell) map[Key]excel.FormCell {
	p, words := &q.Setup.Project, q.Words
	whole := map[Key]excel.FormCell{
		Indicator: head, Value: numberOf(c.Value), Counted: numberOf(c.AlreadyCounted),
		Numerator: numberOf(c.Numerator), Denominator: numberOf(c.Denominator),
		InWords: {Text: c.Text[string(words.Language())]}, Note: {Text: c.Note},
	}
	if c.NotApplicable {
		whole[NotApplicable] = excel.FormCell{Text: words.Text("logbook.yes", nil)}
	}
	if i != nil {
		for _, s := range i.Stages {
			if s.Key == c.Stage {
				whole[Stage] = excel.FormCell{Text: textIn(s.Title, words.Language(), p)}
			}
		}
	}
	return whole
}

// part is the line of a cell of a breakdown.
func (q Request) part(cell results.Cell, head excel.FormCell) map[Key]excel.FormCell {
	p, words := &q.Setup.Project, q.Words
	line := map[Key]excel.FormCell{
		Indicator: head, Value: numberOf(cell.Value), Numerator: numberOf(cell.Numerator), Denominator: numberOf(cell.Denominator),
	}
	for _, d := range p.Dimensions {
		for _, category := range d.Categories {
			if cell.By.Category(d.Key) == category.Key && category.Key != "" {
				line[dimensionKey(d.Key)] = excel.FormCell{Text: textIn(category.Title, words.Language(), p)}
			}
		}
	}
	return line
}

func indicator(p *partnership.Project, code results.IndicatorCode) *results.Indicator {
	for i := range results.Indicators(p.Results) {
		if i.Code == code {
			return i
		}
	}
	return nil
}

// example is an activity with a figure, and with a breakdown where there is one to
// be shown.
func (q Request) example() partnership.Activity {
	p := &q.Setup.Project
	l := string(q.Words.Language())
	twelve, seven := results.Int(12), results.Int(7)
	a := partnership.Activity{
		Type: partnership.Training, Title: results.Text{l: q.Words.Text("logbook.example-title", nil)},
		Start: p.Periods[q.Period-1].Start,
	}
	if len(p.Countries) > 0 {
		a.Country = p.Countries[0].Country
	}
	var best *results.Indicator
	for i := range results.Indicators(p.Results) {
		if i.Measure == results.MeasureNumber && (best == nil || len(best.Breakdown) == 0) {
			best = i
		}
	}
	if best == nil {
		return a
	}
	c := results.Contribution{Indicator: best.Code, Value: &twelve}
	by := map[results.DimensionKey]results.CategoryKey{}
	for _, d := range p.Dimensions {
		if slices.Contains(best.Breakdown, d.Key) && len(d.Categories) > 0 && (!best.Separate || len(by) == 0) {
			by[d.Key] = d.Categories[0].Key
		}
	}
	if len(by) > 0 {
		c.Cells = []results.Cell{{By: results.NewBy(by), Value: &seven}}
	}
	a.Contributions = []results.Contribution{c}
	return a
}

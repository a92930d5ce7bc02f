package reports

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// A Placeholder that cannot be filled stands at a cell of a sheet; Message is the key
// of what is wrong with it.
type Placeholder struct {
	Sheet, Cell, Text string
	Message           string
	Args              map[string]any
}

const (
	openMark  = "{{"
	closeMark = "}}"
)

var placeholder = regexp.MustCompile(`\{\{[^{}]*\}\}`)

// Fill finds what the cells of a donor's workbook become in which there are
// placeholders (docs/templates.md): figures as numbers, days as days where the cell
// shows days. Where any placeholder cannot be filled, those are returned, and no value.
func Fill(d *partnership.Dossier, o Options, b *workbook.Book) (map[workbook.Place]workbook.Value, []Placeholder, error) {
	words, err := i18n.For(o.Language)
	if err != nil {
		return nil, nil, fmt.Errorf("fill workbook: %w", err)
	}
	if err := o.check(&d.Project); err != nil {
		return nil, nil, err
	}
	found, filled, err := b.Find(openMark)
	if err != nil {
		return nil, nil, fmt.Errorf("fill workbook: %w", err)
	}
	f := &filling{builder: newBuilder(d, o, words), words: words, book: b, filled: filled, values: map[workbook.Place]workbook.Value{}}
	for _, at := range found {
		f.fill(at)
	}
	if len(f.wrong) > 0 {
		return nil, f.wrong, nil
	}
	return f.values, nil, nil
}

// A filling is a workbook that is being filled.
type filling struct {
	*builder
	words  *i18n.Localizer
	book   *workbook.Book
	filled map[workbook.Place]bool
	values map[workbook.Place]workbook.Value
	wrong  []Placeholder
	at     workbook.Found
}

// A mistake in a placeholder.
type mistake struct {
	message string
	args    map[string]any
}

func mistaken(message string, args ...any) *mistake {
	m := &mistake{message: "fill." + message, args: map[string]any{}}
	for n := 0; n+1 < len(args); n += 2 {
		if name, ok := args[n].(string); ok {
			m.args[name] = args[n+1]
		}
	}
	return m
}

func (f *filling) report(text string, m *mistake) {
	f.wrong = append(f.wrong, Placeholder{
		Sheet: f.book.Sheets()[f.at.Sheet].Name, Cell: workbook.CellName(f.at.Column, f.at.Row),
		Text: results.Excerpt(text), Message: m.message, Args: m.args,
	})
}

// fill finds what becomes of a cell.
func (f *filling) fill(at workbook.Found) {
	f.at = at
	marks := placeholder.FindAllString(at.Text, -1)
	if strings.Count(at.Text, openMark) != len(marks) {
		f.report(at.Text, mistaken("not-closed"))
		return
	}
	for _, mark := range marks {
		if isRows(mark) {
			f.fillRows(mark, strings.TrimSpace(at.Text) == mark)
			return
		}
	}
	text, replace := at.Text, map[string]string{}
	for _, mark := range marks {
		c, m := f.one(inside(mark))
		if m != nil {
			f.report(mark, m)
			return
		}
		if strings.TrimSpace(at.Text) == mark {
			f.values[at.Place] = valueOf(c, at)
			return
		}
		replace[mark] = c.Text.String()
		text = strings.ReplaceAll(text, mark, c.Text.String())
	}
	f.values[at.Place] = workbook.Value{Kind: workbook.Text, Text: text, Replace: replace}
}

// inside is a placeholder without its braces, with plain spaces.
func inside(mark string) string {
	return strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimPrefix(mark, openMark), closeMark)), " ")
}

func isRows(mark string) bool { return strings.HasPrefix(strings.ToLower(inside(mark)), "rows ") }

// valueOf is a cell of a report as the donor's cell shows it: a percentage where it
// shows percent is a share, a day is a day only where it shows days.
func valueOf(c Cell, at workbook.Found) workbook.Value {
	switch {
	case c.Number != nil && c.Number.Percent && at.IsPercent:
		n, err := results.ParseExact(c.Number.Decimal)
		if err == nil {
			return workbook.Value{Kind: workbook.Number, Text: n.Div(results.Int(100)).String()}
		}
	case c.Number != nil:
		return workbook.Value{Kind: workbook.Number, Text: c.Number.Decimal}
	case c.Day != nil && at.IsDay:
		return workbook.Value{Kind: workbook.Day, Text: fmt.Sprintf("%04d-%02d-%02d", c.Day.Year, c.Day.Month, c.Day.Day)}
	}
	return workbook.Value{Kind: workbook.Text, Text: c.Text.String()}
}

// A wish is what a placeholder says: its words, and what it gives with "=".
type wish struct {
	words   []string
	options map[string]string
}

func wishOf(text string) wish {
	w := wish{options: map[string]string{}}
	for word := range strings.FieldsSeq(text) {
		if name, value, ok := strings.Cut(word, "="); ok {
			w.options[strings.ToLower(name)] = value
		} else {
			w.words = append(w.words, word)
		}
	}
	return w
}

// word is the n-th word, "" where there is none.
func (w *wish) word(n int) string {
	if n < len(w.words) {
		return w.words[n]
	}
	return ""
}

// subjects are what placeholders can begin with.
var subjects = map[string]func(*filling, *wish) (Cell, *mistake){
	"project": (*filling).project, "period": (*filling).period, "report": (*filling).reportItself, "result": (*filling).result,
	"indicator": (*filling).indicatorWish, "partner": (*filling).partner, "narrative": (*filling).narrative,
}

// one finds what a placeholder in a single cell stands for.
func (f *filling) one(text string) (Cell, *mistake) {
	w := wishOf(text)
	subject, ok := subjects[strings.ToLower(w.word(0))]
	if !ok {
		return Cell{}, mistaken("unknown", "Known", known(subjects)+", rows")
	}
	at, m := f.inPeriod(&w)
	if m != nil {
		return Cell{}, m
	}
	return subject(at, &w)
}

func known[T any](m map[string]T) string { return strings.Join(slices.Sorted(maps.Keys(m)), ", ") }

// inPeriod is the filling as of the periods that a placeholder names, else those of
// the report.
func (f *filling) inPeriod(w *wish) (*filling, *mistake) {
	text, ok := w.options["period"]
	if !ok {
		return f, nil
	}
	first, last, isSpan := strings.Cut(text, "-")
	if !isSpan {
		last = first
	}
	from, err := strconv.Atoi(first)
	to, also := strconv.Atoi(last)
	if err != nil || also != nil || from < 1 || to < from || to > len(f.builder.project.Periods) {
		return nil, mistaken("no-such-period", "Value", results.Excerpt(text), "Last", len(f.builder.project.Periods))
	}
	o := f.options
	o.From, o.To = results.PeriodNo(from), results.PeriodNo(to)
	o.Tallies = f.tallies
	at := *f
	at.builder = newBuilder(f.dossier, o, f.words)
	return &at, nil
}

// written is a text in the language that a placeholder names last, else the report's.
func (f *filling) writtenText(t results.Text, language string) Cell {
	if language == "" {
		return plainCell(f.plain(t))
	}
	s, _ := t.In(language, f.builder.project.Languages...)
	return plainCell(s)
}

// field calls the one of the named fields that a placeholder asks for.
func field[T any](fields map[string]T, name string) (T, *mistake) {
	value, ok := fields[strings.ToLower(name)]
	if !ok {
		return value, mistaken("no-such-field", "Value", results.Excerpt(name), "Known", known(fields))
	}
	return value, nil
}

func (f *filling) project(w *wish) (Cell, *mistake) {
	p := f.builder.project
	value, m := field(map[string]func() Cell{
		"title":     func() Cell { return f.writtenText(p.Title, w.word(2)) },
		"summary":   func() Cell { return f.writtenText(p.Summary, w.word(2)) },
		"code":      func() Cell { return plainCell(string(p.Code)) },
		"grant":     func() Cell { return plainCell(p.GrantNumber) },
		"currency":  func() Cell { return plainCell(p.Currency) },
		"start":     func() Cell { return f.dateCell(p.Start) },
		"end":       func() Cell { return f.dateCell(p.End) },
		"funder":    func() Cell { return plainCell(f.organisation(p.Funder)) },
		"lead":      func() Cell { return plainCell(f.organisation(f.builder.project.Lead())) },
		"partners":  func() Cell { return plainCell(f.otherPartners()) },
		"countries": func() Cell { return plainCell(f.countries()) },
	}, w.word(1))
	if m != nil {
		return Cell{}, m
	}
	return value(), nil
}

func (f *filling) period(w *wish) (Cell, *mistake) {
	from, to := f.builder.project.Periods[f.options.From-1], f.builder.project.Periods[f.options.To-1]
	value, m := field(map[string]Cell{
		"number": f.count(int(f.options.To)), "name": plainCell(f.periodName()), "dates": plainCell(f.reportingPeriod()),
		"start": f.dateCell(from.Start), "end": f.dateCell(to.End), "due": f.dateCell(to.Due),
	}, w.word(1))
	return value, m
}

func (f *filling) reportItself(w *wish) (Cell, *mistake) {
	value, m := field(map[string]Cell{
		"data-date": f.dateCell(f.dated), "language": plainCell(f.LanguageName(string(f.options.Language))),
		"activities": f.count(len(f.logged)),
	}, w.word(1))
	return value, m
}

func (f *filling) result(w *wish) (Cell, *mistake) {
	for r := range results.All(f.builder.project.Results) {
		if !strings.EqualFold(string(r.Code), w.word(1)) || r.Code == "" {
			continue
		}
		text, m := field(map[string]results.Text{"title": r.Title, "assumptions": r.Assumptions}, w.word(2))
		if m != nil {
			return Cell{}, m
		}
		return f.writtenText(text, w.word(3)), nil
	}
	return Cell{}, mistaken("no-such", "Value", results.Excerpt(w.word(1)))
}

func (f *filling) partner(w *wish) (Cell, *mistake) {
	p, ok := f.builder.project.Partner(results.PartnerID(w.word(1)))
	if !ok {
		return Cell{}, mistaken("no-such", "Value", results.Excerpt(w.word(1)))
	}
	name := strings.ToLower(cmp.Or(w.word(2), "name"))
	if name == "name" {
		name = "organisation"
	}
	c, m := field(partnerColumns, name)
	if m != nil {
		return Cell{}, m
	}
	return c.cell(f.builder, p), nil
}

func (f *filling) narrative(w *wish) (Cell, *mistake) {
	partner := results.PartnerID(w.options["partner"])
	isThere := false
	for n := range f.dossier.Narratives {
		v := &f.dossier.Narratives[n]
		if v.Section != w.word(1) {
			continue
		}
		isThere = true
		if v.Period == f.options.To && v.Partner == partner {
			return f.writtenText(v.Text, w.word(2)), nil
		}
	}
	if !isThere && !isSection(w.word(1)) {
		return Cell{}, mistaken("no-such", "Value", results.Excerpt(w.word(1)))
	}
	return plainCell(""), nil
}

// isSection says whether any report that the program knows asks for a section.
func isSection(name string) bool {
	for _, definition := range Definitions() {
		if d, err := LoadDefinition(definition); err == nil && slices.Contains(d.Questions(), name) {
			return true
		}
	}
	return false
}

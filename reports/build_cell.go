package reports

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// A column of a table over some kind of row.
type column[T any] struct {
	head  string // message key: what it is about, ".", and what the column holds
	width float64
	align Align
	cell  func(*builder, T) Cell
}

// table makes a table of the named columns, a row for each of the items.
func table[T any](b *builder, known map[string]column[T], names []string, items []T) Table {
	var t Table
	for _, name := range names {
		c := known[name]
		t.Columns = append(t.Columns, b.headed(c.head, c.width, c.align))
	}
	for _, item := range items {
		t.Rows = append(t.Rows, row(b, known, names, item))
	}
	return t
}

// holds is what a column holds that a message heads.
func holds(head string) string {
	for _, about := range []string{"report.", "money.", "receipt.", "rates.", "setup."} {
		if held, ok := strings.CutPrefix(head, about); ok {
			return held
		}
	}
	return head
}

// headed is a column whose head is a message.
func (b *builder) headed(head string, width float64, align Align) Column {
	return Column{Head: b.Text(head, nil), Width: width, Align: align, key: holds(head)}
}

func row[T any](b *builder, known map[string]column[T], names []string, item T) Row {
	r := Row{Cells: make([]Cell, len(names))}
	for n, name := range names {
		r.Cells[n] = known[name].cell(b, item)
	}
	return r
}

// none stands where there is nothing to show.
const none = "–"

func plainCell(s string) Cell { return Cell{Text: Plain(s)} }

// text is what people wrote, in the report's language, or in another that is
// then marked.
func (b *builder) text(t results.Text) Text {
	s, language := t.In(string(b.options.Language), b.project.Languages...)
	if s == "" {
		return nil
	}
	if language == string(b.options.Language) {
		return Plain(s)
	}
	return Text{{Text: s, Language: language}, {Text: " (" + b.InLanguage(language) + ")", Emphasis: true}}
}

// plain is what people wrote, without a mark of its language.
func (b *builder) plain(t results.Text) string {
	s, _ := t.In(string(b.options.Language), b.project.Languages...)
	return s
}

func dayOf(d results.Date) Day {
	year, month, day := d.Parts()
	return Day{year, month, day}
}

func (b *builder) date(d results.Date) string {
	if d.IsZero() {
		return none
	}
	return b.Date(d.Parts())
}

func (b *builder) dateCell(d results.Date) Cell {
	if d.IsZero() {
		return plainCell("")
	}
	day := dayOf(d)
	return Cell{Text: Plain(b.date(d)), Day: &day}
}

func (b *builder) dates(from, to results.Date) string {
	if to.IsZero() || from == to {
		return b.date(from)
	}
	return b.DateRange(i18n.Day(dayOf(from)), i18n.Day(dayOf(to)))
}

func (b *builder) count(n int) Cell {
	return Cell{Text: Plain(b.Integer(n)), Number: &Number{Decimal: results.Int(n).String()}}
}

// written is a figure of an indicator as people read it: rounded to its
// decimals; a stage with its number and its name; a hidden one by its mark.
func (b *builder) written(i *results.Indicator, f results.Figure) string {
	if mark, ok := f.Mark(); ok {
		return mark
	}
	n, ok := f.Number()
	if !ok {
		return none
	}
	switch i.Measure {
	case results.Percentage:
		return b.Percent(n.Fixed(i.Places()), i.Places())
	case results.MeasureStage:
		if stage, ok := i.StageAt(n); ok {
			return b.Integer(int(n.Float())) + "\u00a0·\u00a0" + b.plain(stage.Title)
		}
	case results.MeasureNumber, results.Ratio, results.MeasureText:
	}
	return b.Number(n.Fixed(i.Places()), i.Places())
}

// figure is the cell of a figure: rounded for people, to six decimals for
// machines.
func (b *builder) figure(i *results.Indicator, f results.Figure) Cell {
	n, ok := f.Number()
	if !ok {
		return plainCell(b.written(i, f))
	}
	return Cell{
		Text:   Plain(b.written(i, f)),
		Number: &Number{Decimal: n.String(), Decimals: i.Places(), Percent: i.Measure == results.Percentage},
	}
}

// share is the cell of a share, in percent, with its bar.
func (b *builder) share(f results.Figure) Cell {
	n, ok := f.Number()
	if !ok {
		return plainCell(none)
	}
	percent, bar := n.Mul(results.Int(100)), n.Float()
	return Cell{
		Text:   Plain(b.Percent(percent.Fixed(0), 0)),
		Number: &Number{Decimal: percent.String(), Percent: true},
		Bar:    &bar,
	}
}

// statusOf is how an indicator stands: so far, while the period is running; none
// before it.
func (b *builder) statusOf(r results.Row) *Status {
	if b.isAhead() {
		return nil
	}
	word := b.Text("status."+string(r.Status), nil)
	if b.isRunning() {
		word = b.Text("status.so-far", i18n.Args{"Status": word})
	}
	return &Status{Kind: StatusKind(r.Status), Word: word}
}

func (b *builder) statusCell(s *Status) Cell {
	if s == nil {
		return plainCell(none)
	}
	return Cell{Text: Plain(s.Word), Status: s}
}

// heading makes the heading of a section, with the section's kind as anchor.
func (b *builder) heading(s Section) Block {
	anchor := s.Kind
	switch {
	case s.Question != "":
		anchor = s.Question
	case s.Kind == "heading" || s.Kind == "facts" || s.Kind == "signature": // there can be several
		anchor = ""
	}
	text := b.worded(s.Heading)
	if s.Number != "" {
		text = append(Text{{Text: s.Number + " "}}, text...)
	}
	return Heading{Level: s.level(), Text: text, Anchor: anchor}
}

// opened is the heading of a section with what was written for it.
func (b *builder) opened(s Section) []Block {
	blocks := []Block{b.heading(s)}
	if s.Question != "" {
		blocks = append(blocks, b.narrative(s.Question)...)
	}
	return blocks
}

// joined puts parts that are not empty into one line.
func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, " · ")
}

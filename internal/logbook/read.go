package logbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// A Fault is what is wrong with a cell, or with a warning only strange: the key of
// the message, or a problem of the domain.
type Fault struct {
	Cell    string // "D7"; a row where there is no such column
	Column  Key
	Message string // key in internal/i18n; empty where Problem tells
	Args    map[string]any
	Problem results.Problem
	Warning bool
}

// A Draft is an entry as the lines of a table tell it.
type Draft struct {
	Rows   []int // of the file
	Ref    string
	Faults []Fault

	lines  []Line         // of the rows
	places map[string]int // rows of contributions, and of their cells, by path
}

// A Reader makes drafts of tables.
type Reader struct {
	setup   *partnership.Setup
	choices choices
	checker *partnership.Checker
	planned map[results.PlannedCode]plannedPart
	outputs map[results.ResultCode]bool
	known   map[results.IndicatorCode]*results.Indicator
}

// A plannedPart is an activity of the work plan, and the result that it is for.
type plannedPart struct {
	output results.ResultCode
	title  results.Text
}

// NewReader makes the reader of a project's tables.
func NewReader(setup *partnership.Setup) *Reader {
	r := &Reader{
		setup: setup, choices: choicesOf(setup), checker: partnership.NewChecker(setup.Dossier()),
		planned: map[results.PlannedCode]plannedPart{}, outputs: map[results.ResultCode]bool{},
		known: map[results.IndicatorCode]*results.Indicator{},
	}
	for result := range results.All(setup.Project.Results) {
		r.outputs[result.Code] = true
		for _, p := range result.Planned {
			r.planned[p.Code] = plannedPart{result.Code, p.Title}
		}
		for n := range result.Indicators {
			r.known[result.Indicators[n].Code] = &result.Indicators[n]
		}
	}
	return r
}

// Drafts groups the lines of a table to activities. Lines with the same number
// belong together; a line without number, and without anything of an activity,
// belongs to the one above it.
func (r *Reader) Drafts(t *Table) []*Draft {
	var all []*Draft
	numbered := map[string]*Draft{}
	for _, line := range t.Lines {
		no := line.Cells[No].Text
		d := numbered[no]
		switch {
		case d != nil && no != "":
		case t.Sort != Expenses && no == "" && len(all) > 0 && !line.hasActivity():
			d = all[len(all)-1]
		default:
			d = &Draft{Ref: line.Cells[Ref].Text, places: map[string]int{}}
			all = append(all, d)
			if no != "" {
				numbered[no] = d
			}
		}
		if d.Ref == "" {
			d.Ref = line.Cells[Ref].Text
		}
		d.Rows = append(d.Rows, line.No)
		d.lines = append(d.lines, line)
	}
	return slices.DeleteFunc(all, (*Draft).isEmpty)
}

func (l Line) hasActivity() bool {
	return slices.ContainsFunc(ofActivity, func(k Key) bool { return l.Cells[k].Text != "" })
}

// isEmpty says whether there is nothing but numbers of lines.
func (d *Draft) isEmpty() bool {
	for _, l := range d.lines {
		for k := range l.Cells {
			if k != No {
				return false
			}
		}
	}
	return true
}

// IsBlank says whether a draft is what the form had from the work plan, and nothing
// more.
func (r *Reader) IsBlank(d *Draft) bool {
	if d.Ref != "" || len(d.lines) != 1 {
		return false
	}
	part, ok := r.planned[results.PlannedCode(coded(d.lines[0].Cells[Part].Text))]
	if !ok {
		return false
	}
	for k, c := range d.lines[0].Cells {
		switch k {
		case No, Part:
		case Title:
			if !slices.ContainsFunc(mapValues(part.title), func(s string) bool { return folded(s) == folded(c.Text) }) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func mapValues(t results.Text) []string {
	var all []string
	for _, s := range t {
		all = append(all, s)
	}
	return all
}

// Key tells activities apart whose reference a table does not tell: by title, first
// day and place.
func (t *Table) Key(a *partnership.Activity) string {
	return folded(a.Title[string(t.Language)]) + "\x00" + a.Start.String() + "\x00" + folded(a.Place)
}

// A filling is a draft that is being read.
type filling struct {
	*Reader
	table *Table
	draft *Draft
	words *i18n.Localizer
}

// fill begins to read a draft.
func (r *Reader) fill(t *Table, d *Draft) (*filling, error) {
	words, err := i18n.For(t.Language)
	d.Faults, d.places = nil, map[string]int{}
	return &filling{Reader: r, table: t, draft: d, words: words}, err
}

// An activityFilling reads the draft of an activity.
type activityFilling struct {
	*filling
	was *partnership.Activity
	is  partnership.Activity
}

// Activity reads a draft over the activity that it is to become; was is empty for a new
// one but for its partner. What tables do not tell, stays: texts in other languages,
// publications, quotes and evidence.
func (r *Reader) Activity(t *Table, d *Draft, was partnership.Activity) (partnership.Activity, error) {
	shared, err := r.fill(t, d)
	if err != nil {
		return was, err
	}
	f := &activityFilling{filling: shared, was: &was, is: was}
	f.activity()
	if _, ok := t.Columns[Indicator]; ok {
		f.contributions()
	}
	if len(d.Faults) == 0 {
		f.check()
	}
	f.checkPeriod(Start, f.is.Day())
	return f.is, nil
}

// take finds what a draft says in a column of the entry: lines may repeat it, but
// not contradict each other.
func (f *filling) take(k Key) (c workbook.Cell, row int, isThere bool) {
	row = f.draft.Rows[0]
	for _, l := range f.draft.lines {
		cell, ok := l.Cells[k]
		switch {
		case !ok:
		case !isThere:
			c, row, isThere = cell, l.No, true
		case folded(cell.Text) != folded(c.Text):
			f.wrong(k, l.No, "logbook.differs", map[string]any{"Row": row})
		}
	}
	if !isThere {
		_, isThere = f.table.Columns[k] // it was emptied
	}
	return c, row, isThere && f.isReadable(k, c, row)
}

// isReadable refuses formulas that have no value, or a fault.
func (f *filling) isReadable(k Key, c workbook.Cell, row int) bool {
	switch c.Kind {
	case workbook.Uncomputed:
		f.wrong(k, row, "logbook.not-computed", nil)
	case workbook.Fault:
		f.wrong(k, row, "logbook.formula-fault", map[string]any{"Value": c.Text})
	default:
		return true
	}
	return false
}

func (f *filling) wrong(k Key, row int, message string, args map[string]any) {
	f.draft.Faults = append(f.draft.Faults, Fault{Cell: f.table.Cell(k, row), Column: k, Message: message, Args: args})
}

func (f *activityFilling) activity() {
	a := &f.is
	if c, row, ok := f.take(Type); ok {
		a.Type = ""
		if t, isKnown := f.choices.types[folded(c.Text)]; isKnown {
			a.Type = t
		} else if c.Text != "" {
			f.wrong(Type, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(c.Text)})
		}
	}
	a.Title = f.text(Title, a.Title)
	a.Narrative = f.text(Narrative, a.Narrative)
	a.Start = f.date(Start, a.Start)
	a.End = f.date(End, a.End)
	if c, row, ok := f.take(Country); ok {
		a.Country = ""
		if c.Text != "" {
			if a.Country, ok = f.choices.country(c.Text); !ok {
				f.wrong(Country, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(c.Text)})
			}
		}
	}
	if c, _, ok := f.take(Place); ok {
		a.Place = strings.Join(strings.Fields(c.Text), " ")
	}
	if c, row, ok := f.take(Online); ok {
		is, isKnown := f.choices.online[folded(c.Text)]
		if a.Online = is; c.Text != "" && !isKnown {
			f.wrong(Online, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(c.Text)})
		}
	}
	f.part(a)
	f.with(a)
}

// text puts a text beside those in other languages.
func (f *filling) text(k Key, was results.Text) results.Text {
	c, _, ok := f.take(k)
	if !ok {
		return was
	}
	text := results.Text{}
	for l, s := range was {
		text[l] = s
	}
	delete(text, string(f.table.Language))
	if s := cleaned(c.Text); s != "" {
		text[string(f.table.Language)] = s
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

// cleaned is a text without what cannot be kept.
func cleaned(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c < ' ' && c != '\n' && c != '\t' || c == '\x7f' || c == '\ufffd' {
			return -1
		}
		return c
	}, s))
}

func (f *filling) date(k Key, was results.Date) results.Date {
	c, row, ok := f.take(k)
	if !ok {
		return was
	}
	if c.Text == "" {
		return results.Date{}
	}
	d, err := parseDay(c.Text)
	if err != nil || c.Kind != workbook.Day && c.Kind != workbook.Text {
		f.wrong(k, row, "logbook.not-date", map[string]any{"Value": results.Excerpt(c.Text)})
	}
	return d
}

var dayFirst = regexp.MustCompile(`^(\d{1,2})[./-] ?(\d{1,2})[./-] ?(\d{4})\.?$`)

// parseDay reads a day as people of the product's languages write it: with the year
// first, or with the day first.
func parseDay(s string) (results.Date, error) {
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), " 00:00:00"))
	if m := dayFirst.FindStringSubmatch(s); m != nil {
		s = m[3] + "-" + ("0" + m[2])[len(m[2])-1:] + "-" + ("0" + m[1])[len(m[1])-1:]
	}
	if t, err := time.Parse("2006.1.2", strings.TrimSuffix(strings.ReplaceAll(s, "/", "."), ".")); err == nil {
		s = t.Format(time.DateOnly)
	}
	return results.ParseDate(s)
}

// part is the planned activity, or the output.
func (f *filling) part(a *partnership.Activity) {
	c, row, ok := f.take(Part)
	if !ok {
		return
	}
	code := coded(c.Text)
	planned, isPlanned := f.planned[results.PlannedCode(code)]
	switch {
	case code == "":
		a.Planned, a.Output = "", ""
	case isPlanned && a.Planned == results.PlannedCode(code):
	case isPlanned:
		a.Planned, a.Output = results.PlannedCode(code), planned.output
	case f.outputs[results.ResultCode(code)]:
		a.Planned, a.Output = "", results.ResultCode(code)
	default:
		f.wrong(Part, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(code)})
	}
}

// with are the organisations that held the activity too.
func (f *filling) with(a *partnership.Activity) {
	c, row, ok := f.take(With)
	if !ok {
		return
	}
	was := a.CoOrganisers
	a.CoOrganisers = nil
	for name := range strings.SplitSeq(c.Text, ";") {
		if strings.TrimSpace(name) == "" {
			continue
		}
		id, isKnown := f.choices.partners[folded(name)]
		if !isKnown {
			f.wrong(With, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(strings.TrimSpace(name))})
			continue
		}
		a.CoOrganisers = append(a.CoOrganisers, id)
	}
	if slices.Equal(slices.Sorted(slices.Values(was)), slices.Sorted(slices.Values(a.CoOrganisers))) {
		a.CoOrganisers = was
	}
}

// checkPeriod warns of a day outside of the period that the form was made for.
func (f *filling) checkPeriod(column Key, day results.Date) {
	k := f.table.Stamp.Period
	if k < 1 || int(k) > len(f.setup.Project.Periods) || day.IsZero() {
		return
	}
	if p := f.setup.Project.Periods[k-1]; day.Before(p.Start) || p.End.Before(day) {
		f.draft.Faults = append(f.draft.Faults, Fault{
			Cell: f.table.Cell(column, f.draft.Rows[0]), Column: column, Warning: true,
			Message: "logbook.outside-period", Args: map[string]any{"Period": strconv.Itoa(int(k))},
		})
	}
}

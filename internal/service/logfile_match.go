package service

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// A logSort is what the tables of a sort are read into, and how.
type logSort[T any, E entry[T]] struct {
	entries[T, E]
	of    func(partner results.PartnerID) T // a new one
	fill  func(*logbook.Reader, *logbook.Table, *logbook.Draft, T) (T, error)
	key   func(*logbook.Table, *T) string // tells those without reference apart
	day   func(*T) results.Date
	field string // the key of the day in the storage
	tidy  func(T) T
	put   func(*LogEntry, *T)
}

func (s *Service) loggedActivities() logSort[partnership.Activity, *partnership.Activity] {
	return logSort[partnership.Activity, *partnership.Activity]{
		entries: s.activities(),
		of:      func(p results.PartnerID) partnership.Activity { return partnership.Activity{Partner: p} },
		fill:    (*logbook.Reader).Activity, key: (*logbook.Table).Key, day: (*partnership.Activity).Day, field: "day", tidy: tidy,
		put: func(e *LogEntry, a *partnership.Activity) { e.Activity = a },
	}
}

func (s *Service) loggedExpenses() logSort[partnership.Expense, *partnership.Expense] {
	return logSort[partnership.Expense, *partnership.Expense]{
		entries: s.expenses(),
		of:      func(p results.PartnerID) partnership.Expense { return partnership.Expense{Partner: p} },
		fill:    (*logbook.Reader).Expense, key: (*logbook.Table).ExpenseKey,
		day: func(e *partnership.Expense) results.Date { return e.Date }, field: "date",
		tidy: func(e partnership.Expense) partnership.Expense { return e },
		put:  func(e *LogEntry, x *partnership.Expense) { e.Expense = x },
	}
}

// logReading holds a table against what is stored.
type logReading[T any, E entry[T]] struct {
	logSort[T, E]
	reader  *logbook.Reader
	table   *logbook.Table
	partner results.PartnerID
	project partnership.ProjectCode
	found   map[*logbook.Draft]Stored[Logged[T]]
	missing map[*logbook.Draft]bool // names a reference that is not there
	twice   map[*logbook.Draft]bool // names one that another draft has
	alike   map[*logbook.Draft]int  // the row that a draft without reference says again
}

// match finds the entry that each draft is: by its reference, else by what tells those
// apart that have none, the same ones in their order.
func (l *logReading[T, E]) match(ctx context.Context, r store.Reader, drafts []*logbook.Draft) error {
	l.found = map[*logbook.Draft]Stored[Logged[T]]{}
	l.missing, l.twice, l.alike = map[*logbook.Draft]bool{}, map[*logbook.Draft]bool{}, map[*logbook.Draft]int{}
	taken, told := map[string]bool{}, map[*logbook.Draft]*T{}
	for _, d := range drafts {
		if d.Ref == "" {
			v, err := l.fill(l.reader, l.table, d, l.of(l.partner))
			if err != nil {
				return err
			}
			told[d] = &v
			continue
		}
		old, err := l.find(ctx, r, l.project, d.Ref)
		switch {
		case IsKind(err, NotFound) || err == nil && *E(&old.Value.Value).Head().Partner != l.partner:
			l.missing[d] = true
		case err != nil:
			return err
		case taken[d.Ref]:
			l.twice[d] = true
		default:
			l.found[d], taken[d.Ref] = old, true
		}
	}
	same, err := l.stored(ctx, r, told, taken)
	if err != nil {
		return err
	}
	first := map[string]int{}
	for _, d := range drafts {
		v := told[d]
		if v == nil || l.day(v).IsZero() {
			continue
		}
		key := l.key(l.table, v)
		if row, isThere := first[key]; isThere {
			l.alike[d] = row
		} else {
			first[key] = d.Rows[0]
		}
		if len(same[key]) > 0 {
			l.found[d], same[key] = same[key][0], same[key][1:]
		}
	}
	return nil
}

// stored are the entries of the days of what was told, but for those that are taken, by
// what tells them apart.
func (l *logReading[T, E]) stored(ctx context.Context, r store.Reader, told map[*logbook.Draft]*T, taken map[string]bool) (map[string][]Stored[Logged[T]], error) {
	var from, to results.Date
	for _, v := range told {
		from, to = wider(from, to, l.day(v))
	}
	same := map[string][]Stored[Logged[T]]{}
	if from.IsZero() {
		return same, nil
	}
	where := append(ofPartner(l.project, l.partner), store.AtLeast(l.field, from.String()), store.AtMost(l.field, to.String()))
	for found, err := range l.entries.table.Find(ctx, r, store.Query{Where: where}) {
		if err != nil {
			return nil, err
		}
		if v := &found.Value.Value; !taken[*E(v).Head().Ref] {
			key := l.key(l.table, v)
			same[key] = append(same[key], found)
		}
	}
	return same, nil
}

func wider(from, to, day results.Date) (results.Date, results.Date) {
	if !day.IsZero() {
		if from.IsZero() || day.Before(from) {
			from = day
		}
		if to.Before(day) {
			to = day
		}
	}
	return from, to
}

// A toldEntry is an entry that a file tells, and what it is of those that are stored.
type toldEntry[T any] struct {
	LogEntry
	value T
	old   Stored[Logged[T]]
}

// entry is what becomes of a draft.
func (l *logReading[T, E]) entry(d *logbook.Draft) (toldEntry[T], error) {
	e := toldEntry[T]{LogEntry: LogEntry{State: LogNew, Rows: d.Rows}, old: l.found[d], value: l.of(l.partner)}
	if e.old.Rev > 0 {
		e.value = e.old.Value.Value
	}
	was := e.value
	var err error
	if e.value, err = l.fill(l.reader, l.table, d, was); err != nil {
		return e, err
	}
	l.put(&e.LogEntry, &e.value)
	if l.reader.IsBlank(d) {
		e.State = LogBlank
		return e, nil
	}
	if !alike(l.tidy(e.value), l.tidy(was)) {
		l.reader.Mind(l.table, d, personal(E(&e.value).Written()))
	}
	e.Faults = d.Faults
	if e.old.Rev > 0 {
		e.State = LogChanged
		if alike(l.tidy(e.value), l.tidy(was)) {
			e.State = LogUnchanged
		} else if head := E(&was).Head(); !head.Status.IsOpen() {
			e.Faults = append(e.Faults, l.fault(d, "error.not-open", *head.Ref))
		}
	}
	if l.missing[d] {
		e.Faults = append(e.Faults, l.fault(d, "error.no-such-entry", d.Ref))
	}
	if l.twice[d] {
		e.Faults = append(e.Faults, l.fault(d, "logbook.ref-twice", d.Ref))
	}
	if row := l.alike[d]; row > 0 && e.State != LogUnchanged {
		e.Faults = append(e.Faults, logbook.Fault{
			Cell: strconv.Itoa(d.Rows[0]), Column: logbook.Ref, Warning: true, Message: "logbook.same-as", Args: map[string]any{"Row": row},
		})
	}
	if e.State != LogUnchanged && slices.ContainsFunc(e.Faults, func(f logbook.Fault) bool { return !f.Warning }) {
		e.State = LogFaulty
	}
	return e, nil
}

func (l *logReading[T, E]) fault(d *logbook.Draft, message, ref string) logbook.Fault {
	k := logbook.Ref
	if d.Ref == "" {
		k = logbook.Title
	}
	return logbook.Fault{Cell: l.table.Cell(k, d.Rows[0]), Column: k, Message: message, Args: map[string]any{"Ref": ref}}
}

// alike says whether two entries say the same.
func alike(a, b any) bool {
	one, err := json.Marshal(a)
	if err != nil {
		return false
	}
	other, err := json.Marshal(b)
	return err == nil && bytes.Equal(one, other)
}

// tidy puts the cells of breakdowns in order, and nothing in place of what is empty.
func tidy(a partnership.Activity) partnership.Activity {
	contributions := a.Contributions
	a.Contributions = nil
	for _, c := range contributions {
		c.Cells = slices.Clone(c.Cells)
		slices.SortFunc(c.Cells, func(x, y results.Cell) int { return x.By.Compare(y.By) })
		if len(c.Cells) == 0 {
			c.Cells = nil
		}
		if len(c.Text) == 0 {
			c.Text = nil
		}
		a.Contributions = append(a.Contributions, c)
	}
	if len(a.CoOrganisers) == 0 {
		a.CoOrganisers = nil
	}
	if a.End == a.Start {
		a.End = results.Date{}
	}
	a.Place = strings.TrimSpace(a.Place)
	return a
}

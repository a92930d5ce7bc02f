package service

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// logReading holds a table against what is stored.
type logReading struct {
	reader  *logbook.Reader
	table   *logbook.Table
	partner results.PartnerID
	project partnership.ProjectCode
	found   map[*logbook.Draft]Stored[Logged[partnership.Activity]]
	missing map[*logbook.Draft]bool // names a reference that is not there
	twice   map[*logbook.Draft]bool // names one that another draft has
}

// match finds the activity that each draft is: by its reference, else by title, first
// day and place, the same ones in their order.
func (l *logReading) match(ctx context.Context, s *Service, r store.Reader, drafts []*logbook.Draft) error {
	l.found = map[*logbook.Draft]Stored[Logged[partnership.Activity]]{}
	l.missing, l.twice = map[*logbook.Draft]bool{}, map[*logbook.Draft]bool{}
	taken := map[string]bool{}
	var from, to results.Date
	for _, d := range drafts {
		if d.Ref == "" {
			if err := l.reader.Fill(l.table, d, partnership.Activity{Partner: l.partner}); err != nil {
				return err
			}
			from, to = wider(from, to, &d.Activity)
			continue
		}
		old, err := s.activities().find(ctx, r, l.project, d.Ref)
		switch {
		case IsKind(err, NotFound) || err == nil && old.Value.Value.Partner != l.partner:
			l.missing[d] = true
		case err != nil:
			return err
		case taken[d.Ref]:
			l.twice[d] = true
		default:
			l.found[d], taken[d.Ref] = old, true
		}
	}
	if from.IsZero() {
		return nil
	}
	where := append(ofPartner(l.project, l.partner), store.AtLeast("day", from.String()), store.AtMost("day", to.String()))
	same := map[string][]Stored[Logged[partnership.Activity]]{}
	for a, err := range archive.Activities.Find(ctx, r, store.Query{Where: where}) {
		if err != nil {
			return err
		}
		if v := &a.Value.Value; !taken[v.Ref] {
			key := l.table.Key(v)
			same[key] = append(same[key], a)
		}
	}
	for _, d := range drafts {
		key := l.table.Key(&d.Activity)
		if d.Ref == "" && !d.Activity.Start.IsZero() && len(same[key]) > 0 {
			l.found[d], same[key] = same[key][0], same[key][1:]
		}
	}
	return nil
}

func wider(from, to results.Date, a *partnership.Activity) (results.Date, results.Date) {
	if day := a.Day(); !day.IsZero() {
		if from.IsZero() || day.Before(from) {
			from = day
		}
		if to.Before(day) {
			to = day
		}
	}
	return from, to
}

// entry is what becomes of a draft.
func (l *logReading) entry(d *logbook.Draft) (LogEntry, error) {
	e := LogEntry{State: LogNew, Rows: d.Rows, old: l.found[d]}
	if l.reader.IsBlank(d) {
		e.State, e.Activity = LogBlank, d.Activity
		return e, nil
	}
	was := partnership.Activity{Partner: l.partner}
	if e.old.Rev > 0 {
		was = e.old.Value.Value
	}
	if err := l.reader.Fill(l.table, d, was); err != nil {
		return e, err
	}
	e.Activity, e.Faults = d.Activity, d.Faults
	if e.old.Rev > 0 {
		e.State = LogChanged
		if alike(e.Activity, was) {
			e.State = LogUnchanged
		} else if !was.Status.IsOpen() {
			e.Faults = append(e.Faults, l.fault(d, "error.not-open", was.Ref))
		}
	}
	if l.missing[d] {
		e.Faults = append(e.Faults, l.fault(d, "error.no-such-entry", d.Ref))
	}
	if l.twice[d] {
		e.Faults = append(e.Faults, l.fault(d, "logbook.ref-twice", d.Ref))
	}
	if e.State != LogUnchanged && slices.ContainsFunc(e.Faults, func(f logbook.Fault) bool { return !f.Warning }) {
		e.State = LogFaulty
	}
	return e, nil
}

func (l *logReading) fault(d *logbook.Draft, message, ref string) logbook.Fault {
	k := logbook.Ref
	if d.Ref == "" {
		k = logbook.Title
	}
	return logbook.Fault{Cell: l.table.Cell(k, d.Rows[0]), Column: k, Message: message, Args: map[string]any{"Ref": ref}}
}

// alike says whether two activities say the same.
func alike(a, b partnership.Activity) bool {
	one, err := json.Marshal(tidy(a))
	if err != nil {
		return false
	}
	other, err := json.Marshal(tidy(b))
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

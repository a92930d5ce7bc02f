package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A LogState is what becomes of an activity that a file tells.
type LogState string

// The states.
const (
	LogNew       LogState = "new"
	LogChanged   LogState = "changed"
	LogUnchanged LogState = "unchanged"
	LogBlank     LogState = "blank" // planned, and not filled in
	LogFaulty    LogState = "faulty"
)

// A LogEntry is an activity or an expense that a file tells; the other of the two is nil.
type LogEntry struct {
	State    LogState
	Rows     []int // of the file
	Activity *partnership.Activity
	Expense  *partnership.Expense
	Faults   []logbook.Fault // and warnings
}

// A LogPreview is what storing a file would do. Nothing is stored while any entry is
// faulty.
type LogPreview struct {
	Table      logbook.Table
	Entries    []LogEntry
	Counts     map[LogState]int
	Difference *logbook.Difference // where the form is of an earlier framework
	Seen       string              // stands for all of it
}

// IsStorable says whether there is something to be stored, and nothing wrong.
func (p *LogPreview) IsStorable() bool {
	return p.Counts[LogFaulty] == 0 && p.Counts[LogNew]+p.Counts[LogChanged] > 0
}

// IsPersonal says whether personal data were found in what would be stored.
func (p *LogPreview) IsPersonal() bool {
	return slices.ContainsFunc(p.Entries, func(e LogEntry) bool {
		return slices.ContainsFunc(e.Faults, func(f logbook.Fault) bool { return IsPersonal(f.Problem) })
	})
}

// PreviewLog tells what storing a table would do.
func (s *Service) PreviewLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table) (LogPreview, error) {
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return LogPreview{}, err
	}
	if t.Sort == logbook.Expenses {
		p, _, err := previewLog(ctx, s.Engine, s.loggedExpenses(), logger{setup, partner}, t)
		return p, err
	}
	p, _, err := previewLog(ctx, s.Engine, s.loggedActivities(), logger{setup, partner}, t)
	return p, err
}

// A logger is a partner that logs in a project.
type logger struct {
	setup   *partnership.Setup
	partner results.PartnerID
}

// previewLog tells what storing a table of a sort would do, and what of each entry.
func previewLog[T any, E entry[T]](ctx context.Context, r store.Reader, sort logSort[T, E], who logger, t logbook.Table) (LogPreview, []toldEntry[T], error) {
	p := LogPreview{Table: t, Counts: map[LogState]int{}}
	l := &logReading[T, E]{logSort: sort, reader: logbook.NewReader(who.setup), table: &p.Table, partner: who.partner, project: who.setup.Project.Code}
	drafts := l.reader.Drafts(&p.Table)
	if len(drafts) > MostLogged {
		return p, nil, refuse(Invalid, "logbook.too-many", "Found", len(drafts), "Most", MostLogged)
	}
	if err := l.match(ctx, r, drafts); err != nil {
		return p, nil, err
	}
	var told []toldEntry[T]
	for _, d := range drafts {
		e, err := l.entry(d)
		if err != nil {
			return p, nil, err
		}
		told = append(told, e)
		p.Entries = append(p.Entries, e.LogEntry)
		p.Counts[e.State]++
	}
	var err error
	if p.Difference, err = olderForm(ctx, r, who.setup, t.Stamp.Version); err != nil {
		return p, nil, err
	}
	p.Seen, err = seenOf(told)
	return p, told, err
}

// olderForm is how the set-up has changed since the version that a form was made for; nil
// where that is the present one, or is not known.
func olderForm(ctx context.Context, r store.Reader, setup *partnership.Setup, version int) (*logbook.Difference, error) {
	if version < 1 || version >= setup.Version {
		return nil, nil //nolint:nilnil // nothing differs
	}
	old, err := archive.Versions.Get(ctx, r, archive.Versions.ID(partnership.Setup{Version: version, Project: partnership.Project{Code: setup.Project.Code}}))
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil //nolint:nilnil // nobody knows how it was
	}
	if err != nil {
		return nil, err
	}
	d := logbook.Compare(&old.Value, setup)
	return &d, nil
}

// seenOf stands for what a preview shows.
func seenOf[T any](entries []toldEntry[T]) (string, error) {
	h := sha256.New()
	for _, e := range entries {
		text, err := json.Marshal([]any{e.State, e.old.ID, e.old.Rev, e.value})
		if err != nil {
			return "", fmt.Errorf("hash a preview: %w", err)
		}
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

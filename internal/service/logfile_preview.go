package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

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

// A LogEntry is an activity that a file tells.
type LogEntry struct {
	State    LogState
	Rows     []int // of the file
	Activity partnership.Activity
	Faults   []logbook.Fault // and warnings
	old      Stored[Logged[partnership.Activity]]
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

// PreviewLog tells what storing a table would do.
func (s *Service) PreviewLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table) (LogPreview, error) {
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return LogPreview{}, err
	}
	return s.previewLog(ctx, s.Engine, setup, partner, t)
}

func (s *Service) previewLog(ctx context.Context, r store.Reader, setup *partnership.Setup, partner results.PartnerID, t logbook.Table) (LogPreview, error) {
	p := LogPreview{Table: t, Counts: map[LogState]int{}}
	l := &logReading{reader: logbook.NewReader(setup), table: &p.Table, partner: partner, project: setup.Project.Code}
	drafts := l.reader.Drafts(&p.Table)
	if len(drafts) > MostLogged {
		return p, refuse(Invalid, "logbook.too-many", "Found", len(drafts), "Most", MostLogged)
	}
	if err := l.match(ctx, s, r, drafts); err != nil {
		return p, err
	}
	for _, d := range drafts {
		e, err := l.entry(d)
		if err != nil {
			return p, err
		}
		p.Entries = append(p.Entries, e)
		p.Counts[e.State]++
	}
	if v := t.Stamp.Version; v > 0 && v < setup.Version {
		old, err := archive.Versions.Get(ctx, r, archive.Versions.ID(partnership.Setup{Version: v, Project: partnership.Project{Code: setup.Project.Code}}))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return p, err
		}
		if err == nil {
			d := logbook.Compare(&old.Value, setup)
			p.Difference = &d
		}
	}
	var err error
	p.Seen, err = seenOf(p.Entries)
	return p, err
}

// seenOf stands for what a preview shows.
func seenOf(entries []LogEntry) (string, error) {
	h := sha256.New()
	for _, e := range entries {
		text, err := json.Marshal([]any{e.State, e.old.ID, e.old.Rev, e.Activity})
		if err != nil {
			return "", fmt.Errorf("hash a preview: %w", err)
		}
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

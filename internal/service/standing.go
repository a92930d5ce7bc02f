package service

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A standing is what a project's figures are made of, and the figures, at one end
// of its audit chain. Many share it: it never changes.
type standing struct {
	end        string // hash of the chain's end
	setup      Stored[partnership.Setup]
	deductions []results.Deduction
	frame      *results.Frame
	tallies    *archive.TallySet
	figures    []results.IndicatorFigures
	counts     *counts
	asides     asides
}

// standings keep the latest standing of some projects. Each change of a project
// moves the end of its chain, so that a standing with the same end is right,
// whichever process made the change.
type standings struct {
	mutex sync.Mutex
	used  int // counts how often any was asked for
	of    map[partnership.ProjectCode]*seat
}

// A seat holds the standing of a project; whoever loads it has the turn.
type seat struct {
	now  atomic.Pointer[standing]
	turn chan struct{}
	used int
}

// mostStandings is of how many projects standings are kept.
const mostStandings = 32

func newStandings() *standings { return &standings{of: map[partnership.ProjectCode]*seat{}} }

// seat finds the seat of a project; the one unused for longest makes room.
func (s *standings) seat(project partnership.ProjectCode) *seat {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.used++
	p := s.of[project]
	if p == nil {
		if len(s.of) >= mostStandings {
			delete(s.of, s.unused())
		}
		p = &seat{turn: make(chan struct{}, 1)}
		s.of[project] = p
	}
	p.used = s.used
	return p
}

func (s *standings) unused() partnership.ProjectCode {
	var longest partnership.ProjectCode
	since := s.used + 1
	for project, p := range s.of {
		if p.used < since {
			longest, since = project, p.used
		}
	}
	return longest
}

// standing returns how a project stands now, which must not be changed.
func (s *Service) standing(ctx context.Context, project partnership.ProjectCode) (*standing, error) {
	chain, err := archive.Chains.Get(ctx, s.Engine, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	p := s.standings.seat(project)
	if now := p.now.Load(); now != nil && now.end == chain.Hash {
		return now, nil
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	now, err := s.stand(ctx, project, p.now.Load())
	if err != nil {
		return nil, err
	}
	p.now.Store(now)
	return now, nil
}

// stand reads a standing, or keeps the one before where it is still right.
func (s *Service) stand(ctx context.Context, project partnership.ProjectCode, before *standing) (*standing, error) {
	snapshot, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	chain, err := archive.Chains.Get(ctx, snapshot, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	if before != nil && before.end == chain.Hash {
		return before, nil
	}
	now := &standing{end: chain.Hash, counts: newCounts()}
	if now.setup, err = archive.Projects.Get(ctx, snapshot, string(project)); err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	if now.deductions, err = deductionsOf(ctx, snapshot, project); err != nil {
		return nil, err
	}
	now.frame = now.setup.Value.Project.Frame(now.deductions)
	return now, now.count(ctx, snapshot, before)
}

// count makes the figures; those of the standing before stay where nothing that
// they are made of has changed.
func (now *standing) count(ctx context.Context, r store.Reader, before *standing) error {
	var known *archive.TallySet
	kept := map[results.IndicatorCode][]results.Row{}
	if before != nil {
		known = before.tallies
		if before.setup.Hash == now.setup.Hash {
			for _, f := range before.figures {
				kept[f.Indicator.Code] = f.Rows
			}
		}
		for _, d := range slices.Concat(before.deductions, now.deductions) {
			delete(kept, d.Indicator)
		}
	}
	var changed map[results.IndicatorCode]bool
	var err error
	if now.tallies, changed, err = archive.ReadTallies(ctx, r, now.setup.Value.Project.Code, known); err != nil {
		return err
	}
	for i := range results.Indicators(now.frame.Results) {
		if !i.IsCombined() {
			continue
		}
		rows := kept[i.Code]
		if rows == nil || changed[i.Code] {
			rows = now.rows(now.tallies.Tallies, i)
		}
		now.figures = append(now.figures, results.IndicatorFigures{Indicator: i, Rows: rows})
	}
	return nil
}

func (now *standing) rows(t results.Tallies, i *results.Indicator) []results.Row {
	var rows []results.Row
	for n := range now.frame.Periods {
		k := results.PeriodNo(n + 1)
		rows = append(rows, now.frame.Span(t, i, k, k))
	}
	return rows
}

// counts are how many entries are in a status, of all partners or of one, as far
// as anybody has asked.
type counts struct {
	mutex sync.Mutex
	known map[countKey]int
}

type countKey struct {
	status  partnership.Status
	partner results.PartnerID // empty: of all
}

func newCounts() *counts { return &counts{known: map[countKey]int{}} }

// entriesIn counts the activities and measurements of a project in a status.
func (s *Service) entriesIn(ctx context.Context, now *standing, key countKey) (int, error) {
	now.counts.mutex.Lock()
	n, isKnown := now.counts.known[key]
	now.counts.mutex.Unlock()
	if isKnown {
		return n, nil
	}
	where := []store.Condition{store.Equal("project", now.setup.Value.Project.Code), store.Equal("status", key.status)}
	if key.partner != "" {
		where = append(where, store.Equal("partner", key.partner))
	}
	activities, err := archive.Activities.Count(ctx, s.Engine, where...)
	if err != nil {
		return 0, err
	}
	measurements, err := archive.Measurements.Count(ctx, s.Engine, where...)
	if err != nil {
		return 0, err
	}
	now.counts.mutex.Lock()
	defer now.counts.mutex.Unlock()
	now.counts.known[key] = int(activities + measurements)
	return int(activities + measurements), nil
}

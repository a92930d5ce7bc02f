package service

import (
	"context"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A standing is what a project's figures are made of, and the figures, at one end
// of its audit chain. Many share it: it never changes.
type standing struct {
	at         mark
	setup      Stored[partnership.Setup]
	deductions []results.Deduction
	frame      *results.Frame
	tallies    results.Tallies
	figures    []results.IndicatorFigures
	asides     asides
}

// standing returns how a project stands now, which must not be changed.
func (s *Service) standing(ctx context.Context, project partnership.ProjectCode) (*standing, error) {
	return atEnd(ctx, s, s.standings, project, making[standing]{
		end: func(now *standing) mark { return now.at },
		follow: func(before *standing, acts []act, end mark) (*standing, error) {
			return before.followed(acts, end), nil
		},
		read: func(snapshot store.Reader, chain partnership.Chain, before *standing) (*standing, error) {
			return stand(ctx, snapshot, chain, before)
		},
	})
}

// stand reads a standing at the end of a chain.
func stand(ctx context.Context, snapshot store.Reader, chain partnership.Chain, before *standing) (*standing, error) {
	project := chain.Project
	var err error
	now := &standing{at: endOf(chain)}
	if now.setup, err = archive.Projects.Get(ctx, snapshot, string(project)); err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	if now.deductions, err = deductionsOf(ctx, snapshot, project); err != nil {
		return nil, err
	}
	now.frame = now.setup.Value.Project.Frame(now.deductions)
	return now, now.count(ctx, snapshot, chain, before)
}

// followed is the standing after acts that have changed nothing that figures are made of;
// else nil.
func (now *standing) followed(acts []act, end mark) *standing {
	if len(changedBy(acts, archive.Projects.Collection(), archive.Deductions.Collection(), countedSet, deductedSet)) > 0 {
		return nil
	}
	next := &standing{
		at: end, setup: now.setup, deductions: now.deductions, frame: now.frame, tallies: now.tallies, figures: now.figures,
	}
	next.asides.countries.keep(&now.asides.countries)
	if len(changedBy(acts, archive.ProjectReports.Collection())) == 0 {
		next.asides.restated.keep(&now.asides.restated)
	}
	if len(changedBy(acts, archive.Activities.Collection())) == 0 {
		next.asides.plan.keep(&now.asides.plan)
	}
	return next
}

// count makes the figures; those of the standing before stay where nothing that
// they are made of has changed.
func (now *standing) count(ctx context.Context, r store.Reader, chain partnership.Chain, before *standing) error {
	changed, err := now.readTallies(ctx, r, chain, before)
	if err != nil {
		return err
	}
	kept := map[results.IndicatorCode][]results.Row{}
	if now.follows(before) {
		for _, f := range before.figures {
			kept[f.Indicator.Code] = f.Rows
		}
		for _, d := range slices.Concat(before.deductions, now.deductions) {
			delete(kept, d.Indicator)
		}
	}
	for i := range results.Indicators(now.frame.Results) {
		if !i.IsCombined() {
			continue
		}
		rows := kept[i.Code]
		if rows == nil || changed[i.Code] {
			rows = now.rows(now.tallies, i)
		}
		now.figures = append(now.figures, results.IndicatorFigures{Indicator: i, Rows: rows})
	}
	return nil
}

// follows says whether the set-up is still that of the standing before.
func (now *standing) follows(before *standing) bool {
	return before != nil && before.setup.Rev == now.setup.Rev && before.setup.Hash == now.setup.Hash
}

// readTallies reads the tallies, or of those of the standing before the ones anew that
// the audit names since then: large ones hold each of their entries. changed has the
// indicators of these.
func (now *standing) readTallies(ctx context.Context, r store.Reader, chain partnership.Chain, before *standing) (changed map[results.IndicatorCode]bool, err error) {
	if now.follows(before) {
		t, err := (&trail{from: before.at}).followed(ctx, r, chain)
		if err != nil {
			return nil, err
		}
		if acts, ok := t.since(before.at); ok {
			var ids []string
			for at := range changedBy(acts, countedSet) {
				ids = append(ids, at.id)
			}
			now.tallies, changed, err = archive.RenewTallies(ctx, r, chain.Project, before.tallies, ids)
			return changed, err
		}
	}
	now.tallies, err = archive.Tallies(ctx, r, chain.Project)
	return nil, err
}

// talliesAt returns the tallies of a project at the end of a chain, which must not be
// changed: as a rule those by which it stands, which need not be read.
func (s *Service) talliesAt(ctx context.Context, r store.Reader, chain partnership.Chain) (results.Tallies, error) {
	now, err := s.standing(ctx, chain.Project)
	if err != nil {
		return nil, err
	}
	if now.at == endOf(chain) {
		return now.tallies, nil
	}
	return archive.Tallies(ctx, r, chain.Project)
}

func (now *standing) rows(t results.Tallies, i *results.Indicator) []results.Row {
	var rows []results.Row
	for n := range now.frame.Periods {
		k := results.PeriodNo(n + 1)
		rows = append(rows, now.frame.Span(t, i, k, k))
	}
	return rows
}

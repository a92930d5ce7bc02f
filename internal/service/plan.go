package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A WorkPlan is what was planned, with what was logged of it.
type WorkPlan struct {
	*Overview
	Lines []PlanLine // in the framework's order
}

// A PlanLine is a planned activity with the activities that were logged of it and
// that the person may see, the latest first.
type PlanLine struct {
	Result  *results.Result
	Planned *results.PlannedActivity
	State   partnership.PlanState
	Missing []results.PartnerID // of its partners, once its days have come
	Logged  []partnership.Activity
	IsCut   bool // there are more than are listed
}

// mostPlanned is how many activities of each status are listed of a planned one.
const mostPlanned = 20

// WorkPlan reads the work plan, for those who may see what was accepted.
func (s *Service) WorkPlan(ctx context.Context, by By, project partnership.ProjectCode) (*WorkPlan, error) {
	o, now, err := s.overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	all, err := now.asides.plan.get(func() ([]plannedWork, error) { return s.plan(ctx, now) })
	if err != nil {
		return nil, fmt.Errorf("read the work plan: %w", err)
	}
	plan := &WorkPlan{Overview: o}
	for _, p := range all {
		line := PlanLine{Result: p.result, Planned: p.activity, IsCut: p.isCut}
		line.State, line.Missing = partnership.PlanStanding(p.activity, p.accepted, !p.isCut, o.Today)
		line.Logged = slices.Clone(p.accepted)
		for _, a := range p.open {
			if actor.MayRead(a.Partner, a.Status) {
				line.Logged = append(line.Logged, a)
			}
		}
		slices.SortStableFunc(line.Logged, func(a, b partnership.Activity) int {
			return cmp.Or(b.Day().Compare(a.Day()), cmp.Compare(b.Ref, a.Ref))
		})
		plan.Lines = append(plan.Lines, line)
	}
	return plan, nil
}

// A plannedWork is a planned activity with what was logged of it, whoever may see it.
type plannedWork struct {
	result   *results.Result
	activity *results.PlannedActivity
	accepted []partnership.Activity
	open     []partnership.Activity // not accepted
	isCut    bool
}

// plan reads of each planned activity the latest that were logged, so many of each
// status and no more.
func (s *Service) plan(ctx context.Context, now *standing) ([]plannedWork, error) {
	var all []plannedWork
	for r := range results.All(now.setup.Value.Project.Results) {
		for n := range r.Planned {
			p := plannedWork{result: r, activity: &r.Planned[n]}
			for _, status := range []partnership.Status{partnership.Accepted, partnership.Submitted, partnership.Returned, partnership.Draft} {
				if err := s.readPlanned(ctx, now, &p, status); err != nil {
					return nil, err
				}
			}
			all = append(all, p)
		}
	}
	return all, nil
}

func (s *Service) readPlanned(ctx context.Context, now *standing, p *plannedWork, status partnership.Status) error {
	found, next, err := archive.Activities.Page(ctx, s.Engine, store.Query{
		Where: []store.Condition{
			store.Equal("project", now.setup.Value.Project.Code), store.Equal("planned", p.activity.Code), store.Equal("status", status),
		},
		Order: store.Descending("day"), Limit: mostPlanned,
	})
	if err != nil {
		return err
	}
	for _, a := range found {
		if status == partnership.Accepted {
			p.accepted = append(p.accepted, a.Value.Value)
		} else {
			p.open = append(p.open, a.Value.Value)
		}
	}
	p.isCut = p.isCut || next != ""
	return nil
}

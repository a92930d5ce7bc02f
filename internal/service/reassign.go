package service

import (
	"context"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A Reassignment moves planned activities of a partner to another one, and parts of its
// targets.
type Reassignment struct {
	From    results.PartnerID
	To      results.PartnerID // takes over the planned activities
	Planned []results.PlannedCode
	Targets []TargetMove
	Reason  string // for the audit
}

// A TargetMove moves so much of a partner's own target of an indicator to another one.
type TargetMove struct {
	Indicator results.IndicatorCode
	To        results.PartnerID
	Value     results.Number
}

// reassignment is the path of what is wrong with one, which is no part of the set-up.
const reassignment = "reassignment"

// OutsideTarget says that more would be moved than there is, or nothing.
const OutsideTarget results.ProblemCode = "outside-target"

// Reassign gives planned activities of a partner to another, and its targets to others,
// all or nothing. A part of a target is added to that of the other partner, so that all
// of them still come to the same. What was logged stays where it is.
func (s *Service) Reassign(ctx context.Context, by By, project partnership.ProjectCode, seen int64, r Reassignment) error {
	t := setupTask{by: by, project: project, what: "partner.reassign", seen: seen, asked: r, note: strings.TrimSpace(r.Reason)}
	return s.changeSetup(ctx, t, func(setup *partnership.Setup) error {
		var f results.Findings
		f.Under(reassignment, r.check(&setup.Project))
		if err := reject(f.Problems()); err != nil {
			return err
		}
		for result := range results.All(setup.Project.Results) {
			for n := range result.Planned {
				if p := &result.Planned[n]; slices.Contains(r.Planned, p.Code) {
					p.Partners = handedOver(p.Partners, r.From, r.To)
				}
			}
			for n := range result.Indicators {
				r.moveTargets(&result.Indicators[n])
			}
		}
		return nil
	})
}

// check finds what is wrong with it: nothing to be moved, no reason, and what is not the
// partner's.
func (r *Reassignment) check(p *partnership.Project) []results.Problem {
	var f results.Findings
	f.Require("reason", strings.TrimSpace(r.Reason) != "")
	f.Require("planned", len(r.Planned)+len(r.Targets) > 0)
	for n, code := range r.Planned {
		if !isPlannedFor(p, code, r.From) {
			f.Wrong(results.At("planned", n), partnership.NoSuchPlanned, "Value", string(code))
		}
	}
	if len(r.Planned) > 0 {
		r.requireOther(&f, p, "to", r.To)
	}
	var seen results.Names[results.IndicatorCode]
	for n := range r.Targets {
		m, at := &r.Targets[n], results.At("targets", n)
		r.requireOther(&f, p, at+".to", m.To)
		i, _ := indicator(p, m.Indicator)
		if target := ownTarget(i, r.From); target == nil || m.Value.Sign() <= 0 || m.Value.Cmp(*target) > 0 || !seen.Add(m.Indicator) {
			f.Wrong(at+".value", OutsideTarget)
		}
	}
	return f.Problems()
}

// requireOther finds a partner that is not in the project, or the one that gives.
func (r *Reassignment) requireOther(f *results.Findings, p *partnership.Project, path string, to results.PartnerID) {
	if _, ok := p.Partner(to); !ok || to == r.From {
		f.Wrong(path, results.Missing)
	}
}

func isPlannedFor(p *partnership.Project, code results.PlannedCode, partner results.PartnerID) bool {
	for result := range results.All(p.Results) {
		for n := range result.Planned {
			if result.Planned[n].Code == code {
				return slices.Contains(result.Planned[n].Partners, partner)
			}
		}
	}
	return false
}

// ownTarget is a partner's own target of an indicator; nil where it has none.
func ownTarget(i *results.Indicator, partner results.PartnerID) *results.Number {
	if i == nil {
		return nil
	}
	for _, t := range i.PartnerTargets {
		if t.Partner == partner {
			return t.Value
		}
	}
	return nil
}

// handedOver are partners with one in place of another, each once.
func handedOver(partners []results.PartnerID, from, to results.PartnerID) []results.PartnerID {
	at := slices.Index(partners, from)
	if slices.Contains(partners, to) {
		return slices.Delete(partners, at, at+1)
	}
	partners[at] = to
	return partners
}

// moveTargets moves what is to be moved of an indicator; a partner that keeps nothing
// has no target of its own any more.
func (r *Reassignment) moveTargets(i *results.Indicator) {
	for _, m := range r.Targets {
		if m.Indicator != i.Code {
			continue
		}
		isKnown := false
		for n := range i.PartnerTargets {
			t := &i.PartnerTargets[n]
			switch t.Partner {
			case r.From:
				left := t.Value.Sub(m.Value)
				t.Value = &left
			case m.To:
				sum := t.Value.Add(m.Value)
				t.Value, isKnown = &sum, true
			}
		}
		if !isKnown {
			i.PartnerTargets = append(i.PartnerTargets, results.PartnerTarget{Partner: m.To, Value: &m.Value})
		}
		i.PartnerTargets = slices.DeleteFunc(i.PartnerTargets, func(t results.PartnerTarget) bool {
			return t.Partner == r.From && t.Value.Sign() == 0
		})
	}
}

// An OpenTarget is a partner's own target of an indicator, with what its accepted
// figures have not reached of it.
type OpenTarget struct {
	Indicator    *results.Indicator
	Target, Left results.Number
}

// OpenTargets reads the own targets of a partner, for whoever may change the set-up.
// Who may not see figures gets the targets as a whole.
func (s *Service) OpenTargets(ctx context.Context, by By, project partnership.ProjectCode, partner results.PartnerID) ([]OpenTarget, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !maySetUp(actor) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	now, err := s.standing(ctx, project)
	if err != nil {
		return nil, err
	}
	var all []OpenTarget
	for _, f := range now.figures {
		target := ownTarget(f.Indicator, partner)
		if target == nil {
			continue
		}
		open := OpenTarget{f.Indicator, *target, *target}
		if actor.May(partnership.ReadAccepted) {
			open.Left = target.Sub(reached(f, partner))
		}
		if open.Left.Sign() > 0 {
			all = append(all, open)
		}
	}
	return all, nil
}

// reached is a partner's cumulative figure at the end of the last period, never below 0.
func reached(f results.IndicatorFigures, partner results.PartnerID) results.Number {
	for _, p := range f.Rows[len(f.Rows)-1].Partners {
		if n, ok := p.Cumulative.Number(); ok && p.Partner == partner && n.Sign() > 0 {
			return n
		}
	}
	return results.Number{}
}

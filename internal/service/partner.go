package service

import (
	"context"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// JoinPartner takes an organisation into the project as a partner; where the
// project knows the organisation already, its details stay.
func (s *Service) JoinPartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	o partnership.Organisation, p partnership.Partner,
) error {
	p.Organisation = o.ID
	t := setupTask{by, project, "partner.join", seen, []any{o, p}}
	return s.changeSetup(ctx, t, func(setup *partnership.Setup) error {
		isKnown := func(known partnership.Organisation) bool { return known.ID == o.ID }
		if !slices.ContainsFunc(setup.Organisations, isKnown) {
			setup.Organisations = append(setup.Organisations, o)
		}
		setup.Project.Partners = append(setup.Project.Partners, p)
		return nil
	})
}

// LeavePartner lets a partner leave the project at the end of a day. What was
// accepted of it stays.
func (s *Service) LeavePartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	partner results.PartnerID, last results.Date,
) error {
	t := setupTask{by, project, "partner.leave", seen, []any{partner, last}}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Left = last })
}

// SuspendPartner stops a partner from reporting from a day on. Its people keep
// reading their own entries; what was accepted stays.
func (s *Service) SuspendPartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	partner results.PartnerID, suspension partnership.Suspension,
) error {
	t := setupTask{by, project, "partner.suspend", seen, []any{partner, suspension}}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Suspended = &suspension })
}

// ResumePartner ends a partner's suspension.
func (s *Service) ResumePartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	partner results.PartnerID,
) error {
	t := setupTask{by, project, "partner.resume", seen, partner}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Suspended = nil })
}

func (s *Service) changePartner(ctx context.Context, t setupTask, partner results.PartnerID, edit func(*partnership.Partner)) error {
	return s.changeSetup(ctx, t, func(setup *partnership.Setup) error {
		for n := range setup.Project.Partners {
			if p := &setup.Project.Partners[n]; p.Organisation == partner {
				edit(p)
				return nil
			}
		}
		return refuse(NotFound, "error.no-such-partner", "Partner", string(partner))
	})
}

// ReassignPlanned gives planned activities of one partner to another.
func (s *Service) ReassignPlanned(ctx context.Context, by By, project partnership.ProjectCode, seen int64, r Reassignment) error {
	t := setupTask{by, project, "planned.reassign", seen, r}
	return s.changeSetup(ctx, t, func(setup *partnership.Setup) error {
		left := slices.Clone(r.Planned)
		for result := range results.All(setup.Project.Results) {
			for n := range result.Planned {
				p := &result.Planned[n]
				at := slices.Index(left, p.Code)
				if at >= 0 && r.apply(p) {
					left = slices.Delete(left, at, at+1)
				}
			}
		}
		if len(left) > 0 {
			return refuse(NotFound, "error.not-planned-for", "Planned", string(left[0]), "Partner", string(r.From))
		}
		return nil
	})
}

// A Reassignment moves planned activities from a partner to another.
type Reassignment struct {
	From, To results.PartnerID
	Planned  []results.PlannedCode
}

// apply says whether the planned activity was one of the partner.
func (r Reassignment) apply(p *results.PlannedActivity) bool {
	at := slices.Index(p.Partners, r.From)
	switch {
	case at < 0:
		return false
	case slices.Contains(p.Partners, r.To):
		p.Partners = slices.Delete(p.Partners, at, at+1)
	default:
		p.Partners[at] = r.To
	}
	return true
}

// IsReporting says whether a partner of the project may report today.
func (s *Service) IsReporting(ctx context.Context, project partnership.ProjectCode, partner results.PartnerID) (bool, error) {
	st, err := s.standing(ctx, project)
	if err != nil {
		return false, err
	}
	return st.setup.Value.Project.IsReporting(partner, s.Today()), nil
}

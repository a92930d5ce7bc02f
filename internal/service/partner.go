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
	t := setupTask{by: by, project: project, what: "partner.join", seen: seen, asked: []any{o, p}}
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
	t := setupTask{by: by, project: project, what: "partner.leave", seen: seen, asked: []any{partner, last}}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Left = last })
}

// SuspendPartner stops a partner from reporting from a day on. Its people keep
// reading their own entries; what was accepted stays.
func (s *Service) SuspendPartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	partner results.PartnerID, suspension partnership.Suspension,
) error {
	t := setupTask{by: by, project: project, what: "partner.suspend", seen: seen, asked: []any{partner, suspension}}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Suspended = &suspension })
}

// ResumePartner ends a partner's suspension: it reports again from today.
func (s *Service) ResumePartner(ctx context.Context, by By, project partnership.ProjectCode, seen int64,
	partner results.PartnerID,
) error {
	t := setupTask{by: by, project: project, what: "partner.resume", seen: seen, asked: partner}
	return s.changePartner(ctx, t, partner, func(p *partnership.Partner) { p.Resume(s.Today()) })
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

// IsReporting says whether a partner of the project may report today.
func (s *Service) IsReporting(ctx context.Context, project partnership.ProjectCode, partner results.PartnerID) (bool, error) {
	st, err := s.standing(ctx, project)
	if err != nil {
		return false, err
	}
	return st.setup.Value.Project.IsReporting(partner, s.Today()), nil
}

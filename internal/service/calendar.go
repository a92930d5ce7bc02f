package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Calendar has the deadlines of a project that somebody may know of.
type Calendar struct {
	Setup     *partnership.Setup
	Today     results.Date
	Deadlines []partnership.Deadline
}

// Calendar reads the deadlines of a project: of the own partner for its people, of all
// for those who see drafts, and of the project's reports for those who see them when
// they were submitted.
func (s *Service) Calendar(ctx context.Context, by By, project partnership.ProjectCode) (*Calendar, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadProject) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	c := &Calendar{Setup: &setup.Value, Today: s.Today()}
	all, err := s.deadlines(ctx, &setup.Value.Project)
	for _, d := range all {
		may := actor.May(partnership.ReadDrafts) || actor.MayFor(partnership.ReadOwnDrafts, d.Partner)
		if d.Partner == "" {
			may = actor.May(partnership.ReadSealed)
		}
		if may {
			c.Deadlines = append(c.Deadlines, d)
		}
	}
	return c, err
}

// Calendars reads those of all projects in which somebody has a place; those that ask
// for a second factor that the person lacks are left out.
func (s *Service) Calendars(ctx context.Context, by By) ([]Calendar, error) {
	places, err := s.Places(ctx, by)
	if err != nil {
		return nil, err
	}
	var all []Calendar
	for _, p := range places {
		c, err := s.Calendar(ctx, by, p.Project)
		switch {
		case IsKind(err, NeedsSecondFactor), IsKind(err, Forbidden):
		case err != nil:
			return nil, err
		default:
			all = append(all, *c)
		}
	}
	return all, nil
}

// deadlines are those of a project's partners and of its own reports.
func (s *Service) deadlines(ctx context.Context, p *partnership.Project) ([]partnership.Deadline, error) {
	status, err := s.reportStates(ctx, p.Code)
	return p.Deadlines(s.Today(), func(k results.PeriodNo, partner results.PartnerID) partnership.Status {
		return status[ReportKey{partner, k}]
	}), err
}

// reportStates are how reports that were begun stand, those of the project without a
// partner: one that is to be clarified is returned.
func (s *Service) reportStates(ctx context.Context, project partnership.ProjectCode) (map[ReportKey]partnership.Status, error) {
	status := map[ReportKey]partnership.Status{}
	for r, err := range archive.PartnerReports.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		status[ReportKey{r.Value.Partner, r.Value.Period}] = r.Value.Status
	}
	for r, err := range archive.ProjectReports.Find(ctx, s.Engine, ofProject(project)) { // by period and version
		if err != nil {
			return nil, err
		}
		is := r.Value.Status
		if is == partnership.Draft && r.Value.Version > 1 {
			is = partnership.Returned
		}
		status[ReportKey{Period: r.Value.Period}] = is
	}
	return status, nil
}

// MakeCalendarLink makes the secret of an address at which calendar programs read the
// deadlines of whoever asks, in place of an earlier one. It is told this once. The key
// of by is not looked at: sent twice, the second is good.
func (s *Service) MakeCalendarLink(ctx context.Context, by By) (secret string, err error) {
	if secret, err = s.newToken(); err != nil {
		return "", err
	}
	_, err = s.run(ctx, task{By{User: by.User}, partnership.Installation, "calendar.link", nil, func(c *change) (string, error) {
		if _, err := person(ctx, c.service.Engine, by.User); err != nil {
			return "", err
		}
		if err := c.endCalendarLinks(by.User); err != nil {
			return "", err
		}
		return "", c.put(archive.CalendarLinks.Insert(partnership.CalendarLink{Token: tokenHash(secret), User: by.User, Since: c.at}))
	}})
	return secret, err
}

// EndCalendarLink ends the address of whoever asks; without one nothing is done.
func (s *Service) EndCalendarLink(ctx context.Context, by By) error {
	_, err := s.run(ctx, task{by, partnership.Installation, "calendar.unlink", nil, func(c *change) (string, error) {
		return "", c.endCalendarLinks(by.User)
	}})
	return err
}

func (c *change) endCalendarLinks(of partnership.UserID) error {
	for link, err := range archive.CalendarLinks.Find(c.ctx, c.service.Engine, store.Query{Where: []store.Condition{store.Equal("user", of)}}) {
		if err != nil {
			return err
		}
		if err := c.put(archive.CalendarLinks.Delete(link), nil); err != nil {
			return err
		}
	}
	return nil
}

// CalendarLink reads the address of whoever asks, without its secret; ok is false
// without any.
func (s *Service) CalendarLink(ctx context.Context, by By) (link partnership.CalendarLink, ok bool, err error) {
	found, err := archive.CalendarLinks.First(ctx, s.Engine, store.Equal("user", by.User))
	if errors.Is(err, store.ErrNotFound) {
		return link, false, nil
	}
	return found.Value, err == nil, err
}

// CalendarFeed reads the calendars of whoever has made an address with the secret; one
// that has ended, or of somebody who was shut out, is NotFound.
func (s *Service) CalendarFeed(ctx context.Context, secret string) (partnership.User, []Calendar, error) {
	link, err := archive.CalendarLinks.Get(ctx, s.Engine, tokenHash(secret))
	if err != nil {
		return partnership.User{}, nil, orNotFound(err, "error.link-over")
	}
	user, err := person(ctx, s.Engine, link.Value.User)
	if err == nil && user.Value.Disabled {
		err = refuse(NotFound, "error.link-over")
	}
	if err != nil {
		return partnership.User{}, nil, orNotFound(err, "error.link-over")
	}
	all, err := s.Calendars(ctx, By{User: user.Value.ID})
	return user.Value, all, err
}

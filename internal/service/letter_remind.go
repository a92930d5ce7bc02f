package service

import (
	"context"
	"errors"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// What items of reminders are, to the people of the partner and to the lead.
const (
	remindPartner = "remind"
	remindLead    = "remind-lead"
)

// remind writes the reminders of a day, once a day.
func (s *Service) remind(ctx context.Context) error {
	today := s.Today()
	if s.reminded == today {
		return nil
	}
	for setup, err := range archive.Projects.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		if err := s.remindProject(ctx, &setup.Value.Project, today); err != nil {
			return err
		}
	}
	s.reminded = today
	return nil
}

func (s *Service) remindProject(ctx context.Context, p *partnership.Project, today results.Date) error {
	isDay := false
	for _, period := range p.Periods {
		_, ok := partnership.ReminderStage(period.Due, today)
		isDay = isDay || ok && !period.Due.IsZero()
	}
	if !isDay {
		return nil
	}
	all, err := s.deadlines(ctx, p)
	if err != nil {
		return err
	}
	people, err := s.members(ctx, p.Code)
	if err != nil {
		return err
	}
	for _, d := range all {
		stage, ok := partnership.ReminderStage(d.Due, today)
		if !ok || d.Partner == "" || !d.IsWaiting() || !p.IsReporting(d.Partner, today) {
			continue
		}
		for _, a := range people {
			item := partnership.LetterItem{What: remindPartner, Project: p.Code, Period: d.Period, Partner: d.Partner, Due: d.Due}
			switch {
			case a.MayFor(partnership.SubmitPartnerReport, d.Partner):
			case stage > 0 && a.May(partnership.Review):
				item.What = remindLead
			default:
				continue
			}
			if err := s.writeReminder(ctx, a.User, item, stage); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeReminder queues a reminder, if it was not before.
func (s *Service) writeReminder(ctx context.Context, to partnership.UserID, item partnership.LetterItem, stage int) error {
	l := partnership.Letter{
		ID:   letterIDOf("reminder/", to, "/", item.Project, "/", item.Partner, "/", int(item.Period), "/", item.Due, "/", stage),
		Kind: partnership.Reminder, User: to, State: partnership.LetterWaiting,
		At: s.Now(), Next: s.postTime(s.Today()), Items: []partnership.LetterItem{item},
	}
	_, err := archive.Letters.Get(ctx, s.Engine, l.ID)
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	w, err := archive.Letters.Insert(l)
	if err != nil {
		return err
	}
	if err := s.Engine.Commit(ctx, store.Unit{w.Write}); err != nil && !errors.Is(err, store.ErrConflict) { // another process writes
		return err
	}
	return nil
}

// postTime is when letters are sent on a day.
func (*Service) postTime(d results.Date) time.Time { return startOf(d).Add(postHour * time.Hour) }

// members are the people of a project who can sign in.
func (s *Service) members(ctx context.Context, project partnership.ProjectCode) ([]partnership.Actor, error) {
	var all []partnership.Actor
	for m, err := range archive.Memberships.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		u, err := archive.Users.Get(ctx, s.Engine, string(m.Value.User))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil && !u.Value.Disabled {
			all = append(all, partnership.NewActor(u.Value, &m.Value))
		}
	}
	return all, nil
}

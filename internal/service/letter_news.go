package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// How much of an audit is told at once, and how many items a letter lists.
const (
	toldAtOnce = 200
	mostItems  = 200
)

// gatherNews puts what happened in all projects since it was last asked into letters.
func (s *Service) gatherNews(ctx context.Context) error {
	for chain, err := range archive.Chains.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		if chain.Value.Project == partnership.Installation {
			continue
		}
		for {
			more, err := s.tellNews(ctx, &chain.Value)
			if err != nil && !errors.Is(err, store.ErrConflict) { // another process tells it
				return err
			}
			if !more || err != nil {
				break
			}
		}
	}
	return nil
}

// tellNews puts some of what happened in a project into letters, in one with the mark to
// which it was told; more says whether there is more. A project without a mark gets one
// at its end: what happened before is not told.
func (s *Service) tellNews(ctx context.Context, chain *partnership.Chain) (more bool, err error) {
	mark, err := archive.NewsMarks.Get(ctx, s.Engine, string(chain.Project))
	if errors.Is(err, store.ErrNotFound) {
		w, err := archive.NewsMarks.Insert(archive.NewsMark{Project: chain.Project, No: chain.No})
		if err != nil {
			return false, err
		}
		return false, s.Engine.Commit(ctx, store.Unit{w.Write})
	}
	if err != nil || mark.Value.No >= chain.No {
		return false, err
	}
	next, told, err := s.newsAfter(ctx, mark.Value)
	if err != nil {
		return false, err
	}
	w, err := archive.NewsMarks.Replace(mark, next)
	if err != nil {
		return false, err
	}
	unit := store.Unit{w.Write}
	for _, l := range told {
		w, err := s.extended(ctx, l)
		if err != nil {
			return false, err
		}
		unit = append(unit, w.Write)
	}
	return next.No < chain.No, s.Engine.Commit(ctx, unit)
}

// newsAfter makes the letters of what happened after a mark, one for each person and
// time, and the mark that follows.
func (s *Service) newsAfter(ctx context.Context, mark archive.NewsMark) (archive.NewsMark, []partnership.Letter, error) {
	q := ofProject(mark.Project)
	q.Where = append(q.Where, store.Above("no", mark.No))
	q.Order, q.Limit = store.Ascending("no"), toldAtOnce
	audits, err := collect(archive.Audits.Find(ctx, s.Engine, q))
	if err != nil {
		return mark, nil, err
	}
	people, err := s.members(ctx, mark.Project)
	if err != nil {
		return mark, nil, err
	}
	first := mark.No
	var all []partnership.Letter
	for n := range audits {
		a := &audits[n].Value
		mark.No = a.No
		item, concerns, err := s.newsItem(ctx, a)
		if err != nil {
			return mark, nil, err
		}
		for _, p := range people {
			if concerns == nil || p.User == a.By || !concerns(p) {
				continue
			}
			if all, err = s.addNews(ctx, all, p.User, item, first); err != nil {
				return mark, nil, err
			}
		}
	}
	return mark, all, nil
}

// newsItem is what a letter tells of an entry of an audit, and whom it concerns; nil:
// nobody, as for what happened long ago.
func (s *Service) newsItem(ctx context.Context, a *partnership.Audit) (partnership.LetterItem, func(partnership.Actor) bool, error) {
	item := partnership.LetterItem{What: a.What, Project: a.Chain}
	subject, verb, _ := strings.Cut(a.What, ".")
	if a.At.Before(s.Now().Add(-newsTime)) || !slices.Contains([]string{"activity", "measurement", "expense", "partner-report", "project-report"}, subject) {
		return item, nil, nil
	}
	step := partnership.Step(verb)
	isAnswer := step == partnership.Return || step == partnership.Reopen || step == partnership.Accept
	if !isAnswer && step != partnership.Submit {
		return item, nil, nil
	}
	e, err := s.event(ctx, a)
	if errors.Is(err, store.ErrNotFound) { // it has gone since
		return item, nil, nil
	}
	item.Ref, item.Partner, item.Period = e.Ref, e.Partner, e.Period
	switch {
	case subject == "project-report" && step == partnership.Submit:
		return item, func(p partnership.Actor) bool { return p.May(partnership.AnswerReport) }, err
	case subject == "project-report":
		return item, func(p partnership.Actor) bool { return p.May(partnership.AssembleReport) }, err
	case step == partnership.Submit:
		return item, func(p partnership.Actor) bool { return p.May(partnership.Review) }, err
	}
	return item, func(p partnership.Actor) bool { return p.MayFor(partnership.LogEntries, e.Partner) }, err
}

// addNews adds an item to the letter of a person, when the person wants one.
func (s *Service) addNews(ctx context.Context, all []partnership.Letter, to partnership.UserID, item partnership.LetterItem, first int) ([]partnership.Letter, error) {
	user, err := archive.Users.Get(ctx, s.Engine, string(to))
	if err != nil || user.Value.Letters == partnership.LettersNone {
		return all, err
	}
	l := partnership.Letter{Kind: partnership.News, User: to, State: partnership.LetterWaiting, At: s.Now()}
	switch user.Value.Letters {
	case partnership.LettersAtOnce:
		l.Next = s.Now()
		l.ID = letterIDOf("news/", to, "/", item.Project, "/", first)
	default:
		l.Next = s.digestTime(user.Value.Letters)
		l.ID = letterIDOf("news/", to, "/", user.Value.Letters, "/", l.Next.Unix())
	}
	at := slices.IndexFunc(all, func(o partnership.Letter) bool { return o.ID == l.ID })
	if at < 0 {
		all, at = append(all, l), len(all)
	}
	addItems(&all[at], item)
	return all, nil
}

// digestTime is when the next digest is sent: each morning, or on Monday.
func (s *Service) digestTime(choice partnership.LetterChoice) time.Time {
	now := s.Now()
	at := s.postTime(s.Today())
	for !now.Before(at) || choice == partnership.LettersWeekly && at.Weekday() != time.Monday {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// addItems adds items that a letter does not have yet.
func addItems(l *partnership.Letter, items ...partnership.LetterItem) {
	for _, i := range items {
		switch {
		case slices.Contains(l.Items, i):
		case len(l.Items) >= mostItems:
			l.More++
		default:
			l.Items = append(l.Items, i)
		}
	}
}

// extended is the write that adds a letter, or its items to the one that is there.
func (s *Service) extended(ctx context.Context, l partnership.Letter) (archive.Write, error) {
	old, err := archive.Letters.Get(ctx, s.Engine, l.ID)
	if errors.Is(err, store.ErrNotFound) {
		return archive.Letters.Insert(l)
	}
	if err != nil {
		return archive.Write{}, err
	}
	next := old.Value
	addItems(&next, l.Items...)
	next.More += l.More
	return archive.Letters.Replace(old, next)
}

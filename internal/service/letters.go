package service

import (
	"context"
	"errors"
	"fmt"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// mostFailed is how many letters that failed are listed.
const mostFailed = 100

// A FailedLetter is one that an administrator decides about.
type FailedLetter struct {
	partnership.Letter
	Rev      int64
	Name     string // of whom it is for
	IsUnsure bool   // the server may have it
}

// A LetterQueue is what an administrator sees of the letters.
type LetterQueue struct {
	IsOn    bool // there is a mail server
	Waiting int
	Failed  []FailedLetter // the latest first
}

// LetterQueue reads how the letters stand, for an administrator.
func (s *Service) LetterQueue(ctx context.Context, by By) (*LetterQueue, error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return nil, err
	}
	waiting, err := archive.Letters.Count(ctx, s.Engine, store.Equal("state", partnership.LetterWaiting))
	if err != nil {
		return nil, err
	}
	q := &LetterQueue{IsOn: s.Mail != nil, Waiting: int(waiting)}
	failed := store.Query{
		Where: []store.Condition{store.Equal("state", partnership.LetterFailed)}, Order: store.Descending("next"), Limit: mostFailed,
	}
	for l, err := range archive.Letters.Find(ctx, s.Engine, failed) {
		if err != nil {
			return nil, err
		}
		u, err := archive.Users.Get(ctx, s.Engine, string(l.Value.User))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		q.Failed = append(q.Failed, FailedLetter{l.Value, l.Rev, u.Value.Name, l.Value.Fault == unsureFault})
	}
	return q, nil
}

// DecideLetter has a letter that failed sent again, or drops it, as an administrator
// decides. One that is not there, or has not failed, is NotFound.
func (s *Service) DecideLetter(ctx context.Context, by By, id string, again bool) error {
	_, err := s.administer(ctx, by, "letter.decide", []any{id, again}, func(c *change) (string, error) {
		old, err := archive.Letters.Get(ctx, c.service.Engine, id)
		if errors.Is(err, store.ErrInvalid) {
			err = store.ErrNotFound
		}
		if err == nil && old.Value.State != partnership.LetterFailed {
			err = fmt.Errorf("letter %s: %w", id, store.ErrNotFound)
		}
		if err != nil {
			return "", orNotFound(err, "error.no-such-entry", "Ref", id)
		}
		next := old.Value
		if next.State = partnership.LetterDropped; again {
			next.State, next.Next, next.Attempts, next.Fault = partnership.LetterWaiting, c.at, 0, ""
		}
		decided, err := archive.Letters.Replace(old, next)
		c.unit = append(c.unit, decided.Write) // of which the audit has only that it was done
		return "", err
	})
	return err
}

// ChooseLetters sets when whoever asks wants letters of what happened; another choice is
// Invalid.
func (s *Service) ChooseLetters(ctx context.Context, by By, choice partnership.LetterChoice) error {
	var f results.Findings
	results.Choose(&f, "letters", choice, partnership.LetterChoices()...)
	if err := reject(f.Problems()); err != nil {
		return err
	}
	_, err := s.run(ctx, task{by, partnership.Installation, "user.letters", choice, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, by.User)
		if err != nil || old.Value.Letters == choice {
			return "", err
		}
		next := old.Value
		next.Letters = choice
		return "", c.put(archive.Users.Replace(old, next))
	}})
	return err
}

// eraseLetters takes away the letters to a user, which are no part of the audit.
func (c *change) eraseLetters(id partnership.UserID) error {
	for l, err := range archive.Letters.Find(c.ctx, c.service.Engine, store.Query{Where: []store.Condition{store.Equal("user", id)}}) {
		if err != nil {
			return err
		}
		c.unit = append(c.unit, archive.Letters.Delete(l).Write)
	}
	return nil
}

package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// FindSession reads the data of a session that is not over.
func (s *Service) FindSession(ctx context.Context, token string) (data []byte, found bool, err error) {
	session, err := archive.Sessions.Get(ctx, s.Engine, token)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return nil, false, nil
	case err != nil:
		return nil, false, err
	case !s.Now().Before(session.Value.Until), len(session.Value.Data) == 0:
		return nil, false, nil
	}
	return session.Value.Data, true, nil
}

// KeepSession keeps a session, in place of the one with its token; one that has been
// ended stays so. Sessions are no part of the audit.
func (s *Service) KeepSession(ctx context.Context, session partnership.Session) error {
	for range attempts {
		err := s.keepSession(ctx, session)
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return store.ErrConflict
}

func (s *Service) keepSession(ctx context.Context, session partnership.Session) error {
	old, err := archive.Sessions.Get(ctx, s.Engine, session.Token)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	w, err := archive.Sessions.Insert(session)
	switch {
	case old.Rev == 0:
	case len(old.Value.Data) == 0:
		return nil
	default:
		w, err = archive.Sessions.Replace(old, session)
	}
	if err != nil {
		return err
	}
	return s.Engine.Commit(ctx, store.Unit{w.Write})
}

// EndSession ends a session; one that is not there is no error. What remains of it
// until it would be over keeps a request under way from keeping it again.
func (s *Service) EndSession(ctx context.Context, token string) error {
	for range attempts {
		old, err := archive.Sessions.Get(ctx, s.Engine, token)
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrInvalid) {
			return nil
		}
		if err != nil {
			return err
		}
		w, err := archive.Sessions.Replace(old, partnership.Session{Token: token, Until: old.Value.Until})
		if err != nil {
			return err
		}
		if err = s.Engine.Commit(ctx, store.Unit{w.Write}); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return store.ErrConflict
}

// MySessions reads the sessions of a user that are not over.
func (s *Service) MySessions(ctx context.Context, by By) ([]partnership.Session, error) {
	var all []partnership.Session
	q := store.Query{Where: []store.Condition{store.Equal("user", by.User)}}
	for session, err := range archive.Sessions.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, err
		}
		if s.Now().Before(session.Value.Until) {
			all = append(all, session.Value)
		}
	}
	return all, nil
}

// EndMySession ends a session of the user.
func (s *Service) EndMySession(ctx context.Context, by By, token string) error {
	session, err := archive.Sessions.Get(ctx, s.Engine, token)
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid), err == nil && session.Value.User != by.User:
		return nil
	}
	if err != nil {
		return err
	}
	return s.EndSession(ctx, token)
}

// Me reads the user who asks.
func (s *Service) Me(ctx context.Context, by By) (Stored[partnership.User], error) {
	user, err := person(ctx, s.Engine, by.User)
	return user, orNotFound(err, "error.no-such-user")
}

// ChangeMe changes the name and the language of the user who asks.
func (s *Service) ChangeMe(ctx context.Context, by By, name, language string) error {
	_, err := s.run(ctx, task{by, partnership.Installation, "user.change", []any{name, language}, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, by.User)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		next := old.Value
		next.Name, next.Language = name, language
		next = trimmed(next)
		if err := reject(checkUser(next)); err != nil || next == old.Value {
			return "", err
		}
		return "", c.put(archive.Users.Replace(old, next))
	}})
	return err
}

// A Place is a project in which a person has roles.
type Place struct {
	Project partnership.ProjectCode
	Title   results.Text
	Roles   []partnership.Role
}

// Places lists the projects of the user who asks.
func (s *Service) Places(ctx context.Context, by By) ([]Place, error) {
	var all []Place
	q := store.Query{Where: []store.Condition{store.Equal("user", by.User)}}
	for m, err := range archive.Memberships.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, err
		}
		if by.Token != nil && !by.Token.IsFor(m.Value.Project) {
			continue
		}
		title, err := archive.Title(ctx, s.Engine, m.Value.Project)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, Place{m.Value.Project, title, m.Value.Roles})
	}
	return all, nil
}

// Actor finds out who someone is in a project. Whoever has no place in it, and is
// no administrator, is not told that it is there.
func (s *Service) Actor(ctx context.Context, by By, project partnership.ProjectCode) (partnership.Actor, error) {
	return s.actor(ctx, s.Engine, by, project)
}

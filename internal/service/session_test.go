package service_test

import (
	"errors"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store/archive"
)

// keep keeps a session of a person until a time.
func (in *installation) keep(name, token string, until time.Time) {
	in.Helper()
	in.ok(in.KeepSession(in.Context(), partnership.Session{
		Token: token, User: in.by(name).User, Seen: noon(), Until: until, Data: []byte("data of " + token),
	}))
}

// found wants these sessions to be good, and no other of the tokens.
func (in *installation) found(good ...string) {
	in.Helper()
	is := map[string]bool{}
	for _, token := range good {
		is[token] = true
	}
	for _, token := range []string{"a", "b", "c"} {
		data, found, err := in.FindSession(in.Context(), token)
		in.ok(err)
		if found != is[token] || found && string(data) != "data of "+token {
			in.Errorf("session %s: %v, %q", token, found, data)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(in *installation) {
		ctx, later := in.Context(), noon().Add(time.Hour)
		in.keep("staff", "a", later)
		in.keep("staff", "b", later)
		in.keep("manager", "c", later)
		in.found("a", "b", "c")
		in.ok(in.EndMySession(ctx, in.by("staff"), "c")) // another's
		in.found("a", "b", "c")
		in.ok(in.EndMySession(ctx, in.by("staff"), "a"))
		in.ok(in.EndMySession(ctx, in.by("staff"), "no such token"))
		in.found("b", "c")
		in.keep("staff", "a", later) // a request that was under way
		in.found("b", "c")
		mine, err := in.MySessions(ctx, in.by("staff"))
		in.ok(err)
		if len(mine) != 1 || mine[0].Token != "b" {
			in.Errorf("sessions: %v", mine)
		}
		before, err := in.Me(ctx, in.by("staff"))
		in.ok(err)
		now, err := in.EndMySessions(ctx, in.by("staff"))
		in.ok(err)
		in.found("c")
		if now.Epoch == before.Value.Epoch {
			in.Error("sessions that are just begun would go on")
		}
		in.sound()
	})
}

func TestSessionsAreOverInTime(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		uses := in.at(c)
		in.keep("staff", "a", noon().Add(time.Hour))
		c.advance(time.Hour - time.Second)
		if _, found, err := uses.FindSession(in.Context(), "a"); err != nil || !found {
			in.Errorf("a second before: %v, %v", found, err)
		}
		c.advance(time.Second)
		if _, found, err := uses.FindSession(in.Context(), "a"); err != nil || found {
			in.Errorf("at the end: %v, %v", found, err)
		}
		in.ok(uses.Sweep(in.Context()))
		if _, err := archive.Sessions.Get(in.Context(), in.Engine, "a"); err == nil {
			in.Error("what is over stays")
		}
	})
}

// TestAdministratorsEndSessions: those that are kept, and those that are being kept
// just now.
func TestAdministratorsEndSessions(t *testing.T) {
	each(t, func(in *installation) {
		ctx, administrator, staff := in.Context(), in.by("administrator"), in.by("staff").User
		in.choosePassword()
		for name, end := range map[string]func() error{
			"end":     func() error { return in.EndSessions(ctx, administrator, staff) },
			"disable": func() error { return in.DisableUser(ctx, administrator, staff, true) },
			"new link": func() error {
				_, err := in.Invite(ctx, administrator, staff)
				return err
			},
		} {
			in.ok(in.DisableUser(ctx, administrator, staff, false))
			in.choosePassword()
			in.keep("staff", "a", noon().Add(time.Hour))
			in.keep("manager", "c", noon().Add(time.Hour))
			before, err := in.User(ctx, administrator, staff)
			in.ok(err)
			in.ok(end())
			in.found("c")
			after, err := in.User(ctx, administrator, staff)
			in.ok(err)
			if after.Value.Epoch == before.Value.Epoch {
				in.Errorf("%s: the epoch stays", name)
			}
		}
		in.refused(in.EndSessions(ctx, in.by("lead"), staff), service.Forbidden)
		in.sound()
	})
}

func TestChangePassword(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("staff")
		_, err := in.ChangePassword(ctx, by, "", "a long enough password")
		in.refused(err, service.Invalid) // has none yet
		in.choosePassword()
		in.keep("staff", "a", noon().Add(time.Hour))
		for name, c := range map[string]struct{ old, password, path string }{
			"another old one": {"another long password", "a new long password", "old"},
			"too short":       {"a long enough password", "too short", "password"},
			"usual":           {"a long enough password", "Password123456", "password"},
			"the address":     {"a long enough password", "Staff@Example.org", "password"},
		} {
			_, err := in.ChangePassword(ctx, by, c.old, c.password)
			in.refused(err, service.Invalid)
			if paths := pathsOf(err); len(paths) != 1 || paths[0] != c.path {
				in.Errorf("%s: %v at %v", name, err, paths)
			}
		}
		in.found("a")
		user, err := in.ChangePassword(ctx, by, "a long enough password", "a new long password")
		in.ok(err)
		in.found()
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.refused(err, service.Forbidden)
		again, err := in.Authenticate(ctx, "staff@example.org", "a new long password")
		in.ok(err)
		if again.Epoch != user.Epoch {
			in.Errorf("epoch %d, told %d", again.Epoch, user.Epoch)
		}
		in.sound()
	})
}

// pathsOf are where an error has problems.
func pathsOf(err error) []string {
	var all []string
	var refused *service.Error
	if errors.As(err, &refused) {
		for _, p := range refused.Problems {
			all = append(all, p.Path)
		}
	}
	return all
}

// TestEndedSessionsAreSwept: what was ended goes when it would have been over.
func TestEndedSessionsAreSwept(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		for _, token := range []string{"a", "b"} {
			in.keep("staff", token, noon().Add(time.Hour))
			in.ok(in.EndSession(in.Context(), token))
		}
		c.advance(2 * time.Hour)
		in.ok(in.at(c).Sweep(in.Context()))
		n, err := archive.Sessions.Count(in.Context(), in.Engine)
		in.ok(err)
		if n != 0 {
			in.Errorf("%d sessions are kept", n)
		}
	})
}

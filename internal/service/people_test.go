package service_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

func TestPeopleAreFound(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("administrator")
		_, err := in.AddUser(ctx, by, partnership.User{Name: "  Žanna\nĀbele\x00 ", Email: "zanna@Riga.example"})
		in.ok(err)
		in.ok(in.DisableUser(ctx, by, in.by("stranger").User, true))
		names := func(l service.PeopleListing) string {
			var names []string
			for l.Limit = 2; ; {
				found, err := in.People(ctx, by, l)
				in.ok(err)
				for _, p := range found.Items {
					names = append(names, p.Name)
					if p.Name == "lead" && (len(p.Places) != 1 || p.Places[0].Organisation != "stellit") {
						in.Errorf("places of the lead: %v", p.Places)
					}
				}
				if l.After = found.Next; l.After == "" {
					if found.Count != len(names) {
						in.Errorf("%+v: %d counted, %d listed", l, found.Count, len(names))
					}
					return strings.Join(names, " ")
				}
			}
		}
		for _, c := range []struct {
			filter service.PeopleFilter
			want   string
		}{
			{service.PeopleFilter{}, "administrator auditor controller funder lead manager other staff stranger Žanna Ābele"},
			{service.PeopleFilter{Search: "ŽANNA"}, "Žanna Ābele"},
			{service.PeopleFilter{Search: "ab riga"}, "Žanna Ābele"},
			{service.PeopleFilter{Search: "st"}, "administrator staff stranger"},
			{service.PeopleFilter{Search: "STAFF@example"}, "staff"},
			{service.PeopleFilter{Search: "staff nobody"}, ""},
			{service.PeopleFilter{Organisation: drosa}, "manager staff"},
			{service.PeopleFilter{Organisation: drosa, Role: partnership.RoleManager}, "manager"},
			{service.PeopleFilter{Organisation: drosa, Role: partnership.RoleLead}, ""},
			{service.PeopleFilter{Role: partnership.RoleAuditor}, "auditor"},
			{service.PeopleFilter{Administrators: true}, "administrator"},
			{service.PeopleFilter{State: service.PersonDisabled}, "stranger"},
			{service.PeopleFilter{State: service.PersonInvited, Search: "zanna"}, "Žanna Ābele"},
		} {
			if got := names(service.PeopleListing{PeopleFilter: c.filter}); got != c.want {
				in.Errorf("%+v: %q, want %q", c.filter, got, c.want)
			}
		}
		if got := names(service.PeopleListing{PeopleFilter: service.PeopleFilter{Organisation: drosa}, Order: service.ByEmail}); got != "manager staff" {
			in.Errorf("by address: %q", got)
		}
		_, err = in.People(ctx, by, service.PeopleListing{After: "nonsense", Limit: 2})
		if !errors.Is(err, store.ErrCursor) {
			in.Errorf("a cursor that is none: %v", err)
		}
		_, err = in.People(ctx, in.by("lead"), service.PeopleListing{Limit: 2})
		in.refused(err, service.Forbidden)
	})
}

// TestPeopleFile: a row for each place, of those who are asked for, for administrators alone.
func TestPeopleFile(t *testing.T) {
	each(t, func(in *installation) {
		words, err := i18n.For(i18n.English)
		in.ok(err)
		h := service.PeopleHandout{Format: service.CSV, Words: words}
		h.Organisation = drosa
		var file bytes.Buffer
		in.ok(in.PeopleFile(in.Context(), in.by("administrator"), h, &file))
		rows := csvRows(in.T, file.Bytes())
		if len(rows) != 3 || rows[1][0] != "manager" || rows[2][0] != "staff" || !strings.Contains(rows[2][6], "Drošā māja") || rows[2][7] != "partner staff" {
			in.Errorf("rows: %q", rows)
		}
		file.Reset()
		in.refused(in.PeopleFile(in.Context(), in.by("lead"), h, &file), service.Forbidden)
		if file.Len() > 0 {
			in.Error("something was written")
		}
	})
}

func TestCasts(t *testing.T) {
	each(t, func(in *installation) {
		casts, err := in.Casts(in.Context(), in.by("administrator"))
		in.ok(err)
		parts := map[results.PartnerID]service.CastPart{}
		for _, o := range casts[0].Organisations {
			parts[o.ID] = o.Part
			if o.Name == "" {
				in.Errorf("%s has no name", o.ID)
			}
		}
		if len(casts) != 1 || casts[0].Project != baltic || parts["stellit"] != service.CastLead ||
			parts[drosa] != service.CastPartner || parts["cbss"] != service.CastFunder {
			in.Errorf("casts: %v", casts)
		}
		_, err = in.Casts(in.Context(), in.by("lead"))
		in.refused(err, service.Forbidden)
	})
}

func TestChangeUser(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("administrator")
		in.choosePassword()
		user, err := in.User(ctx, by, in.by("staff").User)
		in.ok(err)
		next := user.Value
		next.Name, next.Email, next.Password, next.Disabled = "New Name", "new@example.org", "another hash", true
		in.refused(in.ChangeUser(ctx, in.by("lead"), user.Rev, next), service.Forbidden)
		in.refused(in.ChangeUser(ctx, by, user.Rev-1, next), service.Conflict)
		for _, wrong := range []partnership.User{
			{Email: "new@example.org"},
			{Name: "New", Email: "LEAD@example.org"},
			{Name: "New", Email: strings.Repeat("x", 300) + "@example.org"},
			{Name: strings.Repeat("ä", 201), Email: "new@example.org"},
		} {
			wrong.ID = next.ID
			in.refused(in.ChangeUser(ctx, by, user.Rev, wrong), service.Invalid)
		}
		in.ok(in.ChangeUser(ctx, by, user.Rev, next))
		signed, err := in.Authenticate(ctx, "NEW@example.org", "a long enough password")
		in.ok(err)
		if signed.Name != "New Name" || signed.Disabled {
			in.Errorf("changed to %+v", signed)
		}
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.refused(err, service.Forbidden)

		self, err := in.User(ctx, by, by.User)
		in.ok(err)
		demoted := self.Value
		demoted.Administrator = false
		in.refused(in.ChangeUser(ctx, by, self.Rev, demoted), service.NotPossible)
		_, err = in.AddUser(ctx, by, partnership.User{Name: "Second", Email: "second@example.org", Administrator: true})
		in.ok(err)
		in.ok(in.ChangeUser(ctx, by, self.Rev, demoted))
		_, err = in.Users(ctx, by)
		in.refused(err, service.Forbidden)
		in.sound()
	})
}

// TestPlacesOfNewUsers: problems name the place, and nobody is taken up.
func TestPlacesOfNewUsers(t *testing.T) {
	each(t, func(in *installation) {
		_, err := in.AddUser(in.Context(), in.by("administrator"), partnership.User{Name: "New", Email: "new@example.org"},
			partnership.Membership{Project: baltic, Organisation: "cbss", Roles: []partnership.Role{partnership.RoleLead}})
		in.refused(err, service.Invalid)
		if paths := pathsOf(err); !slices.Equal(paths, []string{"places[0].organisation"}) {
			in.Errorf("problems at %v", paths)
		}
		_, err = in.UserByEmail(in.Context(), service.Operator(), "new@example.org")
		in.refused(err, service.NotFound)
	})
}

func TestFirstAdministratorsAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		_, isNeeded, err := in.FirstLink(in.Context())
		in.ok(err)
		if isNeeded {
			in.Error("there are users")
		}
	})
	t.Run("nobody yet", func(t *testing.T) {
		t.Parallel()
		in := &installation{T: t, Service: newService(openSQLite(t, t.TempDir()))}
		ctx, first := t.Context(), partnership.User{Name: "First", Email: "first@example.org"}
		const password = "a long enough password"
		earlier, isNeeded, err := in.FirstLink(ctx)
		in.ok(err)
		token, _, err := in.FirstLink(ctx)
		in.ok(err)
		if !isNeeded {
			t.Fatal("nobody is there, and no link")
		}
		_, err = in.AddFirst(ctx, token+"x", first, password)
		in.refused(err, service.NotFound)
		_, err = in.ChoosePassword(ctx, token, password)
		in.refused(err, service.NotFound) // it is for something else
		_, err = in.AddFirst(ctx, token, partnership.User{}, "short")
		in.refused(err, service.Invalid)
		if paths := pathsOf(err); !slices.Equal(paths, []string{"name", "email", "password"}) {
			t.Errorf("problems at %v", paths)
		}
		late := clockAt(noon().Add(service.FirstLinkTime))
		_, err = in.at(late).AddFirst(ctx, token, first, password)
		in.refused(err, service.NotFound)
		user, err := in.AddFirst(ctx, token, first, password)
		in.ok(err)
		for _, used := range []string{token, earlier} {
			in.refused(in.CheckFirstLink(ctx, used), service.NotFound)
			_, err = in.AddFirst(ctx, used, partnership.User{Name: "Second", Email: "second@example.org"}, password)
			in.refused(err, service.NotFound)
		}
		signed, err := in.Authenticate(ctx, "first@example.org", password)
		in.ok(err)
		if signed.ID != user.ID || !signed.Administrator {
			t.Errorf("signed in: %+v", signed)
		}
		if _, isNeeded, err := in.FirstLink(ctx); err != nil || isNeeded {
			t.Errorf("another link: %v, %v", isNeeded, err)
		}
		in.sound()
	})
	t.Run("somebody was added meanwhile", func(t *testing.T) {
		t.Parallel()
		in := &installation{T: t, Service: newService(openSQLite(t, t.TempDir()))}
		token, _, err := in.FirstLink(t.Context())
		in.ok(err)
		_, err = in.AddUser(t.Context(), service.Operator(), partnership.User{Name: "New", Email: "new@example.org"})
		in.ok(err)
		in.refused(in.CheckFirstLink(t.Context(), token), service.NotFound)
		_, err = in.AddFirst(t.Context(), token, partnership.User{Name: "First", Email: "first@example.org"}, "a long enough password")
		in.refused(err, service.NotFound)
	})
	t.Run("two at once", func(t *testing.T) {
		t.Parallel()
		in := &installation{T: t, Service: newService(openSQLite(t, t.TempDir()))}
		token, _, err := in.FirstLink(t.Context())
		in.ok(err)
		var all sync.WaitGroup
		for _, name := range []string{"one", "two", "three"} {
			all.Go(func() {
				_, _ = in.AddFirst(t.Context(), token, partnership.User{Name: name, Email: name + "@example.org"}, "a long enough password")
			})
		}
		all.Wait()
		if n, err := archive.Users.Count(t.Context(), in.Engine); err != nil || n != 1 {
			t.Errorf("%d users, %v", n, err)
		}
	})
}

func TestPasswordsAreChecked(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		id, err := in.AddUser(ctx, service.Operator(), partnership.User{Name: "Anna-Liisa Koskinen", Email: "annaliisa.koskinen@example.org"})
		in.ok(err)
		token, err := in.Invite(ctx, service.Operator(), id)
		in.ok(err)
		for password, want := range map[string]results.ProblemCode{
			"eleven char":                    service.PasswordTooShort,
			"ääääääääääö":                    service.PasswordTooShort, // eleven, in 22 bytes
			strings.Repeat("long", 257):      service.PasswordTooLong,
			"1234567890123":                  service.PasswordCommon,
			"QWERTYUIOP123":                  service.PasswordCommon,
			" password1234 ":                 service.PasswordCommon,
			"Salasana12345":                  service.PasswordCommon,
			"dragonDRAGON":                   service.PasswordCommon,
			"Liverpool2026":                  service.PasswordCommon,
			"ЙЦУКЕНГШЩЗХЪ":                   service.PasswordCommon,
			"anna-liisa koskinen":            service.PasswordIsName,
			"AnnaLiisa.Koskinen@example.org": service.PasswordIsName,
			"annaliisa.koskinen":             service.PasswordIsName,
		} {
			_, err := in.ChoosePassword(ctx, token, password)
			in.refused(err, service.Invalid)
			var refused *service.Error
			if !errors.As(err, &refused) || refused.Problems[0].Code != want {
				in.Errorf("%.20q: %v, want %s", password, err, want)
			}
		}
		_, err = in.ChoosePassword(ctx, token, "sa\u0308hko\u0308 ja hunaja") // ä and ö as two signs each
		in.ok(err)
		_, err = in.Authenticate(ctx, "annaliisa.koskinen@example.org", "sähkö ja hunaja")
		in.ok(err)
	})
}

func TestLinksOfDisabledUsersEnd(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff").User
		token, err := in.Invite(ctx, service.Operator(), staff)
		in.ok(err)
		invited, err := in.Invited(ctx, token)
		in.ok(err)
		if invited.ID != staff {
			in.Errorf("the link of %s", invited.ID)
		}
		in.ok(in.DisableUser(ctx, service.Operator(), staff, true))
		in.ok(in.DisableUser(ctx, service.Operator(), staff, false))
		_, err = in.Invited(ctx, token)
		in.refused(err, service.NotFound)
		in.ok(in.DisableUser(ctx, service.Operator(), staff, true))
		token, err = in.Invite(ctx, service.Operator(), staff)
		in.ok(err)
		_, err = in.ChoosePassword(ctx, token, "a long enough password")
		in.refused(err, service.NotFound)
	})
}

// TestSignInsAtTheSameTime: passwords that wait for their turn do not wait longer than who
// sent them.
func TestSignInsAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		in.choosePassword()
		ctx, cancel := context.WithCancel(in.Context())
		var all sync.WaitGroup
		errs := make(chan error, 40)
		for range cap(errs) {
			all.Go(func() {
				_, err := in.Authenticate(ctx, "staff@example.org", "a long enough password")
				errs <- err
			})
		}
		if err := <-errs; err != nil {
			in.Errorf("the first: %v", err)
		}
		cancel()
		all.Wait()
		close(errs)
		gaveUp := 0
		for err := range errs {
			switch {
			case errors.Is(err, context.Canceled):
				gaveUp++
			case err != nil:
				in.Error(err)
			}
		}
		if gaveUp == 0 {
			in.Error("nobody gave up waiting")
		}
	})
}

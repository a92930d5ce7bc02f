package service_test

import (
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

func TestInvitation(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff").User
		_, err := in.Authenticate(ctx, "staff@example.org", "") // has no password yet
		in.refused(err, service.Forbidden)
		first, err := in.Invite(ctx, in.by("administrator"), staff)
		in.ok(err)
		second, err := in.Invite(ctx, in.by("administrator"), staff)
		in.ok(err)
		_, err = in.ChoosePassword(ctx, first, "a long enough password")
		in.refused(err, service.NotFound) // the second link has ended the first
		_, err = in.ChoosePassword(ctx, second, "too short")
		in.refused(err, service.Invalid)
		_, err = in.ChoosePassword(ctx, second, "a long enough password")
		in.ok(err)
		_, err = in.ChoosePassword(ctx, second, "another long password")
		in.refused(err, service.NotFound) // used

		u, err := in.Authenticate(ctx, "Staff@Example.org", "a long enough password")
		in.ok(err)
		if u.ID != staff {
			in.Errorf("%s signed in", u.ID)
		}
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough passwort")
		in.refused(err, service.Forbidden)
		_, err = in.Authenticate(ctx, "nobody@example.org", "a long enough password")
		in.refused(err, service.Forbidden)

		in.ok(in.DisableUser(ctx, in.by("administrator"), staff, true))
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.refused(err, service.Forbidden)
		_, err = in.LogActivity(ctx, in.by("staff"), baltic, draft())
		in.refused(err, service.Forbidden)
		in.ok(in.DisableUser(ctx, in.by("administrator"), staff, false))
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.ok(err)

		_, err = in.Invite(ctx, in.by("administrator"), staff) // a reset ends the password
		in.ok(err)
		_, err = in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.refused(err, service.Forbidden)
		in.sound()
	})
}

func TestLinkEnds(t *testing.T) {
	each(t, func(in *installation) {
		token, err := in.Invite(in.Context(), service.Operator(), in.by("staff").User)
		in.ok(err)
		late := in.Config
		late.Now = func() time.Time { return noon().Add(service.InvitationTime) }
		_, err = service.New(late).ChoosePassword(in.Context(), token, "a long enough password")
		in.refused(err, service.NotFound)
	})
}

func TestUsersAreChecked(t *testing.T) {
	each(t, func(in *installation) {
		for _, u := range []partnership.User{
			{Email: "new@example.org"},
			{Name: "New"},
			{Name: "New", Email: "new"},
			{Name: "New", Email: "New <new@example.org>"},
			{Name: "New", Email: " STAFF@example.org "}, // taken
		} {
			_, err := in.AddUser(in.Context(), service.Operator(), u)
			in.refused(err, service.Invalid)
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	each(t, func(in *installation) {
		ctx, first := in.Context(), in.by("administrator")
		in.refused(in.DisableUser(ctx, first, first.User, true), service.NotPossible)
		second, err := in.AddUser(ctx, first, partnership.User{Name: "Second", Email: "second@example.org", Administrator: true})
		in.ok(err)
		in.ok(in.DisableUser(ctx, first, second, true))
		in.refused(in.DisableUser(ctx, first, first.User, true), service.NotPossible)
		in.ok(in.DisableUser(ctx, first, second, false))
		in.ok(in.DisableUser(ctx, first, first.User, true))
	})
}

func TestMembershipsAreChecked(t *testing.T) {
	each(t, func(in *installation) {
		user := in.by("stranger").User
		for _, m := range []partnership.Membership{
			{Organisation: drosa},
			{Organisation: drosa, Roles: []partnership.Role{"boss"}},
			{Organisation: "cbss", Roles: []partnership.Role{partnership.RoleStaff}},
			{Organisation: drosa, Roles: []partnership.Role{partnership.RoleLead}},
			{Organisation: drosa, Roles: []partnership.Role{partnership.RoleFunder}},
			{Organisation: drosa, Roles: []partnership.Role{partnership.RoleStaff, partnership.RoleStaff}},
		} {
			m.User, m.Project = user, baltic
			in.refused(in.Grant(in.Context(), service.Operator(), m), service.Invalid)
		}
		in.ok(in.Grant(in.Context(), service.Operator(), partnership.Membership{
			User: user, Project: baltic, Organisation: drosa, Roles: []partnership.Role{partnership.RoleStaff},
		}))
		_, err := in.LogActivity(in.Context(), in.by("stranger"), baltic, draft())
		in.ok(err)
		in.ok(in.Revoke(in.Context(), service.Operator(), baltic, user))
		_, err = in.LogActivity(in.Context(), in.by("stranger"), baltic, draft())
		in.refused(err, service.NotFound)
		in.sound()
	})
}

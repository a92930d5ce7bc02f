package service_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// session begins a session of a person.
func (in *installation) session(name, token string) {
	in.Helper()
	in.ok(in.KeepSession(in.Context(), partnership.Session{
		Token: token, User: in.by(name).User, Seen: noon(), Until: noon().Add(time.Hour), Agent: "Browser of " + name, Data: []byte("x"),
	}))
}

// TestSubjectData: a person gets all that is stored about them, and nothing of others.
func TestSubjectData(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff")
		ref := in.log()
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		in.ok(in.step("lead", ref, partnership.Return, "Which school?"))
		in.session("staff", "one")
		in.session("manager", "two")
		_, err := in.Invite(ctx, service.Operator(), staff.User)
		in.ok(err)
		in.ok(in.KeepForm(ctx, staff, partnership.KeptForm{
			Project: baltic, Key: "k", Action: "/there", Fields: []partnership.KeptField{{Name: "title", Value: "A kept text"}},
		}))
		_, err = in.MakeCalendarLink(ctx, staff)
		in.ok(err)

		data, err := in.SubjectData(ctx, staff, staff.User)
		in.ok(err)
		text, err := json.Marshal(data)
		in.ok(err)
		for _, want := range []string{
			`"email":"staff@example.org"`, `"project":"CBSS-PSF-2026-07"`, `"roles":["staff"]`, "Browser of staff", "A kept text",
			`"reference":"` + ref + `"`, `"what":"activity.submit"`,
		} {
			if !strings.Contains(string(text), want) {
				in.Errorf("%s is not in\n%s", want, text)
			}
		}
		if len(data.Invitations) != 1 || len(data.Calendar) != 1 || len(data.Sessions) != 1 || len(data.Wrote) != 1 {
			in.Errorf("links %v, sessions %v, wrote %v", data.Invitations, data.Sessions, data.Wrote)
		}
		for _, foreign := range []string{"manager", "lead@", "Which school?", string(in.by("lead").User)} {
			if strings.Contains(string(text), foreign) {
				in.Errorf("%s is of others, and is in\n%s", foreign, text)
			}
		}
		_, err = in.SubjectData(ctx, in.by("administrator"), staff.User)
		in.ok(err)
		_, err = in.SubjectData(ctx, in.by("lead"), staff.User)
		in.refused(err, service.Forbidden)
	})
}

// TestEraseUser: nothing that is stored tells any more who it was, the chain of the audit
// is whole, and what was done stands under a pseudonym.
func TestEraseUser(t *testing.T) {
	each(t, func(in *installation) {
		ctx, admin := in.Context(), in.by("administrator")
		id, err := in.AddUser(ctx, admin, partnership.User{Name: "Žanna Ābele", Email: "zanna@riga.example", Language: "lv"},
			partnership.Membership{Project: baltic, Organisation: drosa, Roles: []partnership.Role{partnership.RoleStaff}})
		in.ok(err)
		token, err := in.Invite(ctx, admin, id)
		in.ok(err)
		_, err = in.ChoosePassword(ctx, token, "a long enough password")
		in.ok(err)
		in.people["zanna"] = service.By{User: id}
		in.session("zanna", "one")
		ref, err := in.LogActivity(ctx, in.by("zanna"), baltic, draft())
		in.ok(err)
		in.ok(in.KeepForm(ctx, in.by("zanna"), partnership.KeptForm{Project: baltic, Key: "k", Action: "/there"}))

		in.refused(func() error { _, err := in.EraseUser(ctx, in.by("lead"), id); return err }(), service.Forbidden)
		pseudonym, err := in.EraseUser(ctx, admin, id)
		in.ok(err)
		if !strings.HasPrefix(pseudonym, "Person ") {
			in.Errorf("pseudonym %q", pseudonym)
		}
		in.sound()
		for _, c := range archive.Schema().Collections {
			for d, err := range in.Engine.Find(ctx, store.Query{Collection: c.Name}) {
				in.ok(err)
				for _, told := range []string{"Žanna", "zanna@", "argon2id"} {
					if bytes.Contains(d.Body, []byte(told)) {
						in.Errorf("%s %s tells %q", c.Name, d.ID, told)
					}
				}
			}
		}
		user, err := archive.Users.Get(ctx, in.Engine, string(id))
		in.ok(err)
		if user.Value.Salt != "" || user.Value.Email != "" {
			in.Errorf("what is left of the user: %+v", user.Value)
		}
		names, err := in.Names(ctx, in.by("lead"), baltic, id)
		in.ok(err)
		audit, err := in.Audit(ctx, in.by("lead"), baltic, service.AuditFilter{Ref: ref}, "", 1)
		in.ok(err)
		if names[id] != pseudonym || audit.Entries[0].Name != pseudonym || !audit.Entries[0].IsSound {
			in.Errorf("names %v, audit %+v", names, audit.Entries[0])
		}
		_, err = in.Authenticate(ctx, "zanna@riga.example", "a long enough password")
		in.refused(err, service.Forbidden)
		if _, found, err := in.FindSession(ctx, "one"); err != nil || found {
			in.Errorf("the session is there: %v, %v", found, err)
		}
		for name, try := range map[string]func() error{
			"again":  func() error { _, err := in.EraseUser(ctx, admin, id); return err },
			"enable": func() error { return in.DisableUser(ctx, admin, id, false) },
			"invite": func() error { _, err := in.Invite(ctx, admin, id); return err },
			"grant": func() error {
				return in.Grant(ctx, admin, partnership.Membership{User: id, Project: baltic, Roles: []partnership.Role{partnership.RoleAuditor}})
			},
			"log": func() error { _, err := in.LogActivity(ctx, in.by("zanna"), baltic, draft()); return err },
		} {
			if err := try(); !service.IsKind(err, service.NotFound) {
				in.Errorf("%s: %v", name, err)
			}
		}
		users, err := in.Users(ctx, admin)
		in.ok(err)
		for _, u := range users {
			if u.Value.ID == id {
				in.Error("the list of people has the erased one")
			}
		}
		_, err = in.AddUser(ctx, admin, partnership.User{Name: "Another", Email: "zanna@riga.example"}) // the address is free
		in.ok(err)
	})
}

// TestSomebodyIsLeft: the last administrator, and the last who leads a project, are not
// erased.
func TestSomebodyIsLeft(t *testing.T) {
	each(t, func(in *installation) {
		erase := func(name string) error {
			_, err := in.EraseUser(in.Context(), service.Operator(), in.by(name).User)
			return err
		}
		in.refused(erase("administrator"), service.NotPossible)
		in.refused(erase("lead"), service.NotPossible)
		in.ok(in.Grant(in.Context(), service.Operator(), partnership.Membership{
			User: in.by("stranger").User, Project: baltic, Organisation: "stellit", Roles: []partnership.Role{partnership.RoleLead},
		}))
		in.ok(in.DisableUser(in.Context(), service.Operator(), in.by("stranger").User, true))
		in.refused(erase("lead"), service.NotPossible) // the other one is shut out
		in.ok(in.DisableUser(in.Context(), service.Operator(), in.by("stranger").User, false))
		in.ok(erase("lead"))
		in.sound()
	})
}

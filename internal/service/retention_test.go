package service_test

import (
	"crypto/rand"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// TestRetention: what is over is taken away, and nothing before.
func TestRetention(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.session("staff", "one")
		in.ok(in.KeepForm(ctx, in.by("staff"), partnership.KeptForm{Project: baltic, Key: "k", Action: "/there"}))
		_, err := in.LogActivity(ctx, service.By{User: in.by("staff").User, Key: "form"}, baltic, draft())
		in.ok(err)
		in.ok(in.DisableUser(ctx, service.Operator(), in.by("stranger").User, true))
		days := service.RetentionDays{Requests: 30, KeptForms: 60, Leavers: 90}
		count := func(collection string) int {
			in.Helper()
			n, err := in.Engine.Count(ctx, store.Query{Collection: collection})
			in.ok(err)
			return int(n)
		}
		people := count(archive.Users.Collection())
		requests := count(archive.Requests.Collection())
		for _, c := range []struct {
			days                    int
			requests, forms, people int
		}{
			{29, requests, 1, people}, {31, 0, 1, people}, {61, 0, 0, people}, {89, 0, 0, people}, {91, 0, 0, people - 1},
		} {
			at := noon().AddDate(0, 0, c.days)
			later := service.New(service.Config{Engine: in.Engine, Now: func() time.Time { return at }, Random: rand.Reader, Retention: days})
			in.ok(later.Sweep(ctx))
			users, err := later.Users(ctx, service.Operator())
			in.ok(err)
			if r, f, p := count(archive.Requests.Collection()), count(archive.KeptForms.Collection()), len(users); r != c.requests || f != c.forms || p != c.people {
				in.Errorf("after %d days: %d requests, %d forms, %d people, want %+v", c.days, r, f, p, c)
			}
		}
		if sessions := count(archive.Sessions.Collection()); sessions != 0 {
			in.Errorf("%d sessions are left", sessions)
		}
		in.sound()
	})
}

// TestLeaversStayUntilErased: without a period of their own nobody is erased by itself.
func TestLeaversStayUntilErased(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.DisableUser(in.Context(), service.Operator(), in.by("stranger").User, true))
		at := noon().AddDate(30, 0, 0)
		later := service.New(service.Config{Engine: in.Engine, Now: func() time.Time { return at }, Random: rand.Reader})
		in.ok(later.Sweep(in.Context()))
		_, err := later.User(in.Context(), service.Operator(), in.by("stranger").User)
		in.ok(err)
	})
}

package service_test

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// token makes a token of a person, good for a day.
func (in *installation) token(name string, scope partnership.Scope) (secret string, by service.By) {
	in.Helper()
	secret, err := in.MakeToken(in.Context(), in.by(name), partnership.Token{
		Name: "Power BI", Scope: scope, Projects: []partnership.ProjectCode{baltic}, Until: noon().AddDate(0, 0, 1),
	})
	in.ok(err)
	by, err = in.ByToken(in.Context(), secret)
	in.ok(err)
	return secret, by
}

// TestTokens: a program does what its person may and its token is for, until the token
// or the person is gone.
func TestTokens(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.tokensAreChecked()
		in.tokensAllowNoMore()

		staff := in.by("staff")
		secret, by := in.token("staff", partnership.ScopeRead)
		for _, wrong := range []string{"", "tulos_", secret + "x", strings.TrimPrefix(secret, service.TokenPrefix)} {
			_, err := in.ByToken(ctx, wrong)
			in.refused(err, service.NotFound)
		}
		for d, err := range in.Engine.Find(ctx, store.Query{Collection: archive.Tokens.Collection()}) {
			in.ok(err)
			if strings.Contains(d.Body.String(), strings.TrimPrefix(secret, service.TokenPrefix)) {
				in.Error("the secret is stored")
			}
		}
		data, err := in.SubjectData(ctx, staff, staff.User)
		in.ok(err)
		if len(data.Tokens) == 0 || data.Tokens[0].Used == nil {
			in.Errorf("the person's data have tokens %+v", data.Tokens)
		}

		in.refused(func() error { _, err := in.Tokens(ctx, in.by("lead"), staff.User); return err }(), service.Forbidden)
		in.refused(in.RevokeToken(ctx, in.by("lead"), staff.User, by.Token.Hash), service.Forbidden)
		in.ok(in.RevokeToken(ctx, in.by("lead"), in.by("lead").User, by.Token.Hash)) // not there for the lead
		if _, err := in.ByToken(ctx, secret); err != nil {
			in.Errorf("another's revocation ended it: %v", err)
		}
		in.ok(in.RevokeToken(ctx, staff, staff.User, by.Token.Hash))
		_, err = in.ByToken(ctx, secret)
		in.refused(err, service.NotFound)
		for _, end := range []func() error{
			func() error { return in.DisableUser(ctx, service.Operator(), staff.User, true) },
			func() error { return in.DisableUser(ctx, service.Operator(), staff.User, false) },
		} {
			in.ok(end())
			if all, err := in.Tokens(ctx, service.Operator(), staff.User); err != nil || len(all) > 0 {
				in.Errorf("tokens of somebody who was shut out: %v, %v", all, err)
			}
		}
		other := in.by("other")
		in.token("other", partnership.ScopeLog)
		_, err = in.EraseUser(ctx, service.Operator(), other.User)
		in.ok(err)
		in.token("auditor", partnership.ScopeRead)
		in.tokensAreSwept()
		in.sound()
	})
}

func (in *installation) tokensAreChecked() {
	in.Helper()
	good := partnership.Token{Name: "n", Scope: partnership.ScopeRead, Projects: []partnership.ProjectCode{baltic}, Until: noon().AddDate(0, 0, 365)}
	for path, wrong := range map[string]func(*partnership.Token){
		"name":        func(t *partnership.Token) { t.Name = " " },
		"scope":       func(t *partnership.Token) { t.Scope = "everything" },
		"projects":    func(t *partnership.Token) { t.Projects = nil },
		"projects[0]": func(t *partnership.Token) { t.Projects = []partnership.ProjectCode{"~"} },
		"until":       func(t *partnership.Token) { t.Until = t.Until.Add(time.Second) },
	} {
		bad := good
		wrong(&bad)
		_, err := in.MakeToken(in.Context(), in.by("staff"), bad)
		if found := problems(err); len(found) != 1 || !strings.HasPrefix(found[0], path+" ") {
			in.Errorf("%s: %v", path, found)
		}
	}
	_, err := in.MakeToken(in.Context(), in.by("stranger"), good)
	in.refused(err, service.Invalid)
}

func (in *installation) tokensAllowNoMore() {
	in.Helper()
	ctx := in.Context()
	_, reads := in.token("staff", partnership.ScopeRead)
	_, logs := in.token("staff", partnership.ScopeLog)
	_, leads := in.token("lead", partnership.ScopeLog)
	_, err := in.LogActivity(ctx, reads, baltic, draft())
	in.refused(err, service.Forbidden)
	_, err = in.LogActivity(ctx, logs, baltic, draft())
	in.ok(err)
	accept := service.Move{Seen: -1, Step: partnership.Accept}
	in.refused(in.MoveActivity(ctx, leads, baltic, "LV-2026-017", accept), service.Forbidden)
	_, err = in.Activity(ctx, leads, baltic, "LV-2026-017")
	in.ok(err)
	_, err = in.MakeToken(ctx, leads, partnership.Token{})
	in.refused(err, service.NotFound)
	in.refused(in.ChangeMe(ctx, leads, "Somebody else", "en"), service.NotFound)
	reads.Token.Projects = []partnership.ProjectCode{"another"}
	_, err = in.Setup(ctx, reads, baltic)
	in.refused(err, service.NotFound)
	places, err := in.Places(ctx, reads)
	in.ok(err)
	if len(places) > 0 {
		in.Errorf("a token of another project sees %v", places)
	}
}

func (in *installation) tokensAreSwept() {
	in.Helper()
	for _, c := range []struct{ days, left int }{{29, 2}, {32, 0}} {
		at := noon().AddDate(0, 0, c.days)
		later := service.New(service.Config{Engine: in.Engine, Now: func() time.Time { return at }, Random: rand.Reader})
		in.ok(later.Sweep(in.Context()))
		n, err := in.Engine.Count(in.Context(), store.Query{Collection: archive.Tokens.Collection()})
		in.ok(err)
		if int(n) != c.left {
			in.Errorf("after %d days %d tokens are left, want %d", c.days, n, c.left)
		}
	}
	if n, err := in.Engine.Count(in.Context(), store.Query{Collection: archive.TokenUses.Collection()}); err != nil || n > 0 {
		in.Errorf("%d uses are left, %v", n, err)
	}
}

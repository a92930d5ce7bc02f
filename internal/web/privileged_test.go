package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/web"
)

// A privileged act is what only administrators may do: the route, and what is sent.
type privileged struct {
	route string
	form  url.Values // nil: see do
	do    func(b *browser) answer
}

// privilegedActs are all of them, in an order in which each can be done.
func privilegedActs(s *timedSite) []privileged {
	s.Helper()
	place := url.Values{"place": {"organisation=drosa-maja&project=" + string(baltic)}, "roles": {"staff"}}
	return []privileged{
		{route: "POST /people/new", form: url.Values{"name": {"New"}, "email": {"new@example.org"}}},
		{route: "POST /people/:user", do: func(b *browser) answer {
			path := "/people/" + string(s.by("staff").User)
			form := b.form(b.page(path), path)
			form.Set("administrator", "on")
			return b.post(path, form)
		}},
		{route: "POST /people/:user/data", form: url.Values{}},
		{route: "POST /people/:user/sessions/end", form: url.Values{}},
		{route: "POST /people/:user/second-factor/off", form: url.Values{}},
		{route: "POST /people/:user/sign-on/unlink", form: url.Values{}},
		{route: "POST /people/:user/tokens/revoke", do: func(b *browser) answer {
			path := "/people/" + string(s.by("staff").User)
			return b.post(path+"/tokens/revoke", b.form(b.page(path), path+"/tokens/revoke"))
		}},
		{route: "POST /people/:user/places/remove", form: url.Values{"project": {string(baltic)}}},
		{route: "POST /people/:user/places", form: place},
		{route: "POST /people/:user/disable", form: url.Values{}},
		{route: "POST /people/:user/enable", form: url.Values{}},
		{route: "POST /people/:user/link", form: url.Values{}},
		{route: "POST /people/:user/erase", form: url.Values{}},
		{route: "POST /letters", form: url.Values{"letter": {failedLetter}, "do": {"drop"}}},
		{route: "POST /new-project", do: func(b *browser) answer {
			form := b.form(b.page("/new-project"), "/new-project")
			for name, value := range map[string]string{
				"do": "again", "title": "Safe harbours", "code": "SAFE-1", "start": "2027-01-01", "end": "2027-12-31", "months": "6", "days": "31",
				"organisations.0.known": "drosa-maja", "organisations.1.known": "suojellaan-lapsia", "organisations.2.known": "cbss",
			} {
				form.Set(name, value)
			}
			form = b.form(b.post("/new-project", form).body, "/new-project")
			form.Set("do", "save")
			return b.post("/new-project", form)
		}},
		{route: "POST /new-project/copy", form: url.Values{"from": {string(baltic)}, "code": {"COPY-1"}, "title": {"Second phase"}}},
		{route: "POST /new-project/file", do: func(b *browser) answer {
			setup := s.setup()
			setup.Project.Code = "FILE-1"
			return b.sendsFile("/new-project/file", nil, "project.json", []byte(s.encoded(setup)))
		}},
	}
}

// failedLetter is the ID of a letter that could not be sent.
const failedLetter = "0123456789abcdef0123456789abcdef"

// TestPrivilegedActsAreInTheAudit does what only administrators may, all of it: each adds
// to an audit, under their name, and what is stored agrees after it.
func TestPrivilegedActsAreInTheAudit(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	staff := s.as("staff")
	s.setUp(staff)
	fields := url.Values{"name": {"Power BI"}, "scope": {"read"}, "projects": {string(baltic)}, "days": {"30"}}
	staff.post("/me/tokens", fields).wants(t, http.StatusOK)
	user := s.by("staff").User
	if _, err := s.service.SignOn(t.Context(), service.Claim{Issuer: "https://login.example", Subject: "1", Email: "staff@example.org", IsVerified: true}); err != nil {
		t.Fatal(err)
	}
	letter, err := archive.Letters.Insert(partnership.Letter{
		ID: failedLetter, Kind: "news", User: s.by("lead").User, State: partnership.LetterFailed, At: noon(), Next: noon(), Attempts: 9, Fault: "refused",
	})
	if err == nil {
		err = s.service.Engine.Commit(t.Context(), store.Unit{letter.Write})
	}
	if err != nil {
		t.Fatal(err)
	}
	b, left := s.as("administrator"), administrators()
	for _, act := range privilegedActs(s) {
		method, path, _ := strings.Cut(act.route, " ")
		delete(left, act.route)
		before := s.audited("administrator")
		var a answer
		if act.do != nil {
			a = act.do(b)
		} else {
			a = b.post(strings.Replace(path, ":user", string(user), 1), act.form)
		}
		if after := s.audited("administrator"); a.status >= http.StatusBadRequest || after <= before {
			t.Errorf("%s %s: %d, %d entries of the audit, were %d\n%.2000s", method, path, a.status, after, before, a.body)
		}
		s.advance(time.Second)
	}
	for route := range left {
		t.Errorf("%s is not tried", route)
	}
	verified(t, s.service)
}

// administrators are the routes by which only administrators change something.
func administrators() map[string]bool {
	all := map[string]bool{}
	for _, r := range web.TestedRoutes() {
		if e := expectations()[r.Method+" "+r.Path]; r.Method != http.MethodGet && e.in == "administrator" {
			all[r.Method+" "+r.Path] = true
		}
	}
	return all
}

// audited is how many entries the audits have by a person, of the installation and of all
// projects.
func (s *site) audited(name string) int {
	s.Helper()
	count, by := 0, s.by(name).User
	for entry, err := range archive.Audits.Find(s.Context(), s.service.Engine, store.Query{}) {
		if err != nil {
			s.Fatal(err)
		}
		if entry.Value.By == by {
			count++
		}
	}
	return count
}

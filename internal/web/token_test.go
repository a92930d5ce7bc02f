package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tulos/internal/service"
)

var shownSecret = regexp.MustCompile(`id="secret">(tulos_[\w-]{43})<`)

// TestTokenPages: people make a token that is shown once, and revoke it; an administrator
// revokes it for them.
func TestTokenPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, admin := s.as("staff"), s.as("administrator")
	if a := staff.post("/me/tokens", url.Values{"name": {""}, "days": {"30"}}); a.status != http.StatusUnprocessableEntity ||
		!strings.Contains(a.body, `href="#scope"`) || !strings.Contains(a.body, `href="#projects"`) {
		t.Errorf("nothing was filled in: %d\n%s", a.status, a.body)
	}
	fields := url.Values{"name": {"Power BI"}, "scope": {"read"}, "projects": {string(baltic)}, "days": {"30"}}
	makeOne := func() string {
		t.Helper()
		a := staff.post("/me/tokens", fields)
		secret := shownSecret.FindStringSubmatch(a.body)
		if a.status != http.StatusOK || secret == nil {
			t.Fatalf("%d\n%s", a.status, a.body)
		}
		return secret[1]
	}
	first := makeOne()
	page := staff.page("/me/tokens")
	if strings.Contains(page, first) || !strings.Contains(page, "Never used") {
		t.Errorf("the token is shown again, or is not listed:\n%s", page)
	}
	if a := staff.post("/me/tokens/revoke", staff.form(page, "/me/tokens/revoke")); a.status != http.StatusSeeOther {
		t.Errorf("revoke: %d", a.status)
	}
	second := makeOne()
	at := "/people/" + string(s.by("staff").User)
	page = admin.page(at)
	if !strings.Contains(page, "Power BI") || strings.Contains(page, second) {
		t.Errorf("what an administrator sees:\n%s", page)
	}
	if a := admin.post(at+"/tokens/revoke", admin.form(page, at+"/tokens/revoke")); a.status != http.StatusSeeOther {
		t.Errorf("an administrator revokes: %d", a.status)
	}
	for _, secret := range []string{first, second} {
		if _, err := s.service.ByToken(t.Context(), secret); !service.IsKind(err, service.NotFound) {
			t.Errorf("a revoked token: %v", err)
		}
	}
	if strings.Contains(s.log.String(), first) {
		t.Error("the token is in the log")
	}
}

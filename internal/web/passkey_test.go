package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"

	"tulos/internal/service"
	"tulos/internal/testtool"
	"tulos/internal/web"
)

// A device has a passkey of a person on a site, as browsers use it.
type device struct {
	party   virtualwebauthn.RelyingParty
	holder  virtualwebauthn.Authenticator
	passkey virtualwebauthn.Credential
}

// use asks what for in the browser's session, and returns the device's answer.
func (d *device) use(b *browser) string {
	b.Helper()
	options := b.post("/sign-in/passkey/options", nil)
	options.wants(b.T, http.StatusOK)
	asked, err := virtualwebauthn.ParseAssertionOptions(options.body)
	if err != nil {
		b.Fatal(err)
	}
	d.passkey.Counter++
	return virtualwebauthn.CreateAssertionResponse(d.party, d.holder, d.passkey, *asked)
}

// newDevice adds a passkey in the browser of a person who is signed in.
func newDevice(b *browser, person service.By) *device {
	b.Helper()
	d := &device{
		party:   virtualwebauthn.RelyingParty{ID: "localhost", Name: "Tulos", Origin: "http://localhost:8080"},
		holder:  virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(person.User)}),
		passkey: testtool.NewPasskey(),
	}
	options := b.post("/me/passkeys/options", nil)
	options.wants(b.T, http.StatusOK)
	asked, err := virtualwebauthn.ParseAttestationOptions(options.body)
	if err != nil {
		b.Fatal(err)
	}
	form := b.form(b.page("/me/passkeys"), "/me/passkeys")
	form.Set("name", "My phone")
	form.Set("credential", virtualwebauthn.CreateAttestationResponse(d.party, d.holder, d.passkey, *asked))
	b.post("/me/passkeys", form).wants(b.T, http.StatusSeeOther)
	b.post("/me/passkeys", form).wants(b.T, http.StatusUnprocessableEntity) // it was asked for once
	return d
}

func newPasskeySite(t *testing.T) *timedSite {
	t.Helper()
	return newTimedSite(t, func(_ string, uses *service.Config, _ *web.Config) { uses.Address = "http://localhost:8080" })
}

// TestPasskeySignsIn: a passkey is enough to sign in; its answer is good once, soon, and in
// the session that was asked. A password alone is not enough any more.
func TestPasskeySignsIn(t *testing.T) {
	t.Parallel()
	s := newPasskeySite(t)
	b, elsewhere := s.as("staff"), s.as("staff")
	d := newDevice(b, s.by("staff"))
	b.get("/me/passkeys").wants(t, http.StatusOK, "My phone", "Not used yet")
	elsewhere.get("/me").wants(t, http.StatusSeeOther)

	v, other := s.visitor(), s.visitor()
	form := url.Values{"passkey": {d.use(v)}, "then": {home}}
	other.post("/sign-in/passkey", form).wants(t, http.StatusUnprocessableEntity, "was not accepted")
	if to := v.post("/sign-in/passkey", form).header.Get("Location"); to != home {
		t.Fatalf("led to %q", to)
	}
	v.page("/me")
	v.post("/sign-in/passkey", form).wants(t, http.StatusUnprocessableEntity)
	form = url.Values{"passkey": {d.use(other)}}
	s.advance(11 * time.Minute)
	other.post("/sign-in/passkey", form).wants(t, http.StatusUnprocessableEntity)

	half, page := s.half("staff")
	if strings.Contains(page, `id="code"`) || !strings.Contains(page, "You have a passkey") {
		t.Errorf("the page asks for a code:\n%s", page)
	}
	half.get(home).wants(t, http.StatusSeeOther)
	half.post("/sign-in/passkey", url.Values{"passkey": {d.use(half)}, "then": {home}}).wants(t, http.StatusSeeOther)
	half.page(home + "/activities")
	for range 60 {
		other.post("/sign-in/passkey/options", nil)
	}
	other.post("/sign-in/passkey/options", nil).wants(t, http.StatusTooManyRequests)
}

// TestPasskeyProves: where the password is asked for again, a passkey of the person does
// instead; one of somebody else does not.
func TestPasskeyProves(t *testing.T) {
	t.Parallel()
	s := newPasskeySite(t)
	b, manager := s.as("staff"), s.as("manager")
	own, foreign := newDevice(b, s.by("staff")), newDevice(manager, s.by("manager"))
	s.advance(20 * time.Minute)
	a := b.post("/me/data", nil)
	a.wants(t, http.StatusForbidden, `name="passkey"`)
	b.post("/me/data", url.Values{"passkey": {foreign.use(b)}}).wants(t, http.StatusForbidden, "was not accepted")
	b.post("/me/data", url.Values{"passkey": {own.use(b)}}).wants(t, http.StatusOK, `"passkeys"`, "My phone")
	id := b.form(b.page("/me/passkeys"), "/me/passkeys/remove")
	manager.post("/me/passkeys/remove", id).wants(t, http.StatusForbidden)
	b.post("/me/passkeys/remove", id).wants(t, http.StatusSeeOther)
	s.as("staff").page("/me")
	newSite(t).as("staff").get("/me/passkeys").wants(t, http.StatusNotFound) // there is no address
}

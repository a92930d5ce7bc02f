package openid_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"tulos/pkg/openid"
	"tulos/pkg/openid/openidtest"
)

const redirect = "http://127.0.0.1:9/back"

func client(p *openidtest.Provider) *openid.Client {
	return openid.New(openid.Config{
		Issuer: p.URL, ClientID: openidtest.ClientID, Secret: openidtest.Secret, Redirect: redirect, Now: time.Now,
	})
}

func begin(t *testing.T, c *openid.Client, isFresh bool) (openid.Attempt, string) {
	t.Helper()
	a, address, err := c.Begin(t.Context(), isFresh)
	if err != nil {
		t.Fatal(err)
	}
	return a, address
}

// TestSignIn: whoever signs in at a real provider is known by issuer and subject, with the
// address that it tells; the same answer is good once.
func TestSignIn(t *testing.T) {
	t.Parallel()
	p := openidtest.Start(t, redirect, time.Now)
	p.Add("anna", "anna@example.org", true)
	c := client(p)
	a, address := begin(t, c, false)
	asked, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := asked.Query()
	if q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" || q.Get("scope") != "openid email" || q.Has("prompt") {
		t.Errorf("asked for %v", q)
	}
	p.Change = func(claims map[string]any) { claims["amr"], claims["acr"] = []string{"pwd", "otp"}, "gold" }
	back := p.SignIn(address, "anna")
	who, err := c.End(t.Context(), a, back.Query())
	if err != nil {
		t.Fatal(err)
	}
	if who.Issuer != p.URL || who.Subject != "anna" || who.Email != "anna@example.org" || !who.IsVerified ||
		!slices.Equal(who.Methods, []string{"pwd", "otp", "gold"}) || time.Since(who.At) > time.Minute {
		t.Errorf("it is %+v", who)
	}
	if _, err := c.End(t.Context(), a, back.Query()); !errors.Is(err, openid.ErrRefused) {
		t.Errorf("the same code again: %v", err)
	}
	a, address = begin(t, c, true)
	if !strings.Contains(address, "prompt=login") || !strings.Contains(address, "max_age=0") {
		t.Errorf("a fresh one asks for %s", address)
	}
	if _, err := c.End(t.Context(), a, p.SignIn(address, "anna").Query()); err != nil {
		t.Error(err)
	}
}

// TestWrongTokens: a token that is not the provider's answer to this attempt is refused.
func TestWrongTokens(t *testing.T) {
	t.Parallel()
	p := openidtest.Start(t, redirect, time.Now)
	p.Add("anna", "anna@example.org", true)
	c := client(p)
	set := func(claim string, value any) func(*openid.Attempt, url.Values) {
		return func(*openid.Attempt, url.Values) {
			p.Change = func(claims map[string]any) {
				claims[claim] = value
				if value == nil {
					delete(claims, claim)
				}
			}
		}
	}
	signed := func(sign func(claims []byte) string) func(*openid.Attempt, url.Values) {
		return func(*openid.Attempt, url.Values) { p.Sign = sign }
	}
	foreign, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*openid.Attempt, url.Values){
		"wrong nonce":    set("nonce", "another"),
		"no nonce":       set("nonce", nil),
		"wrong audience": set("aud", []string{"another"}),
		"several audiences": func(*openid.Attempt, url.Values) {
			p.Change = func(claims map[string]any) {
				claims["aud"] = []string{openidtest.ClientID, "another"}
				delete(claims, "azp")
			}
		},
		"for another party":  set("azp", "another"),
		"wrong issuer":       set("iss", "https://issuer.example"),
		"expired":            set("exp", time.Now().Add(-time.Hour).Unix()),
		"without end":        set("exp", nil),
		"without subject":    set("sub", ""),
		"of somebody else":   set("sub", "berta"),
		"other access token": set("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"),
		"unsigned":           signed(openidtest.Unsigned),
		"foreign key": signed(func(claims []byte) string {
			return openidtest.Signed(t, jose.SigningKey{Algorithm: jose.RS256, Key: foreign}, claims)
		}),
		"signed by the client's secret": signed(func(claims []byte) string {
			return openidtest.Signed(t, jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat(openidtest.Secret, 2))}, claims)
		}),
		"no token":          signed(func([]byte) string { return "" }),
		"wrong state":       func(_ *openid.Attempt, q url.Values) { q.Set("state", "another") },
		"no state":          func(_ *openid.Attempt, q url.Values) { q.Del("state") },
		"no attempt":        func(a *openid.Attempt, q url.Values) { *a = openid.Attempt{}; q.Del("state") },
		"wrong verifier":    func(a *openid.Attempt, _ url.Values) { a.Verifier = strings.Repeat("x", 43) },
		"wrong code":        func(_ *openid.Attempt, q url.Values) { q.Set("code", "another") },
		"another provider":  func(_ *openid.Attempt, q url.Values) { q.Set("iss", "https://issuer.example") },
		"not signed in now": nil,
	} {
		a, address := begin(t, c, spoil == nil)
		q := p.SignIn(address, "anna").Query()
		if spoil == nil {
			spoil = set("auth_time", time.Now().Add(-time.Hour).Unix())
		}
		spoil(&a, q)
		if who, err := c.End(t.Context(), a, q); !errors.Is(err, openid.ErrRefused) || who.Subject != "" {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
		p.Change, p.Sign = nil, nil
	}
	a, address := begin(t, c, false)
	q := p.SignIn(address, "anna").Query()
	q.Set("error", "access_denied")
	if _, err := c.End(t.Context(), a, q); !errors.Is(err, openid.ErrCancelled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestProviderDown: a provider that does not answer is an error at the attempt, and none
// any more once it answers.
func TestProviderDown(t *testing.T) {
	t.Parallel()
	isDown := true
	p := openidtest.Start(t, redirect, time.Now)
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isDown {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		http.Redirect(w, r, p.URL+r.URL.Path, http.StatusFound)
	}))
	defer front.Close()
	c := openid.New(openid.Config{Issuer: front.URL, ClientID: "x", Redirect: redirect, Now: time.Now})
	if _, _, err := c.Begin(t.Context(), false); !errors.Is(err, openid.ErrUnavailable) {
		t.Errorf("down: %v", err)
	}
	isDown = false
	if _, _, err := c.Begin(t.Context(), false); !errors.Is(err, openid.ErrUnavailable) {
		t.Errorf("settings of another issuer: %v", err)
	}
	c.Issuer = p.URL
	if _, _, err := c.Begin(t.Context(), false); err != nil {
		t.Errorf("up again: %v", err)
	}
}

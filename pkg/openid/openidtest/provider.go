// Package openidtest runs a real provider of OpenID Connect for tests, and lets it give
// out tokens that are wrong.
package openidtest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// What the one client of the provider is, and the password of all its people.
const (
	ClientID = "tulos"
	Secret   = "the client's secret"
	password = "let me in"
)

// A Provider knows the people of its field; tests change it between attempts, and see
// what it was asked for.
type Provider struct {
	*testing.T
	URL    string // the issuer
	Client *http.Client
	People map[string]*storage.User // by name
	Now    func() time.Time
	// Change changes the claims of the next ID tokens; nil leaves them as they are.
	Change func(claims map[string]any)
	// Sign signs them; nil has the provider's own key sign them.
	Sign func(claims []byte) string

	storage *storage.Storage
}

// Start starts a provider that sends people back to the address; it ends with the test.
func Start(t *testing.T, redirect string, now func() time.Time) *Provider {
	t.Helper()
	p := &Provider{T: t, Now: now, People: map[string]*storage.User{}}
	server := httptest.NewUnstartedServer(nil)
	p.URL = "http://" + server.Listener.Addr().String()
	p.storage = storage.NewStorageWithClients(people{p}, map[string]*storage.Client{
		ClientID: storage.WebClient(ClientID, Secret, redirect),
	})
	server.Config.Handler = p.rewritten(exampleop.SetupServer(p.URL, p.storage, nil, false))
	server.Start()
	t.Cleanup(server.Close)
	p.Client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return p
}

// Add takes a person up whose identity at the provider, and name, is the subject.
func (p *Provider) Add(subject, email string, isVerified bool) {
	p.People[subject] = &storage.User{
		ID: subject, Username: subject, Password: password, Email: email, EmailVerified: isVerified,
	}
}

// SignIn is a person who follows the address to the provider and signs in; it returns the
// address that the browser is sent back to.
func (p *Provider) SignIn(address, subject string) *url.URL {
	p.Helper()
	login := p.location(http.MethodGet, address, nil)
	form := url.Values{"username": {subject}, "password": {password}, "id": {login.Query().Get("authRequestID")}}
	callback := p.location(http.MethodPost, p.URL+"/login/username", form)
	return p.location(http.MethodGet, callback.String(), nil)
}

// location sends a request, and returns the address that it is answered with.
func (p *Provider) location(method, address string, form url.Values) *url.URL {
	p.Helper()
	at, err := url.Parse(p.URL)
	if err != nil {
		p.Fatal(err)
	}
	if at, err = at.Parse(address); err != nil {
		p.Fatal(err)
	}
	request, err := http.NewRequestWithContext(p.Context(), method, at.String(), strings.NewReader(form.Encode()))
	if err != nil {
		p.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := p.Client.Do(request)
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	to, err := response.Location()
	if err != nil {
		text, _ := io.ReadAll(response.Body)
		p.Fatalf("%s %s: %s: %v\n%s", method, at.Path, response.Status, err, text)
	}
	return to
}

// rewritten answers as the provider does, but for the ID tokens: their times are those
// of the test's clock, and their claims are changed.
func (p *Provider) rewritten(provider http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/oauth/token" {
			provider.ServeHTTP(w, r)
			return
		}
		told := httptest.NewRecorder()
		provider.ServeHTTP(told, r)
		var answer map[string]any
		if told.Code == http.StatusOK {
			if err := json.Unmarshal(told.Body.Bytes(), &answer); err != nil {
				p.Error(err)
			}
			token, _ := answer["id_token"].(string)
			answer["id_token"] = p.reissue(r, token)
			told.Body = &bytes.Buffer{}
			if err := json.NewEncoder(told.Body).Encode(answer); err != nil {
				p.Error(err)
			}
		}
		maps.Copy(w.Header(), told.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(told.Code)
		_, _ = w.Write(told.Body.Bytes())
	})
}

// reissue is the ID token with the claims that it is to have.
func (p *Provider) reissue(r *http.Request, token string) string {
	parts := strings.Split(token, ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]any{}
	if err == nil {
		err = json.Unmarshal(payload, &claims)
	}
	if err != nil {
		p.Error(err)
	}
	now := p.Now().Unix()
	claims["iat"], claims["auth_time"], claims["exp"] = now, now, now+300
	if p.Change != nil {
		p.Change(claims)
	}
	if payload, err = json.Marshal(claims); err != nil {
		p.Error(err)
	}
	if p.Sign != nil {
		return p.Sign(payload)
	}
	key, err := p.storage.SigningKey(r.Context())
	if err != nil {
		p.Error(err)
		return ""
	}
	return Signed(p.T, jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key.Key(), KeyID: key.ID()}}, payload)
}

// Signed is a token with the claims, signed by the key.
func Signed(t *testing.T, key jose.SigningKey, claims []byte) string {
	t.Helper()
	signer, err := jose.NewSigner(key, nil)
	if err != nil {
		t.Error(err)
		return ""
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		t.Error(err)
		return ""
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Error(err)
	}
	return token
}

// Unsigned is a token with the claims and "alg": "none".
func Unsigned(claims []byte) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + encode(claims) + "."
}

// people are those of a provider, as its storage finds them.
type people struct{ of *Provider }

func (p people) GetUserByID(id string) *storage.User         { return p.of.People[id] }
func (p people) GetUserByUsername(name string) *storage.User { return p.of.People[name] }
func (p people) ExampleClientID() string                     { return ClientID }

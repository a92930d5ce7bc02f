// Package openid signs people in by a provider of OpenID Connect: the authorization code
// flow with PKCE (RFC 7636), state and nonce. It reads the provider's settings when they
// are first needed, so that a provider that is down keeps nobody from starting.
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// What went wrong.
var (
	// ErrUnavailable: the provider does not answer, or not as one.
	ErrUnavailable = errors.New("the OpenID provider is not available")
	// ErrCancelled: the person did not agree, or the provider let nobody in.
	ErrCancelled = errors.New("signing in at the OpenID provider was cancelled")
	// ErrRefused: what came back is not what was asked for, or not from the provider.
	ErrRefused = errors.New("the answer of the OpenID provider is not valid")
)

// answerTime is how long the provider may take for one answer.
const answerTime = 10 * time.Second

// clockSkew is how far the provider's clock may be behind.
const clockSkew = time.Minute

// A Config says which provider, and what this program is to it.
type Config struct {
	Issuer   string // its address, exactly as it writes it into tokens
	ClientID string
	Secret   string // empty for a client that has none
	Redirect string // the address that it sends people back to
	Now      func() time.Time
}

// A Client signs people in by one provider. It is safe for use by many goroutines.
type Client struct {
	Config
	web   *http.Client
	known atomic.Pointer[oidc.Provider]
}

// New makes a client; it asks the provider nothing yet.
func New(c Config) *Client {
	return &Client{Config: c, web: &http.Client{Timeout: answerTime}}
}

// An Attempt is one try to sign in, which only the browser that began it may end. It is
// kept secret from everybody else, and used once.
type Attempt struct {
	State, Nonce, Verifier string
	Begun                  time.Time
	IsFresh                bool // the person has to sign in anew
}

// Begin begins an attempt, and returns the address to send the browser to. A fresh one
// asks people to sign in at the provider even if they are signed in there. The error is
// ErrUnavailable.
func (c *Client) Begin(ctx context.Context, isFresh bool) (a Attempt, address string, err error) {
	provider, err := c.provider(ctx)
	if err != nil {
		return Attempt{}, "", err
	}
	a = Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Begun: c.Now(), IsFresh: isFresh}
	options := []oauth2.AuthCodeOption{oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)}
	if isFresh {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	return a, c.flow(provider).AuthCodeURL(a.State, options...), nil
}

// An Identity is who somebody is at the provider.
type Identity struct {
	Issuer, Subject string // together they name the person for good
	Email           string
	IsVerified      bool      // the provider has found the address to be the person's
	Methods         []string  // how the person signed in: "amr", and "acr" as the last
	At              time.Time // when; zero where it is not told
}

// End ends an attempt with what the browser brought back in the query, and returns who
// it is. The errors are ErrCancelled, ErrRefused and ErrUnavailable, with why.
func (c *Client) End(ctx context.Context, a Attempt, query url.Values) (Identity, error) {
	if a.State == "" || subtle.ConstantTimeCompare([]byte(a.State), []byte(query.Get("state"))) != 1 {
		return Identity{}, fmt.Errorf("%w: another state", ErrRefused)
	}
	if issuer := query.Get("iss"); issuer != "" && issuer != c.Issuer { // RFC 9207
		return Identity{}, fmt.Errorf("%w: another issuer", ErrRefused)
	}
	if query.Has("error") {
		return Identity{}, ErrCancelled
	}
	provider, err := c.provider(ctx)
	if err != nil {
		return Identity{}, err
	}
	ctx = oidc.ClientContext(ctx, c.web)
	token, err := c.flow(provider).Exchange(ctx, query.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return Identity{}, exchangeFault(err)
	}
	return c.identity(ctx, provider, a, token)
}

// exchangeFault is the fault of a code that was not taken, without what the provider
// wrote about it: that may tell of people.
func exchangeFault(err error) error {
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode < http.StatusInternalServerError {
		return fmt.Errorf("%w: the code was not taken: %.40q", ErrRefused, refused.ErrorCode)
	}
	return fmt.Errorf("%w: the code could not be exchanged", ErrUnavailable)
}

func (c *Client) flow(provider *oidc.Provider) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ClientID, ClientSecret: c.Secret, Endpoint: provider.Endpoint(), RedirectURL: c.Redirect,
		Scopes: []string{oidc.ScopeOpenID, oidc.ScopeEmail},
	}
}

// provider reads the provider's settings, once it has answered.
func (c *Client) provider(ctx context.Context) (*oidc.Provider, error) {
	if p := c.known.Load(); p != nil {
		return p, nil
	}
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, c.web), c.Issuer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	c.known.Store(p)
	return p, nil
}

package openid

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// claims are those of an ID token that are read besides what go-oidc reads.
type claims struct {
	Email      string   `json:"email"`
	IsVerified truth    `json:"email_verified"`
	Party      string   `json:"azp"`
	Methods    []string `json:"amr"`
	Class      string   `json:"acr"`
	At         seconds  `json:"auth_time"`
}

// A truth is true or false; some providers write it as a text.
type truth bool

// UnmarshalJSON takes true and "true"; all else is false.
func (t *truth) UnmarshalJSON(b []byte) error {
	*t = string(b) == "true" || string(b) == `"true"`
	return nil
}

// seconds are those since 1970.
type seconds time.Time

// UnmarshalJSON reads a number.
func (s *seconds) UnmarshalJSON(b []byte) error {
	var n float64
	if err := json.Unmarshal(b, &n); err != nil {
		return err
	}
	*s = seconds(time.Unix(int64(n), 0))
	return nil
}

// identity checks the ID token as OpenID Connect Core 3.1.3.7 has it, and asks for the
// address where that is not in it.
func (c *Client) identity(ctx context.Context, provider *oidc.Provider, a Attempt, token *oauth2.Token) (Identity, error) {
	raw, _ := token.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: c.ClientID, Now: c.Now}).Verify(ctx, raw)
	if err != nil {
		return Identity{}, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	var told claims
	if err := id.Claims(&told); err != nil {
		return Identity{}, fmt.Errorf("%w: its claims cannot be read", ErrRefused)
	}
	at := time.Time(told.At)
	switch {
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1:
		return Identity{}, fmt.Errorf("%w: another nonce", ErrRefused)
	case id.Subject == "":
		return Identity{}, fmt.Errorf("%w: it has no subject", ErrRefused)
	case told.Party != "" && told.Party != c.ClientID, told.Party == "" && len(id.Audience) > 1:
		return Identity{}, fmt.Errorf("%w: it is for another party", ErrRefused)
	case a.IsFresh && at.Before(a.Begun.Add(-clockSkew)):
		return Identity{}, fmt.Errorf("%w: the person did not sign in anew", ErrRefused)
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return Identity{}, fmt.Errorf("%w: another access token", ErrRefused)
		}
	}
	who := Identity{
		Issuer: id.Issuer, Subject: id.Subject, Email: told.Email, IsVerified: bool(told.IsVerified), Methods: told.Methods, At: at,
	}
	if told.Class != "" {
		who.Methods = append(who.Methods, told.Class)
	}
	if who.Email == "" {
		return c.withAddress(ctx, provider, who, token)
	}
	return who, nil
}

// withAddress asks the provider for the person's address. A provider without a place for
// that tells none.
func (c *Client) withAddress(ctx context.Context, provider *oidc.Provider, who Identity, token *oauth2.Token) (Identity, error) {
	if provider.UserInfoEndpoint() == "" {
		return who, nil
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return Identity{}, fmt.Errorf("%w: it does not tell the address", ErrUnavailable)
	}
	if info.Subject != who.Subject {
		return Identity{}, fmt.Errorf("%w: the address is of somebody else", ErrRefused)
	}
	who.Email, who.IsVerified = info.Email, info.EmailVerified
	return who, nil
}

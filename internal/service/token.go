package service

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// TokenPrefix is how every token begins, so that whoever looks for secrets that leaked
// knows one.
const TokenPrefix = "tulos_"

// TokenTime is how long a token is good at most.
const TokenTime = 365 * 24 * time.Hour

// How long a token that is over is shown, how many a person has at most, and how often
// it is noted that one is used.
const (
	shownOver     = 30 * 24 * time.Hour
	mostTokens    = 50
	tokenUsedEach = time.Minute
)

// What is wrong with a token that is asked for.
const (
	TokenTooLong results.ProblemCode = "token-too-long" // good for longer than TokenTime
	NoPlaceThere results.ProblemCode = "no-place-there" // the person has no place in the project
)

// A TokenState is a token with when it was used last; Used is zero where it never was.
type TokenState struct {
	partnership.Token
	Used time.Time
}

// IsOver says whether the token lets nothing in any more.
func (t *TokenState) IsOver(now time.Time) bool { return !now.Before(t.Until) }

// MakeToken makes a token by which a program comes for whoever asks: with the name, the
// scope, the projects and the end of t. It is told this once. The key of by is not
// looked at: sent twice, there are two.
func (s *Service) MakeToken(ctx context.Context, by By, t partnership.Token) (secret string, err error) {
	if secret, err = s.newToken(); err != nil {
		return "", err
	}
	secret = TokenPrefix + secret
	t.Hash, t.User, t.Name = tokenHash(secret), by.User, strings.TrimSpace(t.Name)
	_, err = s.run(ctx, task{By{User: by.User, Token: by.Token}, partnership.Installation, "token.make", nil, func(c *change) (string, error) {
		user, err := person(ctx, c.service.Engine, by.User)
		if err != nil {
			return "", err
		}
		if user.Value.Disabled {
			return "", refuse(Forbidden, "error.forbidden")
		}
		t.Since = c.at
		if err := c.checkToken(ctx, by, &t); err != nil {
			return "", err
		}
		return "", errors.Join(c.put(archive.Tokens.Insert(t)), c.tell(t.User, partnership.TokenMade))
	}})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// checkToken refuses a token that has something wrong.
func (c *change) checkToken(ctx context.Context, by By, t *partnership.Token) error {
	all, err := c.service.tokensOf(ctx, by.User)
	if err != nil {
		return err
	}
	if len(all) >= mostTokens {
		return refuse(NotPossible, "error.too-many-tokens", "Most", mostTokens)
	}
	places, err := c.service.Places(ctx, by)
	if err != nil {
		return err
	}
	var f results.Findings
	f.Require("name", t.Name != "")
	if utf8.RuneCountInString(t.Name) > longestName {
		f.Wrong("name", NameTooLong, "Most", longestName)
	}
	f.Require("scope", t.Scope != "")
	results.Choose(&f, "scope", t.Scope, partnership.Scopes()...)
	f.Require("projects", len(t.Projects) > 0)
	for n, project := range t.Projects {
		if !slices.ContainsFunc(places, func(p Place) bool { return p.Project == project }) {
			f.Wrong(results.At("projects", n), NoPlaceThere, "Value", string(project))
		}
	}
	if t.Until.After(t.Since.Add(TokenTime)) || !t.Until.After(t.Since) {
		f.Wrong("until", TokenTooLong, "Most", inDays(TokenTime))
	}
	return reject(f.Problems())
}

// Tokens lists the tokens of a user, the newest first, for that user and for
// administrators.
func (s *Service) Tokens(ctx context.Context, by By, of partnership.UserID) ([]TokenState, error) {
	if by.Token != nil || by.User != of || of == "" {
		if err := s.requireAdministrator(ctx, by); err != nil {
			return nil, err
		}
	}
	return s.tokensOf(ctx, of)
}

func (s *Service) tokensOf(ctx context.Context, of partnership.UserID) ([]TokenState, error) {
	var all []TokenState
	for t, err := range archive.Tokens.Find(ctx, s.Engine, store.Query{Where: []store.Condition{store.Equal("user", of)}}) {
		if err != nil {
			return nil, err
		}
		use, err := archive.TokenUses.Get(ctx, s.Engine, t.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		all = append(all, TokenState{t.Value, use.Value.At})
	}
	slices.SortFunc(all, func(a, b TokenState) int {
		return cmp.Or(b.Since.Compare(a.Since), cmp.Compare(a.Hash, b.Hash))
	})
	return all, nil
}

// RevokeToken ends a token of a user, for that user and for administrators; one that is
// not there is no error.
func (s *Service) RevokeToken(ctx context.Context, by By, of partnership.UserID, hash string) error {
	_, err := s.run(ctx, task{by, partnership.Installation, "token.revoke", []any{of, hash}, func(c *change) (string, error) {
		if by.User != of {
			if err := c.require(partnership.Administer); err != nil {
				return "", err
			}
		}
		t, err := archive.Tokens.Get(ctx, c.service.Engine, hash)
		switch {
		case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid), err == nil && t.Value.User != of:
			return "", nil
		case err != nil:
			return "", err
		}
		return "", c.endToken(t)
	}})
	return err
}

func (c *change) endToken(t Stored[partnership.Token]) error {
	if err := c.put(archive.Tokens.Delete(t), nil); err != nil {
		return err
	}
	use, err := archive.TokenUses.Get(c.ctx, c.service.Engine, t.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	c.unit = append(c.unit, archive.TokenUses.Delete(use).Write) // no part of the audit
	return nil
}

// endTokens ends all tokens of a user.
func (c *change) endTokens(of partnership.UserID) error {
	for t, err := range archive.Tokens.Find(c.ctx, c.service.Engine, store.Query{Where: []store.Condition{store.Equal("user", of)}}) {
		if err != nil {
			return err
		}
		if err := c.endToken(t); err != nil {
			return err
		}
	}
	return nil
}

// ByToken finds for whom a program comes that holds a token. One that is unknown or over,
// or whose person was shut out, is NotFound.
func (s *Service) ByToken(ctx context.Context, secret string) (By, error) {
	none := refuse(NotFound, "error.no-such-token")
	if !strings.HasPrefix(secret, TokenPrefix) {
		return By{}, none
	}
	t, err := archive.Tokens.Get(ctx, s.Engine, tokenHash(secret))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return By{}, none
	case err != nil:
		return By{}, err
	case !s.Now().Before(t.Value.Until):
		return By{}, none
	}
	user, err := person(ctx, s.Engine, t.Value.User)
	switch {
	case IsKind(err, NotFound), err == nil && user.Value.Disabled:
		return By{}, none
	case err != nil:
		return By{}, err
	}
	return By{User: t.Value.User, Token: &t.Value}, s.noteUse(ctx, t.ID)
}

// noteUse notes that a token is used, not more often than once a minute.
func (s *Service) noteUse(ctx context.Context, hash string) error {
	now := partnership.TokenUse{Hash: hash, At: s.Now()}
	old, err := archive.TokenUses.Get(ctx, s.Engine, hash)
	var w archive.Write
	switch {
	case errors.Is(err, store.ErrNotFound):
		w, err = archive.TokenUses.Insert(now)
	case err == nil && now.At.Sub(old.Value.At) < tokenUsedEach:
		return nil
	case err == nil:
		w, err = archive.TokenUses.Replace(old, now)
	}
	if err != nil {
		return err
	}
	if err := s.Engine.Commit(ctx, store.Unit{w.Write}); err != nil && !errors.Is(err, store.ErrConflict) { // noted, or revoked
		return err
	}
	return nil
}

// sweepTokens takes away a few tokens that have long been over.
func sweepTokens(ctx context.Context, s *Service) error {
	q := store.Query{
		Where: []store.Condition{store.AtMost("until", s.Now().Add(-shownOver).UnixMilli())},
		Order: store.Ascending("until"), Limit: sweptAtOnce,
	}
	old, err := collect(archive.Tokens.Find(ctx, s.Engine, q))
	for n := 0; n < len(old) && err == nil; n++ {
		err = s.RevokeToken(ctx, Operator(), old[n].Value.User, old[n].ID)
	}
	return err
}

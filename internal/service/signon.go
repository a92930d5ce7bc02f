package service

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// SignOnRules are the rules of single sign-on.
type SignOnRules struct {
	Domains      []string // of addresses that may come in by it, in lower case; none: all
	SecondFactor []string // ways of signing in at the provider that are a second factor; none: no way is
}

// A Claim is what the provider of single sign-on says about somebody.
type Claim struct {
	Issuer, Subject string
	Email           string
	IsVerified      bool     // the provider has found the address to be the person's
	Methods         []string // how the person signed in there
}

// HasSecondFactor says whether the person has given a second factor at the provider
// that counts here.
func (r SignOnRules) HasSecondFactor(claim Claim) bool {
	return slices.ContainsFunc(r.SecondFactor, func(way string) bool { return slices.Contains(claim.Methods, way) })
}

// admit refuses who may not come in by single sign-on.
func (r SignOnRules) admit(claim Claim) error {
	if len(r.Domains) == 0 {
		return nil
	}
	_, domain, _ := strings.Cut(claim.Email, "@")
	if !claim.IsVerified || !slices.Contains(r.Domains, strings.ToLower(domain)) {
		return refuse(Forbidden, "error.sign-on-domain")
	}
	return nil
}

// SignOn finds the user whom the provider of single sign-on means. The first time that
// is the user with the address, if the provider has verified it; from then on it is the
// same subject, whatever the address. Forbidden says why nobody comes in.
func (s *Service) SignOn(ctx context.Context, claim Claim) (partnership.User, error) {
	user, _, err := s.claimed(ctx, claim)
	if err != nil {
		return partnership.User{}, err
	}
	by := By{User: user.ID}
	_, err = s.run(ctx, task{by, partnership.Installation, "user.sign-on", nil, func(c *change) (string, error) {
		var old Stored[partnership.Identity]
		if user, old, err = s.claimed(ctx, claim); err != nil {
			return "", err
		}
		if user.ID != by.User {
			return "", store.ErrConflict
		}
		next := old.Value
		next.Used = c.at
		if next.Issuer != claim.Issuer || next.Subject != claim.Subject {
			c.audit.What = "user.sign-on-link"
			next = partnership.Identity{User: user.ID, Issuer: claim.Issuer, Subject: claim.Subject, Since: c.at, Used: c.at}
			if next.Salt, err = c.service.newToken(); err != nil {
				return "", err
			}
			if err := c.tell(user.ID, partnership.SingleSignOnKnown); err != nil {
				return "", err
			}
		}
		return "", save(c, archive.Identities, old, next)
	}})
	return user, err
}

// claimed finds the user of a claim, with the identity that is stored of the user; it is
// empty where there is none.
func (s *Service) claimed(ctx context.Context, claim Claim) (partnership.User, Stored[partnership.Identity], error) {
	var none Stored[partnership.Identity]
	if err := s.SignOnRules.admit(claim); err != nil {
		return partnership.User{}, none, err
	}
	identity, err := archive.Identities.First(ctx, s.Engine, store.Equal("login", archive.IdentityLogin(claim.Issuer, claim.Subject)))
	var user Stored[partnership.User]
	switch {
	case err == nil:
		user, err = person(ctx, s.Engine, identity.Value.User)
	case errors.Is(err, store.ErrNotFound):
		user, identity, err = s.addressed(ctx, claim)
	}
	if err != nil {
		return partnership.User{}, none, err
	}
	if user.Value.Disabled {
		return partnership.User{}, none, refuse(Forbidden, "error.sign-on-disabled")
	}
	return user.Value, identity, nil
}

// addressed finds the user with the address of a claim. One who is somebody else at the
// same provider is refused: an address can be given to another person there.
func (s *Service) addressed(ctx context.Context, claim Claim) (user Stored[partnership.User], identity Stored[partnership.Identity], err error) {
	if claim.Email == "" || !claim.IsVerified {
		return user, identity, refuse(Forbidden, "error.sign-on-address")
	}
	user, err = userByEmail(ctx, s.Engine, claim.Email)
	if errors.Is(err, store.ErrNotFound) || err == nil && !isSameAddress(user.Value.Email, claim.Email) {
		return user, identity, refuse(Forbidden, "error.sign-on-unknown", "Email", claim.Email)
	}
	if err != nil {
		return user, identity, err
	}
	identity, err = archive.Identities.Get(ctx, s.Engine, string(user.Value.ID))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return user, Stored[partnership.Identity]{}, nil
	case err == nil && identity.Value.Issuer == claim.Issuer:
		return user, identity, refuse(Forbidden, "error.sign-on-other")
	}
	return user, identity, err
}

// isSameAddress compares addresses whatever the case of A to Z. Other letters that only
// fold to the same could be somebody else's.
func isSameAddress(a, b string) bool {
	lower := func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	return strings.Map(lower, a) == strings.Map(lower, b)
}

// CheckSignOn finds out whether a claim is about whoever asks; Forbidden says that it is
// not.
func (s *Service) CheckSignOn(ctx context.Context, by By, claim Claim) error {
	identity, err := s.Identity(ctx, by)
	if err == nil && (identity.User == "" || identity.Issuer != claim.Issuer || identity.Subject != claim.Subject) {
		return refuse(Forbidden, "error.sign-on-differs")
	}
	return err
}

// Identity reads who a user is at the provider of single sign-on; it has no user where
// that is nobody.
func (s *Service) Identity(ctx context.Context, by By) (partnership.Identity, error) {
	identity, err := archive.Identities.Get(ctx, s.Engine, string(by.User))
	if errors.Is(err, store.ErrNotFound) {
		return partnership.Identity{}, nil
	}
	return identity.Value, err
}

// Unlink forgets who whoever asks is at the provider of single sign-on. It is found by
// the address again when the person signs in by it the next time.
func (s *Service) Unlink(ctx context.Context, by By) error {
	_, err := s.run(ctx, task{by, partnership.Installation, "user.sign-on-unlink", nil, func(c *change) (string, error) {
		return "", c.unlink(by.User)
	}})
	return err
}

// UnlinkUser does so for a user, for an administrator.
func (s *Service) UnlinkUser(ctx context.Context, by By, id partnership.UserID) error {
	_, err := s.administer(ctx, by, "user.sign-on-unlink", id, func(c *change) (string, error) {
		return "", c.unlink(id)
	})
	return err
}

// unlink forgets who a user is at the provider, and tells the user so.
func (c *change) unlink(id partnership.UserID) error {
	if err := c.removeIdentity(id); err != nil || len(c.unit) == 0 {
		return err
	}
	return c.tell(id, partnership.SingleSignOnGone)
}

func (c *change) removeIdentity(id partnership.UserID) error {
	identity, err := archive.Identities.Get(c.ctx, c.service.Engine, string(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.put(archive.Identities.Delete(identity), nil)
}

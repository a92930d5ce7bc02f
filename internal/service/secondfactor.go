package service

import (
	"context"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// The codes of apps, as RFC 6238 has them: six digits by SHA-1, another every 30 s.
const (
	codeSeconds  = 30
	codeDigits   = otp.DigitsSix
	secretBytes  = 20 // as RFC 4226 recommends
	latestSteps  = 1  // how many steps a clock may be wrong, either way
	recoveryMost = 10
)

// WrongCode says that a code is not the one of this moment, or was used before.
const WrongCode results.ProblemCode = "wrong-code"

// A FactorState tells how the codes of a user's app stand.
type FactorState struct {
	On       bool
	Since    time.Time
	Recovery int // codes that are left
}

// SecondFactor tells how the codes of the app of whoever asks stand; passkeys are told
// by Passkeys.
func (s *Service) SecondFactor(ctx context.Context, by By) (FactorState, error) {
	f, err := archive.SecondFactors.Get(ctx, s.Engine, string(by.User))
	if errors.Is(err, store.ErrNotFound) {
		return FactorState{}, nil
	}
	return FactorState{err == nil, f.Value.Since, len(f.Value.Recovery)}, err
}

// NewSecret makes the secret of a second factor: 160 random bits in base32.
func (s *Service) NewSecret() (string, error) {
	secret := make([]byte, secretBytes)
	if _, err := io.ReadFull(s.Random, secret); err != nil {
		return "", fmt.Errorf("make a secret: %w", err)
	}
	return recoveryForm.EncodeToString(secret), nil
}

// TurnOnSecondFactor gives whoever asks a second factor with the secret, of which
// the code is one; sessions elsewhere end. It returns the recovery codes, which are
// told this once, and the user as it is now.
func (s *Service) TurnOnSecondFactor(ctx context.Context, by By, secret, code string) (recovery []string, user partnership.User, err error) {
	recovery, hashes, err := s.newRecovery()
	if err != nil {
		return nil, partnership.User{}, err
	}
	user, err = s.changeOwn(ctx, by, "user.second-factor-on", func(c *change, u *partnership.User) error {
		if state, err := s.SecondFactor(ctx, by); err != nil {
			return err
		} else if state.On {
			return refuse(NotPossible, "error.second-factor-on")
		}
		step, isRight := stepOf(secret, code, c.at, 0)
		if !isRight {
			return reject([]results.Problem{{Path: "code", Code: WrongCode}})
		}
		u.SecondFactor = true
		if err := errors.Join(c.endSessions(u), c.tell(u.ID, partnership.SecondFactorOn)); err != nil {
			return err
		}
		return c.put(archive.SecondFactors.Insert(partnership.SecondFactor{
			User: u.ID, Secret: secret, Since: c.at, Step: step, Recovery: hashes,
		}))
	})
	if err != nil {
		return nil, partnership.User{}, err
	}
	return recovery, user, nil
}

// changeOwn changes the user who asks, and returns what the user has become.
func (s *Service) changeOwn(ctx context.Context, by By, what string, do func(*change, *partnership.User) error) (next partnership.User, err error) {
	_, err = s.run(ctx, task{By{User: by.User}, partnership.Installation, what, nil, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, by.User)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		next = old.Value
		if err := do(c, &next); err != nil || next == old.Value {
			return "", err
		}
		return "", c.put(archive.Users.Replace(old, next))
	}})
	return next, err
}

// stepOf finds the step around the time that the code is of; steps up to last are
// used up.
func stepOf(secret, code string, at time.Time, last int64) (step int64, isRight bool) {
	now := at.Unix() / codeSeconds
	for _, step := range []int64{now, now - latestSteps, now + latestSteps} {
		if step <= last || step < 0 {
			continue
		}
		ok, err := hotp.ValidateCustom(code, uint64(step), secret, hotp.ValidateOpts{Digits: codeDigits, Algorithm: otp.AlgorithmSHA1})
		if ok && err == nil {
			return step, true
		}
	}
	return 0, false
}

// UseCode takes a code of the user's app, or a recovery code, which is used up by
// that. The answer is the user. A code that is wrong or was used is a problem.
func (s *Service) UseCode(ctx context.Context, id partnership.UserID, code string) (partnership.User, error) {
	var user partnership.User
	_, err := s.run(ctx, task{By{User: id}, partnership.Installation, "user.code", nil, func(c *change) (string, error) {
		found, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		user = found.Value
		factor, err := archive.SecondFactors.Get(ctx, c.service.Engine, string(id))
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		if user.Disabled {
			return "", refuse(Forbidden, "error.sign-in")
		}
		next, isRecovery, err := use(factor.Value, code, c.at)
		if err != nil {
			return "", err
		}
		if isRecovery {
			c.audit.What = "user.recovery-code"
			if err := c.tell(id, partnership.RecoveryUsed); err != nil {
				return "", err
			}
		}
		return "", c.put(archive.SecondFactors.Replace(factor, next))
	}})
	return user, err
}

// use is the second factor after a code was used.
func use(f partnership.SecondFactor, code string, at time.Time) (next partnership.SecondFactor, isRecovery bool, err error) {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(strings.TrimSpace(code)))
	if step, isRight := stepOf(f.Secret, code, at, f.Step); isRight {
		f.Step = step
		return f, false, nil
	}
	n := slices.Index(f.Recovery, tokenHash(code))
	if n < 0 {
		return f, false, reject([]results.Problem{{Path: "code", Code: WrongCode}})
	}
	f.Recovery = slices.Delete(slices.Clone(f.Recovery), n, n+1)
	return f, true, nil
}

// NewRecoveryCodes gives whoever asks new recovery codes in place of those that
// there were.
func (s *Service) NewRecoveryCodes(ctx context.Context, by By) ([]string, error) {
	recovery, hashes, err := s.newRecovery()
	if err != nil {
		return nil, err
	}
	_, err = s.changeOwn(ctx, by, "user.recovery-codes", func(c *change, u *partnership.User) error {
		factor, err := archive.SecondFactors.Get(ctx, c.service.Engine, string(u.ID))
		if err != nil {
			if errors.Is(err, store.ErrNotFound) {
				return refuse(NotPossible, "error.second-factor-off")
			}
			return err
		}
		next := factor.Value
		next.Recovery = hashes
		return errors.Join(c.put(archive.SecondFactors.Replace(factor, next)), c.tell(u.ID, partnership.RecoveryRenewed))
	})
	if err != nil {
		return nil, err
	}
	return recovery, nil
}

var recoveryForm = base32.StdEncoding.WithPadding(base32.NoPadding)

// newRecovery makes recovery codes of 60 random bits, as they are shown and as they
// are kept.
func (s *Service) newRecovery() (shown, kept []string, err error) {
	for range recoveryMost {
		b := make([]byte, 8)
		if _, err := io.ReadFull(s.Random, b); err != nil {
			return nil, nil, fmt.Errorf("make a recovery code: %w", err)
		}
		code := recoveryForm.EncodeToString(b)[:12]
		kept = append(kept, tokenHash(code))
		code = strings.ToLower(code)
		shown = append(shown, strings.Join([]string{code[:4], code[4:8], code[8:]}, "-"))
	}
	return shown, kept, nil
}

// TurnOffSecondFactor takes the codes of the app of whoever asks away, by password;
// passkeys stay.
func (s *Service) TurnOffSecondFactor(ctx context.Context, by By, password string) error {
	if err := s.CheckPassword(ctx, by, password); err != nil {
		return err
	}
	_, err := s.changeOwn(ctx, by, "user.second-factor-off", func(c *change, u *partnership.User) error {
		passkeys, err := s.Passkeys(ctx, by)
		if err != nil {
			return err
		}
		u.SecondFactor = len(passkeys) > 0
		if err := c.removeCodes(u.ID); err != nil || len(c.unit) == 0 {
			return err
		}
		return c.tell(u.ID, partnership.SecondFactorOff)
	})
	return err
}

// RemoveSecondFactor takes a user's second factor away, with all passkeys, for an
// administrator.
func (s *Service) RemoveSecondFactor(ctx context.Context, by By, id partnership.UserID) error {
	_, err := s.administer(ctx, by, "user.second-factor-remove", id, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		next := old.Value
		next.SecondFactor = false
		if err := errors.Join(c.removeCodes(id), c.removePasskeys(id)); err != nil || next == old.Value {
			return "", err
		}
		return "", errors.Join(c.put(archive.Users.Replace(old, next)), c.tell(id, partnership.SecondFactorOff))
	})
	return err
}

// removeCodes takes away what a user's codes are made of.
func (c *change) removeCodes(id partnership.UserID) error {
	factor, err := archive.SecondFactors.Get(c.ctx, c.service.Engine, string(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return c.put(archive.SecondFactors.Delete(factor), nil)
}

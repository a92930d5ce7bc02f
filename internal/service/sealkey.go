package service

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A PublicKey is one by which sealed reports of the installation are checked.
type PublicKey struct {
	ID     seal.KeyID
	Public []byte
	Since  time.Time
	Until  time.Time // zero for the one in use
}

// MakeSealKey makes the key with which the installation signs sealed reports, where
// there is none yet.
func (s *Service) MakeSealKey(ctx context.Context) error {
	if _, err := sealKeyInUse(ctx, s.Engine); !IsKind(err, NotFound) {
		return err
	}
	return s.nextSealKey(ctx, Operator(), "seal-key.make", false)
}

// RotateSealKey has another key sign from now on. The one so far goes on to be
// trusted, but its private part is given up.
func (s *Service) RotateSealKey(ctx context.Context, by By) error {
	return s.nextSealKey(ctx, by, "seal-key.rotate", true)
}

// nextSealKey makes a key, for an administrator, in place of the one in use: where
// that may be, else only if there is none.
func (s *Service) nextSealKey(ctx context.Context, by By, what string, mayReplace bool) error {
	seed := make([]byte, seal.SeedSize)
	if _, err := io.ReadFull(s.Random, seed); err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	public := seal.Public(seed)
	next := partnership.SealKey{No: 1, ID: string(seal.ID(public)), Public: public, Seed: seed}
	_, err := s.administer(ctx, by, what, next.ID, func(c *change) (string, error) {
		old, err := sealKeyInUse(c.ctx, c.service.Engine)
		switch {
		case IsKind(err, NotFound):
		case err != nil:
			return "", err
		case !mayReplace:
			return old.Value.ID, nil
		default:
			past := old.Value
			next.No = past.No + 1
			past.Seed, past.Until = nil, c.at
			if err := c.put(archive.SealKeys.Replace(old, past)); err != nil {
				return "", err
			}
		}
		next.Since = c.at
		return next.ID, c.put(archive.SealKeys.Insert(next))
	})
	return err
}

// sealKeyInUse reads the key that signs, or is NotFound.
func sealKeyInUse(ctx context.Context, r store.Reader) (Stored[partnership.SealKey], error) {
	for k, err := range archive.SealKeys.Find(ctx, r, store.Query{}) {
		if err != nil || k.Value.Until.IsZero() {
			return k, err
		}
	}
	return Stored[partnership.SealKey]{}, refuse(NotFound, "error.no-seal-key")
}

// SealKeys are the public keys of the installation, which are for everybody: the one
// in use and those before it, the oldest first.
func SealKeys(ctx context.Context, r store.Reader) ([]PublicKey, error) {
	var all []PublicKey
	for k, err := range archive.SealKeys.Find(ctx, r, store.Query{}) {
		if err != nil {
			return nil, err
		}
		v := k.Value
		all = append(all, PublicKey{seal.KeyID(v.ID), v.Public, v.Since, v.Until})
	}
	slices.SortStableFunc(all, func(a, b PublicKey) int { return a.Since.Compare(b.Since) })
	return all, nil
}

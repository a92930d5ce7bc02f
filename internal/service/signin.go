package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// stranger is the hash of nobody's password: looking at it takes as long as
// looking at a user's.
const stranger = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Authenticate finds the user with that address and password. Whether the address
// is unknown, the password wrong or the user disabled, the answer is the same, and
// takes the same time.
func (s *Service) Authenticate(ctx context.Context, email, password string) (partnership.User, error) {
	found, err := userByEmail(ctx, s.Engine, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return partnership.User{}, err
	}
	hash := found.Value.Password
	if hash == "" {
		hash = stranger
	}
	if len(password) > longestPassword || !isPassword(hash, password) || found.Value.Disabled {
		return partnership.User{}, refuse(Forbidden, "error.sign-in")
	}
	return found.Value, nil
}

package service

import (
	"context"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// The shortest and the longest password, in characters and in bytes.
const (
	shortestPassword = 12
	longestPassword  = 1024
)

// The problems of passwords.
const (
	PasswordTooShort results.ProblemCode = "password-too-short"
	PasswordTooLong  results.ProblemCode = "password-too-long"
	PasswordCommon   results.ProblemCode = "password-common"
	PasswordIsName   results.ProblemCode = "password-is-name"
	WrongPassword    results.ProblemCode = "wrong-password"
)

// passwords.txt lists usual passwords of twelve characters and more, in lower case:
// walks over the keyboard, rows of digits, usual words with what is usually put behind
// them, and the most usual shorter passwords of zxcvbn 4.4.2 (MIT), made long enough:
// twice, three times, or with usual digits.
//
//go:embed passwords.txt
var passwordFile string

var commonPasswords = sync.OnceValue(func() map[string]bool {
	common := map[string]bool{}
	for line := range strings.Lines(passwordFile) {
		common[strings.TrimSuffix(line, "\n")] = true
	}
	return common
})

// checkPassword finds what is wrong with a password that a user chose.
func checkPassword(password string, of partnership.User) []results.Problem {
	var f results.Findings
	fold := cases.Fold()
	folded := fold.String(strings.TrimSpace(password))
	local, _, _ := strings.Cut(of.Email, "@")
	switch {
	case utf8.RuneCountInString(password) < shortestPassword:
		f.Wrong("password", PasswordTooShort, "Least", shortestPassword)
	case len(password) > longestPassword:
		f.Wrong("password", PasswordTooLong, "Most", longestPassword)
	case commonPasswords()[folded]:
		f.Wrong("password", PasswordCommon)
	case folded == fold.String(of.Name), folded == fold.String(of.Email), folded == fold.String(local):
		f.Wrong("password", PasswordIsName)
	}
	return f.Problems()
}

// The cost of a hash: argon2id with 19 MiB, two passes and one lane, as OWASP's
// Password Storage Cheat Sheet has it.
const (
	hashMemory = 19 * 1024
	hashPasses = 2
	hashLanes  = 1
	hashBytes  = 32
	saltBytes  = 16
)

// hashesAtOnce are how many hashes are made at a time: together they take 38 MiB,
// besides what the collector has not yet taken back.
const hashesAtOnce = 2

// hash makes an argon2id hash when it is its turn. However a letter was typed, it
// is the same: as RFC 8265 has it for passwords.
func (s *Service) hash(ctx context.Context, password string, salt []byte, passes, memory uint32, lanes uint8) ([]byte, error) {
	select {
	case s.hashing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.hashing }()
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, passes, memory, lanes, hashBytes), nil
}

// hashPassword makes the hash to keep, in PHC form.
func (s *Service) hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(s.Random, salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	sum, err := s.hash(ctx, password, salt, hashPasses, hashMemory, hashLanes)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, hashMemory, hashPasses, hashLanes, encode(salt), encode(sum)), nil
}

// isPassword says whether a hash that hashPassword made is that of the password.
func (s *Service) isPassword(ctx context.Context, hash, password string) (bool, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || len(password) > longestPassword {
		return false, nil
	}
	var version, memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil {
		return false, nil //nolint:nilerr // it is no hash of ours
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, nil //nolint:nilerr // it is no hash of ours
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || version != argon2.Version || len(want) != hashBytes || passes == 0 || lanes == 0 {
		return false, nil //nolint:nilerr // it is no hash of ours
	}
	got, err := s.hash(ctx, password, salt, passes, memory, lanes)
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return subtle.ConstantTimeCompare(got, want) == 1, nil
}

package service

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

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
)

func checkPassword(password string) []results.Problem {
	var f results.Findings
	switch {
	case utf8.RuneCountInString(password) < shortestPassword:
		f.Wrong("password", PasswordTooShort, "Least", shortestPassword)
	case len(password) > longestPassword:
		f.Wrong("password", PasswordTooLong, "Most", longestPassword)
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

// hashPassword makes the hash to keep, in PHC form.
func hashPassword(random io.Reader, password string) (string, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	sum := argon2.IDKey([]byte(password), salt, hashPasses, hashMemory, hashLanes, hashBytes)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, hashMemory, hashPasses, hashLanes, encode(salt), encode(sum)), nil
}

// isPassword says whether a hash that hashPassword made is that of the password.
func isPassword(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var version, memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || version != argon2.Version || len(want) != hashBytes || passes == 0 || lanes == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, passes, memory, lanes, hashBytes)
	return subtle.ConstantTimeCompare(got, want) == 1
}

package service_test

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"tulos/internal/service"
)

// hashWork is the least that hashing a password takes: the memory of argon2id, in bytes.
const hashWork = 19 << 20

// TestSignInWorksAsMuchForStrangers counts what signing in takes, by the memory that is
// asked for: an address that nobody has, a person who has no password yet, one who is shut
// out and a wrong password each take one hash, and no more. It runs by itself.
func TestSignInWorksAsMuchForStrangers(t *testing.T) {
	in := install(t, openSQLite(t, t.TempDir()))
	ctx := t.Context()
	token, err := in.Invite(ctx, service.Operator(), in.by("manager").User)
	in.ok(err)
	_, err = in.ChoosePassword(ctx, token, "a long enough password")
	in.ok(err)
	token, err = in.Invite(ctx, service.Operator(), in.by("other").User)
	in.ok(err)
	_, err = in.ChoosePassword(ctx, token, "a long enough password")
	in.ok(err)
	in.ok(in.DisableUser(ctx, service.Operator(), in.by("other").User, true))
	for who, email := range map[string]string{
		"nobody": "nobody@example.org", "no address": "", "no password yet": "staff@example.org", "shut out": "other@example.org", "a wrong password": "manager@example.org",
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := in.Authenticate(ctx, email, "another long password")
		runtime.ReadMemStats(&after)
		in.refused(err, service.Forbidden)
		if took := after.TotalAlloc - before.TotalAlloc; took < hashWork || took > 2*hashWork {
			t.Errorf("%s: %d bytes", who, took)
		}
	}
}

// TestCommonPasswordsAreMany: enough of those that are as long as a password must be, in
// lower case and in order.
func TestCommonPasswordsAreMany(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("passwords.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(all) < 3000 {
		t.Errorf("%d passwords", len(all))
	}
	for _, p := range all {
		if utf8.RuneCountInString(p) < 12 || p != strings.ToLower(p) {
			t.Errorf("%q is never asked for", p)
		}
	}
}

package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tulos/internal/service"
)

// TestFirstStart: an installation without people prints a link that makes the first
// administrator, and one with people prints none.
func TestFirstStart(t *testing.T) {
	dir := t.TempDir()
	const asked = "Make the first administrator with this link"
	lines, stop := serveLines(t, "serve", "--data", dir)
	address := strings.TrimSpace(strings.TrimPrefix(lines(), "Tulos listens on "))
	text, link, found := strings.Cut(strings.TrimSpace(lines()), ": ")
	if !found || !strings.Contains(text, asked) || !strings.HasPrefix(link, address+"/first/") {
		t.Fatalf("printed %q, %q", text, link)
	}
	answer, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s: %d", link, answer.StatusCode)
	}
	if rest, log := stop(); strings.Contains(log+rest, strings.TrimPrefix(link, address+"/first/")) {
		t.Error("the log tells the link")
	}
	if _, stderr, code := tulos(t, "user", "add", "--data", dir, "--name", "Anna", "anna@example.org"); code != exitOK {
		t.Fatal(stderr)
	}
	lines, stop = serveLines(t, "serve", "--data", dir)
	lines()
	if rest, _ := stop(); strings.Contains(rest, asked) {
		t.Errorf("printed %q", rest)
	}
}

// serveLines starts a server and returns what reads the next line that it prints,
// and what stops it and returns the rest and the log.
func serveLines(t *testing.T, args ...string) (next func() string, stop func() (rest, log string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	t.Cleanup(func() { cancel(); out.Close() })
	stderr, code := &screen{}, make(chan int, 1)
	go func() {
		code <- run(ctx, append(args, "--listen", "127.0.0.1:0"), testEnvironment(in, stderr))
		in.Close()
	}()
	printed := bufio.NewReader(out)
	next = func() string {
		line, err := printed.ReadString('\n')
		if err != nil {
			t.Fatalf("%v: %s", err, stderr)
		}
		return line
	}
	return next, func() (string, string) {
		cancel()
		rest, err := io.ReadAll(printed)
		if err != nil || <-code != exitOK {
			t.Errorf("%v: %s", err, stderr)
		}
		return string(rest), stderr.String()
	}
}

// TestResetSecondFactor: whoever has lost it gets in again by the operator's help.
func TestResetSecondFactor(t *testing.T) {
	dir := t.TempDir()
	if _, stderr, code := tulos(t, "user", "add", "--data", dir, "--name", "Anna", "anna@example.org"); code != exitOK {
		t.Fatal(stderr)
	}
	hasFactor := func(set bool) bool {
		t.Helper()
		e := openFolder(t, dir)
		defer e.Close()
		now := time.Now()
		uses := service.New(service.Config{Engine: e, Now: func() time.Time { return now }, Random: rand.Reader})
		user, err := uses.UserByEmail(t.Context(), service.Operator(), "anna@example.org")
		if err == nil && set {
			var secret, code string
			if secret, err = uses.NewSecret(); err != nil {
				t.Fatal(err)
			}
			if code, err = totp.GenerateCode(secret, now); err != nil {
				t.Fatal(err)
			}
			_, user.Value, err = uses.TurnOnSecondFactor(t.Context(), service.By{User: user.Value.ID}, secret, code)
		}
		if err != nil {
			t.Fatal(err)
		}
		return user.Value.SecondFactor
	}
	if !hasFactor(true) {
		t.Fatal("it is not on")
	}
	for _, flags := range [][]string{nil, {"--second-factor"}} {
		stdout, stderr, code := tulos(t, append([]string{"user", "reset", "--data", dir, "anna@example.org"}, flags...)...)
		if code != exitOK || !strings.Contains(stdout, "/invitation/") {
			t.Fatalf("reset %v: %d, %q, %q", flags, code, stdout, stderr)
		}
		if has := hasFactor(false); has != (flags == nil) {
			t.Errorf("reset %v: has one: %v", flags, has)
		}
	}
}

// TestEraseAtTheCommandLine: a user's data are printed, and the user is erased when that
// was said twice.
func TestEraseAtTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"Anna", "Eva"} {
		if _, stderr, code := tulos(t, "user", "add", "--data", dir, "--name", name, strings.ToLower(name)+"@example.org"); code != exitOK {
			t.Fatal(stderr)
		}
	}
	stdout, stderr, code := tulos(t, "user", "export", "--data", dir, "anna@example.org")
	if code != exitOK || !strings.Contains(stdout, `"email": "anna@example.org"`) || strings.Contains(stdout, "Eva") {
		t.Fatalf("export: %d, %s%s", code, stdout, stderr)
	}
	if _, stderr, code := tulos(t, "user", "erase", "--data", dir, "anna@example.org"); code == exitOK || !strings.Contains(stderr, "--yes") {
		t.Errorf("without --yes: %d, %s", code, stderr)
	}
	stdout, stderr, code = tulos(t, "user", "erase", "--data", dir, "--yes", "anna@example.org")
	if code != exitOK || !strings.Contains(stdout, "Person ") {
		t.Fatalf("erase: %d, %s%s", code, stdout, stderr)
	}
	stdout, _, _ = tulos(t, "user", "list", "--data", dir)
	if strings.Contains(stdout, "Anna") || !strings.Contains(stdout, "Eva") {
		t.Errorf("the list is\n%s", stdout)
	}
	if _, stderr, code := tulos(t, "verify", "--data", dir); code != exitOK {
		t.Error(stderr)
	}
}

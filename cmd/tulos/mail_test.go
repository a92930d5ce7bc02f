package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMailTest: without a mail server that answers it is told why nothing was sent.
func TestMailTest(t *testing.T) {
	t.Parallel()
	settings := filepath.Join(t.TempDir(), "tulos.yaml")
	text := "address: https://tulos.example\nmail: {host: 127.0.0.1, port: 1, from: tulos@tulos.example}\n"
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "mail.host", "mail", "test", "liga@example.org")
	refused(t, "needs an address", "mail", "test", "liga")
	refused(t, "connect to 127.0.0.1:1", "mail", "test", "liga@example.org", "--config", settings)
}

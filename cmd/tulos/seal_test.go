package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"

	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// seeds are those of the keys of a folder that can sign.
func seeds(t *testing.T, dir string) (all [][]byte) {
	t.Helper()
	e := openFolder(t, dir)
	defer e.Close()
	for k, err := range archive.SealKeys.Find(t.Context(), e, store.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		if len(k.Value.Seed) > 0 {
			all = append(all, k.Value.Seed)
		}
	}
	return all
}

// TestSealKey: the first start makes a key. Backups have it; what is printed, logged
// and exported has its public part at most. A new one takes its place, and both are
// printed as PEM.
func TestSealKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, other := filepath.Join(dir, "data"), filepath.Join(dir, "other")
	copied, out, plain := filepath.Join(dir, "backup"), filepath.Join(dir, "out.zip"), filepath.Join(dir, "out.json")
	done(t, "import", "demo", "--data", data)
	refused(t, "no key", "seal", "key", "--data", data)
	lines, stop := serveLines(t, "serve", "--data", data)
	printed := lines()
	rest, log := stop()
	printed += rest + log
	first := done(t, "seal", "key", "--data", data)
	lines, stop = serveLines(t, "serve", "--data", data)
	lines()
	stop()
	if again := done(t, "seal", "key", "--data", data); again != first {
		t.Errorf("a second start changed the key: %s", again)
	}
	printed += first + done(t, "export", baltic, "--data", data, "--out", out) + done(t, "export", baltic, "--data", data, "--out", plain)
	printed += done(t, "backup", copied, "--data", data) + done(t, "verify", "--data", data)
	done(t, "restore", copied, "--data", other)
	if restored := done(t, "seal", "key", "--data", other); restored != first {
		t.Errorf("the backup has another key: %s", restored)
	}
	secret := seeds(t, data)
	if len(secret) != 1 {
		t.Fatalf("%d keys can sign", len(secret))
	}
	for _, text := range [][]byte{[]byte(printed), entry(t, out, "bundle.json"), read(t, out), read(t, plain)} {
		for _, form := range []string{string(secret[0]), hex.EncodeToString(secret[0]), base64.StdEncoding.EncodeToString(secret[0])} {
			if bytes.Contains(text, []byte(form)) {
				t.Error("the private key is told")
			}
		}
	}
	now := done(t, "seal", "key", "--rotate", "--data", data)
	keys, err := seal.ParsePEM([]byte(now))
	if err != nil || len(keys) != 2 {
		t.Fatalf("%v: %s", err, now)
	}
	if _, block, _ := strings.Cut(first, "\n"); !strings.Contains(now, block) {
		t.Errorf("the first key is not printed any more: %s", now)
	}
	if after := seeds(t, data); len(after) != 1 || bytes.Equal(after[0], secret[0]) {
		t.Errorf("%d keys can sign, or the first one still", len(after))
	}
}

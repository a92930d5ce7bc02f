package main

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tulos/internal/store/mongo/mongotest"
)

const baltic = "CBSS-PSF-2026-07"

// done runs a command that must succeed and returns what it printed.
func done(t *testing.T, args ...string) string {
	t.Helper()
	stdout, stderr, code := tulos(t, args...)
	if code != 0 {
		t.Fatalf("tulos %s: exit %d\n%s%s", strings.Join(args, " "), code, stdout, stderr)
	}
	return stdout
}

// refused runs a command that must fail with a text on standard error.
func refused(t *testing.T, want string, args ...string) {
	t.Helper()
	stdout, stderr, code := tulos(t, args...)
	if code != 1 || !strings.Contains(stderr, want) {
		t.Errorf("tulos %s: exit %d, stdout %q, stderr %q; want exit 1 and %q", strings.Join(args, " "), code, stdout, stderr, want)
	}
}

func TestImportExportVerify(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, other := filepath.Join(dir, "data"), filepath.Join(dir, "other")
	out, again := filepath.Join(dir, "out.zip"), filepath.Join(dir, "again.zip")
	done(t, "import", "demo", "--data", data)
	if text := done(t, "import", "demo", "--data", data); !strings.Contains(text, "Nothing was changed") {
		t.Errorf("a second import says %q", text)
	}
	done(t, "export", baltic, "--data", data, "--out", out)
	done(t, "import", out, "--data", other)
	done(t, "export", baltic, "--data", other, "--out", again)
	if first, second := read(t, out), read(t, again); !bytes.Equal(first, second) {
		t.Error("an export of an imported export differs from it")
	}
	if photo := entry(t, out, "evidence/webinar-speakers.jpg"); len(photo) == 0 || bytes.Contains(photo, []byte("Exif")) {
		t.Errorf("the photo of the export has %d bytes, or its position", len(photo))
	}
	if text := done(t, "verify", "--data", other, "--project", baltic); !strings.Contains(text, "0 differences") {
		t.Errorf("verify says %q", text)
	}
	refused(t, "NOPE", "export", "NOPE", "--data", data, "--out", filepath.Join(dir, "nope.zip"))
	refused(t, "NOPE", "verify", "--project", "NOPE", "--data", data)
	if _, err := os.Stat(filepath.Join(dir, "nope.zip")); err == nil {
		t.Error("a file was written of a project that is not there")
	}
}

// TestMoveToMongoDB takes an installation from the embedded storage to MongoDB and
// back, by backups.
func TestMoveToMongoDB(t *testing.T) {
	t.Parallel()
	server := mongotest.Find(t)
	dir := t.TempDir()
	first, last := filepath.Join(dir, "first"), filepath.Join(dir, "last")
	settings := filepath.Join(dir, "mongo.yaml")
	config := server.Config(t)
	text := "mongodb:\n  uri: " + config.URI + "\n  database: " + config.Database + "\n"
	if config.WithoutTransactions {
		text += "  withoutTransactions: true\n"
	}
	if err := os.WriteFile(settings, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	done(t, "import", "demo", "--data", first)
	done(t, "user", "add", "lead@example.org", "--name", "Lead", "--project", baltic, "--organisation", "stellit", "--role", "lead", "--data", first)
	there, back := filepath.Join(dir, "there.tulos"), filepath.Join(dir, "back.tulos")
	done(t, "backup", there, "--data", first)
	done(t, "restore", there, "--config", settings)
	if text := done(t, "verify", "--config", settings); !strings.Contains(text, "0 differences") {
		t.Errorf("verify says of MongoDB %q", text)
	}
	done(t, "backup", back, "--config", settings)
	done(t, "restore", back, "--data", last)
	if text := done(t, "verify", "--data", last); !strings.Contains(text, "0 differences") {
		t.Errorf("verify says %q", text)
	}
	var exports [][]byte
	for n, place := range [][]string{{"--data", first}, {"--config", settings}, {"--data", last}} {
		out := filepath.Join(dir, string(rune('a'+n))+".zip")
		done(t, append([]string{"export", baltic, "--out", out}, place...)...)
		exports = append(exports, read(t, out))
	}
	if !bytes.Equal(exports[0], exports[1]) || !bytes.Equal(exports[0], exports[2]) {
		t.Error("the exports differ")
	}
	if text := done(t, "user", "list", "--config", settings); !strings.Contains(text, "lead@example.org") {
		t.Errorf("users in MongoDB: %q", text)
	}
}

func TestUserCommands(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	done(t, "import", "demo", "--data", data)
	if text := done(t, "user", "list", "--data", data); !strings.Contains(text, "tulos user add") {
		t.Errorf("without users: %q", text)
	}
	link := done(t, "user", "add", "anna@example.org", "--name", "Anna", "--administrator", "--data", data)
	if !strings.Contains(link, "/invitation/") {
		t.Errorf("no link: %q", link)
	}
	refused(t, "Another user", "user", "add", "Anna@Example.org", "--name", "Anna", "--data", data)
	refused(t, "drosa-maja", "user", "add", "juris@example.org", "--name", "Juris",
		"--project", baltic, "--organisation", "drosa-maja", "--role", "lead", "--data", data)
	if text := done(t, "user", "list", "--data", data); strings.Contains(text, "juris") {
		t.Error("a user with a wrong place was taken up")
	}
	done(t, "user", "add", "juris@example.org", "--name", "Juris", "--data", data)
	done(t, "user", "grant", "juris@example.org", "--project", baltic, "--organisation", "drosa-maja", "--role", "staff,manager", "--data", data)
	done(t, "user", "disable", "juris@example.org", "--data", data)
	if text := done(t, "user", "list", "--data", data); !strings.Contains(text, "disabled; "+baltic+": staff, manager") {
		t.Errorf("users %q", text)
	}
	done(t, "user", "disable", "juris@example.org", "--undo", "--data", data)
	done(t, "user", "revoke", "juris@example.org", "--project", baltic, "--data", data)
	done(t, "user", "reset", "juris@example.org", "--data", data)
	refused(t, "last administrator", "user", "disable", "anna@example.org", "--data", data)
	refused(t, "no such user", "user", "reset", "nobody@example.org", "--data", data)
	_, stderr, code := tulos(t, "user", "add", "x@example.org", "--name", "X", "--language", "xx", "--data", data)
	if code != 2 || !strings.Contains(stderr, "xx") {
		t.Errorf("unknown language: exit %d, %q", code, stderr)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// entry reads an entry of a zip; nil where there is none.
func entry(t *testing.T, path, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open(name)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

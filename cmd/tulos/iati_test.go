package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tulos/configs"
	"tulos/internal/testtool"
	"tulos/pkg/iati/iatitest"
)

// TestIATI: the file of a bundle and of a stored project are clean; one that would not be
// is not written, and what is wrong is said.
func TestIATI(t *testing.T) {
	t.Parallel()
	with := iatitest.Tools{XMLLint: testtool.Look(t, "xmllint"), Standard: testtool.Standard(t)}
	dir := t.TempDir()
	data, out := filepath.Join(dir, "data"), filepath.Join(dir, "out.xml")
	bundled := done(t, "iati", "demo")
	done(t, "import", "demo", "--data", data)
	done(t, "iati", baltic, "--data", data, "--partners", "--out", out)
	iatitest.Clean(t, with, time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC), []byte(bundled), read(t, out), []byte(done(t, "iati", "demo", "--audience", "partnership")))
	if stored := done(t, "iati", baltic, "--data", data); stored != bundled {
		t.Error("the file of the stored demo differs from that of the bundle")
	}
	refused(t, "NOPE", "iati", "NOPE", "--data", data)

	text, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	file, none := filepath.Join(dir, "wrong.json"), filepath.Join(dir, "none.xml")
	wrong := strings.Replace(string(text), `"XE-EXAMPLE-STELLIT"`, `"STELLIT"`, 1)
	if err := os.WriteFile(file, []byte(wrong), 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, "organisations[1].identifier: The identifier “STELLIT” does not begin with a prefix", "iati", file, "--out", none)
	if isFile(none) {
		t.Error("a file was written that breaks a rule")
	}
}

package iatitest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// Tools are what files are checked with.
type Tools struct {
	XMLLint  string // path of the program
	Standard string // folder with schemas and rulesets of the standard; empty where there is none
}

// Clean wants files that break neither the schema nor a rule at a moment. All are given
// to xmllint in one go. Without the folder of the standard it wants nothing.
func Clean(t *testing.T, with Tools, now time.Time, files ...[]byte) {
	t.Helper()
	if with.Standard == "" {
		return
	}
	rules, err := ReadRules(filepath.Join(with.Standard, "rulesets", "standard.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--schema", filepath.Join(with.Standard, "schemas", "iati-activities-schema.xsd")}
	for n, file := range files {
		path := filepath.Join(dir, strconv.Itoa(n)+".xml")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
		found, err := rules.Check(bytes.NewReader(file), now)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("file %d: %s", n, f)
		}
	}
	if out, err := exec.CommandContext(t.Context(), with.XMLLint, args...).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%s", err, faults(out))
	}
}

// faults are the lines of xmllint that do not say that a file is valid, as many as
// somebody reads.
func faults(out []byte) []byte {
	var kept []byte
	for line := range bytes.Lines(out) {
		if !bytes.HasSuffix(bytes.TrimSpace(line), []byte(" validates")) && len(kept) < 4000 {
			kept = append(kept, line...)
		}
	}
	return kept
}

package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
)

// demoZip writes the demo with its evidence as a zip.
func demoZip(t *testing.T, evidence ...string) string {
	t.Helper()
	demo, err := fs.Sub(configs.Demo, "demo")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) []byte {
		data, err := fs.ReadFile(demo, name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	var b bytes.Buffer
	z := bundle.NewZip(&b)
	w, err := z.Bundle()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(read("bundle.json")); err != nil {
		t.Fatal(err)
	}
	for _, name := range evidence {
		if err := z.Evidence(name, bytes.NewReader(read(name))); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "demo.zip")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestZip gives commands the demo as a zip: they print what they print of the demo
// itself.
func TestZip(t *testing.T) {
	file := demoZip(t, "evidence/webinar-speakers.jpg")
	for _, command := range []string{"check", "figures"} {
		want, wantErrs, wantCode := tulos(t, command, "demo")
		stdout, stderr, code := tulos(t, command, file)
		if code != wantCode || stdout != want || stderr != wantErrs {
			t.Errorf("tulos %s: exit %d, stdout %q, stderr %q; want as of the demo", command, code, stdout, stderr)
		}
	}
	if stdout, stderr, code := tulos(t, "report", file, "--period", "1", "--format", "xlsx", "--out", t.TempDir()); code != 0 || stderr != "" {
		t.Errorf("tulos report: exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	stdout, _, code := tulos(t, "check", demoZip(t))
	if code != 0 || !strings.Contains(stdout, "evidence/webinar-speakers.jpg") {
		t.Errorf("without its photo: exit %d, stdout %q", code, stdout)
	}
}

func TestBrokenZip(t *testing.T) {
	file := demoZip(t)
	data, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, data[:len(data)/2], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"check", "figures"} {
		stdout, stderr, code := tulos(t, command, file)
		if code != 1 || stdout != "" || !strings.Contains(stderr, "demo.zip") {
			t.Errorf("tulos %s: exit %d, stdout %q, stderr %q", command, code, stdout, stderr)
		}
	}
}

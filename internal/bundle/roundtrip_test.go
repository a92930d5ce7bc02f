package bundle_test

import (
	"bytes"
	"io/fs"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

func encoded(tb testing.TB, d *partnership.Dossier) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := bundle.Encode(&b, d); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// comesBack tells whether a dossier survives being written and read, and is
// written the same again.
func comesBack(t *testing.T, d *partnership.Dossier) {
	t.Helper()
	first := encoded(t, d)
	again := decodeSound(t, first)
	if diff := cmp.Diff(d, again, cmp.AllowUnexported(results.Date{})); diff != "" {
		t.Errorf("dossier written and read (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(string(first), string(encoded(t, again))); diff != "" {
		t.Errorf("written twice (-first +second):\n%s", diff)
	}
}

func TestCasesComeBack(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.Name, func(t *testing.T) { comesBack(t, decodeSound(t, c.Bundle)) })
	}
}

func TestDemoComesBack(t *testing.T) { comesBack(t, decodeSound(t, readDemo(t))) }

func TestDemoHasOnlyWarningsOfLanguages(t *testing.T) {
	evidence, err := fs.Sub(configs.Demo, "demo")
	if err != nil {
		t.Fatal(err)
	}
	_, problems := bundle.Decode(readDemo(t), bundle.Options{
		Evidence: evidence,
		Sections: []string{"summary", "progress", "deviations", "cooperation", "visibility", "safeguarding", "lessons", "next"},
	})
	for _, p := range problems {
		if p.Code != partnership.TextsLackLanguage {
			t.Errorf("problem %v", p)
		}
	}
}

// everything is a bundle with every field of the format, nothing at its default.
const everything = "testdata/everything.json"

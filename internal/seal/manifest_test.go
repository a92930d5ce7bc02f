package seal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/seal"
)

// example is a manifest of two files, signed with the first key.
func example(tb testing.TB) (*seal.Manifest, []byte) {
	tb.Helper()
	m := &seal.Manifest{
		Project: "Läti <&> \u2028", Period: 2, Version: 1, DataDate: "2026-11-28",
		Data:   seal.DataHash(strings.Repeat("a", 64), strings.Repeat("b", 64)),
		Sealed: time.Date(2026, 11, 28, 7, 0, 0, 123_456_789, time.FixedZone("", 7200)),
		Files:  []seal.File{{"figures.json", strings.Repeat("a", 64), 12}, {"report.en.pdf", strings.Repeat("c", 64), 1 << 40}},
	}
	text, err := m.Sign(newSeed(1))
	if err != nil {
		tb.Fatal(err)
	}
	return m, text
}

func trusted(tb testing.TB, seeds ...byte) seal.Keys {
	tb.Helper()
	keys := seal.Keys{}
	for _, b := range seeds {
		if err := keys.Add(seal.Public(newSeed(b))); err != nil {
			tb.Fatal(err)
		}
	}
	return keys
}

func TestManifestComesBack(t *testing.T) {
	t.Parallel()
	m, text := example(t)
	got, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("-signed +read:\n%s", diff)
	}
	if err := got.Check(trusted(t, 2, 1)); err != nil {
		t.Error(err)
	}
	if err := got.Check(trusted(t, 2)); !errors.Is(err, seal.ErrForeignKey) {
		t.Errorf("with another key: %v", err)
	}
	if _, again := example(t); string(again) != string(text) {
		t.Error("the same is not signed alike")
	}
}

// TestAFlippedBitOfAManifestIsFound flips each bit of a manifest.
func TestAFlippedBitOfAManifestIsFound(t *testing.T) {
	t.Parallel()
	_, text := example(t)
	keys := trusted(t, 1)
	for at := range text {
		for bit := range 8 {
			text[at] ^= 1 << bit
			if m, err := seal.Parse(text); err == nil && m.Check(keys) == nil {
				t.Errorf("bit %d of byte %d is not missed: %s", bit, at, text)
			}
			text[at] ^= 1 << bit
		}
	}
	for _, bad := range []string{"", "null", "{}", string(text) + "\n", string(text) + string(text), " " + string(text)} {
		if _, err := seal.Parse([]byte(bad)); !errors.Is(err, seal.ErrNoManifest) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestCanonicalBytes holds the documented form, which other programs rely on.
func TestCanonicalBytes(t *testing.T) {
	t.Parallel()
	_, text := example(t)
	const want = `{"data":"DATA","dataDate":"2026-11-28","files":[{"name":"figures.json","sha256":"A","size":12},` +
		`{"name":"report.en.pdf","sha256":"C","size":1099511627776}],"format":"tulos-seal-1","key":"KEY","period":2,` +
		`"project":"Läti <&> \u2028","report":"Läti <&> \u2028-P2-V1-NO","sealed":"2026-11-28T05:00:00.123Z","signature":"SIGNATURE","version":1}`
	m, err := seal.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.NewReplacer(
		m.Data, "DATA", m.Files[0].SHA256, "A", m.Files[1].SHA256, "C", string(m.Key), "KEY",
		strings.ToUpper(m.Data[:12]), "NO",
	).Replace(string(text))
	before, after, _ := strings.Cut(got, `"signature":"`)
	_, after, _ = strings.Cut(after, `"`)
	if diff := cmp.Diff(want, before+`"signature":"SIGNATURE"`+after); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

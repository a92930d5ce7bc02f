package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"tulos/internal/seal"
)

// FuzzParse holds that nothing is taken for a manifest but what Sign writes, and that
// nobody's change of one is genuine.
func FuzzParse(f *testing.F) {
	_, text := example(f)
	f.Add(text)
	f.Add([]byte(`{"format":"tulos-seal-1"}`))
	f.Add(bytes.Replace(text, []byte(`"period":2`), []byte(`"period":3`), 1))
	keys := trusted(f, 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := seal.Parse(data)
		if err != nil {
			if !errors.Is(err, seal.ErrNoManifest) {
				t.Error(err)
			}
			return
		}
		if m.Check(keys) == nil && !bytes.Equal(data, text) {
			t.Errorf("%q is genuine", data)
		}
	})
}

// FuzzParsePEM holds that what has keys gives them back.
func FuzzParsePEM(f *testing.F) {
	one, err := seal.PEM(seal.Public(newSeed(1)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(one)
	f.Add(append([]byte("Key\n"), one[:len(one)/2]...))
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := seal.ParsePEM(data)
		if err != nil {
			if !errors.Is(err, seal.ErrNoKey) {
				t.Error(err)
			}
			return
		}
		for id, public := range keys {
			if seal.ID(public) != id {
				t.Errorf("%x has the id %s", public, id)
			}
		}
	})
}

package seal_test

import (
	"bytes"
	"errors"
	"testing"

	"tulos/internal/seal"
)

// newSeed is a seed of equal bytes.
func newSeed(b byte) []byte { return bytes.Repeat([]byte{b}, seal.SeedSize) }

func TestKeysComeBackFromPEM(t *testing.T) {
	var text []byte
	for _, b := range []byte{1, 2} {
		one, err := seal.PEM(seal.Public(newSeed(b)))
		if err != nil {
			t.Fatal(err)
		}
		text = append(append(text, "Key, in use\n"...), one...)
	}
	keys, err := seal.ParsePEM(text)
	if err != nil || len(keys) != 2 {
		t.Fatalf("%d keys, error %v", len(keys), err)
	}
	for _, b := range []byte{1, 2} {
		public := seal.Public(newSeed(b))
		if !bytes.Equal(keys[seal.ID(public)], public) {
			t.Errorf("key %d did not come back", b)
		}
	}
	for _, bad := range []string{"", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"} {
		if _, err := seal.ParsePEM([]byte(bad)); !errors.Is(err, seal.ErrNoKey) {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}

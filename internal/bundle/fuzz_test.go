package bundle_test

import (
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/results"
)

func FuzzDecode(f *testing.F) {
	f.Add(readDemo(f))
	f.Add(edited(f))
	for _, c := range readCases(f) {
		f.Add([]byte(c.Bundle))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, problems := bundle.Decode(data, bundle.Options{})
		if (d == nil) != results.HasErrors(problems) {
			t.Fatalf("dossier %v with problems %v", d, problems)
		}
		if d == nil {
			return
		}
		comesBack(t, d)
		figuresOf(t, d)
	})
}

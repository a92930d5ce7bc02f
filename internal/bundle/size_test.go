package bundle_test

import (
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
)

func BenchmarkLarge(b *testing.B) {
	d := sample.Project(20_000)
	data := encoded(b, d)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			decodeSound(b, data)
		}
	})
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			partnership.NewChecker(d).Check()
		}
	})
	b.Run("tally", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d.Tallies()
		}
	})
	frame, tallies := d.Frame(), d.Tallies()
	b.Run("figures", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			frame.Figures(tallies)
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			encoded(b, d)
		}
	})
}

func TestLargeIsSound(t *testing.T) {
	_, problems := bundle.Decode(encoded(t, sample.Project(200)), bundle.Options{})
	for _, p := range problems {
		if p.Code != results.NoTargetSet {
			t.Errorf("problem %v", p)
		}
	}
}

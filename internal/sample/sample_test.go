package sample_test

import (
	"bytes"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/results"
	"tulos/internal/sample"
)

func encoded(t *testing.T, activities int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.Encode(&b, sample.Project(activities)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestProjectIsSound(t *testing.T) {
	for _, activities := range []int{0, 1, 1000} {
		d, problems := bundle.Decode(encoded(t, activities), bundle.Options{})
		if len(problems) > 0 {
			t.Fatalf("%d activities: %v", activities, problems)
		}
		if len(d.Activities) != activities || len(d.Project.Partners) != 8 || len(d.Project.Periods) != 8 {
			t.Errorf("%d activities, %d partners, %d periods", len(d.Activities), len(d.Project.Partners), len(d.Project.Periods))
		}
		indicators := 0
		for range results.Indicators(d.Project.Results) {
			indicators++
		}
		if indicators != 40 {
			t.Errorf("%d indicators, want 40", indicators)
		}
	}
}

func TestSameSizeSameProject(t *testing.T) {
	if !bytes.Equal(encoded(t, 500), encoded(t, 500)) {
		t.Error("two projects of one size differ")
	}
}

func TestLargeProjectFitsIntoABundle(t *testing.T) {
	if size := 10 * len(encoded(t, 10_000)); size > bundle.MaxSize {
		t.Errorf("ten times 10,000 activities take %d bytes, more than a bundle has", size)
	}
}

package sample_test

import (
	"bytes"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
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

// TestGrowthIsElsewhere: however large the project is, one period has the same number.
func TestGrowthIsElsewhere(t *testing.T) {
	const steady = 100
	for _, activities := range []int{steady + 1, 800, 3000} {
		d := sample.Grown(activities, steady)
		period, within := d.Project.Periods[sample.Steady-1], 0
		for _, a := range d.Activities {
			if !a.Start.Before(period.Start) && !period.End.Before(a.Start) {
				within++
			}
		}
		if len(d.Activities) != activities || within != steady {
			t.Errorf("%d of %d activities are of period %d, want %d of %d", within, len(d.Activities), sample.Steady, steady, activities)
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

// TestSpendingIsSound: the expenses have nothing wrong with them, and count.
func TestSpendingIsSound(t *testing.T) {
	d := sample.Project(0)
	sample.Spend(d, 50)
	for _, p := range partnership.NewChecker(d).Check() {
		if !p.Warning {
			t.Errorf("%s: %s", p.Path, p.Code)
		}
	}
	if st := d.Project.Statement(partnership.Money{Spending: d.Spending()}, 1, ""); st.Total.Now.Sign() <= 0 || st.Outside.Count > 0 {
		t.Errorf("%s were spent, %d expenses are outside", st.Total.Now.Fixed(2), st.Outside.Count)
	}
}

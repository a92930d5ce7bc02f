package bundle_test

import (
	"io"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strconv"
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

// BenchmarkStream reads projects from the disk and keeps nothing of them. What
// lives at the worst moment should not depend on their size, but for the refs.
func BenchmarkStream(b *testing.B) {
	for _, activities := range []int{20_000, 100_000} {
		b.Run(strconv.Itoa(activities), func(b *testing.B) {
			name := filepath.Join(b.TempDir(), "bundle.json")
			write(b, name, encoded(b, sample.Project(activities)))
			f, err := bundle.Open(name)
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			runtime.GC()
			live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
			var read, peak uint64
			sink := bundle.Sink{Activity: func(*partnership.Activity) error {
				if read++; read%500 == 0 {
					metrics.Read(live)
					peak = max(peak, live[0].Value.Uint64())
				}
				return nil
			}}
			b.ReportAllocs()
			for b.Loop() {
				if problems, err := bundle.Stream(f.JSON, bundle.Options{}, sink); err != nil || results.HasErrors(problems) {
					b.Fatalf("error %v, problems %v", err, problems)
				}
			}
			b.ReportMetric(float64(read)/b.Elapsed().Seconds(), "activities/s")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-live-at-most")
		})
	}
}

// TestStreamsAreFlat writes a project and reads it again at the same time: what is
// kept of an activity is not much more than its ref.
func TestStreamsAreFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("40,000 activities")
	}
	const first, last, mostKept = 10_000, 40_000, 200 // bytes an activity
	d := sample.Project(100)
	activities := func(yield func(*partnership.Activity, error) bool) {
		for n := range last {
			a := d.Activities[n%len(d.Activities)]
			a.Ref = "A-" + strconv.Itoa(n)
			if !yield(&a, nil) {
				return
			}
		}
	}
	r, w := io.Pipe()
	go func() {
		w.CloseWithError(bundle.EncodeStream(w, bundle.Content{
			Organisations: d.Organisations, Project: &d.Project, Activities: activities,
		}))
	}()
	read, kept := 0, map[int]int64{}
	problems, err := bundle.Stream(func() (io.ReadCloser, error) { return r, nil }, bundle.Options{}, bundle.Sink{
		Activity: func(*partnership.Activity) error {
			if read++; read == first || read == last {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				kept[read] = int64(m.HeapAlloc)
			}
			return nil
		},
	})
	if err != nil || results.HasErrors(problems) || read != last {
		t.Fatalf("error %v, problems %v, %d activities read", err, problems, read)
	}
	if each := (kept[last] - kept[first]) / (last - first); each > mostKept {
		t.Errorf("%d bytes are kept of an activity, want %d at most", each, mostKept)
	}
}

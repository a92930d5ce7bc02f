package service_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/sample"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo/mongotest"
)

// engines are the engines that benchmarks run on.
var engines = []struct {
	name string
	open func(b *testing.B) store.Engine
}{
	{"sqlite", func(b *testing.B) store.Engine { b.Helper(); return openSQLite(b, b.TempDir()) }},
	{"mongo", func(b *testing.B) store.Engine { b.Helper(); return mongotest.Open(b, archive.Schema()) }},
}

// bundleFile writes a made-up project as a bundle.
func bundleFile(b *testing.B, activities int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "bundle.json")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if err := bundle.Encode(f, sample.Project(activities)); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// BenchmarkImport imports 100,000 activities and, in the same run, loads the same
// documents ready-made: the share of that speed is reported as "of-raw".
func BenchmarkImport(b *testing.B) {
	const activities = 100_000
	for _, engine := range engines {
		b.Run(engine.name, func(b *testing.B) {
			path := bundleFile(b, activities)
			raw := loadRaw(b, engine.open(b), activities)
			runtime.GC()
			peak := watchHeap()
			b.ResetTimer()
			for range b.N {
				importFile(b, engine.open(b), path)
			}
			took := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(float64(peak())/(1<<20), "MiB-heap")
			b.ReportMetric(activities/took, "activities/s")
			b.ReportMetric(raw.Seconds()/took, "of-raw")
		})
	}
}

func importFile(b *testing.B, e store.Engine, path string) {
	b.Helper()
	file, err := bundle.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	if _, err := newService(e).Import(b.Context(), service.Operator(), file, service.ImportOptions{Alone: true}); err != nil {
		b.Fatal(err)
	}
}

// loadRaw loads ready-made documents and returns how long that takes.
func loadRaw(b *testing.B, e store.Engine, activities int) time.Duration {
	b.Helper()
	var writes []store.Write
	for n, a := range sample.Project(activities).Activities {
		w, err := archive.Activities.Insert(partnership.Logged[partnership.Activity]{Project: "SAMPLE", No: n + 1, Value: a})
		if err != nil {
			b.Fatal(err)
		}
		writes = append(writes, w.Write)
	}
	start := time.Now()
	_, err := store.Load(b.Context(), e, func(yield func(store.Write, error) bool) {
		for _, w := range writes {
			if !yield(w, nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

// watchHeap returns a function that ends the watch and tells the largest heap that
// was seen, in bytes.
func watchHeap() func() uint64 {
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		largest := uint64(0)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				peak <- largest
				return
			case <-tick.C:
				metrics.Read(sample)
				largest = max(largest, sample[0].Value.Uint64())
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-peak
	}
}

// BenchmarkAccept accepts activities in a project of 100 and in one of 100,000.
func BenchmarkAccept(b *testing.B) {
	for _, engine := range engines {
		for _, activities := range []int{100, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", engine.name, activities), func(b *testing.B) {
				e := engine.open(b)
				importFile(b, e, bundleFile(b, activities))
				(&accepting{B: b, Service: newService(e)}).run()
			})
		}
	}
}

// accepting is a person who is both the lead's and its staff.
type accepting struct {
	*testing.B
	*service.Service
	by   service.By
	code partnership.ProjectCode
}

func (b *accepting) run() {
	project := sample.Project(0).Project
	b.code = project.Code
	own := project.Partners[0].Organisation
	user, err := b.AddUser(b.Context(), service.Operator(), partnership.User{Name: "Lead", Email: "lead@example.org"})
	b.ok(err)
	b.by = service.By{User: user}
	b.ok(b.Grant(b.Context(), service.Operator(), partnership.Membership{
		User: user, Project: b.code, Organisation: own,
		Roles: []partnership.Role{partnership.RoleLead, partnership.RoleStaff},
	}))
	where := []store.Condition{
		store.Equal("project", b.code), store.Equal("partner", own), store.Equal("status", partnership.Accepted),
	}
	var refs []string
	for a, err := range archive.Activities.Find(b.Context(), b.Engine, store.Query{Where: where, Limit: 10}) {
		b.ok(err)
		refs = append(refs, a.Value.Value.Ref)
	}
	b.ResetTimer()
	for n := range b.N {
		ref := refs[n%len(refs)]
		b.StopTimer()
		b.move(ref, partnership.Reopen)
		b.move(ref, partnership.Submit)
		seen := b.seen(ref)
		b.StartTimer()
		b.ok(b.MoveActivity(b.Context(), b.by, b.code, ref, service.Move{Seen: seen, Step: partnership.Accept}))
	}
}

func (b *accepting) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func (b *accepting) seen(ref string) int64 {
	b.Helper()
	is, err := b.Activity(b.Context(), b.by, b.code, ref)
	b.ok(err)
	return is.Rev
}

func (b *accepting) move(ref string, step partnership.Step) {
	b.Helper()
	m := service.Move{Seen: b.seen(ref), Step: step, Comment: "once more"}
	b.ok(b.MoveActivity(b.Context(), b.by, b.code, ref, m))
}

package service_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo/mongotest"
)

var everything = store.Query{}

// empties runs a test on an empty engine of each sort.
func empties(t *testing.T, test func(t *testing.T, e store.Engine)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, openSQLite(t, t.TempDir()))
	})
	t.Run("mongo", func(t *testing.T) {
		t.Parallel()
		test(t, mongotest.Open(t, archive.Schema()))
	})
}

// encoded is a project as a bundle without evidence.
func encoded(tb testing.TB, d *partnership.Dossier) folder {
	tb.Helper()
	var b bytes.Buffer
	if err := bundle.Encode(&b, d); err != nil {
		tb.Fatal(err)
	}
	return folder{fstest.MapFS{"bundle.json": {Data: b.Bytes()}}}
}

func demoFolder(tb testing.TB) folder {
	tb.Helper()
	demo, err := fs.Sub(configs.Demo, "demo")
	if err != nil {
		tb.Fatal(err)
	}
	return folder{demo}
}

func take(tb testing.TB, e store.Engine, source service.Source) (service.Imported, error) {
	tb.Helper()
	return newService(e).Import(tb.Context(), service.Operator(), source, service.ImportOptions{Alone: true})
}

// exported writes a project as a bundle.
func exported(tb testing.TB, e store.Engine, project partnership.ProjectCode) []byte {
	tb.Helper()
	snapshot, err := e.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer snapshot.Close()
	out, err := service.Export(tb.Context(), snapshot, project)
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	if err := bundle.EncodeStream(&b, out.Content); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// holds counts the documents of an engine, but for those of chains and users.
func holds(tb testing.TB, e store.Engine) map[string]int64 {
	tb.Helper()
	counts := map[string]int64{}
	for _, c := range archive.Schema().Collections {
		n, err := e.Count(tb.Context(), store.Query{Collection: c.Name})
		if err != nil {
			tb.Fatal(err)
		}
		if n > 0 {
			counts[c.Name] = n
		}
	}
	for f, err := range e.ListFiles(tb.Context(), "") {
		if err != nil {
			tb.Fatal(err)
		}
		counts["file "+f.Name]++
	}
	return counts
}

func TestImportTwice(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		first, err := take(t, e, demoFolder(t))
		if err != nil || first.Unchanged || first.Items == 0 || first.Files != 1 {
			t.Fatalf("imported %+v: %v", first, err)
		}
		before := holds(t, e)
		again, err := take(t, e, demoFolder(t))
		if err != nil || !again.Unchanged {
			t.Fatalf("imported again %+v: %v", again, err)
		}
		if diff := cmp.Diff(before, holds(t, e)); diff != "" {
			t.Error(diff)
		}
		verified(t, e)
	})
}

func TestExportImportExport(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		for _, c := range []struct {
			source  folder
			project partnership.ProjectCode
		}{{demoFolder(t), baltic}, {encoded(t, sample.Project(500)), sample.Project(0).Project.Code}} {
			if _, err := take(t, e, c.source); err != nil {
				t.Fatal(err)
			}
			first := exported(t, e, c.project)
			other := openSQLite(t, t.TempDir())
			files := fstest.MapFS{"bundle.json": {Data: first}, "evidence/webinar-speakers.jpg": {Data: storedPhoto(t, e, c.project)}}
			if _, err := take(t, other, folder{files}); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(first, exported(t, other, c.project)) {
				t.Errorf("%s differs after export and import", c.project)
			}
			if again, err := take(t, e, folder{files}); err != nil || !again.Unchanged {
				t.Errorf("%s: its own export %+v, %v", c.project, again, err)
			}
		}
	})
}

// storedPhoto is the demo's photo as it is kept; nil in other projects.
func storedPhoto(tb testing.TB, e store.Engine, project partnership.ProjectCode) []byte {
	tb.Helper()
	f, err := e.OpenFile(tb.Context(), string(project)+"/evidence/webinar-speakers.jpg")
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func TestPhotosLoseTheirPlace(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		given, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
		if err != nil || !bytes.Contains(given, []byte("Exif")) {
			t.Fatal("the demo's photo carries no position any more")
		}
		if _, err := take(t, e, demoFolder(t)); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(storedPhoto(t, e, baltic), []byte("Exif")) {
			t.Error("the photo is kept with its position")
		}
	})
}

func TestImportOfAnotherVersionIsRefused(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		d := sample.Project(50)
		if _, err := take(t, e, encoded(t, d)); err != nil {
			t.Fatal(err)
		}
		before := holds(t, e)
		changes := map[string]func(d *partnership.Dossier){
			"one less":    func(d *partnership.Dossier) { d.Activities = d.Activities[:49] },
			"one more":    func(d *partnership.Dossier) { d.Activities = sample.Project(51).Activities },
			"one other":   func(d *partnership.Dossier) { d.Activities[7].Place = "Elsewhere" },
			"other setup": func(d *partnership.Dossier) { d.Project.GrantNumber = "G-2" },
		}
		for name, change := range changes {
			d := sample.Project(50)
			change(d)
			_, err := take(t, e, encoded(t, d))
			if !service.IsKind(err, service.NotPossible) {
				t.Errorf("%s: error %v", name, err)
			}
		}
		if diff := cmp.Diff(before, holds(t, e)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestImportAllOrNothing(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		wrong := sample.Project(2500)
		wrong.Activities[2499].Type = "party"
		noEvidence := demoFolder(t)
		data, err := fs.ReadFile(noEvidence, "bundle.json")
		if err != nil {
			t.Fatal(err)
		}
		for name, source := range map[string]service.Source{
			"a fault at the end": encoded(t, wrong),
			"no evidence":        folder{fstest.MapFS{"bundle.json": {Data: data}}},
			"a photo that is none": folder{fstest.MapFS{
				"bundle.json": {Data: data}, "evidence/webinar-speakers.jpg": {Data: []byte("<svg/>")},
			}},
			"cut off":     folder{fstest.MapFS{"bundle.json": {Data: data[:len(data)/2]}}},
			"unreadable":  broken{encoded(t, sample.Project(2500))},
			"no bundle":   folder{fstest.MapFS{}},
			"its code ~":  encoded(t, named("~")),
			"a long code": encoded(t, named(partnership.ProjectCode(strings.Repeat("x", 101)))),
		} {
			done, err := take(t, e, source)
			if err == nil && !results.HasErrors(done.Problems) {
				t.Errorf("%s: imported", name)
			}
			if left := holds(t, e); len(left) > 0 {
				t.Fatalf("%s: left behind %v", name, left)
			}
		}
	})
}

func named(code partnership.ProjectCode) *partnership.Dossier {
	d := sample.Project(1)
	d.Project.Code = code
	return d
}

// broken is a bundle that breaks off in the middle, as a stick pulled out.
type broken struct{ folder }

func (b broken) JSON() (io.ReadCloser, error) {
	f, err := b.folder.JSON()
	if err != nil {
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{io.MultiReader(io.LimitReader(f, 1<<20), failing{}), f}, nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errStopped }

// TestBrokenOffImport breaks an import off as a crash does, by a context that ends
// and storage that is gone after its first unit; the next import clears up.
func TestBrokenOffImport(t *testing.T) {
	empties(t, func(t *testing.T, e store.Engine) {
		t.Helper()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := newService(&crashing{Engine: e, crash: cancel}).
			Import(ctx, service.Operator(), encoded(t, sample.Project(4500)), service.ImportOptions{})
		if err == nil || holds(t, e)["imports"] != 1 {
			t.Fatalf("error %v, left behind %v", err, holds(t, e))
		}
		if v := verified(t, e); len(v.Unfinished) != 1 {
			t.Errorf("unfinished %v", v.Unfinished)
		}
		source := encoded(t, sample.Project(20))
		_, err = newService(e).Import(t.Context(), service.Operator(), source, service.ImportOptions{})
		if !service.IsKind(err, service.NotPossible) {
			t.Errorf("another process may be at it: error %v", err)
		}
		late := service.New(service.Config{Engine: e, Random: rand.Reader, Now: func() time.Time { return noon().Add(time.Hour) }})
		if _, err := late.Import(t.Context(), service.Operator(), source, service.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		verified(t, e)
	})
}

// crashing is an engine that is gone once a unit of several writes is stored. No
// write is under way then, which a server without transactions might end later.
type crashing struct {
	store.Engine
	crash func()
	gone  atomic.Bool
}

func (c *crashing) Commit(ctx context.Context, u store.Unit) error {
	if c.gone.Load() {
		return errStopped
	}
	err := c.Engine.Commit(ctx, u)
	if len(u) > 1 {
		c.gone.Store(true)
		c.crash()
	}
	return err
}

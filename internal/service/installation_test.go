package service_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"maps"
	"regexp"
	"sync"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/sqlite"
)

const (
	baltic = partnership.ProjectCode("CBSS-PSF-2026-07")
	drosa  = results.PartnerID("drosa-maja")
	suoja  = results.PartnerID("suojellaan-lapsia")
)

// An installation is the service on a real engine, with the demo project and
// people in all roles.
type installation struct {
	*testing.T
	*service.Service
	people map[string]service.By
}

// each runs a test on both engines.
func each(t *testing.T, test func(in *installation)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(install(t, openSQLite(t, t.TempDir())))
	})
	t.Run("mongo", func(t *testing.T) {
		t.Parallel()
		test(install(t, mongotest.Open(t, archive.Schema())))
	})
}

func openSQLite(tb testing.TB, dir string) store.Engine {
	tb.Helper()
	e, err := sqlite.Open(tb.Context(), dir, archive.Schema())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	return e
}

// newService makes a service whose clock stands on a day of the demo's second
// period.
func newService(e store.Engine) *service.Service {
	return service.New(service.Config{Engine: e, Now: noon, Random: rand.Reader, Address: "https://tulos.example"})
}

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// install puts the demo and people in all roles into an empty engine.
func install(t *testing.T, e store.Engine) *installation {
	t.Helper()
	in := &installation{T: t, Service: newService(e)}
	seed.Do(func() { seed.people, seed.backup = makeSeed(t) })
	if seed.backup == nil {
		t.Fatal("the seed was not made: another test says why")
	}
	in.ok(seed.backup.Restore(t.Context(), e, nil))
	in.people = maps.Clone(seed.people)
	return in
}

// seed is what installations begin with: to restore it takes a small part of the time
// that it takes to make it.
var seed struct {
	sync.Once
	people map[string]service.By
	backup *store.Backup
}

func makeSeed(t *testing.T) (map[string]service.By, *store.Backup) {
	t.Helper()
	e := openSQLite(t, t.TempDir())
	in := &installation{T: t, Service: newService(e)}
	in.importDemo()
	people := in.addPeople()
	snapshot, err := e.Snapshot(t.Context())
	in.ok(err)
	defer snapshot.Close()
	var kept bytes.Buffer
	_, err = store.WriteBackup(t.Context(), &kept, snapshot, store.BackupOptions{Schema: archive.Schema(), Made: noon()})
	in.ok(err)
	backup, err := store.ReadBackup(t.Context(), bytes.NewReader(kept.Bytes()), int64(kept.Len()), archive.Schema())
	in.ok(err)
	return people, backup
}

// addPeople adds somebody in each role, under the name of the role.
func (in *installation) addPeople() map[string]service.By {
	in.Helper()
	people := make(map[string]service.By)
	for _, p := range []struct {
		name  string
		of    results.PartnerID
		roles []partnership.Role
	}{
		{"staff", drosa, []partnership.Role{partnership.RoleStaff}},
		{"manager", drosa, []partnership.Role{partnership.RoleManager}},
		{"other", suoja, []partnership.Role{partnership.RoleManager}},
		{"lead", "stellit", []partnership.Role{partnership.RoleLead, partnership.RoleStaff}},
		{"funder", "cbss", []partnership.Role{partnership.RoleFunder}},
		{"controller", "", []partnership.Role{partnership.RoleController}},
		{"auditor", "", []partnership.Role{partnership.RoleAuditor}},
		{"stranger", "", nil},
		{"administrator", "", nil},
	} {
		id, err := in.AddUser(in.Context(), service.Operator(), partnership.User{
			Name: p.name, Email: p.name + "@example.org", Administrator: p.name == "administrator",
		})
		in.ok(err)
		people[p.name] = service.By{User: id}
		if p.roles != nil {
			in.ok(in.Grant(in.Context(), service.Operator(), partnership.Membership{
				User: id, Project: baltic, Organisation: p.of, Roles: p.roles,
			}))
		}
	}
	return people
}

func (in *installation) by(name string) service.By { return in.people[name] }

func (in *installation) ok(err error) {
	in.Helper()
	if err != nil {
		in.Fatal(err)
	}
}

// refused wants an error of a kind.
func (in *installation) refused(err error, k service.Kind) {
	in.Helper()
	if !service.IsKind(err, k) {
		in.Fatalf("error %v, want one of kind %q", err, k)
	}
}

// sound wants Verify to find nothing.
func (in *installation) sound() service.Verification {
	in.Helper()
	return verified(in.T, in.Engine)
}

func verified(tb testing.TB, e store.Engine) service.Verification {
	tb.Helper()
	snapshot, err := e.Snapshot(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer snapshot.Close()
	v, err := service.Verify(tb.Context(), snapshot, "")
	if err != nil {
		tb.Fatal(err)
	}
	for _, d := range v.Differences {
		tb.Errorf("verify: %s %s %v", d.Chain, d.Message, d.Args)
	}
	return v
}

// importDemo takes the demo in as a project of one language: reports are made in all
// that a project has, which takes its time.
func (in *installation) importDemo() {
	in.Helper()
	demo := demoFolder(in)
	text, err := fs.ReadFile(demo, "bundle.json")
	in.ok(err)
	text = regexp.MustCompile(`"languages": \[[^]]*\]`).ReplaceAll(text, []byte(`"languages": ["en"]`))
	_, err = in.Import(in.Context(), service.Operator(), rewrittenFolder{demo, text}, service.ImportOptions{Alone: true})
	in.ok(err)
}

// A rewrittenFolder is a bundle with another text in it.
type rewrittenFolder struct {
	folder
	text []byte
}

func (f rewrittenFolder) JSON() (io.ReadCloser, error) {
	return io.NopCloser(bytes.NewReader(f.text)), nil
}

// draft is an activity of the second period as staff begin it.
func draft() partnership.Activity {
	value := results.Int(20)
	return partnership.Activity{
		Partner: drosa, Type: partnership.Training,
		Title: results.Text{"en": "Training for school nurses"},
		Start: results.DateOf(2026, 11, 12),
		Contributions: []results.Contribution{{
			Indicator: "OP1.2", Value: &value,
		}},
	}
}

// log logs the draft and returns its reference.
func (in *installation) log() string {
	in.Helper()
	ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, draft())
	in.ok(err)
	return ref
}

// step takes an activity a step on, as it is now.
func (in *installation) step(name, ref string, step partnership.Step, comment string) error {
	in.Helper()
	is, err := in.Activity(in.Context(), in.by(name), baltic, ref)
	if err != nil {
		return err
	}
	return in.MoveActivity(in.Context(), in.by(name), baltic, ref, service.Move{Seen: is.Rev, Step: step, Comment: comment})
}

// figure is the cumulative figure of an indicator at the end of a period.
func (in *installation) figure(code results.IndicatorCode, k results.PeriodNo) string {
	in.Helper()
	all, err := in.Figures(in.Context(), in.by("lead"), baltic)
	in.ok(err)
	for _, f := range all {
		if f.Indicator.Code == code {
			n, _ := f.Rows[k-1].Cumulative.Number()
			return n.String()
		}
	}
	in.Fatalf("no figure of %s", code)
	return ""
}

// A folder is a bundle in a folder.
type folder struct {
	fs.FS
}

func (f folder) JSON() (io.ReadCloser, error) { return f.Open("bundle.json") }
func (f folder) Beside() fs.FS                { return f.FS }

var errStopped = errors.New("stopped")

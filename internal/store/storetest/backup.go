package storetest

import (
	"archive/zip"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func backupTests() []test {
	return []test{
		{"backup there and back", (*run).backupThereAndBack},
		{"backup written long ago", (*run).backupOfOld},
		{"backup of an older schema", (*run).backupOlder},
		{"backup of another schema", (*run).backupForeign},
		{"backup into a full storage", (*run).backupIntoFull},
		{"restore that breaks off", (*run).restoreBreaksOff},
		{"restore beside a writer", (*run).restoreBesideWriter},
		{"damaged backup", (*run).backupDamaged},
	}
}

// longAgo is a backup of what keepsake fills in, as the first version wrote it.
// It is never to be written anew: old backups must stay readable.
//
//go:embed testdata/backup-1.zip
var longAgo []byte

// everything is all that a storage holds.
type everything struct {
	Documents map[string][]store.Document
	Files     map[string]string
}

func (r *run) everything(s store.Schema) everything {
	r.Helper()
	all := everything{map[string][]store.Document{}, map[string]string{}}
	for _, c := range s.Collections {
		all.Documents[c.Name] = r.find(store.Query{Collection: c.Name})
	}
	for info, err := range r.ListFiles(r.ctx, "") {
		r.ok(err)
		all.Files[info.Name] = r.file(info.Name)
	}
	return all
}

// keepsake fills in a little of everything.
func (r *run) keepsake() {
	r.activity("a2", "code", "two", "rank", 2)
	r.activity("a1", "code", "one", "period", bson.D{{Key: "start", Value: "2026-03-31"}})
	r.activity("a10")
	r.commit(store.Replace("activities", "a2", 1, r.body("project", "baltic", "rank", 3)),
		store.Insert("people", "ä/ö", r.body("name", "Õnne", "team", nil)))
	r.commit(store.Replace("activities", "a2", 2, r.body("project", "baltic", "rank", 4)),
		store.Delete("activities", "a10", 1))
	r.put("photo", "\x00\xff photo")
	r.put("empty", "")
	r.put("../../etc/passwd \"<&>\" \u2028 ä", strings.Repeat("text ", 100))
}

func madeOn() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// backup writes a backup of what there is.
func (r *run) backup(s store.Schema) []byte {
	r.Helper()
	snapshot, err := r.Snapshot(r.ctx)
	r.ok(err)
	defer func() { r.ok(snapshot.Close()) }()
	var b bytes.Buffer
	summary, err := store.WriteBackup(r.ctx, &b, snapshot, store.BackupOptions{Schema: s, Made: madeOn()})
	r.ok(err)
	info := infoOf("", b.String())
	r.equal(info.Size, summary.Bytes)
	r.equal(info.SHA256, summary.SHA256)
	return b.Bytes()
}

func (r *run) read(backup []byte, s store.Schema) *store.Backup {
	r.Helper()
	b, err := store.ReadBackup(r.ctx, bytes.NewReader(backup), int64(len(backup)), s)
	r.ok(err)
	return b
}

func (r *run) refused(backup []byte, s store.Schema) error {
	r.Helper()
	_, err := store.ReadBackup(r.ctx, bytes.NewReader(backup), int64(len(backup)), s)
	if err == nil {
		r.Fatal("the backup was taken")
	}
	return err
}

func (r *run) backupThereAndBack() {
	r.keepsake()
	var unit store.Unit
	for i := range 2500 { // more than Load takes at once
		unit = append(unit, store.Insert("activities", fmt.Sprintf("many%04d", i), r.body("project", "nordic", "rank", i)))
	}
	r.commit(unit...)
	noise := make([]byte, 1<<20)
	if _, err := rand.NewChaCha8([32]byte{2}).Read(noise); err != nil {
		r.Fatal(err)
	}
	r.put("film", string(noise))
	r.put("long", strings.Repeat("long ", 100_000))
	want := r.everything(schema())
	backup := r.backup(schema())

	b := r.read(backup, schema())
	r.equal(store.BackupSummary{
		Made: madeOn(), Documents: 2503, Files: 5, Bytes: int64(len(backup)), SHA256: infoOf("", string(backup)).SHA256,
	}, b.BackupSummary)
	other := r.elsewhere(schema())
	var progress store.BackupProgress
	r.ok(b.Restore(r.ctx, other, func(p store.BackupProgress) { progress = p }))
	r.equal(want, other.everything(schema()))
	r.equal([]int64{2503, 5}, []int64{progress.Documents, progress.Files})
	r.equal([]string{"a2"}, other.ids(inBaltic(store.Order{}, store.Equal("rank", 4))))
	if !bytes.Equal(backup, other.backup(schema())) {
		r.Fatal("a backup of what was restored differs from the one that it was restored from")
	}
	other.commit(store.Replace("activities", "a2", 3, r.body("project", "baltic"))) // it kept its revision
}

// backupOfOld restores, into either engine, what was written by one of them.
func (r *run) backupOfOld() {
	r.keepsake()
	want := r.everything(schema())
	other := r.elsewhere(schema())
	r.ok(r.read(longAgo, schema()).Restore(r.ctx, other, nil))
	r.equal(want, other.everything(schema()))
}

func (r *run) backupOlder() {
	r.activity("a1", "number", 7, "place", bson.D{{Key: "city", Value: "Tartu"}})
	r.activity("a2", "rank", 1)
	r.commit(store.Replace("activities", "a2", 1, r.body("project", "baltic", "rank", 2)))
	backup := r.backup(schema())

	newer := migrated(withPlace, store.Migration{Name: "number is rank", Collection: "activities", Rewrite: rename("number", "rank")})
	newer.Collections = append(newer.Collections[:1], store.Collection{Name: "places"}) // people are gone
	other := r.elsewhere(newer)
	r.ok(r.read(backup, newer).Restore(r.ctx, other, nil))
	r.equal([]store.Document{
		{ID: "a1", Rev: 2, Body: r.body("project", "baltic", "rank", 7, "place", bson.D{{Key: "city", Value: "Tartu"}})},
		{ID: "a2", Rev: 2, Body: r.body("project", "baltic", "rank", 2)},
	}, other.find(inBaltic(store.Order{})))
	r.equal([]string{"a1"}, other.ids(inBaltic(store.Order{}, store.Equal("place.city", "Tartu"))))

	r.is(r.refused(other.backup(newer), schema()), store.ErrNewer)
	fault := errors.New("no rank")
	failing := migrated(withPlace, store.Migration{
		Name: "ranks", Collection: "activities", Rewrite: func(bson.Raw) (bson.Raw, error) { return nil, fault },
	})
	r.is(r.refused(backup, failing), fault)
}

func (r *run) backupForeign() {
	r.reopen(migrated(withPlace, store.Migration{Name: "first"}))
	backup := r.backup(migrated(withPlace, store.Migration{Name: "first"}))
	r.is(r.refused(backup, migrated(withPlace, store.Migration{Name: "another"})), store.ErrInvalid)
	r.is(r.refused(backup, migrated(func(*store.Collection) {}, store.Migration{Name: "first"})), store.ErrInvalid)
	for name, content := range map[string]string{"picture": "GIF89a" + strings.Repeat("x", 1000), "short": "x"} {
		r.each(name, func(r *run) { r.is(r.refused([]byte(content), schema()), store.ErrInvalid) })
	}
	var office bytes.Buffer
	z := zip.NewWriter(&office)
	_, err := z.Create("mimetype")
	r.ok(err)
	r.ok(z.Close())
	r.is(r.refused(office.Bytes(), schema()), store.ErrInvalid)
}

func (r *run) backupIntoFull() {
	r.keepsake()
	b := r.read(r.backup(schema()), schema())
	for _, c := range []struct {
		name string
		fill func(r *run)
		want []string
	}{
		{"documents and files", (*run).keepsake, []string{"activities: 2", "people: 1", "files: 3"}},
		{"document", func(r *run) { r.activity("a1") }, []string{"activities: 1"}},
		{"file", func(r *run) { r.put("photo", "another") }, []string{"files: 1"}},
	} {
		r.each(c.name, func(r *run) {
			other := r.elsewhere(schema())
			c.fill(other)
			before := other.everything(schema())
			var occupied *store.NotEmptyError
			if err := b.Restore(r.ctx, other, nil); !errors.As(err, &occupied) {
				r.Fatalf("error %v does not say what is there", err)
			}
			r.equal(c.want, occupied.Found)
			r.equal(before, other.everything(schema()))
		})
	}
}

// restoreBreaksOff ends a restore at different points. The storage then says so
// until a restore into it was finished.
func (r *run) restoreBreaksOff() {
	r.keepsake()
	want := r.everything(schema())
	b := r.read(r.backup(schema()), schema())
	for _, c := range []struct {
		name string
		at   store.BackupProgress
	}{
		{"at the first document", store.BackupProgress{Documents: 1}},
		{"between collections", store.BackupProgress{Documents: 3}},
		{"between files", store.BackupProgress{Files: 1}},
		{"before the last file", store.BackupProgress{Files: 2}},
	} {
		r.each(c.name, func(r *run) {
			other := r.elsewhere(schema())
			ctx, cancel := context.WithCancel(r.ctx)
			defer cancel()
			err := b.Restore(ctx, other, func(p store.BackupProgress) {
				if p.Documents >= c.at.Documents && p.Files >= c.at.Files {
					cancel()
				}
			})
			r.is(err, store.ErrUnfinished)
			r.is(err, context.Canceled)
			other.reopen(schema())
			other.unfinished(true)
			snapshot, err := other.Snapshot(r.ctx)
			r.ok(err)
			_, err = store.WriteBackup(r.ctx, io.Discard, snapshot, store.BackupOptions{Schema: schema()})
			r.is(err, store.ErrUnfinished)
			r.ok(snapshot.Close())

			other.put("left", "by whatever went on")
			other.commit(store.Insert("people", "left", r.body("name", "x")))
			r.ok(b.Restore(r.ctx, other, nil))
			other.unfinished(false)
			r.equal(want, other.everything(schema()))
		})
	}
}

func (r *run) unfinished(want bool) {
	r.Helper()
	got, err := store.Unfinished(r.ctx, r)
	r.ok(err)
	r.equal(want, got)
}

// restoreBesideWriter: what another process wrote meanwhile is noticed.
func (r *run) restoreBesideWriter() {
	r.keepsake()
	b := r.read(r.backup(schema()), schema())
	other := r.elsewhere(schema())
	err := b.Restore(r.ctx, other, func(p store.BackupProgress) {
		if p.Documents == 1 && p.Bytes == 0 {
			other.activity("stranger")
		}
	})
	r.is(err, store.ErrUnfinished)
	other.unfinished(true)
	r.ok(b.Restore(r.ctx, other, nil))
	other.has("activities", "stranger", 0)
}

// backupDamaged changes each byte of a backup, and cuts it off at each.
func (r *run) backupDamaged() {
	r.keepsake()
	backup := r.backup(schema())
	whole, err := zip.NewReader(bytes.NewReader(backup), int64(len(backup)))
	r.ok(err)
	entryOf := map[int]string{}
	for _, f := range whole.File {
		from, err := f.DataOffset()
		r.ok(err)
		for i := range int(f.CompressedSize64) {
			entryOf[int(from)+i] = f.Name
		}
	}
	end := len(backup) - len(whole.Comment)
	for i := range backup {
		spoilt := slices.Clone(backup)
		spoilt[i] ^= 0x11
		err := r.refused(spoilt, schema())
		if !errors.Is(err, store.ErrCorrupt) && i < end-22 {
			r.Fatalf("byte %d: error %v, want %q", i, err, store.ErrCorrupt)
		}
		if name := entryOf[i]; !strings.Contains(err.Error(), name) {
			r.Fatalf("byte %d: error %q does not name %s", i, err, name)
		}
		if err := r.refused(backup[:i], schema()); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "cut off") {
			r.Fatalf("cut off at byte %d: error %v", i, err)
		}
	}
	r.is(r.refused(append(slices.Clone(backup), 0), schema()), store.ErrCorrupt)
}

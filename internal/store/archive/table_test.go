package archive_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

func isKind(t *testing.T, err, kind error, what string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: error %v, want %q", what, err, kind)
	}
}

type activity = partnership.Logged[partnership.Activity]

func newActivity(no int) activity {
	return activity{Project: "P", No: no, Value: partnership.Activity{
		Ref: fmt.Sprintf("A-%d", no), Partner: "p", Status: partnership.Draft, Start: results.DateOf(2026, 1, no),
	}}
}

// TestChangesFollow: each write says what the one before it left.
func TestChangesFollow(t *testing.T) {
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			insert, err := archive.Activities.Insert(newActivity(1))
			check(t, err)
			check(t, e.Commit(t.Context(), store.Unit{insert.Write}))
			first, err := archive.Activities.Get(t.Context(), e, insert.ID)
			check(t, err)

			edited := first.Value
			edited.Value.Place = "Rīga"
			replace, err := archive.Activities.Replace(first, edited)
			check(t, err)
			check(t, e.Commit(t.Context(), store.Unit{replace.Write}))
			second, err := archive.Activities.Get(t.Context(), e, insert.ID)
			check(t, err)
			if second.Rev != 2 || second.Value.Value.Place != "Rīga" {
				t.Errorf("replaced: revision %d, place %q", second.Rev, second.Value.Value.Place)
			}
			again, err := archive.Activities.Replace(first, edited)
			check(t, err)
			isKind(t, e.Commit(t.Context(), store.Unit{again.Write}), store.ErrConflict, "replace what has changed")

			remove := archive.Activities.Delete(second)
			check(t, e.Commit(t.Context(), store.Unit{remove.Write}))
			_, err = archive.Activities.Get(t.Context(), e, insert.ID)
			isKind(t, err, store.ErrNotFound, "get what was deleted")

			of := func(before, after string) partnership.Change {
				return partnership.Change{Collection: "activities", ID: "P/0000000001", Before: before, After: after}
			}
			want := []partnership.Change{of("", first.Hash), of(first.Hash, second.Hash), of(second.Hash, "")}
			if diff := cmp.Diff(want, []partnership.Change{insert.Change, replace.Change, remove.Change}); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
			if len(first.Hash) != 64 || first.Hash == second.Hash {
				t.Errorf("hashes %q and %q", first.Hash, second.Hash)
			}
		})
	}
}

// TestHashIsOfTheValue: the same value always has the same hash.
func TestHashIsOfTheValue(t *testing.T) {
	t.Parallel()
	hash := func() string {
		a := newActivity(1)
		a.Value.Title = results.Text{"en": "1", "fi": "2", "sv": "3", "lv": "4", "uk": "5"}
		w, err := archive.Activities.Insert(a)
		check(t, err)
		return w.Change.After
	}
	first := hash()
	for range 50 {
		if again := hash(); again != first {
			t.Fatalf("hash %s, and then %s", first, again)
		}
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	setup := partnership.Setup{Version: 12, Project: partnership.Project{Code: "B/1"}}
	key := results.TallyKey{Indicator: "OP1/2", Partner: "FI 50%", Period: 3}
	for want, got := range map[string]string{
		"B/1":                     archive.Projects.ID(setup),
		"B%2F1/000012":            archive.Versions.ID(setup),
		"P/0000000007":            archive.Activities.ID(newActivity(7)),
		"P/12345678901":           archive.Activities.ID(newActivity(12345678901)),
		"P/0002/a/b":              archive.PartnerReports.ID(partnership.PartnerReport{Project: "P", Period: 2, Partner: "a/b"}),
		"P/0002/0010":             archive.ProjectReports.ID(partnership.ProjectReport{Project: "P", Period: 2, Version: 10}),
		"P/evidence/a.jpg":        archive.Attachments.ID(partnership.Attachment{Project: "P", Name: "evidence/a.jpg"}),
		"u1":                      archive.Users.ID(partnership.User{ID: "u1"}),
		"P/u1":                    archive.Memberships.ID(partnership.Membership{Project: "P", User: "u1"}),
		"0f":                      archive.Invitations.ID(partnership.Invitation{Token: "0f", User: "u1"}),
		"~/0000000003":            archive.Audits.ID(partnership.Audit{Chain: partnership.Installation, No: 3}),
		"~":                       archive.Chains.ID(partnership.Chain{Project: partnership.Installation}),
		"P/k":                     archive.Requests.ID(archive.Request{Project: "P", Key: "k"}),
		"P":                       archive.Imports.ID(archive.Import{Project: "P"}),
		"P/OP1%2F2/FI 50%25/0003": archive.TallyTable.ID(archive.Tally{Project: "P", Key: key}),
	} {
		if got != want {
			t.Errorf("id %q, want %q", got, want)
		}
	}
}

// TestIDsTellApart: neither slashes nor length make two things one.
func TestIDsTellApart(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ж", store.MaxID)
	seen := map[string]archive.Tally{}
	for _, project := range []partnership.ProjectCode{"a", "a/b", "a%2Fb", "a%", partnership.ProjectCode(long)} {
		for _, indicator := range []results.IndicatorCode{"a", "b/a", "b", "2Fb"} {
			for _, partner := range []results.PartnerID{"a", "b/a", "a/0001", results.PartnerID(long), results.PartnerID(long + "/")} {
				tally := archive.Tally{Project: project, Key: results.TallyKey{Indicator: indicator, Partner: partner, Period: 1}}
				id := archive.TallyTable.ID(tally)
				if other, ok := seen[id]; ok {
					t.Errorf("%v and %v have the id %s", tally, other, id)
				}
				seen[id] = tally
				if len(id) > store.MaxID {
					t.Errorf("%v has an id of %d bytes", tally, len(id))
				}
			}
		}
	}
}

func TestLongNamesAreKept(t *testing.T) {
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			a := partnership.Attachment{Project: "P", Name: "evidence/" + strings.Repeat("ж", 250) + ".jpg", Size: 1 << 40}
			if diff := comesBack(t, e, archive.Attachments, a); diff != "" {
				t.Errorf("-kept +read:\n%s", diff)
			}
		})
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			load(t, e, func(put func(archive.Write, error)) {
				for no := 11; no > 0; no-- {
					put(archive.Activities.Insert(newActivity(no)))
				}
				long := newActivity(12)
				long.Value.End = results.DateOf(2026, 2, 1)
				put(archive.Activities.Insert(long))
				other := newActivity(1)
				other.Project = "Q"
				put(archive.Activities.Insert(other))
			})
			ctx, ofP := t.Context(), store.Equal("project", "P")
			var found []int
			q := store.Query{Collection: "nonsense", Where: []store.Condition{ofP}, Order: store.Descending("day"), Limit: 3}
			page, next, err := archive.Activities.Page(ctx, e, q)
			check(t, err)
			for len(page) > 0 {
				for _, s := range page {
					found = append(found, s.Value.No)
				}
				if next == "" {
					break
				}
				q.After = next
				page, next, err = archive.Activities.Page(ctx, e, q)
				check(t, err)
			}
			if diff := cmp.Diff([]int{12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, found); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}

			n, err := archive.Activities.Count(ctx, e, ofP, store.AtLeast("day", "2026-01-31"))
			if n != 1 || err != nil {
				t.Errorf("%d activities ended from 31 January, error %v, want 1", n, err)
			}
			first, err := archive.Activities.First(ctx, e, ofP, store.Equal("ref", "A-7"))
			if err != nil || first.Value.No != 7 {
				t.Errorf("A-7 is activity %d, error %v", first.Value.No, err)
			}
			_, err = archive.Activities.First(ctx, e, ofP, store.Equal("ref", "A-77"))
			isKind(t, err, store.ErrNotFound, "first of none")
			_, err = archive.Activities.First(ctx, e, store.Equal("nonsense", 1))
			isKind(t, err, store.ErrInvalid, "a key that is none")
			_, _, err = archive.Activities.Page(ctx, e, store.Query{})
			isKind(t, err, store.ErrInvalid, "a page without a limit")
		})
	}
}

func TestUnique(t *testing.T) {
	t.Parallel()
	narrative := func(no int, partner results.PartnerID) partnership.Logged[partnership.Narrative] {
		return partnership.Logged[partnership.Narrative]{
			Project: "P", No: no, Value: partnership.Narrative{Period: 1, Partner: partner, Section: "summary"},
		}
	}
	expense := func(no int, project partnership.ProjectCode) partnership.Logged[partnership.Expense] {
		return partnership.Logged[partnership.Expense]{Project: project, No: no, Value: partnership.Expense{Ref: "E-1"}}
	}
	sameRef, sameNumber := newActivity(2), newActivity(1)
	sameRef.Value.Ref, sameNumber.Value.Ref = "A-1", "A-2"
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			for _, c := range []struct {
				name  string
				write func() (archive.Write, error)
				want  error
			}{
				{"user", func() (archive.Write, error) {
					return archive.Users.Insert(partnership.User{ID: "1", Email: "Åsa.STRASSE@example.org"})
				}, nil},
				{"the same address", func() (archive.Write, error) {
					return archive.Users.Insert(partnership.User{ID: "2", Email: " åsa.straße@Example.org"})
				}, store.ErrDuplicate},
				{"another address", func() (archive.Write, error) {
					return archive.Users.Insert(partnership.User{ID: "2", Email: "asa.strasse@example.org"})
				}, nil},
				{"the project's narrative", func() (archive.Write, error) { return archive.Narratives.Insert(narrative(1, "")) }, nil},
				{"the same narrative", func() (archive.Write, error) { return archive.Narratives.Insert(narrative(2, "")) }, store.ErrDuplicate},
				{"a partner's narrative", func() (archive.Write, error) { return archive.Narratives.Insert(narrative(2, "p")) }, nil},
				{"activity", func() (archive.Write, error) { return archive.Activities.Insert(newActivity(1)) }, nil},
				{"the same reference", func() (archive.Write, error) { return archive.Activities.Insert(sameRef) }, store.ErrDuplicate},
				{"the same number", func() (archive.Write, error) { return archive.Activities.Insert(sameNumber) }, store.ErrConflict},
				{"expense", func() (archive.Write, error) { return archive.Expenditure.Insert(expense(1, "P")) }, nil},
				{"expense of another project", func() (archive.Write, error) { return archive.Expenditure.Insert(expense(1, "Q")) }, nil},
				{"the same expense", func() (archive.Write, error) { return archive.Expenditure.Insert(expense(2, "P")) }, store.ErrDuplicate},
			} {
				w, err := c.write()
				check(t, err)
				isKind(t, e.Commit(t.Context(), store.Unit{w.Write}), c.want, c.name)
			}
			found, err := archive.Users.First(t.Context(), e, store.Equal("login", archive.Login("ÅSA.strasse@example.org ")))
			if err != nil || found.ID != "1" || found.Value.Email != "Åsa.STRASSE@example.org" {
				t.Errorf("by address: %s, error %v", found.ID, err)
			}
		})
	}
}

func TestRefusedWrites(t *testing.T) {
	t.Parallel()
	old := archive.Stored[activity]{ID: "P/0000000001", Rev: 1, Value: newActivity(1)}
	_, err := archive.Activities.Replace(old, newActivity(2))
	isKind(t, err, store.ErrInvalid, "another id")
	if err == nil || !strings.Contains(err.Error(), "P/0000000001") {
		t.Errorf("error %v does not name the document", err)
	}

	zeroByte := newActivity(1)
	zeroByte.Value.Title = results.Text{"en\x00title": "x"}
	_, err = archive.Activities.Insert(zeroByte)
	isKind(t, err, store.ErrInvalid, "insert a language with a zero byte")
	_, err = archive.Activities.Replace(old, zeroByte)
	isKind(t, err, store.ErrInvalid, "replace by a language with a zero byte")

	i := &results.Indicator{Measure: results.MeasureText}
	var tally results.Tally
	tally.Add(i, results.Entry{Ref: "A-1", Contribution: results.Contribution{Text: results.Text{"\x00": "x"}}})
	_, err = archive.TallyTable.Insert(archive.Tally{Project: "P", Key: results.TallyKey{}, Tally: &tally})
	isKind(t, err, store.ErrInvalid, "a tally with a zero byte")
	open, err := archive.TallyFor(t.Context(), openSQLite(t), "P", results.TallyKey{}, "A-1")
	check(t, err)
	open.Tally.Entries, open.Tally.Count = tally.Entries, 1
	_, ok, err := open.Write()
	isKind(t, err, store.ErrInvalid, "an open tally with a zero byte")
	if ok {
		t.Error("there is a write beside the error")
	}
}

// TestDamage: what does not decode is an error that names the document.
func TestDamage(t *testing.T) {
	t.Parallel()
	sound := bson.D{
		{Key: "project", Value: "P"},
		{Key: "ref", Value: "A-1"},
		{Key: "partner", Value: "p"},
		{Key: "status", Value: "draft"},
		{Key: "no", Value: 1},
	}
	ctx := t.Context()
	for name, damage := range map[string]bson.D{
		"a number in place of a text":   {{Key: "title", Value: 1}},
		"a text of numbers":             {{Key: "title", Value: bson.D{{Key: "en", Value: 1}}}},
		"a day that is none":            {{Key: "start", Value: "2026-02-30"}},
		"a number that is none":         {{Key: "contributions", Value: bson.A{bson.D{{Key: "value", Value: "1e9"}}}}},
		"a document in place of a list": {{Key: "contributions", Value: bson.D{{Key: "value", Value: "1"}}}},
		"a number in place of a string": {{Key: "place", Value: 5}},
		"a list in place of categories": {{Key: "contributions", Value: bson.A{bson.D{{Key: "cells", Value: bson.A{bson.D{{Key: "by", Value: bson.A{"f"}}}}}}}}},
		"another number":                {{Key: "no", Value: 2}},
		"a number that is too large":    {{Key: "no", Value: 1e300}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := bson.Marshal(append(sound[:len(sound):len(sound)], damage...))
			check(t, err)
			e := openSQLite(t)
			const id = "P/0000000001"
			check(t, e.Commit(ctx, store.Unit{store.Insert("activities", id, body)}))
			_, get := archive.Activities.Get(ctx, e, id)
			_, first := archive.Activities.First(ctx, e, store.Equal("project", "P"))
			_, _, page := archive.Activities.Page(ctx, e, store.Query{Limit: 5})
			for read, err := range map[string]error{"Get": get, "First": first, "Page": page} {
				isKind(t, err, store.ErrCorrupt, read)
				if err != nil && !strings.Contains(err.Error(), "activities "+id) {
					t.Errorf("%s: error %v does not name the document", read, err)
				}
			}
		})
	}
}

// TestDamagedTallies: one that does not decode is neither read nor counted into.
func TestDamagedTallies(t *testing.T) {
	t.Parallel()
	i := &results.Indicator{Code: "I", Measure: results.MeasureText}
	key := results.TallyKey{Indicator: "I", Partner: "p", Period: 1}
	var tally results.Tally
	for _, ref := range []string{"A-1", "A-2"} {
		tally.Add(i, results.Entry{Ref: ref, Contribution: results.Contribution{Indicator: "I"}})
	}
	w, err := archive.TallyTable.Insert(archive.Tally{Project: "P", Key: key, Tally: &tally})
	check(t, err)
	for name, edit := range map[string]func(d bson.D) bson.D{
		"entries that are cut": func(d bson.D) bson.D { return withEntries(d, func(b []byte) []byte { return b[:len(b)-3] }) },
		"an entry is missing": func(d bson.D) bson.D {
			return withEntries(d, func(b []byte) []byte { return b[len(b)/2:] })
		},
		"a length that is none": func(d bson.D) bson.D {
			return withEntries(d, func(b []byte) []byte { return append([]byte{0xff, 0xff, 0xff, 0xff}, b[4:]...) })
		},
		"a length of nothing": func(d bson.D) bson.D {
			return withEntries(d, func(b []byte) []byte { return append([]byte{0, 0, 0, 0}, b[4:]...) })
		},
		"entries of another type": func(d bson.D) bson.D {
			return append(d[:len(d)-1:len(d)-1], bson.E{Key: "entries", Value: bson.A{"A-1"}})
		},
		"a sum that is none":  func(d bson.D) bson.D { return append(d, bson.E{Key: "value", Value: "much"}) },
		"another tally's key": func(d bson.D) bson.D { d[2].Value = "q"; return d },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var d bson.D
			check(t, bson.Unmarshal(w.Body, &d))
			body, err := bson.Marshal(edit(d))
			check(t, err)
			e := openSQLite(t)
			check(t, e.Commit(t.Context(), store.Unit{store.Insert("tallies", w.ID, body)}))
			_, err = archive.Tallies(t.Context(), e, "P")
			isKind(t, err, store.ErrCorrupt, "Tallies")
			_, err = archive.TallyFor(t.Context(), e, "P", key, "A-1")
			isKind(t, err, store.ErrCorrupt, "TallyFor")
			if err != nil && !strings.Contains(err.Error(), "tallies "+w.ID) {
				t.Errorf("error %v does not name the document", err)
			}
		})
	}
}

// withEntries changes the packed entries.
func withEntries(d bson.D, edit func([]byte) []byte) bson.D {
	for n := range d {
		if b, ok := d[n].Value.(bson.Binary); ok {
			b.Data = edit(b.Data)
			d[n].Value = b
		}
	}
	return d
}

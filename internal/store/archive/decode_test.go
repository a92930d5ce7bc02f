package archive

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/store"
)

// bodies are the stored forms of an activity with all that one can have, a set-up
// and a tally with entries.
func bodies(tb testing.TB) []bson.Raw {
	tb.Helper()
	one, text := results.Int(1), results.Text{"en": "x", "fi": "y"}
	d := sample.Project(10)
	a := d.Activities[2]
	a.Narrative, a.CoOrganisers = text, []results.PartnerID{"p2"}
	a.Quotes = []partnership.Quote{{Text: text, Consent: &partnership.Consent{Given: a.Start}}}
	a.Evidence = []partnership.Evidence{{File: "f", Caption: text}}
	a.Publications = []partnership.Publication{{Title: text, Editions: []partnership.Edition{{Pages: 3}}}}
	logged := partnership.Logged[partnership.Activity]{Project: "P", No: 1, Comments: []partnership.Comment{{Text: "why"}}, Value: a}
	d.Project.Periods, d.Project.Results = d.Project.Periods[:1], d.Project.Results[0].Results[0].Results[:1]
	setup := partnership.Setup{Organisations: d.Organisations[:1], Project: d.Project}
	tally := Tally{Project: "P", Key: results.TallyKey{Indicator: "I", Partner: "p"}, Tally: &results.Tally{
		Count: 3, Sum: results.Quantity{Value: one}, Cells: []results.CellSum{{By: results.By{{Dimension: "sex", Category: "f"}}}},
		Entries: entries(3),
	}}
	var all []bson.Raw
	for _, encode := range []func() (bson.Raw, error){
		func() (bson.Raw, error) { return Activities.encode(&logged) },
		func() (bson.Raw, error) { return Projects.encode(&setup) },
		func() (bson.Raw, error) { return TallyTable.encode(&tally) },
	} {
		body, err := encode()
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, body)
	}
	return all
}

func entries(n int) []results.Entry {
	one, list := results.Int(1), make([]results.Entry, n)
	for k := range list {
		list[k] = results.Entry{
			Ref: fmt.Sprintf("A-%06d", k), Date: results.DateOf(2026, 1+k%12, 1+k%28),
			Contribution: results.Contribution{Indicator: "I", Value: &one, Text: results.Text{"en": strings.Repeat("x", 40)}},
		}
	}
	return list
}

// decodeAll decodes bytes as everything that they could be.
func decodeAll(t *testing.T, body bson.Raw) {
	t.Helper()
	d := store.Document{ID: "P/0000000001", Body: body}
	_, activity := Activities.value(d)
	_, setup := Projects.value(d)
	_, tally := TallyTable.value(d)
	for _, err := range []error{activity, setup, tally} {
		if err != nil && !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("error %v, want %q", err, store.ErrCorrupt)
		}
	}
	open := OpenTally{project: "P", key: results.TallyKey{Indicator: "I", Partner: "p"}}
	_ = open.open(body, "A-000001") // any error is good
}

func FuzzDecode(f *testing.F) {
	for _, body := range bodies(f) {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) { decodeAll(t, body) })
}

// TestDamagedBytes: bytes that went wrong anywhere are an error or another value,
// and never the end of the program.
func TestDamagedBytes(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for _, body := range bodies(t) {
		for at := range body {
			decodeAll(t, body[:at])
			damaged := append(bson.Raw(nil), body...)
			damaged[at] = byte(r.Uint32())
			decodeAll(t, damaged)
			damaged[r.IntN(len(damaged))] ^= 1 << r.IntN(8)
			decodeAll(t, damaged)
		}
	}
}

// TestTallyOpensAlike: opening a tally makes as much of many entries as of few.
func TestTallyOpensAlike(t *testing.T) {
	work := func(n int) float64 {
		tally := Tally{Project: "P", Key: results.TallyKey{Indicator: "I"}, Tally: &results.Tally{Count: n, Entries: entries(n)}}
		body, err := TallyTable.encode(&tally)
		if err != nil {
			t.Fatal(err)
		}
		return testing.AllocsPerRun(10, func() {
			open := OpenTally{project: "P", key: tally.Key}
			if err := open.open(body, "A-000003"); err != nil {
				t.Error(err)
			}
			if _, _, err := open.Write(); err != nil || len(open.Tally.Entries) != 1 {
				t.Errorf("%d entries, error %v", len(open.Tally.Entries), err)
			}
		})
	}
	if few, many := work(10), work(10_000); many > few+10 {
		t.Errorf("%.0f allocations with 10 entries, %.0f with 10,000", few, many)
	}
}

func BenchmarkActivity(b *testing.B) {
	const n = 1000
	activities := make([]partnership.Logged[partnership.Activity], n)
	documents := make([]store.Document, n)
	for k, a := range sample.Project(n).Activities {
		activities[k] = partnership.Logged[partnership.Activity]{Project: "SAMPLE", No: k + 1, Value: a}
		w, err := Activities.Insert(activities[k])
		if err != nil {
			b.Fatal(err)
		}
		documents[k] = store.Document{ID: w.ID, Rev: 1, Body: w.Body}
	}
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for k := 0; b.Loop(); k++ {
			if _, err := Activities.Insert(activities[k%n]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for k := 0; b.Loop(); k++ {
			if _, err := Activities.stored(documents[k%n]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkTally(b *testing.B) {
	i := &results.Indicator{Code: "I", Measure: results.MeasureText}
	for _, n := range []int{0, 10, 10_000} {
		tally := Tally{Project: "P", Key: results.TallyKey{Indicator: "I"}, Tally: &results.Tally{Count: n, Entries: entries(n)}}
		body, err := TallyTable.encode(&tally)
		if err != nil {
			b.Fatal(err)
		}
		entry := entries(1)[0]
		entry.Ref = "new"
		b.Run(fmt.Sprintf("count into %d", n), func(b *testing.B) {
			for b.Loop() {
				open := OpenTally{project: "P", key: tally.Key}
				if err := open.open(body, entry.Ref); err != nil {
					b.Fatal(err)
				}
				open.Tally.Add(i, entry)
				if _, _, err := open.Write(); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("decode with %d", n), func(b *testing.B) {
			for b.Loop() {
				if _, err := decodeTally(body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

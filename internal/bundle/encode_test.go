package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

// sequence gives the items of a list, then an error if there is one. asked counts
// how often it was asked for more.
func sequence[T any](items []T, err error, asked *int) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for n := range items {
			*asked++
			if !yield(&items[n], nil) {
				return
			}
		}
		if err != nil {
			*asked++
			yield(nil, err)
		}
	}
}

// content is a dossier as a bundle is written of it; the list called failing
// breaks off after its items.
func content(d *partnership.Dossier, failing string, err error, asked *int) bundle.Content {
	of := func(list string) error {
		if list == failing {
			return err
		}
		return nil
	}
	return bundle.Content{
		Organisations: d.Organisations,
		Project:       &d.Project,
		Activities:    sequence(d.Activities, of("activities"), asked),
		Measurements:  sequence(d.Measurements, of("measurements"), asked),
		Deductions:    sequence(d.Deductions, of("deductions"), asked),
		Expenditure:   sequence(d.Expenditure, of("expenditure"), asked),
		Rates:         sequence(d.Rates, of("rates"), asked),
		Narratives:    sequence(d.Narratives, of("narratives"), asked),
	}
}

func TestEncodeStream(t *testing.T) {
	d := decodeSound(t, edited(t))
	var b bytes.Buffer
	var asked int
	if err := bundle.EncodeStream(&b, content(d, "", nil, &asked)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(encoded(t, d)), b.String()); diff != "" {
		t.Errorf("bundle (-encoded +streamed):\n%s", diff)
	}
}

func TestEmptyListsAreLeftOut(t *testing.T) {
	d := decodeSound(t, edited(t))
	var b bytes.Buffer
	err := bundle.EncodeStream(&b, bundle.Content{
		Organisations: d.Organisations, Project: &d.Project,
		Activities: sequence([]partnership.Activity{}, nil, new(int)), Rates: sequence(d.Rates, nil, new(int)),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := partnership.Dossier{Organisations: d.Organisations, Project: d.Project, Rates: d.Rates}
	if diff := cmp.Diff(&want, decodeSound(t, b.Bytes()), cmp.AllowUnexported(results.Date{})); diff != "" {
		t.Errorf("dossier (-want +got):\n%s", diff)
	}
}

// TestListBreaksOff breaks a list off: its error comes back, no further list is
// asked for, and what was written does not look whole.
func TestListBreaksOff(t *testing.T) {
	broken := errors.New("cursor is lost")
	d := decodeSound(t, edited(t))
	asked := map[string]int{
		"activities": len(d.Activities), "measurements": len(d.Measurements), "deductions": len(d.Deductions),
		"expenditure": len(d.Expenditure), "rates": len(d.Rates), "narratives": len(d.Narratives),
	}
	sum := 0
	for _, list := range []string{"activities", "measurements", "deductions", "expenditure", "rates", "narratives"} {
		sum += asked[list]
		t.Run(list, func(t *testing.T) {
			var b bytes.Buffer
			var got int
			err := bundle.EncodeStream(&b, content(d, list, broken, &got))
			if !errors.Is(err, broken) {
				t.Errorf("error %v", err)
			}
			if want := sum + 1; got != want {
				t.Errorf("asked %d times, want %d", got, want)
			}
			if json.Valid(b.Bytes()) {
				t.Errorf("what was written looks whole: %s", b.String())
			}
		})
	}
}

// full has room for so many bytes.
type full struct{ room int }

var errFull = errors.New("disk is full")

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		return 0, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

func TestDiskIsFull(t *testing.T) {
	d := decodeSound(t, edited(t))
	for range 10 {
		d.Activities = append(d.Activities, d.Activities...)
	}
	var asked int
	err := bundle.EncodeStream(&full{room: 100_000}, content(d, "", nil, &asked))
	if !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
	if asked > len(d.Activities)/2 {
		t.Errorf("asked for %d of %d activities after the disk was full", asked, len(d.Activities))
	}
}

package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// inOrder is a bundle with the fields at its top in that order, the others last.
func inOrder(tb testing.TB, data []byte, first ...string) []byte {
	tb.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	put := func(name string) {
		if value, ok := fields[name]; ok {
			fmt.Fprintf(&b, "%s%q:%s", map[bool]string{true: "{", false: ","}[b.Len() == 0], name, value)
			delete(fields, name)
		}
	}
	for _, name := range first {
		put(name)
	}
	for name := range fields {
		put(name)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// orders are where the set-up can stand: before the lists, as Encode has it, after
// them, and in between.
func orders() map[string][]string {
	canonical := []string{
		"format", "organisations", "project", "activities", "measurements", "deductions", "expenditure", "rates", "narratives",
	}
	backwards := slices.Clone(canonical)
	slices.Reverse(backwards)
	return map[string][]string{
		"set-up first":      canonical,
		"set-up last":       backwards,
		"set-up in between": {"organisations", "narratives", "measurements", "activities", "project", "deductions", "rates", "expenditure", "format"},
	}
}

// opened opens a bundle in memory and counts what is still open.
func opened(data []byte, open *int) bundle.Opener {
	return func() (io.ReadCloser, error) {
		*open++
		return closing{iotest.HalfReader(bytes.NewReader(data)), open}, nil
	}
}

type closing struct {
	io.Reader
	open *int
}

func (c closing) Close() error {
	*c.open--
	return nil
}

// taken is a sink that keeps what it gets, and the order in which it came.
type taken struct {
	dossier partnership.Dossier
	calls   []string
	failAt  string // the call that fails
}

var errSink = errors.New("no room")

func (k *taken) call(name string) error {
	k.calls = append(k.calls, name)
	if name == k.failAt {
		return errSink
	}
	return nil
}

func take[T any](k *taken, name string, items *[]T) func(*T) error {
	return func(item *T) error {
		*items = append(*items, *item)
		return k.call(results.At(name, len(*items)-1))
	}
}

func (k *taken) sink() bundle.Sink {
	d := &k.dossier
	return bundle.Sink{
		Setup: func(p *partnership.Project, organisations []partnership.Organisation) error {
			d.Project, d.Organisations = *p, organisations
			return k.call("set-up")
		},
		Activity:    take(k, "activities", &d.Activities),
		Measurement: take(k, "measurements", &d.Measurements),
		Deduction:   take(k, "deductions", &d.Deductions),
		Expense:     take(k, "expenditure", &d.Expenditure),
		Rate:        take(k, "rates", &d.Rates),
		Narrative:   take(k, "narratives", &d.Narratives),
	}
}

func TestStreamGivesAll(t *testing.T) {
	want := decodeSound(t, edited(t))
	for name, order := range orders() {
		t.Run(name, func(t *testing.T) {
			var got taken
			var open int
			problems, err := bundle.Stream(opened(inOrder(t, edited(t), order...), &open), bundle.Options{}, got.sink())
			if err != nil || len(problems) > 0 || open != 0 {
				t.Fatalf("error %v, problems %v, %d files left open", err, problems, open)
			}
			if diff := cmp.Diff(want, &got.dossier, cmp.AllowUnexported(results.Date{})); diff != "" {
				t.Errorf("dossier (-want +got):\n%s", diff)
			}
			calls := []string{"set-up"}
			count := map[string]int{
				"activities": len(want.Activities), "measurements": len(want.Measurements), "deductions": len(want.Deductions),
				"expenditure": len(want.Expenditure), "rates": len(want.Rates), "narratives": len(want.Narratives),
			}
			for _, list := range order {
				for n := range count[list] {
					calls = append(calls, results.At(list, n))
				}
			}
			if diff := cmp.Diff(calls, got.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStreamWithoutLists(t *testing.T) {
	data := edited(t, edit{"activities", ""}, edit{"measurements", ""}, edit{"deductions", ""},
		edit{"expenditure", ""}, edit{"rates", ""}, edit{"narratives", ""})
	var got taken
	var open int
	problems, err := bundle.Stream(opened(data, &open), bundle.Options{}, got.sink())
	if err != nil || len(problems) > 0 || !slices.Equal(got.calls, []string{"set-up"}) {
		t.Errorf("error %v, problems %v, calls %v", err, problems, got.calls)
	}
}

// TestFaultsInAnyOrder reads every fault as a stream, with the set-up first, last
// and in between: the problems are the same, and nothing wrong is given on.
func TestFaultsInAnyOrder(t *testing.T) {
	options := bundle.Options{Sections: []string{"summary", "lessons"}}
	for _, c := range allFaults() {
		t.Run(c.name, func(t *testing.T) {
			data := edited(t, c.edits...)
			_, want := bundle.Decode(data, options)
			for name, order := range orders() {
				var got taken
				var open int
				problems, err := bundle.Stream(opened(inOrder(t, data, order...), &open), options, got.sink())
				if err != nil || open != 0 {
					t.Errorf("%s: error %v, %d files left open", name, err, open)
				}
				if diff := cmp.Diff(want, problems, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s: problems (-decoded +streamed):\n%s", name, diff)
				}
				for _, p := range problems {
					// A measurement may come before the activity that has its ref too.
					isLate := p.Code == results.Repeated && strings.HasPrefix(p.Path, "measurements") && name != "set-up first"
					if !p.Warning && !isLate && isGiven(got.calls, p.Path) {
						t.Errorf("%s: %v was given on", name, p)
					}
				}
			}
		})
	}
}

// isGiven says whether what a path is in was among the calls of a sink.
func isGiven(calls []string, path string) bool {
	if strings.HasPrefix(path, "project") || strings.HasPrefix(path, "organisations") {
		return len(calls) > 0
	}
	item, _, found := strings.Cut(path, "]")
	return found && slices.Contains(calls, item+"]")
}

func TestSinkStops(t *testing.T) {
	data := inOrder(t, edited(t), orders()["set-up first"]...)
	var all taken
	var open int
	if _, err := bundle.Stream(opened(data, &open), bundle.Options{}, all.sink()); err != nil {
		t.Fatal(err)
	}
	for n, call := range all.calls {
		t.Run(call, func(t *testing.T) {
			got := taken{failAt: call}
			problems, err := bundle.Stream(opened(data, &open), bundle.Options{}, got.sink())
			if !errors.Is(err, errSink) || len(problems) > 0 || open != 0 {
				t.Errorf("error %v, problems %v, %d files left open", err, problems, open)
			}
			if diff := cmp.Diff(all.calls[:n+1], got.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	broken := errors.New("disk is broken")
	sound := edited(t) // its set-up is in between, so that it is opened twice
	cut := func(at int) io.ReadCloser {
		return io.NopCloser(io.MultiReader(bytes.NewReader(sound[:at]), iotest.ErrReader(broken)))
	}
	whole := func() io.ReadCloser { return io.NopCloser(bytes.NewReader(sound)) }
	tests := []struct {
		name  string
		files []io.ReadCloser // nil: it cannot be opened
	}{
		{"cannot be opened", []io.ReadCloser{nil}},
		{"cannot be read", []io.ReadCloser{cut(0)}},
		{"cannot be read to its end", []io.ReadCloser{cut(len(sound) - 1), whole()}},
		{"cannot be read behind its end", []io.ReadCloser{cut(len(sound)), whole()}},
		{"cannot be opened again", []io.ReadCloser{whole(), nil}},
		{"cannot be read again", []io.ReadCloser{whole(), cut(20)}},
		{"cannot be opened to locate a problem", []io.ReadCloser{io.NopCloser(strings.NewReader("[1,]")), nil}},
		{"cannot be read to locate a problem", []io.ReadCloser{io.NopCloser(strings.NewReader("[1,]")), cut(2)}},
		{"cannot be read behind bad text", []io.ReadCloser{io.NopCloser(io.MultiReader(strings.NewReader("\xff"), iotest.ErrReader(broken)))}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			open := func() (io.ReadCloser, error) {
				file := test.files[0]
				test.files = test.files[1:]
				if file == nil {
					return nil, broken
				}
				return file, nil
			}
			d, problems, err := bundle.Load(open, bundle.Options{})
			if d != nil || len(problems) > 0 || !errors.Is(err, broken) {
				t.Errorf("dossier %v, problems %v, error %v", d, problems, err)
			}
		})
	}
}

// TestCutFile cuts a file everywhere: no half of an item is given on.
func TestCutFile(t *testing.T) {
	data := encoded(t, decodeSound(t, edited(t))) // what is required comes first
	var whole taken
	var open int
	if _, err := bundle.Stream(opened(data, &open), bundle.Options{}, whole.sink()); err != nil {
		t.Fatal(err)
	}
	dates := cmp.AllowUnexported(results.Date{})
	for at := 0; at < len(data)-len("}\n"); at += 3 {
		var got taken
		problems, err := bundle.Stream(opened(data[:at], &open), bundle.Options{}, got.sink())
		if err != nil || !results.HasErrors(problems) {
			t.Fatalf("cut at %d: error %v, problems %v", at, err, problems)
		}
		if n := len(got.dossier.Activities); !cmp.Equal(whole.dossier.Activities[:n], got.dossier.Activities, dates, cmpopts.EquateEmpty()) {
			t.Fatalf("cut at %d: half an activity is given on: %v", at, got.dossier.Activities[n-1])
		}
		if n := len(got.dossier.Narratives); !cmp.Equal(whole.dossier.Narratives[:n], got.dossier.Narratives, dates, cmpopts.EquateEmpty()) {
			t.Fatalf("cut at %d: half a narrative is given on", at)
		}
	}
}

func TestNothingIsGivenWithoutItsEvidence(t *testing.T) {
	data := inOrder(t, edited(t), orders()["set-up first"]...)
	options := bundle.Options{Evidence: fstest.MapFS{}, EvidenceRequired: true}
	var got taken
	var open int
	problems, err := bundle.Stream(opened(data, &open), options, got.sink())
	if err != nil || !slices.Equal(paths(problems), []string{"activities[0].evidence[0].file"}) {
		t.Errorf("error %v, problems %v", err, problems)
	}
	if !slices.Equal(got.calls, []string{"set-up"}) {
		t.Errorf("calls %v, want the set-up only", got.calls)
	}
}

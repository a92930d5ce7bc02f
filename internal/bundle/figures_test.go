package bundle_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

// A worked case: a bundle and the figures it gives.
type workedCase struct {
	Name    string
	Bundle  json.RawMessage
	Figures json.RawMessage
}

func readCases(tb testing.TB) []workedCase {
	tb.Helper()
	files, err := filepath.Glob("testdata/cases/*.json")
	if err != nil || len(files) == 0 {
		tb.Fatalf("no cases: %v", err)
	}
	cases := make([]workedCase, 0, len(files))
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		var c workedCase
		if err := json.Unmarshal(data, &c); err != nil {
			tb.Fatalf("%s: %v", file, err)
		}
		cases = append(cases, c)
	}
	return cases
}

func readDemo(tb testing.TB) []byte {
	tb.Helper()
	data, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func decodeSound(tb testing.TB, data []byte) *partnership.Dossier {
	tb.Helper()
	d, problems := bundle.Decode(data, bundle.Options{})
	if results.HasErrors(problems) {
		tb.Fatalf("problems: %v", problems)
	}
	return d
}

func figuresOf(tb testing.TB, d *partnership.Dossier) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := bundle.EncodeFigures(&b, d.Project.Code, d.Frame().Figures(d.Tallies())); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestFiguresOfCases(t *testing.T) {
	for _, c := range readCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			got := figuresOf(t, decodeSound(t, c.Bundle))
			if diff := cmp.Diff(parsed(t, c.Figures), parsed(t, got)); diff != "" {
				t.Errorf("figures (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFiguresOfDemo(t *testing.T) {
	want, err := os.ReadFile("testdata/baltic.figures.json")
	if err != nil {
		t.Fatal(err)
	}
	got := figuresOf(t, decodeSound(t, readDemo(t)))
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func parsed(tb testing.TB, data []byte) any {
	tb.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		tb.Fatal(err)
	}
	return v
}

// TestFiguresComeBack: what is written can be read, as far as it is.
func TestFiguresComeBack(t *testing.T) {
	d := decodeSound(t, readDemo(t))
	figures := d.Frame().Figures(d.Tallies())
	read, err := bundle.DecodeFigures(bytes.NewReader(figuresOf(t, d)))
	if err != nil || len(read) != len(figures) {
		t.Fatalf("%d of %d indicators, %v", len(read), len(figures), err)
	}
	text := func(f results.Figure) string {
		n, ok := f.Number()
		if !ok {
			return ""
		}
		return n.String()
	}
	for _, f := range figures {
		for k, want := range f.Rows {
			got := read[f.Indicator.Code][k]
			if got.Period != want.Period || got.Status != want.Status || got.ReportedBy != want.ReportedBy || got.DueFrom != want.DueFrom ||
				text(got.Value) != text(want.Value) || text(got.Cumulative) != text(want.Cumulative) ||
				text(got.Expected) != text(want.Expected) || text(got.Achievement) != text(want.Achievement) {
				t.Errorf("%s, period %d: %+v, want %+v", f.Indicator.Code, k+1, got, want)
			}
		}
	}
	if _, err := bundle.DecodeFigures(bytes.NewReader([]byte(`{"indicators": [{"periods": [{"value": "many"}]}]}`))); err == nil {
		t.Error("a figure that is none was read")
	}
}

// TestHiddenFiguresAreMarked holds that a hidden figure is its mark, not null.
func TestHiddenFiguresAreMarked(t *testing.T) {
	t.Parallel()
	i := results.Indicator{Code: "OP1", Breakdown: []results.DimensionKey{"sex"}}
	row := results.Row{Breakdown: []results.CellRow{{By: results.By{{Dimension: "sex", Category: "f"}}, Cumulative: results.Hidden("<5")}}}
	var b bytes.Buffer
	if err := bundle.EncodeFigures(&b, "P", []results.IndicatorFigures{{Indicator: &i, Rows: []results.Row{row}}}); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Indicators []struct {
			Periods []struct {
				Breakdown []struct{ Value, Cumulative *string }
			}
		}
	}
	if err := json.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	cell := read.Indicators[0].Periods[0].Breakdown[0]
	if cell.Value != nil || cell.Cumulative == nil || *cell.Cumulative != "<5" {
		t.Errorf("%s", b.Bytes())
	}
}

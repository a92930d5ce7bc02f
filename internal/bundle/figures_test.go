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

// TestFiguresComeBack holds that figures that were read are written the same again.
func TestFiguresComeBack(t *testing.T) {
	t.Parallel()
	d := decodeSound(t, readDemo(t))
	written := figuresOf(t, d)
	read, err := bundle.DecodeFigures(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	again := d.Frame().Figures(d.Tallies())
	for n := range again {
		of := &again[n]
		for k := range of.Rows {
			for p := range of.Rows[k].Partners { // that it has a target is not written
				read[of.Indicator.Code][k].Partners[p].Target = of.Rows[k].Partners[p].Target
			}
		}
		of.Rows = read[of.Indicator.Code]
	}
	var b bytes.Buffer
	if err := bundle.EncodeFigures(&b, d.Project.Code, again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(written), b.String()); diff != "" {
		t.Errorf("figures (-written +again):\n%s", diff)
	}
	if _, err := bundle.DecodeFigures(bytes.NewReader([]byte(`{"indicators": [{"periods": [{"value": "many"}]}]}`))); err == nil {
		t.Error("a figure that is none was read")
	}
}

// TestStatedComesBack holds that what a report states is kept whole.
func TestStatedComesBack(t *testing.T) {
	t.Parallel()
	d := decodeSound(t, readDemo(t))
	want := results.Stated{
		Period: 2, Over: 1, Limit: 5, Withheld: []results.IndicatorCode{"OP3.1"},
		Hidden: []results.HiddenCount{
			{Indicator: "OP1.1", From: 1, To: 2, Cell: "sex f", Mark: results.MarkSmall(5)},
			{Indicator: "OP1.1", From: 2, To: 2, Cell: "", Mark: results.MarkLarge},
		},
	}
	figures := d.Frame().Figures(d.Tallies())
	var b bytes.Buffer
	if err := bundle.EncodeStated(&b, d.Project.Code, &want, figures); err != nil {
		t.Fatal(err)
	}
	got, err := bundle.DecodeStated(&b)
	if err != nil {
		t.Fatal(err)
	}
	if rows := got.Rows[figures[0].Indicator.Code]; len(got.Rows) != len(figures) || len(rows) != len(figures[0].Rows) || len(rows[0].Partners) != 3 {
		t.Errorf("%d of %d indicators, the first %v", len(got.Rows), len(figures), rows)
	}
	got.Rows = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
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
	again, err := bundle.DecodeFigures(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if mark, ok := again["OP1"][0].Breakdown[0].Cumulative.Mark(); !ok || mark != "<5" {
		t.Errorf("it comes back as %+v", again["OP1"])
	}
	cell := read.Indicators[0].Periods[0].Breakdown[0]
	if cell.Value != nil || cell.Cumulative == nil || *cell.Cumulative != "<5" {
		t.Errorf("%s", b.Bytes())
	}
}

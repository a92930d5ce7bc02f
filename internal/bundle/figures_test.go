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

package bundle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"

	"tulos/internal/bundle"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

func paths(problems []results.Problem) []string {
	list := make([]string, 0, len(problems))
	for _, p := range problems {
		list = append(list, p.Path)
	}
	return list
}

func TestBrokenFiles(t *testing.T) {
	sound := string(edited(t))
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	with := func(field string) string { return strings.TrimSuffix(sound, "}") + "," + field + "}" }
	below := strings.Repeat("[0]", 63)
	tests := []struct {
		name, file, path string
		code             results.ProblemCode
		line, column     any
	}{
		{"empty", "", "", bundle.NotJSON, 1, 1},
		{"no JSON", "hello", "", bundle.NotJSON, 1, 1},
		{"a list", "[]", "", bundle.NotObject, nil, nil},
		{"a number", "1e1000000000", "", bundle.NotObject, nil, nil},
		{"null", "null", "", bundle.NotObject, nil, nil},
		{"cut short", "{\n \"format\": \"tulos-bundle/1\",\n", "", bundle.NotJSON, 2, 29},
		{"cut in a string", `{"format": "tul`, "", bundle.NotJSON, 1, 12},
		{"a comma too many", `{"format": "tulos-bundle/1",}`, "", bundle.NotJSON, 1, 29},
		{"closed by another", `{"organisations": [}`, "", bundle.NotJSON, 1, 20},
		{"something after it", sound + "\n{}", "", bundle.TrailingData, 2, 2},
		{"rubbish after it", sound + "x", "", bundle.TrailingData, 1, len(sound) + 1},
		{"not UTF-8", "{\n\"\xff\": 1}", "", bundle.NotUTF8, 2, 2},
		{"not UTF-8 behind letters of several bytes", "{\n\"äöü\": \"\xe2\x82\"}", "", bundle.NotUTF8, 2, 9},
		{"cut in a letter", "{\"\xe2\x82", "", bundle.NotUTF8, 1, 3},
		{"not UTF-8 behind what is no JSON", "hello \xff", "", bundle.NotUTF8, 1, 7},
		{"byte order mark", "\ufeff" + sound, "", bundle.NotJSON, 1, 1},
		{"a field twice", with(`"rates": []`), "rates", bundle.RepeatedField, nil, nil},
		{"a field twice in between", strings.Replace(sound, `"code":"ALL"`, `"code":"ALL","code":"ALL"`, 1), "project.code", bundle.RepeatedField, nil, nil},
		{"a language twice", strings.Replace(sound, `{"en":"Everything"}`, `{"en":"x","en":"y"}`, 1), "project.title.en", bundle.RepeatedField, nil, nil},
		{
			"a dimension twice", strings.Replace(sound, `{"sex":"f","work":"social"}`, `{"sex":"f","work":"social","sex":"m"}`, 1),
			"activities[0].contributions[0].breakdown[0].by.sex", bundle.RepeatedField, nil, nil,
		},
		{"as deep as may be", with(`"x":` + deep(63)), "x", bundle.UnknownField, nil, nil},
		{"too deep", with(`"x":` + deep(64)), "x" + below, bundle.TooDeep, nil, nil},
		{
			"too deep in a field of the format", strings.Replace(sound, `"value":"10"`, `"value":`+deep(70), 1),
			"activities[0].contributions[0].value" + strings.Repeat("[0]", 59), bundle.TooDeep, nil, nil,
		},
		{"huge exponent", strings.Replace(sound, `"value":"10"`, `"value":1e1000000000`, 1), "activities[0].contributions[0].value", bundle.NotDecimal, nil, nil},
		{"huge period", strings.Replace(sound, `"period":1`, `"period":1e1000000000`, 1), "deductions[0].period", bundle.NotInteger, nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := bundle.Decode([]byte(test.file), bundle.Options{})
			if d != nil || len(problems) != 1 || problems[0].Path != test.path || problems[0].Code != test.code {
				t.Fatalf("problems %v, want %s at %q", problems, test.code, test.path)
			}
			if p := problems[0]; p.Args["Line"] != test.line || p.Args["Column"] != test.column {
				t.Errorf("line %v, column %v, want %v, %v", p.Args["Line"], p.Args["Column"], test.line, test.column)
			}
			if text := bundle.Message(english(t), problems[0]); strings.Contains(text, "⟦") {
				t.Errorf("message %q", text)
			}
			inPieces, err := bundle.Stream(func() (io.ReadCloser, error) {
				return io.NopCloser(iotest.OneByteReader(strings.NewReader(test.file))), nil
			}, bundle.Options{}, bundle.Sink{})
			if diff := cmp.Diff(problems, inPieces); diff != "" || err != nil {
				t.Errorf("read byte by byte: error %v, problems (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestTooLarge(t *testing.T) {
	endless := &counted{Reader: io.LimitReader(repeating("["), 10*bundle.MaxSize)}
	_, problems, err := bundle.Load(func() (io.ReadCloser, error) { return io.NopCloser(endless), nil }, bundle.Options{})
	if err != nil || len(problems) != 1 || problems[0].Code != bundle.TooLarge {
		t.Errorf("error %v, problems %v, want one that it is too large", err, problems)
	}
	if endless.bytes > bundle.MaxSize+1 {
		t.Errorf("%d bytes read of a file that is too large", endless.bytes)
	}
}

// TestMoreThanUsual: whoever runs the installation may take in more than it does by itself.
func TestMoreThanUsual(t *testing.T) {
	for most, want := range map[int64]bool{1 << 20: true, 2 << 20: false} {
		_, problems := bundle.Decode([]byte(strings.Repeat(" ", 2<<20-2)+"{}"), bundle.Options{MaxSize: most})
		if got := problems[0].Code == bundle.TooLarge; got != want {
			t.Errorf("2 MiB where %d MiB are allowed: %v", most>>20, problems)
		}
	}
}

func TestJustNotTooLarge(t *testing.T) {
	spaces := strings.Repeat(" ", bundle.MaxSize-2) + "{}"
	_, problems := bundle.Decode([]byte(spaces), bundle.Options{})
	if got := paths(problems); !slices.Equal(got, []string{"format", "organisations", "project"}) {
		t.Errorf("problems %v, want that all is missing", problems)
	}
}

// counted counts what is read.
type counted struct {
	io.Reader
	bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.bytes += n
	return n, err
}

type repeating string

func (r repeating) Read(p []byte) (int, error) {
	return copy(p, bytes.Repeat([]byte(r), len(p)/len(r)+1)), nil
}

// TestHostileFiles gives large files that are wrong all over; the memory that is kept
// stays in proportion to what is listed, not to what is wrong.
func TestHostileFiles(t *testing.T) {
	fill := func(before, unit, after string) []byte {
		n := (bundle.MaxSize/8 - len(before) - len(after)) / len(unit)
		return []byte(before + strings.Repeat(unit, n) + after)
	}
	tests := []struct {
		name string
		file []byte
		want int // problems listed
	}{
		{"brackets", fill("", "[", ""), 1},
		{"activities that are numbers", fill(`{"activities":[`, "0,", "0]}"), results.MostProblems + 1},
		{"activities that are empty", fill(`{"activities":[`, "{},", "{}]}"), results.MostProblems + 1},
		{"fields that are not known", fill(`{`, `"x":0,`, `"x":0}`), results.MostProblems + 1},
		{"one endless text", fill(`{"x":"`, "x", `"}`), 4},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := bundle.Decode(test.file, bundle.Options{})
			if d != nil || len(problems) != test.want {
				t.Errorf("%d problems, want %d", len(problems), test.want)
			}
			if last := problems[len(problems)-1]; test.want > results.MostProblems && (last.Code != results.TooMany || last.Path != "") {
				t.Errorf("last problem %v, want how many more there are", last)
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			if kept := m.HeapAlloc; kept > 64<<20 {
				t.Errorf("%d MiB are kept", kept>>20)
			}
			runtime.KeepAlive(problems)
		})
	}
}

func TestEveryFaultIsListed(t *testing.T) {
	var bundleWith map[string]any
	if err := json.Unmarshal(edited(t), &bundleWith); err != nil {
		t.Fatal(err)
	}
	var rates []any
	var want []string
	for n := range 2000 {
		rates = append(rates, map[string]any{
			"currency": "XYZ", "date": fmt.Sprintf("20%02d-01-%02d", n/25%100, n%25+1), "perUnit": "1", "source": "x",
		})
		want = append(want, fmt.Sprintf("rates[%d].currency", n))
	}
	bundleWith["rates"] = rates
	data, err := json.Marshal(bundleWith)
	if err != nil {
		t.Fatal(err)
	}
	_, problems := bundle.Decode(data, bundle.Options{})
	if diff := cmp.Diff(want, paths(problems)); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

func TestEvidence(t *testing.T) {
	folder := fstest.MapFS{"evidence/a.jpg": {Data: []byte("x")}, "evidence/folder/b.pdf": {Data: []byte("x")}}
	const file = "activities[0].evidence[0].file"
	tests := []struct {
		name    string
		edits   []edit
		options bundle.Options
		want    []string
		isError bool
	}{
		{"there", nil, bundle.Options{Evidence: folder}, []string{}, false},
		{"not looked for", []edit{{file, `"b.jpg"`}}, bundle.Options{}, []string{}, false},
		{"not there", []edit{{file, `"b.jpg"`}}, bundle.Options{Evidence: folder}, []string{file}, false},
		{"not there on import", []edit{{file, `"b.jpg"`}}, bundle.Options{Evidence: folder, EvidenceRequired: true}, []string{file}, true},
		{"outside", []edit{{file, `"../evidence/a.jpg"`}}, bundle.Options{Evidence: folder}, []string{file}, false},
		{"absolute", []edit{{file, `"/evidence/a.jpg"`}}, bundle.Options{Evidence: folder}, []string{file}, false},
		{"a folder", []edit{{file, `"evidence/folder"`}}, bundle.Options{Evidence: folder}, []string{file}, false},
		{"a link", []edit{{file, `"https://a.example"`}, {"activities[0].evidence[0].kind", `"link"`}}, bundle.Options{Evidence: folder}, []string{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := bundle.Decode(edited(t, test.edits...), test.options)
			if diff := cmp.Diff(test.want, paths(problems)); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
			if (d == nil) != test.isError {
				t.Errorf("a dossier comes back: %t, want %t", d != nil, !test.isError)
			}
		})
	}
}

func TestProblemsAreInOrder(t *testing.T) {
	_, problems := bundle.Decode(edited(t,
		edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`},
		edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`}, edit{"activities[+]", `{}`},
		edit{"activities[+]", `5`}, edit{"organisations[0].x", `1`}, edit{"activities[1].type", `"x"`}), bundle.Options{})
	got := paths(problems)
	want := []string{"activities[1].type"}
	for n := 2; n < 10; n++ {
		for _, field := range []string{"partner", "ref", "start", "title", "type"} {
			want = append(want, fmt.Sprintf("activities[%d].%s", n, field))
		}
	}
	want = append(want, "activities[10]", "organisations[0].x")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paths (-want +got):\n%s", diff)
	}
}

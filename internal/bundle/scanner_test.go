package bundle_test

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"tulos/internal/bundle"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

// values are JSON, and what is nearly so.
func values() []string {
	return []string{
		`0`, `-0`, `12`, `1.5`, `1e5`, `1E+5`, `1.25e-3`, `01`, `-`, `+1`, `1.`, `.5`, `1e`, `1e+`, `0x1`, `1_0`, `--1`, `1 2`, `NaN`,
		`true`, `false`, `null`, `True`, `nul`, `nulll`, `truefalse`, `t`,
		`""`, `"a"`, `"ä€😀"`, `"a\"b"`, `"\\"`, `"\\\"`, `"\/\b\f\n\r\t"`, `"\u00e4"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`,
		`"\x"`, `"\u12"`, `"\u12g4"`, `"\"`, `"`, "\"\n\"", "\"\x00\"", "\"\x1f\"", "\"\x7f\u2028\"", `'a'`, `"a" "b"`,
		`[]`, `[ ]`, `[1]`, `[1,2]`, `[1 , 2 ]`, `[,]`, `[1,]`, `[,1]`, `[1 2]`, `[1,,2]`, `[`, `]`, `[1`, `[1,`, `[}`, `[1}`, `[[]`, `[]]`,
		`{}`, `{ }`, `{"a":1}`, `{"a" : 1 , "b":[{}]}`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{"a":1 "b":2}`, `{"a" 1}`, `{1:2}`, `{a:1}`,
		`{"a":1]`, `{`, `}`, `{"a`, `{"a"`, `{"a":`, `{"a":1`, `{"a"::1}`, `{"a":1:2}`, `{"\x":1}`, `{true:1}`,
		``, ` `, "\x00", "1\x00", "\v1", "\u00a01", "/* */1", "1//", "#",
	}
}

// isJSON says whether a value is JSON as Decode sees it, where it is a field that
// is not known. ok is false where that cannot be told.
func isJSON(file []byte) (is, ok bool) {
	_, problems := bundle.Decode(file, bundle.Options{})
	for _, p := range problems {
		switch p.Code {
		case bundle.NotJSON, bundle.TrailingData:
			return false, true
		case bundle.TooDeep, bundle.NotUTF8:
			return false, false
		default:
		}
	}
	return true, true
}

func TestOnlyJSONIsRead(t *testing.T) {
	t.Parallel()
	for _, value := range values() {
		for _, file := range []string{value, `{"x":` + value + `}`, `{"activities":[` + value + `]}`, `{"project":{"title":` + value + `}}`} {
			if got, _ := isJSON([]byte(file)); got != json.Valid([]byte(file)) {
				t.Errorf("%q is read as JSON: %t", file, got)
			}
		}
	}
}

func FuzzOnlyJSONIsRead(f *testing.F) {
	for _, value := range values() {
		f.Add([]byte(value))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := append(append([]byte(`{"x":`), data...), '}')
		if got, ok := isJSON(file); ok && got != json.Valid(file) {
			t.Errorf("%q is read as JSON: %t", file, got)
		}
	})
}

// TestTokensAcrossReads reads texts that are longer than what is read at a time,
// and such as end where a piece ends.
func TestTokensAcrossReads(t *testing.T) {
	t.Parallel()
	want := decodeSound(t, edited(t))
	want.Activities[0].Place = strings.Repeat(`Łódź "\ `, 30_000)
	want.Narratives[0].Text = results.Text{"en": strings.Repeat("x", 100_000)}
	data := bytes.ReplaceAll(encoded(t, want), []byte("\n"), []byte("\n"+strings.Repeat(" \t\r\n", 50)))
	for name, in := range map[string]func(io.Reader) io.Reader{
		"whole": func(r io.Reader) io.Reader { return r }, "bytes": iotest.OneByteReader,
		"halves": iotest.HalfReader, "end with the last bytes": iotest.DataErrReader,
	} {
		d, problems, err := bundle.Load(func() (io.ReadCloser, error) { return io.NopCloser(in(bytes.NewReader(data))), nil }, bundle.Options{})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s: error %v, problems %v", name, err, problems)
		}
		if diff := cmp.Diff(want, d, cmp.AllowUnexported(results.Date{})); diff != "" {
			t.Errorf("%s: dossier (-want +got):\n%s", name, diff)
		}
	}
}

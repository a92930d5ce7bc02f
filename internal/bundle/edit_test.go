package bundle_test

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

// An edit puts JSON at a path of a bundle; nothing takes away what is there. The
// path "list[+]" is behind the last item.
type edit struct{ path, json string }

// edited is the bundle with everything, changed.
func edited(t testing.TB, edits ...edit) []byte {
	t.Helper()
	data, err := os.ReadFile(everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range edits {
		data = e.apply(t, data)
	}
	return data
}

func (e edit) apply(t testing.TB, data []byte) []byte {
	t.Helper()
	var value any
	if e.json != "" {
		value = parsed(t, []byte(e.json))
	}
	fields := strings.FieldsFunc(e.path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	changed, err := json.Marshal(e.put(t, parsed(t, data), fields, value))
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func (e edit) put(t testing.TB, in any, fields []string, value any) any {
	t.Helper()
	if len(fields) == 0 {
		return value
	}
	first, rest := fields[0], fields[1:]
	switch in := in.(type) {
	case map[string]any:
		if e.json == "" && len(rest) == 0 {
			if _, ok := in[first]; !ok {
				t.Fatalf("there is no %s to take away", e.path)
			}
			delete(in, first)
			return in
		}
		in[first] = e.put(t, in[first], rest, value)
		return in
	case []any:
		if first == "+" {
			return append(in, value)
		}
		n, err := strconv.Atoi(first)
		if err != nil || n >= len(in) {
			t.Fatalf("there is no %s", e.path)
		}
		in[n] = e.put(t, in[n], rest, value)
		return in
	}
	t.Fatalf("there is no %s", e.path)
	return nil
}

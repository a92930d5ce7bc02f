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
func edited(tb testing.TB, edits ...edit) []byte {
	tb.Helper()
	data, err := os.ReadFile(everything)
	if err != nil {
		tb.Fatal(err)
	}
	data, err = json.Marshal(parsed(tb, data))
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range edits {
		data = e.apply(tb, data)
	}
	return data
}

func (e edit) apply(tb testing.TB, data []byte) []byte {
	tb.Helper()
	var value any
	if e.json != "" {
		value = parsed(tb, []byte(e.json))
	}
	fields := strings.FieldsFunc(e.path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	changed, err := json.Marshal(e.put(tb, parsed(tb, data), fields, value))
	if err != nil {
		tb.Fatal(err)
	}
	return changed
}

func (e edit) put(tb testing.TB, in any, fields []string, value any) any {
	tb.Helper()
	if len(fields) == 0 {
		return value
	}
	first, rest := fields[0], fields[1:]
	switch in := in.(type) {
	case map[string]any:
		if e.json == "" && len(rest) == 0 {
			if _, ok := in[first]; !ok {
				tb.Fatalf("there is no %s to take away", e.path)
			}
			delete(in, first)
			return in
		}
		in[first] = e.put(tb, in[first], rest, value)
		return in
	case []any:
		if first == "+" {
			return append(in, value)
		}
		n, err := strconv.Atoi(first)
		if err != nil || n >= len(in) {
			tb.Fatalf("there is no %s", e.path)
		}
		in[n] = e.put(tb, in[n], rest, value)
		return in
	}
	tb.Fatalf("there is no %s", e.path)
	return nil
}

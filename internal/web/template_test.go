package web

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"tulos/internal/results"
)

// TestPagesRender renders every page in every language twice: with nothing to
// show, and with every field of its view filled; so each name in a template is one
// of the view.
func TestPagesRender(t *testing.T) {
	t.Parallel()
	parsed, err := parsePages(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range allPages() {
		for _, l := range languages() {
			for _, isFilled := range []bool{false, true} {
				view := reflect.New(file.view).Elem()
				if isFilled {
					fill(view, 0)
				}
				var b bytes.Buffer
				if err := parsed.render(&b, l, file.file, view.Interface()); err != nil {
					t.Errorf("in %s, filled %v: %v", l, isFilled, err)
				}
				checkPage(t, file.file, b.String())
				if !isFilled && strings.Contains(b.String(), "⟦") {
					t.Errorf("%s in %s lacks a message", file.file, l)
				}
			}
		}
	}
}

// checkPage finds what no page may have.
func checkPage(t *testing.T, name, page string) {
	t.Helper()
	for _, wrong := range []string{" style=", "<script>", " onclick=", "ZgotmplZ", "<no value>"} {
		if strings.Contains(page, wrong) {
			t.Errorf("%s has %q", name, wrong)
		}
	}
	if n := strings.Count(page, "<h1"); n != 1 {
		t.Errorf("%s has %d headings of the first level", name, n)
	}
}

// fill sets every exported field to something.
func fill(v reflect.Value, depth int) {
	if !v.CanInterface() { // embedded: its fields are the view's own
		fillFields(v, depth)
		return
	}
	switch p := v.Addr().Interface().(type) {
	case *results.Date:
		*p = results.DateOf(2026, 5, 4)
		return
	case *results.Number:
		*p = results.Int(7)
		return
	case *results.Figure:
		*p = results.Known(results.Int(7))
		return
	case *time.Time:
		*p = time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("draft")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(3)
	case reflect.Pointer:
		if depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Slice:
		if depth < 6 {
			v.Set(reflect.MakeSlice(v.Type(), 2, 2))
			fill(v.Index(0), depth+1)
			fill(v.Index(1), depth+1)
		}
	case reflect.Map:
		if v.Type() == reflect.TypeFor[results.Text]() {
			v.Set(reflect.ValueOf(results.Text{"lv": "teksts"}))
		}
	case reflect.Struct:
		fillFields(v, depth)
	default:
	}
}

func fillFields(v reflect.Value, depth int) {
	for n := range v.NumField() {
		if f := v.Type().Field(n); f.IsExported() || f.Anonymous && f.Type.Kind() == reflect.Struct {
			fill(v.Field(n), depth+1)
		}
	}
}

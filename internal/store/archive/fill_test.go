package archive_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"tulos/internal/results"
	"tulos/internal/store/archive"
)

// A filler sets every field of a value to something else than nothing, each to
// something different: what is not stored, or in the place of something else, does
// not come back.
type filler struct {
	testing.TB
	last  int
	depth map[reflect.Type]int
}

func filled[T any](tb testing.TB) T {
	tb.Helper()
	f := filler{TB: tb, depth: map[reflect.Type]int{}}
	var v T
	f.fill(reflect.ValueOf(&v).Elem())
	return v
}

func (f *filler) fill(v reflect.Value) {
	f.last++
	switch p := v.Addr().Interface().(type) {
	case *results.Date:
		*p = results.DateOf(2026, 1, 1+f.last%28)
		return
	case *results.Number:
		*p = results.Int(f.last).Div(results.Int(7 + f.last%2))
		return
	case *results.By:
		*p = results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": "f", "age": results.CategoryKey(fmt.Sprint(f.last))})
		return
	case *time.Time:
		*p = time.Date(2026, 5, 4, 3, 2, f.last%60, 1_000_000, time.UTC)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("s%d", f.last))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.last))
	case reflect.Uint8:
		v.SetUint(uint64(f.last % 256))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Map:
		v.Set(reflect.ValueOf(results.Text{"en": fmt.Sprintf("ї%d", f.last)}))
	case reflect.Slice:
		f.fillSlice(v)
	case reflect.Struct:
		for n := range v.NumField() {
			f.fill(v.Field(n))
		}
	default:
		f.Fatalf("nothing to fill a %s with", v.Type())
	}
}

// fillSlice makes two items; a list within itself is made once.
func (f *filler) fillSlice(v reflect.Value) {
	item := v.Type().Elem()
	if f.depth[item] > 1 {
		return
	}
	f.depth[item]++
	v.Set(reflect.MakeSlice(v.Type(), 2, 2))
	for n := range v.Len() {
		f.fill(v.Index(n))
	}
	f.depth[item]--
}

// filledTally is a tally with every field set; it keeps each of its entries.
func filledTally(tb testing.TB) archive.Tally {
	tb.Helper()
	t := filled[archive.Tally](tb)
	t.Tally.Count = len(t.Tally.Entries)
	return t
}

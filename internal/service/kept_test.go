package service_test

import (
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// TestKeptForms: a form is kept once for its key, as it was sent last, for its sender
// alone, and not without end.
func TestKeptForms(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff")
		keep := func(by service.By, key, text string) error {
			return in.KeepForm(ctx, by, partnership.KeptForm{
				Project: baltic, Key: key, Action: "/there", Fields: []partnership.KeptField{{Name: "title", Value: text}},
			})
		}
		in.ok(keep(staff, "one", "A"))
		in.ok(keep(staff, "one", "AB"))
		in.ok(keep(staff, "two", "C"))
		in.refused(keep(in.by("funder"), "three", "D"), service.Forbidden)
		in.refused(keep(in.by("stranger"), "three", "D"), service.NotFound)
		in.refused(keep(staff, "three", strings.Repeat("x", 2<<20)), service.NotPossible)
		f, err := in.KeptForm(ctx, staff, baltic, "one")
		in.ok(err)
		if f.Fields[0].Value != "AB" {
			in.Errorf("kept %+v", f)
		}
		_, err = in.KeptForm(ctx, in.by("manager"), baltic, "one")
		in.refused(err, service.NotFound)
		in.ok(in.DropKeptForm(ctx, in.by("manager"), baltic, "one")) // has none
		in.ok(in.DropKeptForm(ctx, staff, baltic, "two"))
		in.ok(in.DropKeptForm(ctx, staff, baltic, "two"))

		all, err := in.KeptForms(ctx, staff, baltic)
		in.ok(err)
		if len(all) != 1 {
			in.Fatalf("%d forms are kept, want 1", len(all))
		}
		in.ok(keep(staff, "many", ""))
		for n := range 100 {
			if err = keep(staff, strings.Repeat("k", n+1), ""); err != nil {
				break
			}
		}
		in.refused(err, service.NotPossible)
		in.ok(keep(staff, "one", "ABC")) // what is kept already can always be kept anew
		in.sound()
	})
}

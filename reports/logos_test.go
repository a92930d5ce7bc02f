package reports_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
	"tulos/reports"
)

// logoOf is a transparent picture with a bar.
func logoOf(t *testing.T, width, height int) []byte {
	t.Helper()
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		picture.Set(x, height/2, color.NRGBA{B: 120, A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogosOnTheCover(t *testing.T) {
	definitions := t.TempDir()
	folder := filepath.Join(definitions, "logos")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d := demo(t)
	for _, id := range []results.PartnerID{"stellit", "drosa-maja", d.Project.Funder, "of-another-project"} {
		write(string(id)+".png", logoOf(t, 1200, 300))
	}
	write("README.txt", []byte("not one of them"))
	library, err := reports.OpenLibrary(definitions)
	if err != nil {
		t.Fatal(err)
	}
	doc := build(t, d, reports.Options{Language: "en", From: 2, To: 2, Logos: library.Logos()})
	var got []string
	for _, l := range each[reports.Cover](doc)[0].Logos {
		got = append(got, l.Name)
		if l.Width != 600 || l.Height != 150 {
			t.Errorf("%s is %d × %d", l.Name, l.Width, l.Height)
		}
	}
	want := []string{"Council of the Baltic Sea States", "Stellit", "Safe House Shelter (Patvērums «Drošā māja»)"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("logos (-want +got):\n%s", diff)
	}

	write("stellit.jpg", logoOf(t, 10, 10))
	write("cbss2.png", []byte("<svg>"))
	write("huge.png", make([]byte, 4<<20+1))
	_, err = reports.OpenLibrary(definitions)
	if err == nil {
		t.Fatal("faults are not told")
	}
	for _, want := range []string{"stellit.png: the organisation has another logo", "cbss2.png: ", "huge.png: larger than 4 MiB"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %q", want, err)
		}
	}
}

package pdf

import (
	"bytes"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"

	"tulos/internal/testtool"
	"tulos/reports"
)

const sealedAt = "https://tulos.example/verify"

func sealed() reports.Document {
	d := reports.Document{Language: "en", Meta: reports.Meta{Title: "Sealed"}}
	d.Blocks = []reports.Block{reports.Seal{
		Facts: []reports.Fact{
			{Label: "Number", Value: reports.Plain("CBSS-PSF-2026-07-P2-V1-3F2A9C017B44")},
			{Label: "Check here", Value: reports.Text{{Text: sealedAt, URL: sealedAt + "?report=x"}}},
		},
		Note: "What the number is made of.", Description: "The address as a code",
		Code: sealedAt + "?report=CBSS-PSF-2026-07-P2-V1-3F2A9C017B44",
	}}
	return d
}

func TestSealIsTold(t *testing.T) {
	data := rendered(t, sealed())
	checkFile(t, data)
	text := textOf(t, data)
	for _, want := range []string{"CBSS-PSF-2026-07-P2-V1-3F2A9C017B44", sealedAt, "What the number is made of."} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	d := sealed()
	s := d.Blocks[0].(reports.Seal)
	s.Code, s.Description, s.Facts = "", "", s.Facts[:1]
	d.Blocks[0] = s
	checkFile(t, rendered(t, d))
}

// TestCodeIsDrawn looks at the middle of every module on the page, with the quiet
// zone around them.
func TestCodeIsDrawn(t *testing.T) {
	pdftoppm := testtool.Look(t, "pdftoppm")
	d := sealed()
	data := rendered(t, d)
	const dots = 300.0 / 72
	out, err := exec.CommandContext(t.Context(), pdftoppm, "-png", "-r", "300", "-singlefile", saved(t, data)).Output()
	if err != nil {
		t.Fatal(err)
	}
	page, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	b := composed(t, d)
	strip := body(b.pages[0])[0]
	code, err := qr.Encode(d.Blocks[0].(reports.Seal).Code, qr.M, qr.Auto)
	if err != nil {
		t.Fatal(err)
	}
	modules := code.Bounds().Dx()
	side := codeSide / float64(modules+2*quiet)
	for row := -quiet; row < modules+quiet; row++ {
		for column := -quiet; column < modules+quiet; column++ {
			x := strip.x + (float64(column+quiet)+0.5)*side
			y := strip.y + (float64(row+quiet)+0.5)*side
			red, _, _, _ := page.At(int(x*dots), int(y*dots)).RGBA()
			isIn := row >= 0 && row < modules && column >= 0 && column < modules
			if want := isIn && isDark(code, column, row); want != (red < 0x8000) {
				t.Fatalf("module %d, %d is %#x, want dark %v", column, row, red, want)
			}
		}
	}
}

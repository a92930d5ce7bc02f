package pdf

import (
	"bytes"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"tulos/reports"
)

// TestLogos: the logos of a cover are in rows inside the margins, each with the
// organisation's name as its equivalent.
func TestLogos(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 20)), nil); err != nil {
		t.Fatal(err)
	}
	cover := sampleCover()
	for _, name := range strings.Fields("Funder Stellit Drošā Lapsia THL") {
		cover.Logos = append(cover.Logos, reports.Logo{JPEG: b.Bytes(), Width: 60, Height: 20, Name: name})
	}
	d := reports.Document{Language: "en", Blocks: []reports.Block{cover}, Words: reports.Words{PageOf: "{page}/{pages}"}}
	made := composed(t, d)
	checkPages(t, made.pages)
	checkFile(t, rendered(t, d))
	var names []string
	for _, p := range made.pages {
		for _, s := range p.strips {
			for _, f := range s.figures {
				names = append(names, f.element.Alt)
			}
		}
	}
	if got := strings.Join(names, " "); got != "Funder Stellit Drošā Lapsia THL" {
		t.Errorf("equivalents %q", got)
	}
}

package pdf_test

import (
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font/sfnt"

	"tulos/internal/i18n"
)

// TestFontsHaveEveryLetter looks up each character of every message, in every
// language, in each face.
func TestFontsHaveEveryLetter(t *testing.T) {
	t.Parallel()
	used := map[rune]string{}
	for _, l := range i18n.Shipped() {
		messages, err := (*i18n.Catalog)(nil).Messages(l)
		if err != nil {
			t.Fatal(err)
		}
		for key, forms := range messages {
			for _, text := range forms {
				for _, r := range text {
					used[r] = string(l) + " " + key
				}
			}
		}
	}
	faces, err := filepath.Glob("fonts/*.ttf")
	if err != nil || len(faces) != 4 {
		t.Fatalf("faces %v, error %v", faces, err)
	}
	for _, face := range faces {
		data, err := os.ReadFile(face)
		if err != nil {
			t.Fatal(err)
		}
		font, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var buffer sfnt.Buffer
		for r, where := range used {
			if glyph, err := font.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				t.Errorf("%s lacks %q of %s", face, r, where)
			}
		}
	}
}

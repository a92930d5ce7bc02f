package pdf

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tulos/internal/testtool"
	"tulos/pkg/pdfua/pdfuatest"
	"tulos/reports"
)

// composed makes the pages of a document.
func composed(t *testing.T, d reports.Document) *book {
	t.Helper()
	set, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	b, err := compose(&d, set)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// rendered is the document as a file.
func rendered(t *testing.T, d reports.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, d, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// saved writes a file for a program to read.
func saved(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// checkFile has qpdf read the file, and holds it against the rules of PDF/UA and
// PDF/A.
func checkFile(t *testing.T, data []byte) *pdfuatest.File {
	t.Helper()
	qpdf := testtool.Look(t, "qpdf")
	out, err := exec.CommandContext(t.Context(), qpdf, "--check", saved(t, data)).CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("WARNING")) {
		t.Errorf("qpdf --check: %v\n%s", err, out)
	}
	return pdfuatest.Check(t, data)
}

// textOf is what pdftotext reads.
func textOf(t *testing.T, data []byte) string {
	t.Helper()
	args := []string{"-enc", "UTF-8", saved(t, data), "-"}
	out, err := exec.CommandContext(t.Context(), testtool.Look(t, "pdftotext"), args...).Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// lettering is the text ops of a strip.
func lettering(s *strip) []*textOp {
	var ops []*textOp
	for _, it := range s.items {
		if op, ok := it.op.(*textOp); ok {
			ops = append(ops, op)
		}
	}
	return ops
}

// reading is the text of a strip, its runs parted by bars.
func reading(s *strip) string {
	var runs []string
	for _, op := range lettering(s) {
		runs = append(runs, op.text)
	}
	return strings.Join(runs, "|")
}

// checkPages asserts that every text lies within the margins of its page and is
// not too small, that strips do not overlap, and that no two texts of a strip
// do.
func checkPages(t *testing.T, pages []*page) {
	t.Helper()
	for _, pg := range pages {
		bottom := 0.0
		for _, s := range pg.strips {
			furniture := s.y < marginTop || s.y > pg.format.height()-marginBottom
			if !furniture && s.y < bottom-0.01 {
				t.Errorf("page %d: strip %q at %.1f begins above %.1f", pg.number, reading(s.strip), s.y, bottom)
			}
			if !furniture {
				bottom = s.y + s.height
			}
			checkStrip(t, pg, s, furniture)
		}
		if bottom > pg.format.height()-marginBottom+0.1 {
			t.Errorf("page %d is filled to %.1f", pg.number, bottom)
		}
	}
}

func checkStrip(t *testing.T, pg *page, s placed, furniture bool) {
	t.Helper()
	const little = 0.35 // rounding and the kerning of a space
	ops := lettering(s.strip)
	for i, op := range ops {
		left, right := s.x+op.x, s.x+op.x+op.width
		if left < marginSide-little || right > pg.format.width()-marginSide+little {
			t.Errorf("page %d: %q runs from %.1f to %.1f", pg.number, op.text, left, right)
		}
		if op.size < smallestSize {
			t.Errorf("page %d: %q is set in %.1f points", pg.number, op.text, op.size)
		}
		if !furniture && (op.y < 0 || op.y > s.height+little) {
			t.Errorf("page %d: %q stands at %.1f of %.1f", pg.number, op.text, op.y, s.height)
		}
		for _, other := range ops[:i] {
			if math.Abs(op.y-other.y) < 0.7*min(op.size, other.size) &&
				op.x < other.x+other.width-little && other.x < op.x+op.width-little {
				t.Errorf("page %d: %q overlaps %q", pg.number, op.text, other.text)
			}
		}
	}
}

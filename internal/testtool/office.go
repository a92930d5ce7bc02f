package testtool

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Convert has LibreOffice open a file and save it in another format; both are endings
// of names.
func Convert(tb testing.TB, file []byte, from, to string) []byte {
	tb.Helper()
	soffice, folder := Look(tb, "soffice"), tb.TempDir()
	path := filepath.Join(tb.TempDir(), "file."+from)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		tb.Fatal(err)
	}
	cmd := exec.CommandContext(tb.Context(), soffice, "-env:UserInstallation=file://"+tb.TempDir(),
		"--headless", "--convert-to", to, "--outdir", folder, path)
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("soffice: %v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(folder, "file."+to))
	if err != nil {
		tb.Fatal(err)
	}
	return saved
}

var cachedValue = regexp.MustCompile(`</f><v>[^<]*</v>`)

// Recalculated is a workbook (.xlsx) as LibreOffice saves it once it has worked out all
// formulas. Their values are taken out before, so that it cannot keep them.
func Recalculated(tb testing.TB, file []byte) []byte {
	tb.Helper()
	from, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, part := range from.File {
		r, err := part.Open()
		if err != nil {
			tb.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		if strings.HasPrefix(part.Name, "xl/worksheets/sheet") {
			content = cachedValue.ReplaceAll(content, []byte("</f>"))
		}
		w, err := to.Create(part.Name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			tb.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		tb.Fatal(err)
	}
	return Convert(tb, b.Bytes(), "xlsx", "xlsx")
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRatesImport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "rates.json")
	done(t, "import", "demo", "--data", data)
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`[{"isoA3Code":"SEK","value":11.0125},{"isoA3Code":"RUB","value":95.3},{"isoA3Code":"USD","value":1.1}]`)
	refused(t, "month", "rates", "import", baltic, file, "--data", data)
	if text := done(t, "rates", "import", baltic, file, "--month", "2026-10", "--data", data); !strings.Contains(text, "RUB, SEK, 2026-10 to 2026-10. New rates: 1; changed: 1; as before: 0.") {
		t.Errorf("import says %q", text)
	}
	refused(t, "nope.csv", "rates", "import", baltic, filepath.Join(dir, "nope.csv"), "--data", data)
	refused(t, "NOPE", "rates", "import", "NOPE", file, "--month", "2026-10", "--data", data)
	if text := done(t, "verify", "--data", data, "--project", baltic); !strings.Contains(text, "0 differences") {
		t.Errorf("verify says %q", text)
	}
}

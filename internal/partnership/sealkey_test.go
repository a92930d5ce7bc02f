package partnership_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"tulos/internal/partnership"
)

// TestSeedIsNotTold: no way of printing or logging a key has its private part.
func TestSeedIsNotTold(t *testing.T) {
	t.Parallel()
	key := partnership.SealKey{ID: "id", Seed: partnership.SealSeed(strings.Repeat("s", 32))}
	var told bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o"} {
		fmt.Fprintf(&told, verb+verb+"\n", key, key.Seed)
	}
	for _, h := range []slog.Handler{slog.NewTextHandler(&told, nil), slog.NewJSONHandler(&told, nil)} {
		slog.New(h).Info("made", "key", key, "pointer", &key, "seed", key.Seed)
	}
	if err := json.NewEncoder(&told).Encode(key); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"ssss", "7373", "115 115", "163 163", "0x73", "c3Nz"} {
		if strings.Contains(told.String(), secret) {
			t.Errorf("%q is told", secret)
		}
	}
	if !strings.Contains(told.String(), "[hidden]") {
		t.Error("nothing is hidden")
	}
}

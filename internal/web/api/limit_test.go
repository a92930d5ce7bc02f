package api

import (
	"net/http"
	"testing"
	"time"

	"tulos/pkg/pace"
)

// TestLimits: a program is told how many requests its token has left, and, where it has
// none, how long to wait.
func TestLimits(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tokens := pace.New(func() time.Time { return noon }, tokenRate)
	h := http.Header{}
	for n := range tokenRate.AtOnce {
		turn := tokens.Take("one")
		if tellTurn(h, turn); !turn.May {
			t.Fatalf("request %d is refused", n+1)
		}
	}
	if got := h.Get("RateLimit"); got != `"token";r=0;t=60` || h.Get("Retry-After") != "" {
		t.Errorf("RateLimit %s, Retry-After %q", got, h.Get("Retry-After"))
	}
	turn := tokens.Take("one")
	if tellTurn(h, turn); turn.May || h.Get("Retry-After") != "1" {
		t.Errorf("one more is let through, or Retry-After is %q", h.Get("Retry-After"))
	}
}

package api

import (
	"net/http"
	"testing"
	"time"
)

// TestLimits: a token gets so many requests, others are not held back by it, and after a
// while it gets more.
func TestLimits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	l := newLimits(func() time.Time { return now })
	h := http.Header{}
	for n := range requestsAtOnce {
		if !l.take("one", h) {
			t.Fatalf("request %d is refused", n+1)
		}
	}
	if got := h.Get("RateLimit"); got != `"token";r=0;t=60` || h.Get("Retry-After") != "" {
		t.Errorf("RateLimit %s, Retry-After %q", got, h.Get("Retry-After"))
	}
	if l.take("one", h) || h.Get("Retry-After") != "1" {
		t.Errorf("one more is let through, or Retry-After is %q", h.Get("Retry-After"))
	}
	if !l.take("other", http.Header{}) {
		t.Error("another token is held back")
	}
	now = now.Add(time.Second)
	if !l.take("one", http.Header{}) {
		t.Error("after a second it is still refused")
	}
}

package web

import (
	"slices"
	"strings"
	"testing"
)

// TestCosts: what hands out files that are made is costly, and nothing but static files and
// what watches the server is uncounted.
func TestCosts(t *testing.T) {
	t.Parallel()
	var uncounted []string
	for _, r := range routes() {
		isFile := strings.HasSuffix(r.path, "/:file") || strings.HasSuffix(r.path, "/:name") && strings.Contains(r.path, "/reports/")
		if isFile && r.who.cost != high && r.who.cost != free {
			t.Errorf("%s %s is not costly", r.method, r.path)
		}
		if r.who.cost == free {
			uncounted = append(uncounted, r.path)
		}
	}
	want := []string{"/healthz", "/readyz", "/static/*file", "/service-worker.js", "/help/pictures/:file"}
	slices.Sort(uncounted)
	slices.Sort(want)
	if !slices.Equal(uncounted, want) {
		t.Errorf("uncounted: %v, want %v", uncounted, want)
	}
}

package web_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestPeopleAtTheSameTime: everybody takes every route that reads, and some log meanwhile.
// The race detector watches.
func TestPeopleAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	browsers := []*browser{s.visitor()}
	for _, p := range persons {
		browsers = append(browsers, s.as(p.name))
	}
	s.submitReport()
	named := strings.NewReplacer("{somebody}", string(s.somebody()), "{leaver}", string(s.person("leaver")))
	var paths []string
	for name, e := range expectations() {
		if method, _, _ := strings.Cut(name, " "); method == http.MethodGet && e.address != "" {
			paths = append(paths, named.Replace(e.address))
		}
	}
	staff, manager := s.as("staff"), s.as("manager")
	var group sync.WaitGroup
	for _, b := range []*browser{staff, manager} {
		form := b.newForm()
		form.Set("title", "Training for school nurses")
		group.Go(func() {
			if a := b.post(activities, form); a.status != http.StatusSeeOther {
				t.Errorf("logging: %d", a.status)
			}
		})
	}
	for _, b := range browsers {
		group.Go(func() {
			for _, path := range paths {
				if a := b.get(path); a.status >= http.StatusInternalServerError {
					t.Errorf("%s: %d", path, a.status)
				}
			}
		})
	}
	group.Wait()
}

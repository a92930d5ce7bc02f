package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// TestFunderAcrossProjects: a funder of two projects sees on one page what the
// submitted report of one says, and that nothing of the other is submitted.
func TestFunderAcrossProjects(t *testing.T) {
	t.Parallel()
	w := &way{tab: openTab(t, startDemo(t))}
	w.as("irina@stellit.example")
	figure := w.figure()
	w.submitReport("Under way")
	w.as("admin@demo.example")
	w.begin()
	w.placeFunder("Erik Lindqvist", "SAFE-1")

	w.as("erik@cbss.example")
	w.open("/projects")
	w.judge("funder of two projects", "/projects")
	if titles := value[[]string](w.tab, `[...document.querySelectorAll("main h2")].map(h => h.textContent)`); len(titles) != 2 {
		w.Errorf("projects %q", titles)
	}
	told := func(project string) string {
		return value[string](w.tab, fmt.Sprintf(`document.querySelectorAll("main details").forEach(d => d.open = true),
			document.getElementById("project-%s").closest("section").innerText`, project))
	}
	if demo := told(string(demoProject)); !strings.Contains(demo, "Waits for your answer") || !strings.Contains(demo, strconv.Itoa(figure)) {
		w.Errorf("of the report with the figure %d it tells\n%s", figure, demo)
	}
	if begun := told("SAFE-1"); strings.Contains(begun, "Waits") || !strings.Contains(begun, "Not submitted") {
		w.Errorf("of the project without reports it tells\n%s", begun)
	}
	w.press(`section[aria-labelledby="project-` + string(demoProject) + `"] a[href$="/reports/2/versions/1"]`)
	w.sees("Under way")
}

// placeFunder gives a person the place of the project's funder.
func (w *way) placeFunder(name, project string) {
	w.Helper()
	w.open("/people?q=" + strings.Fields(name)[0])
	page := value[string](w.tab, fmt.Sprintf(`[...document.querySelectorAll("main a")].find(a => a.textContent.includes(%q)).getAttribute("href")`, name))
	w.open(page)
	w.choose("#place", "organisation=cbss&project="+project)
	w.check(`[name="roles"][value="funder"]`)
	w.press(`form[action$="/places"] button`)
	w.sees(project)
}

package web

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// noPages are routes that show nothing by which there could be help, and those of help
// itself.
var noPages = []string{
	"/", "/healthz", "/readyz", "/static/*file", "/service-worker.js", "/help", "/help/figures", "/help/:guide", "/help/pictures/:file", "/api",
	"/sign-in/single", SignOnBack,
}

// TestEachPageHasItsHelp holds that each page leads to a chapter for each of its readers,
// that the chapters are there, and so are those that guides lead to.
func TestEachPageHasItsHelp(t *testing.T) {
	t.Parallel()
	all, err := guideTexts()
	if err != nil {
		t.Fatal(err)
	}
	isThere := map[string]bool{helpHome + "/figures": true}
	for _, g := range guides() {
		isThere[helpHome+"/"+g.name] = true
		if len(all[g.name].Chapters) == 0 {
			t.Errorf("%s has no guide in docs/guide", g.name)
		}
	}
	for name, g := range all {
		if !isThere[helpHome+"/"+name] {
			t.Errorf("no page shows docs/guide/%s.md", name)
		}
		for _, c := range g.Chapters {
			isThere[helpHome+"/"+name+c.Path] = true
		}
	}
	for name, g := range all {
		for _, m := range regexp.MustCompile(`href="(/help[^"]*)"`).FindAllStringSubmatch(string(g.Text), -1) {
			if !isThere[m[1]] {
				t.Errorf("docs/guide/%s.md leads to %s, which is not there", name, m[1])
			}
		}
	}
	for route, chapters := range helpChapters() {
		for _, c := range chapters {
			if !isThere[helpHome+"/"+c] {
				t.Errorf("%s leads to the chapter %s, which is not there", route, c)
			}
		}
	}
	for _, r := range routes() {
		if r.method == get && !slices.Contains(noPages, r.path) && chapterOf(r.method, r.path, nil) == helpHome {
			t.Errorf("%s has no help", r.path)
		}
	}
}

func TestHelpIsThatOfTheReader(t *testing.T) {
	t.Parallel()
	const project = "/projects/:project"
	for _, c := range []struct {
		method, route string
		guides        []string
		want          string
	}{
		{get, project + "/reports", nil, "lead#write-the-project-report"},
		{get, project + "/reports", []string{"funder"}, "funder#find-the-reports"},
		{get, project + "/reports", []string{"administrator", "auditor"}, "lead#write-the-project-report"},
		{get, project + "/setup/indicators/:name", []string{"lead"}, "lead#set-up-the-project"},
		{get, project + "/activities", []string{"staff"}, "staff#lists-and-files-of-them"},
		{post, project + "/activities", []string{"staff"}, "staff#log-an-activity"},
	} {
		if got := chapterOf(c.method, c.route, c.guides); got != helpHome+"/"+c.want {
			t.Errorf("%s %s for %v is helped by %s, want %s", c.method, c.route, c.guides, got, c.want)
		}
	}
	if got := chapterOf(get, "", nil); got != helpHome {
		t.Errorf("a page that is not there is helped by %s", got)
	}
}

// TestGuidesKeepToTheRulesOfPages holds what pages are made of against what the browser
// is told to forbid, and what cannot be reached by keyboard or be read aloud.
func TestGuidesKeepToTheRulesOfPages(t *testing.T) {
	t.Parallel()
	all, err := guideTexts()
	if err != nil {
		t.Fatal(err)
	}
	for name, g := range all {
		for _, wrong := range []string{"<h1", " style=", "<script", ".md\"", "<!-- raw"} {
			if strings.Contains(string(g.Text), wrong) {
				t.Errorf("%s has %q", name, wrong)
			}
		}
	}
}

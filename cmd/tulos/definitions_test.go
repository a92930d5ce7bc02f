package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tulos/reports"
)

func TestDefinitions(t *testing.T) {
	stdout, stderr, code := tulos(t, "definitions", "list")
	if code != exitOK || stderr != "" {
		t.Fatalf("list: exit %d, %s", code, stderr)
	}
	for _, name := range reports.Definitions() {
		if !strings.Contains(stdout, name+" ") {
			t.Errorf("%s is not in the list:\n%s", name, stdout)
		}
	}
	shown, _, code := tulos(t, "definitions", "show", "eu-interim")
	if code != exitOK || !strings.Contains(shown, "kind: logframe") {
		t.Fatalf("show: exit %d, %s", code, shown)
	}
	own := filepath.Join(t.TempDir(), "own.yaml")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(own, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(strings.Replace(shown, "name: eu-interim", "name: ours", 1))
	if stdout, stderr, code = tulos(t, "definitions", "check", own); code != exitOK || !strings.Contains(stdout, "ours is good") {
		t.Errorf("check of what was shown: exit %d, %s%s", code, stdout, stderr)
	}
	if got := demoReport(t, "--period", "2", "--format", "pdf", "--definition", own); len(got) != 1 {
		t.Errorf("a report of an own definition: %v", got)
	}
	write("name: ours\ntitle: {en: Ours}\nsections:\n- kind: poem\n")
	if stdout, stderr, code = tulos(t, "definitions", "check", own); code != exitProblem || !strings.Contains(stderr, own+`:4: sections[0].kind: kind "poem"`) {
		t.Errorf("check of a wrong one: exit %d, %s%s", code, stdout, stderr)
	}
	if _, stderr, code = tulos(t, "definitions", "check", own+".not"); code != exitProblem || !strings.Contains(stderr, "Cannot read") {
		t.Errorf("check of nothing: exit %d, %s", code, stderr)
	}
	if _, stderr, code = tulos(t, "definitions", "show", "ours"); code != exitUsage || !strings.Contains(stderr, "council-final") {
		t.Errorf("show of an unknown one: exit %d, %s", code, stderr)
	}
}

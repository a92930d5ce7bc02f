package web_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/testtool"
)

// TestAPIExamples runs the examples of docs/api.md as they stand.
func TestAPIExamples(t *testing.T) {
	t.Parallel()
	testtool.Look(t, "curl")
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, part := range strings.Split(string(text), "```sh\n")[1:] {
		code, _, _ := strings.Cut(part, "\n```\n")
		script.WriteString(code + "\n")
	}
	s := newSite(t)
	sh := exec.CommandContext(t.Context(), "sh", "-eu")
	sh.Dir, sh.Stdin = t.TempDir(), strings.NewReader(script.String())
	sh.Env = append(os.Environ(), "TULOS="+s.server.URL, "PROJECT="+string(baltic), "TOKEN="+s.program("staff", partnership.ScopeLog, baltic).token)
	out, err := sh.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, script.String(), out)
	}
	for _, want := range []string{`"roles":["staff"]`, `"indicator":"OP1.2"`, "project,indicator,title", "List of participants", `"status":"submitted"`} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the examples do not show %s:\n%s", want, out)
		}
	}
}

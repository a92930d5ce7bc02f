package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadTests(t *testing.T) {
	tests := []struct {
		name   string
		events string
		passed int
		failed []string
		skips  []string
		print  string
	}{
		{name: "nothing"},
		{
			name: "passing tests are one line",
			events: `
{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"a remark\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p","Elapsed":0.1}`,
			passed: 2,
			print:  "ok      p: 2 passed, 0 skipped (0.1s)\n",
		},
		{
			name: "each case of a table counts, the table does not",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"run","Package":"p","Test":"TestA/y"}
{"Action":"run","Package":"p","Test":"TestA/y/z"}
{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"pass","Package":"p","Test":"TestA/y/z"}
{"Action":"pass","Package":"p","Test":"TestA/y"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			passed: 2,
			print:  "ok      p: 2 passed, 0 skipped (0.0s)\n",
		},
		{
			name: "a failing case shows its output and is named once",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"output","Package":"p","Test":"TestA/x","Output":"    got 1, want 2\n"}
{"Action":"run","Package":"p","Test":"TestA/y"}
{"Action":"output","Package":"p","Test":"TestA/y","Output":"    not shown\n"}
{"Action":"fail","Package":"p","Test":"TestA/x"}
{"Action":"pass","Package":"p","Test":"TestA/y"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- FAIL: TestA\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}`,
			passed: 1,
			failed: []string{"p TestA/x"},
			print:  "    got 1, want 2\n--- FAIL: TestA\nFAIL    p: 1 passed, 1 failed, 0 skipped (0.0s)\n",
		},
		{
			name: "a test that fails beside its cases counts",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"p"}`,
			passed: 1,
			failed: []string{"p TestA"},
			print:  "FAIL    p: 1 passed, 1 failed, 0 skipped (0.0s)\n",
		},
		{
			name: "a skipped test says why",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:4: qpdf is missing:\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"        apt-get install qpdf\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			skips: []string{"p TestA"},
			print: "ok      p: 0 passed, 1 skipped (0.0s)\nSKIPPED TestA: a_test.go:4: qpdf is missing: apt-get install qpdf\n",
		},
		{
			name: "what could not be proven is told once",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:4: UNPROVEN: that it is undone\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    a_test.go:9: UNPROVEN: that it is undone\n"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p"}`,
			passed: 2,
			print:  "ok      p: 2 passed, 0 skipped (0.0s)\nUNPROVEN: that it is undone (2 tests)\n",
		},
		{
			name: "a package without tests is no skip",
			events: `
{"Action":"output","Package":"p","Output":"?   \tp\t[no test files]\n"}
{"Action":"skip","Package":"p"}`,
			print: "-       p: no tests\n",
		},
		{
			name: "a package that does not build",
			events: `
{"ImportPath":"p [p.test]","Action":"build-output","Output":"p.go:2:5: undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			failed: []string{"p (does not build)"},
			print:  "p.go:2:5: undefined: x\nFAIL    p: 0 passed, 1 failed, 0 skipped (0.0s)\n",
		},
		{
			name: "a test that ends the program",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"out of here\n"}
{"Action":"fail","Package":"p"}`,
			failed: []string{"p TestA (did not end)"},
			print:  "out of here\nFAIL    p: 0 passed, 1 failed, 0 skipped (0.0s)\n",
		},
		{
			name: "a package that fails with its tests passing",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"exit status 66\n"}
{"Action":"fail","Package":"p"}`,
			passed: 1,
			failed: []string{"p (outside its tests)"},
			print:  "exit status 66\nFAIL    p: 1 passed, 1 failed, 0 skipped (0.0s)\n",
		},
		{
			name: "a stream that breaks off",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA"}`,
			passed: 1,
			failed: []string{"p (did not end)"},
			print:  "FAIL    p did not end\n",
		},
		{
			name: "what is no event is shown",
			events: `
go: downloading example.org/letters v1.0.0
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			passed: 1,
			print:  "go: downloading example.org/letters v1.0.0\nok      p: 1 passed, 0 skipped (0.0s)\n",
		},
		{
			name: "packages that run side by side",
			events: `
{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"q","Test":"TestA"}
{"Action":"fail","Package":"q","Test":"TestA"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"fail","Package":"q"}
{"Action":"pass","Package":"p"}`,
			passed: 1,
			failed: []string{"q TestA"},
			print:  "FAIL    q: 0 passed, 1 failed, 0 skipped (0.0s)\nok      p: 1 passed, 0 skipped (0.0s)\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			got, err := readTests(strings.NewReader(strings.TrimPrefix(tt.events, "\n")), &out)
			if err != nil {
				t.Fatal(err)
			}
			want := tally{passed: tt.passed, failures: tt.failed, skips: tt.skips}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(tally{})); diff != "" {
				t.Errorf("tally (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.print, out.String()); diff != "" {
				t.Errorf("output (-want +got):\n%s", diff)
			}
		})
	}
}

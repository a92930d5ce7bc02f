package main

import (
	"errors"
	"strings"
	"testing"
)

func TestClose(t *testing.T) {
	tests := []struct {
		name  string
		tally tally
		ci    bool
		want  string
		err   error
	}{
		{
			name:  "everything passed",
			tally: tally{passed: 412},
			want:  "check: 412 passed, 0 failed, 0 skipped\n",
		},
		{
			name:  "everything passed in CI",
			tally: tally{passed: 412},
			ci:    true,
			want:  "check: 412 passed, 0 failed, 0 skipped\n",
		},
		{
			name:  "a step failed",
			tally: tally{passed: 3, failures: []string{"step lint", "p TestA"}},
			want:  "failed  step lint\nfailed  p TestA\ncheck: 3 passed, 2 failed, 0 skipped\n",
			err:   errFailed,
		},
		{
			name:  "a skip is allowed",
			tally: tally{passed: 3, skips: []string{"p TestB"}},
			want:  "skipped p TestB\ncheck: 3 passed, 0 failed, 1 skipped\n",
		},
		{
			name:  "a skip is a failure in CI",
			tally: tally{passed: 3, skips: []string{"p TestB"}},
			ci:    true,
			want:  "failed  p TestB (skipped)\ncheck: 3 passed, 1 failed, 0 skipped\n",
			err:   errFailed,
		},
		{
			name:  "nothing but skips",
			tally: tally{skips: []string{"step test"}},
			want:  "skipped step test\nfailed  no test ran\ncheck: 0 passed, 1 failed, 1 skipped\n",
			err:   errFailed,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := tt.tally.close(&out, tt.ci); !errors.Is(err, tt.err) {
				t.Errorf("close returns %v, want %v", err, tt.err)
			}
			if out.String() != tt.want {
				t.Errorf("close prints %q, want %q", out.String(), tt.want)
			}
		})
	}
}

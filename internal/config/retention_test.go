package config_test

import (
	"strings"
	"testing"
)

// TestDaysAndStatements: days are whole numbers within bounds, wherever they are set.
func TestDaysAndStatements(t *testing.T) {
	t.Parallel()
	s, err := install{
		file: "retention:\n  leavers: 730\n  requests: 60\nprivacy:\n  contact: privacy@example.org\n",
		env:  map[string]string{"TULOS_RETENTION_KEPT_FORMS": "90"},
	}.load(t)
	if err != nil {
		t.Fatal(err)
	}
	if s.Retention.Leavers != 730 || s.Retention.Requests != 60 || s.Retention.KeptForms != 90 || s.Privacy.Contact != "privacy@example.org" {
		t.Errorf("settings %+v", s)
	}
	for file, want := range map[string]string{
		"retention:\n  requests: 29\n":                     "a number of days from 30",
		"retention:\n  leavers: -1\n":                      "a number of days from 0",
		"retention:\n  leavers: never\n":                   "a whole number",
		"retention:\n  records: 99999999\n":                "a number of days",
		"retention:\n  sessions: 1\n":                      "no such key",
		"privacy:\n  ground: " + strings.Repeat("x", 3000): "at most 2000",
	} {
		if _, err := (install{file: file}).load(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", file, err, want)
		}
	}
}

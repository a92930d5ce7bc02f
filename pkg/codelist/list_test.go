package codelist

import (
	"regexp"
	"testing"
)

func TestFiles(t *testing.T) {
	tests := []struct {
		name  string
		codes map[string]bool
		size  int
		form  string
	}{
		{name: "country", codes: countries(), size: 249, form: `^[A-Z]{2}$`},
		{name: "currency", codes: currencies(), size: 166, form: `^[A-Z]{3}$`},
		{name: "sector", codes: sectors(), size: 325, form: `^[1-9][0-9]{4}$`},
		{name: "language", codes: languages(), size: 7916, form: `^[a-z]{2,3}$`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if len(test.codes) != test.size {
				t.Errorf("%d codes, want %d", len(test.codes), test.size)
			}
			form := regexp.MustCompile(test.form)
			for code := range test.codes {
				if !form.MatchString(code) {
					t.Errorf("code %q does not have the form %s", code, test.form)
				}
			}
		})
	}
}

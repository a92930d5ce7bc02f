package iati

import (
	_ "embed" // the list
	"strings"
	"sync"
)

//go:embed prefix.txt
var prefixList string

var prefixes = sync.OnceValue(func() []string {
	var all []string
	for line := range strings.Lines(prefixList) {
		if code := strings.TrimSpace(line); !strings.HasPrefix(code, "#") {
			all = append(all, code)
		}
	}
	return all
})

// HasKnownPrefix says whether an identifier of an organisation begins with a confirmed
// prefix of org-id.guide and a hyphen, and goes on after it: "FI-PRO-1234567-8".
func HasKnownPrefix(identifier string) bool {
	for _, p := range prefixes() {
		if rest, ok := strings.CutPrefix(identifier, p+"-"); ok && rest != "" {
			return true
		}
	}
	return false
}

// IsClean says whether a text may be, or be a part of, an identifier: no white space,
// and none of the symbols / & | ?.
func IsClean(identifier string) bool { return !strings.ContainsAny(identifier, "/&|? \t\r\n\u00a0") }

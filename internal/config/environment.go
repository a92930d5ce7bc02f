package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// FileVariable is the variable of the environment that names the file.
const FileVariable = "TULOS_CONFIG"

const (
	ours    = "TULOS_"
	ofTests = "TULOS_TEST_"
)

// variable returns the key's name in the environment: TULOS_ and its path in
// capitals, with _ before each capital letter and for each dot. The URI of
// MongoDB has the name that it has everywhere.
func (k key) variable() string {
	if k.path == "mongodb.uri" {
		return "MONGODB_URI"
	}
	var b strings.Builder
	b.WriteString(ours)
	for _, r := range k.path {
		if r == '.' {
			r = '_'
		} else if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// readEnvironment takes what the environment sets; an empty variable sets
// nothing.
func (s *Settings) readEnvironment(from Sources) []error {
	var (
		faults []error
		known  []string
	)
	for _, k := range keys() {
		known = append(known, k.variable())
		value := from.Getenv(k.variable())
		if value == "" {
			continue
		}
		if err := k.set(s, value); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", k.variable(), err))
		}
	}
	for _, name := range from.Variables {
		if !strings.HasPrefix(name, ours) || strings.HasPrefix(name, ofTests) ||
			name == FileVariable || slices.Contains(known, name) {
			continue
		}
		faults = append(faults, fmt.Errorf("%s: no such setting; there are %s", name, strings.Join(known, ", ")))
	}
	return faults
}

// readFlags takes what the flags set. The flag of the folder is meant in place
// of a server that is set elsewhere.
func (s *Settings) readFlags(flags map[string]string) []error {
	var faults []error
	for _, k := range keys() {
		value, given := flags[k.flag]
		if !given {
			continue
		}
		err := k.set(s, value)
		if err == nil && value == "" {
			err = errors.New("needs a value")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("--%s: %w", k.flag, err))
		}
	}
	_, folder := flags["data"]
	_, server := flags["mongodb"]
	if folder && !server {
		s.MongoDB.URI = ""
	}
	if folder || server {
		s.MongoDB.URIFile = ""
	}
	return faults
}

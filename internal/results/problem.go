package results

import "strings"

// A Problem is something wrong with what people entered. Its Path names the
// place from the top of what was checked ("contributions[0].indicator"), its Code
// the message (internal/i18n, "problem." before it), Args what the message tells.
// A warning does not stop anybody.
type Problem struct {
	Path    string
	Code    ProblemCode
	Args    map[string]any
	Warning bool
}

// A ProblemCode is the kind of a problem.
type ProblemCode string

// Under gives the problems of a part their paths in the whole.
func Under(path string, problems []Problem) []Problem {
	for i := range problems {
		problems[i].Path = Join(path, problems[i].Path)
	}
	return problems
}

// Join puts the path of a whole before that of its part.
func Join(whole, part string) string {
	switch {
	case whole == "":
		return part
	case part == "" || strings.HasPrefix(part, "["):
		return whole + part
	}
	return whole + "." + part
}

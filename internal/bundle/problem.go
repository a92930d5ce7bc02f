package bundle

import (
	"cmp"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// The problems of the form of a bundle; their messages are in internal/i18n.
const (
	TooLarge      results.ProblemCode = "too-large"
	NotUTF8       results.ProblemCode = "not-utf8"
	NotJSON       results.ProblemCode = "not-json"
	TrailingData  results.ProblemCode = "trailing-data"
	TooDeep       results.ProblemCode = "too-deep"
	OtherFormat   results.ProblemCode = "other-format"
	UnknownField  results.ProblemCode = "unknown-field"
	RepeatedField results.ProblemCode = "repeated-field"
	NotObject     results.ProblemCode = "not-object"
	NotList       results.ProblemCode = "not-list"
	NotString     results.ProblemCode = "not-string"
	NotBoolean    results.ProblemCode = "not-boolean"
	NotInteger    results.ProblemCode = "not-integer"
	NotDecimal    results.ProblemCode = "not-decimal"
	NotAmount     results.ProblemCode = "not-amount"
	NotRate       results.ProblemCode = "not-rate"
	NotDate       results.ProblemCode = "not-date"
	BadCharacter  results.ProblemCode = "bad-character"
)

// Problems of what lies around the bundle.
const (
	UnknownSection results.ProblemCode = "unknown-section"
	NoSuchFile     results.ProblemCode = "no-such-file"
	Undrawable     results.ProblemCode = "undrawable"
)

// faults are the places where the form is wrong, with those above them. What the
// checks find there only follows from it.
type faults struct{ at, below map[string]bool }

func newFaults(problems []results.Problem) faults {
	f := faults{map[string]bool{}, map[string]bool{}}
	for _, p := range problems {
		f.at[p.Path] = true
		for path, ok := above(p.Path); ok && !f.below[path]; path, ok = above(path) {
			f.below[path] = true
		}
	}
	return f
}

// above is the path of what holds the thing at a path.
func above(path string) (string, bool) {
	at := strings.LastIndexAny(path, ".[")
	if at < 0 {
		return "", path != ""
	}
	return path[:at], true
}

// rest are the problems that do not follow from faults of the form.
func (f faults) rest(problems []results.Problem) []results.Problem {
	if len(f.at) == 0 {
		return problems
	}
	return slices.DeleteFunc(problems, func(p results.Problem) bool {
		return p.Code != results.TooMany && f.explain(p)
	})
}

func (f faults) explain(p results.Problem) bool {
	for path, ok := p.Path, true; ok; path, ok = above(path) {
		if f.at[path] {
			return true
		}
	}
	whole, _ := above(p.Path)
	switch p.Code {
	case results.Missing:
		isMeasure := strings.HasSuffix(p.Path, ".measure")
		return f.below[p.Path] || isMeasure && (f.at[whole+".unique"] || f.at[whole+".crossed"])
	case results.CellDimensions:
		return f.below[p.Path]
	case results.HalfPair:
		return f.at[whole+".denominator"]
	case partnership.MonthOrDate:
		return f.at[p.Path+".month"] || f.at[p.Path+".date"]
	default:
		return false
	}
}

// ordered sorts problems by path, the numbers of items as numbers. That there are
// more comes last.
func ordered(problems []results.Problem) []results.Problem {
	slices.SortStableFunc(problems, func(a, b results.Problem) int {
		return cmp.Or(compareLast(a, b), comparePaths(a.Path, b.Path))
	})
	return problems
}

func compareLast(a, b results.Problem) int {
	switch isMore := a.Code == results.TooMany; {
	case isMore == (b.Code == results.TooMany):
		return 0
	case isMore:
		return 1
	}
	return -1
}

func comparePaths(a, b string) int {
	for a != "" && b != "" {
		var x, y string
		x, a = step(a)
		y, b = step(b)
		if strings.HasPrefix(x, "[") && strings.HasPrefix(y, "[") && len(x) != len(y) {
			return cmp.Compare(len(x), len(y))
		}
		if x != y {
			return cmp.Compare(x, y)
		}
	}
	return cmp.Compare(len(a), len(b))
}

// step cuts the first field or number off a path.
func step(path string) (first, rest string) {
	if at := strings.IndexAny(path[1:], ".["); at >= 0 {
		return path[:at+1], path[at+1:]
	}
	return path, ""
}

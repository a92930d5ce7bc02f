package results

import (
	"slices"
	"strconv"
	"strings"
)

// MostProblems is how many problems are listed. Of those after them only their
// number is told, by a last problem TooMany with the argument Count.
const MostProblems = 10_000

// Findings collects problems. Paths are relative to what is checked.
type Findings struct {
	list []Problem
	more int
}

// Wrong adds an error; args are name, value, name, value …
func (f *Findings) Wrong(path string, code ProblemCode, args ...any) {
	if f.hasRoom() {
		f.list = append(f.list, Problem{Path: path, Code: code, Args: arguments(args)})
	}
}

// Warn adds a warning.
func (f *Findings) Warn(path string, code ProblemCode, args ...any) {
	if f.hasRoom() {
		f.list = append(f.list, Problem{Path: path, Code: code, Args: arguments(args), Warning: true})
	}
}

func (f *Findings) hasRoom() bool {
	if f.IsFull() {
		f.more++
		return false
	}
	return true
}

// IsFull says that a further problem would only be counted.
func (f *Findings) IsFull() bool { return len(f.list) >= MostProblems }

// Count is how many problems there are, listed or not.
func (f *Findings) Count() int { return len(f.list) + f.more }

// Under adds the problems of a part with their paths in the whole.
func (f *Findings) Under(path string, problems []Problem) {
	for _, p := range problems {
		if p.Code == TooMany {
			count, _ := p.Args["Count"].(int)
			f.more += count
			continue
		}
		if f.hasRoom() {
			p.Path = Join(path, p.Path)
			f.list = append(f.list, p)
		}
	}
}

// Item adds the problems of an item of a list. It costs nothing without problems.
func (f *Findings) Item(list string, n int, problems []Problem) {
	if len(problems) > 0 {
		f.Under(At(list, n), problems)
	}
}

// Problems are the problems so far.
func (f *Findings) Problems() []Problem {
	if f.more == 0 {
		return f.list
	}
	last := Problem{Code: TooMany, Args: map[string]any{"Count": f.more}}
	return append(slices.Clip(f.list), last)
}

// HasErrors says whether there is a problem that is not a warning.
func HasErrors(problems []Problem) bool {
	return slices.ContainsFunc(problems, func(p Problem) bool { return !p.Warning })
}

// Require finds a field missing that should be there.
func (f *Findings) Require(path string, isThere bool) {
	if !isThere {
		f.Wrong(path, Missing)
	}
}

// At is the path of an item of a list.
func At(list string, n int) string { return list + "[" + strconv.Itoa(n) + "]" }

// Choose says whether a value is one of those known, or none, and finds it wrong
// otherwise.
func Choose[S ~string](f *Findings, path string, value S, known ...S) bool {
	if value == "" || slices.Contains(known, value) {
		return true
	}
	f.Wrong(path, NotInList, "Value", string(value), "Known", joined(known))
	return false
}

func joined[S ~string](values []S) string {
	var s strings.Builder
	for n, v := range values {
		if n > 0 {
			s.WriteString(", ")
		}
		s.WriteString(string(v))
	}
	return s.String()
}

// arguments turns name, value, name, value … into a map. Texts are cut to what
// fits into a message.
func arguments(pairs []any) map[string]any {
	if len(pairs) == 0 {
		return nil
	}
	args := make(map[string]any, len(pairs)/2)
	for n := 0; n+1 < len(pairs); n += 2 {
		name, ok := pairs[n].(string)
		if !ok {
			continue
		}
		args[name] = pairs[n+1]
		if s, ok := pairs[n+1].(string); ok {
			args[name] = Excerpt(s)
		}
	}
	return args
}

// Excerpt cuts what somebody wrote to 80 characters at most, to be named in a
// message.
func Excerpt(s string) string {
	const most = 80
	count := 0
	for at := range s {
		if count++; count > most {
			return strings.Clone(s[:at]) + "…"
		}
	}
	return s
}

// Names are the names that others may refer to. Where one of them is not known,
// any name may be right.
type Names[K comparable] struct {
	known      map[K]bool
	incomplete bool
}

// Add adds a name and says whether it is new; no name is never repeated.
func (n *Names[K]) Add(name K) bool {
	var none K
	switch {
	case name == none:
		n.incomplete = true
		return true
	case n.known[name]:
		return false
	case n.known == nil:
		n.known = map[K]bool{}
	}
	n.known[name] = true
	return true
}

// Has says whether something may be called so.
func (n *Names[K]) Has(name K) bool { return n.incomplete || n.known[name] }

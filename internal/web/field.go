package web

import (
	"strings"

	"tulos/internal/bundle"
)

// A field is an input with its label, and what is wrong with it.
type field struct {
	Name, Label, Hint, Value string
	Complete                 string // what the browser fills in, such as "email"
	IsPassword, IsCode       bool
	Problem                  string
}

// Described are the ids of what is told about the field besides its label.
func (f field) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Problem != "" {
		ids = append(ids, f.Name+"-error")
	}
	return strings.Join(ids, " ")
}

// A fieldProblem is what is wrong with a field, or with the whole form where Field
// is empty.
type fieldProblem struct{ Field, Text string }

type fieldProblems []fieldProblem

// of is what is wrong with a field.
func (p fieldProblems) of(field string) string {
	for _, problem := range p {
		if problem.Field == field {
			return problem.Text
		}
	}
	return ""
}

// fieldProblems are what a use case found wrong; fields have the names of the paths.
func (r *request) fieldProblems(err error) fieldProblems {
	var all fieldProblems
	for _, p := range problemsOf(err) {
		if !p.Warning {
			all = append(all, fieldProblem{p.Path, bundle.Message(r.words, p)})
		}
	}
	return all
}

// field makes a field whose label is the message of the key.
func (r *request) field(name, key, value string, problems fieldProblems) field {
	return field{Name: name, Label: r.words.Text(key, nil), Value: value, Problem: problems.of(name)}
}

// passwordField makes a field for a password: the one that the person has, or with
// a hint a new one.
func (r *request) passwordField(name, key, hint string, problems fieldProblems) field {
	f := r.field(name, key, "", problems)
	f.IsPassword, f.Complete = true, "current-password"
	if hint != "" {
		f.Complete, f.Hint = "new-password", r.words.Text(hint, nil)
	}
	return f
}

// codeField makes a field for a code of the second factor.
func (r *request) codeField(hint string, problems fieldProblems) field {
	f := r.field("code", "factor.code", "", problems)
	f.IsCode, f.Complete, f.Hint = true, "one-time-code", r.words.Text(hint, nil)
	return f
}

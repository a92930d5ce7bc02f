package web

import (
	"errors"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/results"
	"tulos/internal/service"
)

// problemsOf are what a use case found wrong with what was sent.
func problemsOf(err error) []results.Problem {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return nil
	}
	return refused.Problems
}

// problemText says what was wrong, in one text.
func (r *request) problemText(err error) string {
	var texts []string
	for _, p := range problemsOf(err) {
		if !p.Warning {
			texts = append(texts, bundle.Message(r.words, p))
		}
	}
	return strings.Join(texts, " ")
}

// commentProblem says what is wrong with a comment, in the words of the page where it is
// missing; "" where nothing is.
func (r *request) commentProblem(problems []results.Problem, missing string) string {
	var texts []string
	for _, p := range problems {
		switch {
		case p.Path != "comment":
		case p.Code == results.Missing:
			texts = append(texts, r.words.Text(missing, nil))
		default:
			texts = append(texts, bundle.Message(r.words, p))
		}
	}
	return strings.Join(texts, " ")
}

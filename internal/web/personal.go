package web

import (
	"slices"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A whyView is the field in which people say why personal data must stay in what they
// submit.
type whyView struct{ Text string }

// submission is the step of submitting what was seen at a revision, with why personal
// data must stay in it.
func (r *request) submission(rev int64) service.Move {
	return service.Move{Seen: rev, Step: partnership.Submit, Comment: clean(r.PostForm("why"))}
}

// why is the field for it, where something was refused for personal data, or it was
// filled in already; else nil.
func (r *request) why(err error) *whyView {
	text := r.PostForm("why")
	if text == "" && !slices.ContainsFunc(problemsOf(err), service.IsPersonal) {
		return nil
	}
	return &whyView{Text: text}
}

// personalIn says what identifies people in a text.
func (r *request) personalIn(text string) []string {
	var all []string
	for _, p := range service.Personal(text) {
		all = append(all, bundle.Message(r.words, p))
	}
	return all
}

// explainPersonal puts at each section what identifies people in it, with the way to
// where it is written, and shows what is to be submitted.
func (r *request) explainPersonal(v *writingView, err error) {
	for _, p := range problemsOf(err) {
		if !service.IsPersonal(p) {
			continue
		}
		name, language, _ := strings.Cut(p.Path, ".")
		s := v.section(name)
		s.Problem = strings.TrimSpace(s.Problem + " " + bundle.Message(r.words, p))
		v.Problems = append(v.Problems, problemAt{
			withQuery(v.Action, "language", language) + "#section-" + name, s.Heading.Text + ": " + bundle.Message(r.words, p),
		})
		v.IsOpen = false
	}
}

package partnership

import (
	"iter"
	"maps"
	"slices"

	"tulos/internal/results"
)

// Written is what was written freely in the activity, by the paths that Check uses.
func (a *Activity) Written() iter.Seq2[string, string] {
	return func(yield func(path, text string) bool) {
		w := written{yield: yield}
		w.texts("title", a.Title)
		w.texts("narrative", a.Narrative)
		w.text("place", a.Place)
		for n := range a.Contributions {
			w.contribution(results.At("contributions", n), &a.Contributions[n])
		}
		for n := range a.Publications {
			w.texts(results.At("publications", n)+".title", a.Publications[n].Title)
		}
		for n := range a.Quotes {
			path, q := results.At("quotes", n), &a.Quotes[n]
			w.texts(path+".text", q.Text)
			w.texts(path+".role", q.Role)
			w.consent(path, q.Consent)
		}
		for n := range a.Evidence {
			path, e := results.At("evidence", n), &a.Evidence[n]
			w.texts(path+".caption", e.Caption)
			w.consent(path, e.Consent)
		}
	}
}

// Written is what was written freely in the measurement, by the paths that Check uses.
func (m *Measurement) Written() iter.Seq2[string, string] {
	return func(yield func(path, text string) bool) {
		w := written{yield: yield}
		w.contribution("", &m.Contribution)
	}
}

// Written is what was written freely of the expense, by the paths that Check uses.
func (e *Expense) Written() iter.Seq2[string, string] {
	return func(yield func(path, text string) bool) {
		w := written{yield: yield}
		w.texts("description", e.Description)
		w.text("invoice", e.Invoice)
		w.text("reference", e.Reference)
		for n := range e.Evidence {
			w.texts(results.At("evidence", n)+".caption", e.Evidence[n].Caption)
		}
	}
}

// written hands texts on, until enough were taken.
type written struct {
	yield  func(path, text string) bool
	isOver bool
}

func (w *written) text(path, text string) {
	w.isOver = w.isOver || text != "" && !w.yield(path, text)
}

// texts hands a text on in each of its languages.
func (w *written) texts(path string, t results.Text) {
	for _, language := range slices.Sorted(maps.Keys(t)) {
		w.text(path, t[language])
	}
}

func (w *written) contribution(path string, c *results.Contribution) {
	w.texts(results.Join(path, "text"), c.Text)
	w.text(results.Join(path, "note"), c.Note)
}

func (w *written) consent(path string, c *Consent) {
	if c != nil {
		w.text(path+".consent.means", c.Means)
	}
}

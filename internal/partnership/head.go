package partnership

import (
	"iter"

	"tulos/internal/results"
)

// A Head is what activities, measurements and expenses have in common; it points
// into one of them.
type Head struct {
	Ref     *string
	Partner *results.PartnerID
	Status  *Status
}

// Head points to what the activity has in common with other entries.
func (a *Activity) Head() Head { return Head{&a.Ref, &a.Partner, &a.Status} }

// Head points to what the measurement has in common with other entries.
func (m *Measurement) Head() Head { return Head{&m.Ref, &m.Partner, &m.Status} }

// Head points to what the expense has in common with other entries.
func (e *Expense) Head() Head { return Head{&e.Ref, &e.Partner, &e.Status} }

// Entries are none: expenses make no figures.
func (e *Expense) Entries() iter.Seq[results.Entry] { return func(func(results.Entry) bool) {} }

// Check finds what is wrong with the expense by itself.
func (e *Expense) Check(c *Checker) []results.Problem { return c.Expense(e) }

// Keep takes over what an edit does not change.
func (a *Activity) Keep(was *Activity) {
	a.Partner, a.Status, a.Withdrawn = was.Partner, was.Status, was.Withdrawn
}

// Keep takes over what an edit does not change.
func (m *Measurement) Keep(was *Measurement) { m.Partner, m.Status = was.Partner, was.Status }

// Keep takes over what an edit does not change.
func (e *Expense) Keep(was *Expense) { e.Partner, e.Status = was.Partner, was.Status }

// Backing points to the evidence of the activity.
func (a *Activity) Backing() *[]Evidence { return &a.Evidence }

// Backing points to the evidence of the expense.
func (e *Expense) Backing() *[]Evidence { return &e.Evidence }

// Entries are what the activity counts for.
func (a *Activity) Entries() iter.Seq[results.Entry] {
	return func(yield func(results.Entry) bool) {
		for n := range a.Contributions {
			if !yield(results.Entry{Date: a.Day(), Ref: a.Ref, Contribution: a.Contributions[n]}) {
				return
			}
		}
	}
}

// Entries are what the measurement counts for.
func (m *Measurement) Entries() iter.Seq[results.Entry] {
	return func(yield func(results.Entry) bool) {
		yield(results.Entry{Date: m.Date, Ref: m.Ref, Contribution: m.Contribution})
	}
}

// Check finds what is wrong with the activity by itself.
func (a *Activity) Check(c *Checker) []results.Problem { return c.Activity(a) }

// Check finds what is wrong with the measurement by itself.
func (m *Measurement) Check(c *Checker) []results.Problem { return c.Measurement(m) }

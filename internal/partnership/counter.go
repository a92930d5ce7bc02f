package partnership

import (
	"iter"

	"tulos/internal/results"
)

// A Counter counts what was accepted into tallies, entry by entry.
type Counter struct {
	Tallies    results.Tallies
	frame      *results.Frame
	indicators map[results.IndicatorCode]*results.Indicator
}

// NewCounter makes a counter of those indicators of the project that are wanted;
// nil wants all.
func NewCounter(p *Project, isWanted func(*results.Indicator) bool) *Counter {
	c := &Counter{results.Tallies{}, p.Frame(nil), map[results.IndicatorCode]*results.Indicator{}}
	for i := range results.Indicators(p.Results) {
		if isWanted == nil || isWanted(i) {
			c.indicators[i.Code] = i
		}
	}
	return c
}

// Countable is an activity or a measurement.
type Countable interface {
	Head() Head
	Entries() iter.Seq[results.Entry]
}

// Count counts what has been accepted, and takes no notice of anything else.
func (c *Counter) Count(v Countable) {
	head := v.Head()
	if *head.Status != Accepted {
		return
	}
	for e := range v.Entries() {
		if i := c.indicators[e.Indicator]; i != nil {
			c.Tallies.Add(c.frame, i, *head.Partner, e)
		}
	}
}

package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
)

// figuresCommand measures how figures are made, beside a loop that adds up.
type figuresCommand struct {
	Activities []int `default:"10000,100000" placeholder:"N,…" help:"Sizes of the projects (default: 10000,100000)."`
}

// How often it is done in a round. The loop is a thousand times as quick.
const (
	tallyTimes  = 3
	figureTimes = 20
	addTimes    = 300
)

// Run prints how long it takes to count all activities of a project into tallies, and to
// make all figures of tallies, in times the loop.
func (c *figuresCommand) Run(s *session) error {
	t := newTable("activities", "contributions", "tallies of them", "× adding", "all figures", "× adding")
	for _, activities := range c.Activities {
		p := counted(sample.Project(activities))
		tallied, times, err := p.measure(tallyTimes, func() { p.Tallies() })
		if err != nil {
			return err
		}
		frame, tallies := p.Frame(), p.Tallies()
		if got := count(tallies); got != p.contributions {
			return fmt.Errorf("%d contributions are in the tallies, and %d were added", got, p.contributions)
		}
		figured, figureTime, err := p.measure(figureTimes, func() { frame.Figures(tallies) })
		if err != nil {
			return err
		}
		t.add(fmt.Sprint(activities), fmt.Sprint(p.contributions), fmt.Sprintf("%.1f ms", milliseconds(tallied)), fmt.Sprintf("%.0f", times),
			fmt.Sprintf("%.1f ms", milliseconds(figured)), fmt.Sprintf("%.0f", figureTime))
	}
	return s.print(t)
}

// A project is one whose contributions lie ready to be added up.
type project struct {
	*partnership.Dossier
	contributions int
	amounts       []amount
	sums          []float64 // by partner, period, indicator, and what it is of that
}

// An amount is a number of a contribution, and where its sum is.
type amount struct {
	sum   int
	value float64
}

// counted lays the contributions ready that count: those that were accepted.
func counted(d *partnership.Dossier) *project {
	p := &project{Dossier: d}
	frame, places := d.Frame(), map[string]int{}
	for n := range d.Activities {
		a := &d.Activities[n]
		if a.Status != partnership.Accepted {
			continue
		}
		for e := range a.Entries() {
			p.contributions++
			of := fmt.Sprint(a.Partner, "\x00", frame.PeriodOf(e.Date), "\x00", e.Indicator, "\x00")
			lay := func(what string, n *results.Number) {
				if n == nil {
					return
				}
				at, isKnown := places[of+what]
				if !isKnown {
					at = len(places)
					places[of+what] = at
				}
				p.amounts = append(p.amounts, amount{at, n.Float()})
			}
			lay("value", e.Value)
			lay("counted before", e.AlreadyCounted)
			lay("numerator", e.Numerator)
			lay("denominator", e.Denominator)
			for _, c := range e.Cells {
				lay(strings.TrimSpace(fmt.Sprint(c.By)), c.Value)
			}
		}
	}
	p.sums = make([]float64, len(places))
	return p
}

// add adds everything up.
func (p *project) add() {
	clear(p.sums)
	for _, a := range p.amounts {
		p.sums[a.sum] += a.value
	}
}

// measure returns how long something takes, and how many times as long as adding up.
func (p *project) measure(times int, do func()) (took time.Duration, of float64, err error) {
	again := func(do func()) func(int) error {
		return func(times int) error {
			for range times {
				do()
			}
			return nil
		}
	}
	took, floor, err := contest{ours: always(times, again(do)), plain: always(addTimes, again(p.add))}.run()
	if err == nil && floor == 0 {
		err = errors.New("there is nothing to add up")
	}
	return took, float64(took) / float64(floor), err
}

// count is how many contributions were counted.
func count(t results.Tallies) int {
	n := 0
	for _, one := range t {
		n += one.Count + one.Marks
	}
	return n
}

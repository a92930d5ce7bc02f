package main

import (
	"runtime"
	"time"
)

// contestRounds are how often each attempt of a contest is made, in turn, after one that
// does not count.
const contestRounds = 5

// A contest measures something beside the plainest way to do the same.
type contest struct {
	name        string
	ours, plain attempt
}

// An attempt is a way to do something.
type attempt struct {
	times int // in a round
	// ready does what comes before so many times, and returns what is measured.
	ready func(times int) (func() error, error)
}

// always is an attempt that needs nothing before it.
func always(times int, do func(times int) error) attempt {
	return attempt{times, func(times int) (func() error, error) {
		return func() error { return do(times) }, nil
	}}
}

// run makes both attempts in turn, and returns how long each takes for one time, in its
// middle round.
func (c contest) run() (ours, plain time.Duration, err error) {
	var took [2][]time.Duration
	for round := range contestRounds + 1 {
		for k, a := range []attempt{c.ours, c.plain} {
			t, err := a.run()
			if err != nil {
				return 0, 0, err
			}
			if round > 0 {
				took[k] = append(took[k], t)
			}
		}
	}
	return share(took[0], 50), share(took[1], 50), nil
}

// run makes the attempt once.
func (a attempt) run() (time.Duration, error) {
	do, err := a.ready(a.times)
	if err != nil {
		return 0, err
	}
	runtime.GC() // what was readied is not part of what is measured
	start := time.Now()
	err = do()
	return time.Since(start) / time.Duration(a.times), err
}

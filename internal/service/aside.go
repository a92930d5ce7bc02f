package service

import (
	"sync"

	"tulos/internal/results"
	"tulos/reports"
)

// asides are what dashboards show besides the figures, as far as anybody has asked
// for it at this end of the chain. None of it costs more where there are more
// activities.
type asides struct {
	countries aside[map[results.PeriodNo][]CountryPart]
	plan      aside[[]plannedWork]
	restated  aside[[]reports.Restated]
}

// An aside is made once, by whoever asks first; others wait for it.
type aside[T any] struct {
	mutex sync.Mutex
	made  bool
	value T
}

// get makes the value where nobody has yet.
func (a *aside[T]) get(prepare func() (T, error)) (T, error) {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	if a.made {
		return a.value, nil
	}
	v, err := prepare()
	if err == nil {
		a.value, a.made = v, true
	}
	return v, err
}

// keep takes over what another has, if that is made.
func (a *aside[T]) keep(other *aside[T]) {
	if other.mutex.TryLock() { // else it is being made now
		a.value, a.made = other.value, other.made
		other.mutex.Unlock()
	}
}

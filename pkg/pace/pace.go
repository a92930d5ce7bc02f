// Package pace lets each of many names do something so often, and no more often. What it
// remembers is bounded, and lost when the program stops.
package pace

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Rate is how often: so many times at once, and all of these again within a span.
// Nothing at once is without a limit.
type Rate struct {
	AtOnce int
	Within time.Duration
}

// mostNames is how many names are remembered, of each half: 1 MB in all.
const mostNames = 5_000

// A Pace counts by name. It is safe for use by many goroutines.
type Pace struct {
	now  func() time.Time
	rate Rate
	mu   sync.Mutex
	// used are the names of late, before those that came earlier and not since. The
	// earlier ones are forgotten once a whole span is over, when they have all again, or
	// when there are too many names.
	used, before map[string]*rate.Limiter
	since        time.Time // of used
}

// New makes a pace by a clock.
func New(now func() time.Time, r Rate) *Pace {
	return &Pace{now: now, rate: r, used: map[string]*rate.Limiter{}}
}

// A Turn is whether a name may, and how it stands afterwards.
type Turn struct {
	May  bool
	Left int           // how often at once it may still
	Wait time.Duration // until it may once more
	Full time.Duration // until it has all again
}

// Take counts a name once, where it may.
func (p *Pace) Take(name string) Turn {
	if p.rate.AtOnce <= 0 {
		return Turn{May: true}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	of := p.of(name, now)
	may := of.AllowN(now, 1)
	left := max(0, of.TokensAt(now))
	each := float64(p.rate.Within) / float64(p.rate.AtOnce)
	return Turn{
		May: may, Left: int(left), Wait: time.Duration(max(0, 1-left) * each),
		Full: time.Duration((float64(p.rate.AtOnce) - left) * each),
	}
}

// of is what is remembered of a name.
func (p *Pace) of(name string, now time.Time) *rate.Limiter {
	of := p.used[name]
	if of == nil && len(p.used) >= mostNames || now.Sub(p.since) > p.rate.Within {
		p.used, p.before, p.since = map[string]*rate.Limiter{}, p.used, now
	}
	if of == nil {
		of = p.before[name]
	}
	if of == nil {
		of = rate.NewLimiter(rate.Limit(float64(p.rate.AtOnce)/p.rate.Within.Seconds()), p.rate.AtOnce)
	}
	p.used[name] = of
	return of
}

package pace

import (
	"strconv"
	"testing"
	"time"
)

// clock is a time that a test sets.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)} }

// TestTake: a name has so many at once, others are not held back by it, and it gets one
// after the other again.
func TestTake(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := New(c.now, Rate{AtOnce: 60, Within: time.Minute})
	for n := range 60 {
		if turn := p.Take("one"); !turn.May || turn.Left != 59-n {
			t.Fatalf("turn %d: %+v", n+1, turn)
		}
	}
	if turn := p.Take("one"); turn.May || turn.Wait != time.Second || turn.Full != time.Minute {
		t.Errorf("one more: %+v", turn)
	}
	if !p.Take("other").May {
		t.Error("another name is held back")
	}
	c.at = c.at.Add(3 * time.Second)
	for n, want := range []bool{true, true, true, false} {
		if turn := p.Take("one"); turn.May != want {
			t.Errorf("turn %d after three seconds: %+v", n+1, turn)
		}
	}
}

func TestNothingAtOnceIsWithoutLimit(t *testing.T) {
	t.Parallel()
	p := New(newClock().now, Rate{Within: time.Minute})
	for range 1000 {
		if !p.Take("one").May {
			t.Fatal("held back")
		}
	}
	if len(p.used) > 0 {
		t.Error("names are remembered")
	}
}

// TestNamesAreForgotten: there is room for so many names, whoever goes on asking is not
// forgotten for others, and whoever has all again is.
func TestNamesAreForgotten(t *testing.T) {
	t.Parallel()
	c := newClock()
	p := New(c.now, Rate{AtOnce: 2, Within: time.Minute})
	p.Take("hammer")
	p.Take("hammer")
	for n := range 4 * mostNames {
		p.Take(strconv.Itoa(n))
		if n%1000 == 0 && p.Take("hammer").May {
			t.Fatalf("forgotten after %d names", n)
		}
		if len(p.used)+len(p.before) > 2*mostNames {
			t.Fatalf("%d names are remembered", len(p.used)+len(p.before))
		}
	}
	for range 2 {
		c.at = c.at.Add(2 * time.Minute)
		p.Take("late")
	}
	if n := len(p.used) + len(p.before); n > 2 {
		t.Errorf("%d names are remembered after they have all again", n)
	}
}

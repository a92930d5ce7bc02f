package web

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

func TestTriesWaitLonger(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	tries := newTries(func() time.Time { return now })
	account, address := triedAccount("a@example.org"), triedAddress("192.0.2.1")
	for n, want := range []time.Duration{15, 30, 60, 120, 240, 480, 900, 900} {
		for n == 0 && tries.of[account.name] == nil || n == 0 && tries.of[account.name].count < freeByAccount {
			if wait := tries.begin(account, address); wait != 0 {
				t.Fatalf("waits %s at once", wait)
			}
		}
		if wait := tries.begin(account, address); wait != want*time.Second {
			t.Fatalf("after %d more: waits %s, want %ds", n, wait, want)
		}
		now = now.Add(want * time.Second)
		if wait := tries.begin(account, address); wait != 0 {
			t.Fatalf("waits %s more", wait)
		}
	}
	now = now.Add(forgetAfter + time.Second)
	for n := range freeByAccount {
		if wait := tries.begin(account, address); wait != 0 {
			t.Fatalf("try %d after an hour waits %s", n+1, wait)
		}
	}
}

func TestTriesAreOfNames(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a, b   tried
		isSame bool
	}{
		"case of an address":   {triedAccount("Ä@Example.org "), triedAccount("ä@example.ORG"), true},
		"two addresses":        {triedAccount("a@example.org"), triedAccount("b@example.org"), false},
		"the same network":     {triedAddress("2001:db8:1:2::1"), triedAddress("2001:db8:1:2:ffff::"), true},
		"two networks":         {triedAddress("2001:db8:1:2::1"), triedAddress("2001:db8:1:3::1"), false},
		"with a zone":          {triedAddress("fe80::1%eth0"), triedAddress("fe80::1"), true},
		"IPv4 in IPv6":         {triedAddress("::ffff:192.0.2.1"), triedAddress("192.0.2.1"), true},
		"two of IPv4":          {triedAddress("192.0.2.1"), triedAddress("192.0.2.2"), false},
		"an account, a remote": {triedAccount("192.0.2.1"), triedAddress("192.0.2.1"), false},
	} {
		if got := c.a.name == c.b.name; got != c.isSame {
			t.Errorf("%s: same %v", name, got)
		}
	}
}

// TestManyShareAnAddress: whoever signs in from there takes nothing from the others,
// and wrong guesses of one do not hold up all soon.
func TestManyShareAnAddress(t *testing.T) {
	t.Parallel()
	tries := newTries(func() time.Time { return time.Unix(1e9, 0) })
	address := triedAddress("192.0.2.1")
	for n := range 1000 {
		account := triedAccount(fmt.Sprintf("%d@example.org", n))
		if wait := tries.begin(account, address); wait != 0 {
			t.Fatalf("person %d waits %s", n+1, wait)
		}
		tries.succeeded(account, address)
	}
	failed := 0
	for n := 0; tries.begin(triedAccount(fmt.Sprintf("guess %d", n)), address) == 0; n++ {
		failed++
	}
	if failed != freeByAddress {
		t.Errorf("%d guesses from one address", failed)
	}
}

// TestTriesAtTheSameTime: guesses at the same time are counted before they are answered.
func TestTriesAtTheSameTime(t *testing.T) {
	t.Parallel()
	tries := newTries(func() time.Time { return time.Unix(1e9, 0) })
	var all sync.WaitGroup
	let := make(chan bool, 100)
	for range cap(let) {
		all.Go(func() { let <- tries.begin(triedAccount("a@example.org"), triedAddress("192.0.2.1")) == 0 })
	}
	all.Wait()
	close(let)
	n := 0
	for ok := range let {
		if ok {
			n++
		}
	}
	if n != freeByAccount {
		t.Errorf("%d guesses at once", n)
	}
}

// TestTriesTakeBoundedRoom: whoever tries many names does not make the server forget
// those who wait.
func TestTriesTakeBoundedRoom(t *testing.T) {
	t.Parallel()
	now := time.Unix(1e9, 0)
	tries := newTries(func() time.Time { return now })
	victim := triedAccount("victim@example.org")
	for range freeByAccount {
		tries.begin(victim)
	}
	for n := range mostTried + 2000 {
		tries.begin(triedAccount(fmt.Sprintf("%d@example.org", n)))
	}
	if len(tries.of) > mostTried {
		t.Errorf("%d names are remembered", len(tries.of))
	}
	if tries.begin(victim) == 0 {
		t.Error("the account in danger is forgotten")
	}
	now = now.Add(forgetAfter + time.Second)
	tries.begin(triedAccount("one more"))
	if len(tries.of) != 1 {
		t.Errorf("%d names are remembered after an hour", len(tries.of))
	}
}

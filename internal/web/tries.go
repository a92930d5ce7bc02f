package web

import (
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/store/archive"
)

// How often someone may fail to sign in before waiting, and how long that takes:
// twice as long each further time. Many people may share an address.
const (
	freeByAccount = 5
	freeByAddress = 50
	firstWait     = 15 * time.Second
	longestWait   = 15 * time.Minute
	forgetAfter   = time.Hour
	mostTried     = 10_000 // names remembered: 640 KB
)

// tries remember who failed to sign in, by account and by address.
type tries struct {
	now func() time.Time
	mu  sync.Mutex
	of  map[[sha256.Size]byte]*failures
}

type failures struct {
	count int
	last  time.Time
}

// A tried is a name under which tries are counted; names are hashed, so that long
// ones take no more room.
type tried struct {
	name [sha256.Size]byte
	free int
}

// triedAccount is the account with an email address, be there one or not.
func triedAccount(email string) tried {
	return tried{sha256.Sum256([]byte("account " + archive.Login(email))), freeByAccount}
}

// triedCode is the second factor of a user.
func triedCode(id partnership.UserID) tried {
	return tried{sha256.Sum256([]byte("code " + id)), freeByAccount}
}

// triedAddress is where a request to sign in comes from.
func triedAddress(remote string) tried { return triedFrom("address ", remote) }

// triedReports is where somebody looks for sealed reports from.
func triedReports(remote string) tried { return triedFrom("reports ", remote) }

// triedSignOn is where somebody leaves for the provider of single sign-on from.
func triedSignOn(remote string) tried { return triedFrom("sign-on ", remote) }

// triedPasskey is where somebody begins to use a passkey from.
func triedPasskey(remote string) tried { return triedFrom("passkey ", remote) }

// triedFrom is where a request comes from.
func triedFrom(what, remote string) tried {
	return tried{sha256.Sum256([]byte(what + sourceOf(remote))), freeByAddress}
}

// sourceOf is the address that a request comes from; of IPv6 the network of one customer.
func sourceOf(remote string) string {
	ip, err := netip.ParseAddr(remote)
	if err != nil {
		return remote
	}
	ip = ip.Unmap().WithZone("")
	if network, err := ip.Prefix(64); err == nil && ip.Is6() {
		return network.String()
	}
	return ip.String()
}

func newTries(now func() time.Time) *tries {
	return &tries{now: now, of: map[[sha256.Size]byte]*failures{}}
}

// begin counts a try under the names as a failure, until it is taken back. Where it
// must wait, it is not counted, and begin returns how long.
func (t *tries) begin(names ...tried) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	var longest time.Duration
	for _, n := range names {
		if f := t.of[n.name]; f != nil && f.count >= n.free {
			wait := min(firstWait<<min(f.count-n.free, 10), longestWait)
			longest = max(longest, wait-now.Sub(f.last))
		}
	}
	if longest > 0 {
		return longest
	}
	for _, n := range names {
		f := t.of[n.name]
		if f == nil || now.Sub(f.last) > forgetAfter {
			t.makeRoom(now)
			f = &failures{}
			t.of[n.name] = f
		}
		f.count++
		f.last = now
	}
	return 0
}

// makeRoom forgets what is old where there is no room for one more; else the name
// with the fewest failures, the oldest of these. So those who wait go on waiting,
// whoever tries how many names.
func (t *tries) makeRoom(now time.Time) {
	if len(t.of) < mostTried {
		return
	}
	var least [sha256.Size]byte
	var fewest *failures
	for n, f := range t.of {
		switch {
		case now.Sub(f.last) > forgetAfter:
			delete(t.of, n)
		case fewest == nil || f.count < fewest.count || f.count == fewest.count && f.last.Before(fewest.last):
			least, fewest = n, f
		}
	}
	if len(t.of) >= mostTried {
		delete(t.of, least)
	}
}

// succeeded takes a try back: it forgets the failures of the account, and one of
// where it came from.
func (t *tries) succeeded(account, address tried) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.of, account.name)
	t.takeBack(address)
}

// found takes a try back that was none: one that found what it looked for.
func (t *tries) found(address tried) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.takeBack(address)
}

func (t *tries) takeBack(address tried) {
	if f := t.of[address.name]; f != nil && f.count > 0 {
		f.count--
	}
}

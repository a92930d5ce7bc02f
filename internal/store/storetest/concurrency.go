package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func concurrencyTests() []test {
	return []test{
		{"many insert the same", (*run).insertRace},
		{"many count up", (*run).countUp},
		{"16 write and 16 read", (*run).transfer},
	}
}

const (
	clients  = 16 // that work at once
	accounts = 48 // among which they move amounts
	moves    = 8  // of each
)

// insertRace: of all who insert one id, and of all who take one unique key,
// one succeeds.
func (r *run) insertRace() {
	for round := range 5 {
		code := fmt.Sprint("x", round)
		body := r.body("project", "baltic", "code", code)
		sameID, sameKey := make([]error, clients), make([]error, clients)
		var wg sync.WaitGroup
		for i := range clients {
			wg.Go(func() {
				sameID[i] = r.Commit(r.ctx, store.Unit{store.Insert("people", code, r.body("team", fmt.Sprint(i)))})
				sameKey[i] = r.Commit(r.ctx, store.Unit{store.Insert("activities", fmt.Sprint(code, "-", i), body)})
			})
		}
		wg.Wait()
		r.oneWon(sameID, store.ErrConflict)
		r.oneWon(sameKey, store.ErrDuplicate)
	}
}

func (r *run) oneWon(outcomes []error, others error) {
	r.Helper()
	won := 0
	for _, err := range outcomes {
		if err == nil {
			won++
			continue
		}
		r.is(err, others)
	}
	r.equal(1, won)
}

// countUp has all raise one number; a conflict is tried again with what is
// there then. Not one step may be lost.
func (r *run) countUp() {
	const steps = 10
	r.activity("counter", "rank", 0)
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range steps {
				if err := r.raise("counter", 1); err != nil {
					r.Errorf("raise: %v", err)
				}
			}
		})
	}
	wg.Wait()
	d, err := r.Get(r.ctx, "activities", "counter")
	r.ok(err)
	r.equal(int64(clients*steps), d.Body.Lookup("rank").AsInt64())
	r.equal(int64(clients*steps+1), d.Rev)
}

func (r *run) raise(id string, by int64) error {
	for {
		d, err := r.Get(r.ctx, "activities", id)
		if err != nil {
			return err
		}
		err = r.Commit(r.ctx, store.Unit{r.raised(d, by)})
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

// raised replaces an account, whose rank is its balance.
func (r *run) raised(d store.Document, by int64) store.Write {
	body, err := bson.Marshal(bson.D{
		{Key: "project", Value: "baltic"},
		{Key: "rank", Value: d.Body.Lookup("rank").AsInt64() + by},
		{Key: "moves", Value: d.Rev},
	})
	if err != nil {
		r.Errorf("encode: %v", err)
	}
	return store.Replace("activities", d.ID, d.Rev, body)
}

// transfer moves amounts between accounts in units of two replacements and an
// insert while others read. In every snapshot the sum of all accounts is the
// same and there are as many entries as moves.
func (r *run) transfer() {
	if !r.caps.Transactions || !r.caps.Snapshots {
		r.unproven("units of several documents stay whole under 16 writers and 16 readers; accounts move singly here")
	}
	const each = 100
	for i := range accounts {
		r.activity(fmt.Sprint("account", i), "rank", each)
	}
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	var writers, readers sync.WaitGroup
	for w := range clients {
		writers.Go(func() {
			for i := range moves {
				if err := r.move(fmt.Sprintf("entry-%d-%d", w, i), (w*3+i)%accounts, (w*7+i*5+1)%accounts); err != nil {
					r.Errorf("move: %v", err)
					return
				}
			}
		})
		readers.Go(func() {
			for ctx.Err() == nil {
				if err := r.checkAccounts(each); err != nil {
					r.Errorf("read: %v", err)
					return
				}
			}
		})
	}
	writers.Wait()
	stop()
	readers.Wait()
	r.ok(r.checkAccounts(each))
	n, err := r.Count(r.ctx, store.Query{Collection: "people"})
	r.ok(err)
	r.equal(int64(clients*moves), n)
}

// move takes 1 from one account to another and notes it as an entry.
func (r *run) move(entry string, from, to int) error {
	if from == to {
		to = (to + 1) % accounts
	}
	note := store.Insert("people", entry, r.body("team", "moves"))
	if !r.caps.Transactions {
		return errors.Join(r.raise(fmt.Sprint("account", from), -1), r.raise(fmt.Sprint("account", to), 1),
			r.Commit(r.ctx, store.Unit{note}))
	}
	for {
		a, err := r.Get(r.ctx, "activities", fmt.Sprint("account", from))
		if err != nil {
			return err
		}
		b, err := r.Get(r.ctx, "activities", fmt.Sprint("account", to))
		if err != nil {
			return err
		}
		err = r.Commit(r.ctx, store.Unit{note, r.raised(a, -1), r.raised(b, 1)})
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func (r *run) checkAccounts(each int) error {
	s, err := r.Snapshot(r.ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	sum, moved, seen := int64(0), int64(0), 0
	for d, err := range s.Find(r.ctx, inBaltic(store.Order{})) {
		if err != nil {
			return err
		}
		if last, ok := d.Body.Lookup("moves").AsInt64OK(); ok && last != d.Rev-1 {
			return fmt.Errorf("%s: revision %d with the body of %d", d.ID, d.Rev, last+1)
		}
		sum += d.Body.Lookup("rank").AsInt64()
		moved += d.Rev - 1
		seen++
	}
	entries, err := s.Count(r.ctx, store.Query{Collection: "people", Where: []store.Condition{store.Equal("team", "moves")}})
	switch {
	case err != nil:
		return err
	case seen != accounts:
		return fmt.Errorf("%d accounts, want %d", seen, accounts)
	case !r.caps.Transactions || !r.caps.Snapshots:
		return nil
	case sum != int64(accounts*each) || moved != 2*entries:
		return fmt.Errorf("sum %d after %d moves and %d entries", sum, moved, entries)
	}
	return nil
}

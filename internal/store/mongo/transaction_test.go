package mongo_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
)

const (
	inTheWay = "TransientTransactionError"
	unknown  = "UnknownTransactionCommitResult"
)

// pair is a unit that needs a transaction.
func pair(t *testing.T) store.Unit {
	t.Helper()
	return store.Unit{activity(t, "a1"), activity(t, "a2")}
}

func TestTransactionIsTriedAgain(t *testing.T) {
	t.Parallel()
	applied := bson.D{{Key: "ok", Value: 1}, {Key: "n", Value: 2}}
	tests := []struct {
		name    string
		trouble func(p *proxy)
		inserts int // 0 = any number
		commits int
	}{
		{"no trouble", func(*proxy) {}, 1, 1},
		{"others in the way", func(p *proxy) {
			p.first(3, "insert", fault(112, "write conflict", inTheWay), nil)
		}, 4, 1},
		{"others in the way at the end", func(p *proxy) {
			p.first(1, "insert", applied, nil) // the stand-in would not take it back
			p.first(1, "commitTransaction", fault(251, "no such transaction", inTheWay), done)
		}, 2, 2},
		{"outcome unknown", func(p *proxy) {
			p.first(3, "commitTransaction", fault(64, "waiting for replication timed out", unknown), done)
		}, 1, 4},
		{"outcome of many members unknown", func(p *proxy) {
			p.first(3, "commitTransaction", bson.D{
				{Key: "ok", Value: 1},
				{Key: "writeConcernError", Value: bson.D{{Key: "code", Value: 64}, {Key: "errmsg", Value: "timed out"}}},
			}, done)
		}, 1, 4},
		{"primary steps down", func(p *proxy) {
			p.first(1, "insert", fault(10107, "not primary", inTheWay, "RetryableWriteError"), nil)
			p.first(1, "commitTransaction", fault(91, "shutting down", unknown, "RetryableWriteError"), done)
		}, 2, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, c, ok := startProxy(t)
			if !ok {
				return
			}
			e := open(t, c)
			p.first(0, "insert", nil, nil)
			tt.trouble(p)
			check(t, e.Commit(t.Context(), pair(t)))
			if n := p.count("insert"); n != tt.inserts {
				t.Errorf("%d inserts, want %d", n, tt.inserts)
			}
			if n := p.count("commitTransaction"); n != tt.commits {
				t.Errorf("%d commits, want %d", n, tt.commits)
			}
			for _, id := range []string{"a1", "a2"} {
				_, err := e.Get(t.Context(), "activities", id)
				check(t, err)
			}
		})
	}
}

// TestTransactionEndsWithItsCaller: however long the trouble lasts.
func TestTransactionEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	tests := []struct {
		command string
		answer  bson.D
	}{
		{"insert", fault(112, "write conflict", inTheWay)},
		{"insert", fault(91, "shutting down", inTheWay)},
		{"commitTransaction", fault(64, "waiting for replication timed out", unknown)},
		{"commitTransaction", fault(251, "no such transaction", inTheWay)},
	}
	for _, tt := range tests {
		t.Run(tt.command+" "+tt.answer[2].Value.(string), func(t *testing.T) {
			t.Parallel()
			p, c, ok := startProxy(t)
			if !ok {
				return
			}
			e := open(t, c)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			p.answer("insert", func(int) bson.D { return bson.D{{Key: "ok", Value: 1}, {Key: "n", Value: 2}} })
			p.answer(tt.command, func(n int) bson.D {
				if n == 5 {
					cancel()
				}
				return tt.answer
			})
			if err := e.Commit(ctx, pair(t)); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v, want %q", err, context.Canceled)
			}
			if n := p.count(tt.command); n < 6 || n > 10 {
				t.Errorf("%d times %s, want no more after the sixth", n, tt.command)
			}
		})
	}
}

// TestServerInTrouble: what the server's answers become.
func TestServerInTrouble(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		command string
		answer  bson.D
		want    error
		not     string
	}{
		{"disk full", "insert", fault(14031, "no space"), store.ErrNoSpace, ""},
		{"not the primary", "insert", fault(10107, "not primary"), store.ErrUnavailable, ""},
		{"writing blocked", "insert", fault(371, "user writes blocked"), store.ErrReadOnly, ""},
		{"not authorised", "insert", fault(13, `not authorized on tulos to execute command { insert: "activities", documents: [ { code: "a1" } ] }`), store.ErrUnavailable, "a1"},
		{"outcome unknown for good", "commitTransaction", fault(50, "time over", unknown), store.ErrUnavailable, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, c, ok := startProxy(t)
			if !ok {
				return
			}
			e := open(t, c)
			p.answer(tt.command, func(int) bson.D { return tt.answer })
			units := []store.Unit{pair(t), {activity(t, "b1")}}
			if tt.command == "commitTransaction" {
				units = units[:1]
			}
			for _, unit := range units {
				err := e.Commit(t.Context(), unit)
				if !errors.Is(err, tt.want) || tt.not != "" && strings.Contains(err.Error(), tt.not) {
					t.Errorf("error %v, want %q and nothing of %q", err, tt.want, tt.not)
				}
			}
			p.first(0, tt.command, nil, done)
			p.answer("insert", nil)
			check(t, e.Commit(t.Context(), store.Unit{activity(t, "c1"), activity(t, "c2")}))
		})
	}
}

// TestPutFileAmongOthers: two that put a file of one name at once.
func TestPutFileAmongOthers(t *testing.T) {
	t.Parallel()
	p, c, ok := startProxy(t)
	if !ok {
		return
	}
	e := open(t, c)
	p.first(2, "findAndModify", fault(11000, "E11000 duplicate key error index: _id_ dup key: { _id: \"photo\" }"), nil)
	_, err := e.PutFile(t.Context(), "photo", strings.NewReader("photo"))
	check(t, err)
	_, err = e.StatFile(t.Context(), "photo")
	check(t, err)
}

// TestRefusedUser: an error that tells what is wrong, without the password.
func TestRefusedUser(t *testing.T) {
	t.Parallel()
	p, c, ok := startProxy(t)
	if !ok {
		return
	}
	p.answer("saslStart", func(int) bson.D { return fault(18, "Authentication failed.") })
	c.URI = strings.Replace(c.URI, "mongodb://", "mongodb://tulos:s3cret@", 1)
	_, err := mongo.Open(t.Context(), c, testSchema())
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), "password") || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("error %v, want %q, the cause and no password", err, store.ErrUnavailable)
	}
}

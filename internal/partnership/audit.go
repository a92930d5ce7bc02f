package partnership

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"strconv"
	"time"
)

// Installation is the chain of what belongs to no project: users and memberships.
// No project can be called so.
const Installation ProjectCode = "~"

// An Audit is an entry of a chain: what was done in one go, by whom, and when. It
// holds the hash of the entry before it, so that none can be changed, taken out or
// put in without breaking the chain.
type Audit struct {
	Chain    ProjectCode
	No       int       // from 1
	At       time.Time // UTC, in whole milliseconds
	By       UserID    // empty: by whoever runs the installation, at its command line
	What     string    // "activity.accept"
	Note     string    // a comment, or a reason
	Changes  []Change
	Step     int    // migrations of the storage that had been done
	Previous string // hash of the entry before, empty for the first
	Hash     string // 64 hexadecimal digits
}

// A Change is what became of a stored document: the SHA-256 of its body before
// and after, empty where there was or is none.
type Change struct {
	Collection string
	ID         string
	Before     string
	After      string
}

// A Chain is the end of a chain, and the numbers given out so far.
type Chain struct {
	Project ProjectCode
	No      int    // of the last entry
	Hash    string // of the last entry
	LastLog int    // the last number in the project's log
}

// Append makes the next entry of the chain and moves its end there.
func (c *Chain) Append(a Audit) Audit {
	c.No++
	a.Chain, a.No, a.Previous = c.Project, c.No, c.Hash
	a.At = a.At.UTC().Truncate(time.Millisecond)
	a.Hash = a.Sum()
	c.Hash = a.Hash
	return a
}

// Sum is the hash that the entry must have: the SHA-256 of all other fields, each
// with its length before it.
func (a *Audit) Sum() string {
	h := digest{sha256.New()}
	h.write(string(a.Chain), strconv.Itoa(a.No), strconv.FormatInt(a.At.UnixMilli(), 10), string(a.By), a.What, a.Note)
	h.write(strconv.Itoa(a.Step), a.Previous, strconv.Itoa(len(a.Changes)))
	for _, c := range a.Changes {
		h.write(c.Collection, c.ID, c.Before, c.After)
	}
	return hex.EncodeToString(h.Sum(nil))
}

type digest struct{ hash.Hash }

func (d digest) write(fields ...string) {
	for _, f := range fields {
		d.Write([]byte(strconv.Itoa(len(f))))
		d.Write([]byte{':'})
		d.Write([]byte(f))
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"tulos/internal/store/mongo"
	"tulos/internal/store/sqlite"
	"tulos/internal/store/storebench"
)

// storeCommand measures storage beside its database alone, on the same data.
type storeCommand struct {
	Documents int    `default:"100000" help:"How many documents there are to read."`
	Commits   int    `default:"500" help:"How many commits are made in each of six rounds; as many pages are read, and ten times the documents."`
	URI       string `help:"MongoDB server to measure too; the run makes a database of its own and removes it."`
}

// Run prints what storage does in a second, and what its database alone does.
func (c *storeCommand) Run(s *session) error {
	if err := c.embedded(s); err != nil || c.URI == "" {
		return err
	}
	return c.server(s)
}

// embedded measures the embedded engine beside plain SQL.
func (c *storeCommand) embedded(s *session) error {
	return withFolder(func(folder string) (err error) {
		folder = filepath.Join(folder, "data")
		e, err := sqlite.Open(s.ctx, folder, storebench.Schema())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, e.Close()) }()
		plain, err := storebench.OpenSQLite(s.ctx, folder)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, plain.Close()) }()
		return c.compare(s, "embedded", "plain SQL", storebench.Engine{Of: e}, plain)
	})
}

// server measures the engine on MongoDB beside its driver.
func (c *storeCommand) server(s *session) (err error) {
	at := mongo.Config{URI: c.URI, Database: fmt.Sprintf("tulos_bench_%d", time.Now().UnixNano()), WithoutTransactions: true}
	e, err := mongo.Open(s.ctx, at, storebench.Schema())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	plain, err := storebench.OpenMongo(s.ctx, at.URI, at.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, plain.Drop(context.WithoutCancel(s.ctx))) }()
	name := "MongoDB"
	if !plain.HasTransactions() {
		name = "MongoDB without transactions"
	}
	return c.compare(s, name, "its driver", storebench.Engine{Of: e}, plain)
}

func (c *storeCommand) compare(s *session, name, plainName string, ours, plain storebench.Subject) error {
	t := newTable(name, "a second", plainName, "× its time")
	at := &stored{ctx: s.ctx}
	for _, of := range c.contests(at, ours, plain) {
		took, floor, err := of.run()
		if err != nil {
			return fmt.Errorf("%s: %w", of.name, err)
		}
		t.add(of.name, perSecond(took), perSecond(floor), fmt.Sprintf("%.2f", float64(took)/float64(floor)))
	}
	return s.print(t)
}

func perSecond(took time.Duration) string { return fmt.Sprintf("%.0f", 1/took.Seconds()) }

// What commits have in them.
const (
	entrySize = 2 // documents: an entry, and what is beside it
	loadSize  = 2000
	writers   = 16
)

// contests are what is measured, in this order: the first fills the storage.
func (c *storeCommand) contests(at *stored, ours, plain storebench.Subject) []contest {
	loaded := max(c.Documents/(2*(contestRounds+1)), 1)
	both := func(name string, of func(storebench.Subject) attempt) contest {
		return contest{name, of(ours), of(plain)}
	}
	return []contest{
		both("documents, 2,000 in a commit", func(by storebench.Subject) attempt { return at.loads(by, loaded) }),
		both("commits of two documents by one writer", func(by storebench.Subject) attempt { return at.commits(by, c.Commits, 1) }),
		both("by 16 writers", func(by storebench.Subject) attempt { return at.commits(by, c.Commits, writers) }),
		both("reads of a document", func(by storebench.Subject) attempt { return at.reads(by, 10*c.Commits) }),
		both("pages of 50 documents", func(by storebench.Subject) attempt { return at.pages(by, c.Commits) }),
	}
}

// stored is what a storage has.
type stored struct {
	ctx   context.Context
	count int // of documents
}

// more makes documents that are not there yet, so many in a commit.
func (s *stored) more(count, size int) ([][]storebench.Document, error) {
	var commits [][]storebench.Document
	for k := range count {
		if k%size == 0 {
			commits = append(commits, nil)
		}
		d, err := storebench.NewDocument(s.count)
		if err != nil {
			return nil, err
		}
		s.count++
		last := &commits[len(commits)-1]
		*last = append(*last, d)
	}
	return commits, nil
}

// loads commits many documents at once.
func (s *stored) loads(by storebench.Subject, documents int) attempt {
	return attempt{documents, func(times int) (func() error, error) {
		all, err := s.more(times, loadSize)
		return func() error { return s.commit(by, all, 1) }, err
	}}
}

// commits has some commit an entry after the other.
func (s *stored) commits(by storebench.Subject, times, writers int) attempt {
	return attempt{times, func(times int) (func() error, error) {
		all, err := s.more(times*entrySize, entrySize)
		return func() error { return s.commit(by, all, writers) }, err
	}}
}

// commit has writers share commits.
func (s *stored) commit(by storebench.Subject, all [][]storebench.Document, writers int) error {
	var next atomic.Int64
	var done sync.WaitGroup
	faults := make([]error, writers)
	for w := range writers {
		done.Go(func() {
			for n := next.Add(1) - 1; n < int64(len(all)) && faults[w] == nil; n = next.Add(1) - 1 {
				faults[w] = by.Commit(s.ctx, all[n])
			}
		})
	}
	done.Wait()
	return errors.Join(faults...)
}

// reads reads documents from all over.
func (s *stored) reads(by storebench.Subject, times int) attempt {
	const stride = 7919
	return always(times, func(times int) error {
		for n := range times {
			if err := by.Read(s.ctx, storebench.ID(n*stride%s.count)); err != nil {
				return err
			}
		}
		return nil
	})
}

// pages reads the same page, all of it.
func (s *stored) pages(by storebench.Subject, times int) attempt {
	return always(times, func(times int) error {
		for range times {
			count, err := by.Page(s.ctx)
			if err == nil && count != min(storebench.PageSize, s.count/storebench.Projects) {
				err = fmt.Errorf("a page of %d documents", count)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

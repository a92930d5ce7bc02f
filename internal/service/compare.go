package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// errDiffers says that a bundle is another than the project that is there.
var errDiffers = errors.New("the project is there already, with other content")

// A comparison holds a bundle against the project that is there, item by item.
type comparison struct {
	ctx      context.Context // of the import, during which the comparison lives
	snapshot store.Snapshot
	project  partnership.ProjectCode
	lists    map[string]*pulled
}

// A pulled list is read one document at a time.
type pulled struct {
	next func() (any, error, bool)
	stop func()
}

func newComparison(ctx context.Context, e store.Engine, there Stored[partnership.Setup], setup partnership.Setup) (*comparison, error) {
	setup.Version, setup.At, setup.By = there.Value.Version, there.Value.At, there.Value.By
	w, err := archive.Projects.Insert(setup)
	if err != nil {
		return nil, err
	}
	if w.Change.After != there.Hash {
		return nil, errDiffers
	}
	snapshot, err := e.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	c := &comparison{ctx: ctx, snapshot: snapshot, project: setup.Project.Code, lists: map[string]*pulled{}}
	pull(c, archive.Activities)
	pull(c, archive.Measurements)
	pull(c, archive.Deductions)
	pull(c, archive.Expenditure)
	pull(c, archive.Rates)
	pull(c, archive.Narratives)
	return c, nil
}

func pull[T any](c *comparison, table archive.Table[Logged[T]]) {
	next, stop := iter.Pull2(table.Find(c.ctx, c.snapshot, ofProject(c.project)))
	c.lists[table.Collection()] = &pulled{
		next: func() (any, error, bool) {
			v, err, ok := next()
			return v, err, ok
		},
		stop: stop,
	}
}

// compare holds an item against the next that is there.
func compare[T any](c *comparison, table archive.Table[Logged[T]], v T) error {
	next, err, ok := c.lists[table.Collection()].next()
	if err != nil {
		return err
	}
	there, isOne := next.(Stored[Logged[T]])
	if !ok || !isOne {
		return errDiffers
	}
	is, err := table.Insert(Logged[T]{Project: c.project, No: there.Value.No, Value: v})
	if err != nil {
		return err
	}
	there.Value.Comments = nil // bundles do not carry them
	was, err := table.Insert(there.Value)
	if err != nil {
		return err
	}
	if !bytes.Equal(is.Body, was.Body) {
		return errDiffers
	}
	return nil
}

// file holds a file against the one that is there.
func (c *comparison) file(name string, data []byte) error {
	sum := sha256.Sum256(data)
	id := archive.Attachments.ID(partnership.Attachment{Project: c.project, Name: name})
	there, err := archive.Attachments.Get(c.ctx, c.snapshot, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && there.Value.SHA256 != hex.EncodeToString(sum[:]) {
		return errDiffers
	}
	return err
}

// isOver says whether nothing is there that the bundle does not have.
func (c *comparison) isOver() (bool, error) {
	for _, list := range c.lists {
		if _, err, more := list.next(); err != nil || more {
			return false, err
		}
	}
	return true, nil
}

func (c *comparison) close() {
	for _, list := range c.lists {
		list.stop()
	}
	_ = c.snapshot.Close()
}

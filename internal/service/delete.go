package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Deleted draft is kept by whoever deleted it, to be brought back: nothing of it
// stays in the storage. It is empty where the draft cannot be brought back.
type Deleted []byte

// remove deletes a draft, seen at a revision. Where the same form had done it before
// there is nothing to bring back.
func (es entries[T, E]) remove(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64) (Deleted, error) {
	var kept Deleted
	_, err := es.service.run(ctx, task{by, project, es.name + ".delete", []any{ref, seen}, func(c *change) (string, error) {
		old, err := es.own(c, ref, seen)
		if err != nil {
			return "", err
		}
		if len(old.Value.Comments) > 0 {
			return "", refuse(NotPossible, "error.reviewed-stays", "Ref", ref)
		}
		if kept, err = es.table.Pack(old.Value); err != nil {
			return "", err
		}
		return ref, c.put(es.table.Delete(old), nil)
	}})
	return kept, err
}

// restore brings a draft back as it was when it was deleted, under its reference: the
// audit tells whether that was the last that happened to it.
func (es entries[T, E]) restore(ctx context.Context, by By, project partnership.ProjectCode, ref string, kept Deleted) error {
	_, err := es.service.run(ctx, task{by, project, es.name + ".restore", []any{ref, []byte(kept)}, func(c *change) (string, error) {
		gone := refuse(NotPossible, "error.not-deleted", "Ref", ref)
		if err := c.require(partnership.LogEntries); err != nil {
			return "", err
		}
		was, err := es.table.Unpack(kept)
		if err != nil {
			return "", gone
		}
		head := E(&was.Value.Value).Head()
		if was.Value.Project != project || *head.Ref != ref {
			return "", gone
		}
		if err := c.requireOwn(partnership.LogEntries, *head.Partner); err != nil {
			return "", err
		}
		last, err := lastChange(ctx, c.service.Engine, project, es.table.Collection(), was.ID)
		if err != nil {
			return "", err
		}
		if last.Before != was.Hash || last.After != "" {
			return "", gone
		}
		if isTaken, err := c.hasRef(ref); err != nil || isTaken {
			return "", orTaken(err, gone)
		}
		return ref, c.put(es.table.Insert(was.Value))
	}})
	return err
}

func orTaken(err error, taken *Error) error {
	if err != nil {
		return err
	}
	return taken
}

// lastChange is the last change of a document that the audit tells of; none where it
// tells of none.
func lastChange(ctx context.Context, r store.Reader, project partnership.ProjectCode, collection, id string) (partnership.Change, error) {
	q := ofProject(project)
	q.Where = append(q.Where, store.Equal("thing", archive.Thing(collection, id)))
	q.Order, q.Limit = store.Descending("at"), 1
	for a, err := range archive.Audits.Find(ctx, r, q) {
		if err != nil {
			return partnership.Change{}, err
		}
		for _, c := range a.Value.Changes {
			if c.Collection == collection && c.ID == id {
				return c, nil
			}
		}
	}
	return partnership.Change{}, nil
}

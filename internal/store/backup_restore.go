package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
)

// restoring is the file that says that a restore has begun: put before anything
// else is written, deleted after everything else. It is a file and not a document
// so that it needs no collection, and it lives in the storage itself, so that
// whoever opens that next can see it, on any machine.
const restoring = ".restore"

// Unfinished says whether a restore into this storage broke off half-way: what is
// there is then a part of a backup, fit only for restoring again.
func Unfinished(ctx context.Context, r Reader) (bool, error) {
	_, err := r.StatFile(ctx, restoring)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// NotEmptyError says what is in a storage that should be empty.
type NotEmptyError struct {
	Found []string // such as "activities: 12"
}

func (e *NotEmptyError) Error() string {
	return "the storage is not empty: " + strings.Join(e.Found, ", ")
}

// Restore puts the backup into an empty storage with the schema that the backup
// was read for; other storage is a *NotEmptyError and left as it is. Documents
// keep their revisions. What breaks off later is ErrUnfinished, and can be
// restored into again: that begins with removing what is there.
func (b *Backup) Restore(ctx context.Context, into Engine, progress func(BackupProgress)) error {
	unfinished, err := Unfinished(ctx, into)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if !unfinished {
		if err := checkEmpty(ctx, into, b.catalogue); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		if _, err := into.PutFile(ctx, restoring, strings.NewReader("A restore has begun and has not ended.\n")); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if err := b.restore(ctx, into, newReporter(progress)); err != nil {
		return fmt.Errorf("%w: %w", ErrUnfinished, err)
	}
	return nil
}

func (b *Backup) restore(ctx context.Context, into Engine, report *reporter) error {
	if err := clearStorage(ctx, into, b.catalogue); err != nil {
		return err
	}
	for i, entry := range b.m.Documents {
		if b.catalogue.byName[entry.Collection] == nil {
			continue
		}
		if err := b.restoreDocuments(ctx, into, i, report); err != nil {
			return err
		}
	}
	for i := range b.m.Files {
		if err := b.restoreFile(ctx, into, i, report); err != nil {
			return err
		}
	}
	return into.DeleteFile(ctx, restoring)
}

func (b *Backup) restoreDocuments(ctx context.Context, into Engine, index int, report *reporter) error {
	entry := b.m.Documents[index]
	if _, err := Load(ctx, into, b.reported(ctx, index, report)); err != nil {
		return err
	}
	n, err := into.Count(ctx, Query{Collection: entry.Collection})
	if err == nil && n != entry.Count {
		err = fmt.Errorf("%s: %d documents are there, not %d: something else writes", entry.Collection, n, entry.Count)
	}
	return err
}

// reported yields the writes of a collection and reports each.
func (b *Backup) reported(ctx context.Context, index int, report *reporter) iter.Seq2[Write, error] {
	return func(yield func(Write, error) bool) {
		for w, err := range b.writes(ctx, index) {
			report.documents(1)
			report.bytes(len(w.Body))
			if !yield(w, err) {
				return
			}
		}
	}
}

func (b *Backup) restoreFile(ctx context.Context, into Engine, index int, report *reporter) error {
	f, err := b.openFile(ctx, index)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := into.PutFile(ctx, b.m.Files[index].Name, f)
	if err != nil {
		return err
	}
	report.files(1)
	report.bytes(int(info.Size))
	return nil
}

func checkEmpty(ctx context.Context, r Reader, catalogue *Catalogue) error {
	var found []string
	for _, c := range catalogue.Collections() {
		n, err := r.Count(ctx, Query{Collection: c.Name})
		if err != nil {
			return err
		}
		if n > 0 {
			found = append(found, fmt.Sprintf("%s: %d", c.Name, n))
		}
	}
	files := 0
	for _, err := range r.ListFiles(ctx, "") {
		if err != nil {
			return err
		}
		files++
	}
	if files > 0 {
		found = append(found, fmt.Sprintf("files: %d", files))
	}
	if len(found) > 0 {
		return &NotEmptyError{found}
	}
	return nil
}

// clearStorage removes everything but the mark of the restore.
func clearStorage(ctx context.Context, e Engine, catalogue *Catalogue) error {
	for _, c := range catalogue.Collections() {
		if err := clearCollection(ctx, e, c.Name); err != nil {
			return fmt.Errorf("remove what is there: %w", err)
		}
	}
	var names []string
	for info, err := range e.ListFiles(ctx, "") {
		if err != nil {
			return fmt.Errorf("remove what is there: %w", err)
		}
		names = append(names, info.Name)
	}
	for _, name := range names {
		if name == restoring {
			continue
		}
		if err := e.DeleteFile(ctx, name); err != nil {
			return fmt.Errorf("remove what is there: %w", err)
		}
	}
	return nil
}

// clearUnit is how many documents clearCollection removes at once.
const clearUnit = 500

func clearCollection(ctx context.Context, e Engine, collection string) error {
	for {
		var unit Unit
		for d, err := range e.Find(ctx, Query{Collection: collection, Limit: clearUnit}) {
			if err != nil {
				return err
			}
			unit = append(unit, Delete(collection, d.ID, d.Rev))
		}
		if len(unit) == 0 {
			return nil
		}
		if err := e.Commit(ctx, unit); err != nil {
			return err
		}
	}
}

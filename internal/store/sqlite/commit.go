package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tulos/internal/store"
)

// Commit implements store.Engine.
func (e *Engine) Commit(ctx context.Context, u store.Unit) error {
	writes, err := e.catalogue.CheckUnit(u)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if len(writes) == 0 {
		return nil
	}
	err = e.writer.do(&job{
		ctx:    ctx,
		writes: len(writes),
		apply:  func(tx *transaction) error { return apply(ctx, tx, writes) },
	})
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func apply(ctx context.Context, tx *transaction, writes []store.CheckedWrite) error {
	for _, w := range writes {
		if err := ctx.Err(); err != nil {
			return err
		}
		var err error
		switch {
		case w.Body == nil:
			err = remove(tx, w)
		case w.Rev == 0:
			err = insert(tx, w)
		default:
			err = replace(tx, w)
		}
		if err != nil {
			return kind(err)
		}
	}
	return nil
}

func insert(tx *transaction, w store.CheckedWrite) error {
	args := append([]any{w.ID, w.Becomes(), []byte(w.Body)}, w.Values...)
	_, err := tx.exec(insertSQL(w.In), args...)
	return violation(tx, w, err)
}

func replace(tx *transaction, w store.CheckedWrite) error {
	args := append([]any{[]byte(w.Body)}, w.Values...)
	args = append(args, w.ID, w.Rev)
	if w.In.Shard != "" {
		args = append(args, w.Shard())
	}
	result, err := tx.exec(replaceSQL(w.In), args...)
	if err != nil {
		return violation(tx, w, err)
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var rev int64
	err = tx.row("SELECT rev FROM "+quote(w.Collection)+" WHERE id = ?", []any{w.ID}, []any{&rev})
	if err == nil && rev == w.Rev {
		return w.Moved()
	}
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return w.Conflict()
}

func remove(tx *transaction, w store.CheckedWrite) error {
	result, err := tx.exec("DELETE FROM "+quote(w.Collection)+" WHERE id = ? AND rev = ?", w.ID, w.Rev)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return w.Conflict()
}

// violation turns a broken constraint into the error that names the document
// and, of several unique keys, the one that is taken.
func violation(tx *transaction, w store.CheckedWrite, err error) error {
	primary, unique := constraint(err)
	switch {
	case primary:
		return w.Conflict()
	case !unique:
		return err
	}
	for _, fields := range w.In.Unique {
		var taken bool
		query, args := takenSQL(w, fields)
		if err := tx.row(query, args, []any{&taken}); err != nil {
			return err
		}
		if taken {
			return w.Duplicate(fields)
		}
	}
	return w.Conflict() // with itself: it is there already
}

func takenSQL(w store.CheckedWrite, fields []string) (string, []any) {
	var b strings.Builder
	fmt.Fprintf(&b, "SELECT EXISTS (SELECT 1 FROM %s WHERE id <> ?", quote(w.Collection))
	args := []any{w.ID}
	for i, k := range w.In.Keys {
		if slices.Contains(fields, k.Field) {
			fmt.Fprintf(&b, " AND %s = ?", quote(k.Field))
			args = append(args, w.Values[i])
		}
	}
	return b.String() + ")", args
}

func insertSQL(c *store.Collection) string {
	columns, places := "id, rev, doc", "?, ?, ?"
	for _, k := range c.Keys {
		columns += ", " + quote(k.Field)
		places += ", ?"
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", quote(c.Name), columns, places)
}

func replaceSQL(c *store.Collection) string {
	var b strings.Builder
	fmt.Fprintf(&b, "UPDATE %s SET rev = rev + 1, doc = ?", quote(c.Name))
	for _, k := range c.Keys {
		fmt.Fprintf(&b, ", %s = ?", quote(k.Field))
	}
	b.WriteString(" WHERE id = ? AND rev = ?")
	if c.Shard != "" {
		fmt.Fprintf(&b, " AND %s = ?", quote(c.Shard))
	}
	return b.String()
}

// quote returns a name of a declaration, which has no quotation marks, as SQL.
func quote(name string) string { return `"` + name + `"` }

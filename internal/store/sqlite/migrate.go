package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

const (
	applicationID = 0x54756c6f // "Tulo", in the header of tulos.db
	layout        = 1          // of this package's own tables, in user_version
)

const ownTables = `
CREATE TABLE _schema (id INTEGER PRIMARY KEY CHECK (id = 1), installed TEXT NOT NULL) STRICT;
CREATE TABLE _files (
	name TEXT PRIMARY KEY, blob TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;`

// migrate brings the database up to the catalogue in one transaction. It
// leaves the database of another program as it is.
func migrate(ctx context.Context, conn *sql.Conn, catalogue *store.Catalogue) error {
	m := &migration{ctx, conn, catalogue}
	fresh, err := m.identify()
	if err != nil {
		return err
	}
	if err := m.exec("PRAGMA journal_mode = wal"); err != nil {
		return err
	}
	if err := m.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if fresh {
		err = m.create()
	} else {
		err = m.upgrade()
	}
	if err == nil {
		err = m.exec("COMMIT")
	}
	if err != nil {
		// A failed COMMIT may have ended the transaction: no look at the outcome.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	return nil
}

type migration struct {
	ctx       context.Context
	conn      *sql.Conn
	catalogue *store.Catalogue
}

func (m *migration) exec(query string, args ...any) error {
	_, err := m.conn.ExecContext(m.ctx, query, args...)
	return err
}

func (m *migration) row(query string, into ...any) error {
	return m.conn.QueryRowContext(m.ctx, query).Scan(into...)
}

// identify says whether the database is a fresh one.
func (m *migration) identify() (fresh bool, err error) {
	var id, version, objects int
	if err := errors.Join(
		m.row("PRAGMA application_id", &id),
		m.row("PRAGMA user_version", &version),
		m.row("SELECT count(*) FROM sqlite_master", &objects),
	); err != nil {
		return false, err
	}
	switch {
	case objects == 0:
		return true, nil
	case id != applicationID:
		return false, fmt.Errorf("%w: tulos.db is the database of another program", store.ErrInvalid)
	case version > layout:
		return false, fmt.Errorf("%w: layout %d, this program knows %d", store.ErrNewer, version, layout)
	}
	return false, nil
}

func (m *migration) create() error {
	if err := m.exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, layout) +
		ownTables); err != nil {
		return err
	}
	if err := m.declare(); err != nil {
		return err
	}
	if err := m.index(); err != nil {
		return err
	}
	return m.record()
}

func (m *migration) installed() (store.Installed, error) {
	var text string
	if err := m.row("SELECT installed FROM _schema", &text); err != nil {
		return store.Installed{}, err
	}
	return store.ParseInstalled(text)
}

func (m *migration) upgrade() error {
	in, err := m.installed()
	if err != nil {
		return err
	}
	pending, renewals, err := m.catalogue.Upgrade(in)
	if err != nil || !pending {
		return err
	}
	if err := m.declare(); err != nil {
		return err
	}
	if err := m.dropIndexes(); err != nil {
		return err
	}
	for _, r := range renewals {
		if err := m.renew(r); err != nil {
			return err
		}
	}
	if err := m.index(); err != nil {
		return err
	}
	return m.record()
}

func (m *migration) record() error {
	text, err := m.catalogue.Installed().Marshal()
	if err != nil {
		return err
	}
	return m.exec("INSERT OR REPLACE INTO _schema (id, installed) VALUES (1, ?)", text)
}

// declare makes the tables and columns that are not there.
func (m *migration) declare() error {
	for _, c := range m.catalogue.Collections() {
		table := quote(c.Name)
		if err := m.exec("CREATE TABLE IF NOT EXISTS " + table +
			" (id TEXT NOT NULL PRIMARY KEY, rev INTEGER NOT NULL, doc BLOB NOT NULL) STRICT"); err != nil {
			return err
		}
		have, err := m.names("SELECT name FROM pragma_table_info(?)", c.Name)
		if err != nil {
			return err
		}
		for _, k := range c.Keys {
			if slices.Contains(have, k.Field) {
				continue
			}
			columnType := "TEXT"
			if k.Kind == store.Int {
				columnType = "INTEGER"
			}
			if err := m.exec("ALTER TABLE " + table + " ADD COLUMN " + quote(k.Field) + " " + columnType); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *migration) names(query string, args ...any) ([]string, error) {
	rows, err := m.conn.QueryContext(m.ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// Every index is named after its collection and what it is on.
func indexName(c store.Collection, i store.Index) string { return c.Name + " " + i.Name }

func (m *migration) dropIndexes() error {
	have, err := m.names("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, c := range m.catalogue.Collections() {
		for _, i := range c.AllIndexes() {
			wanted[indexName(c, i)] = true
		}
	}
	for _, name := range have {
		if !wanted[name] {
			if err := m.exec("DROP INDEX " + quote(name)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *migration) index() error {
	for _, c := range m.catalogue.Collections() {
		for _, i := range c.AllIndexes() {
			form, fields := "CREATE INDEX IF NOT EXISTS", slices.Clone(i.Fields)
			if i.Unique {
				form = "CREATE UNIQUE INDEX IF NOT EXISTS"
			} else {
				fields = append(fields, "id")
			}
			for n, f := range fields {
				fields[n] = quote(f)
			}
			err := m.exec(fmt.Sprintf("%s %s ON %s (%s)",
				form, quote(indexName(c, i)), quote(c.Name), strings.Join(fields, ", ")))
			if _, unique := constraint(err); unique {
				err = fmt.Errorf("%s: two documents have the same %s: %w",
					c.Name, strings.Join(i.Fields, " and "), store.ErrDuplicate)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// renewBatch is how many documents renew holds at once.
const renewBatch = 200

func (m *migration) renew(r store.Renewal) error {
	last := int64(-1 << 63)
	for {
		batch, err := m.batch(r.In.Name, last)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, d := range batch {
			if err := m.renewDocument(r, d); err != nil {
				return err
			}
		}
		last = batch[len(batch)-1].row
	}
}

type renewed struct {
	row  int64
	id   string
	body bson.Raw
}

func (m *migration) batch(table string, after int64) ([]renewed, error) {
	rows, err := m.conn.QueryContext(m.ctx, "SELECT rowid, id, doc FROM "+quote(table)+ //nolint:gosec // a table of the schema
		" WHERE rowid > ? ORDER BY rowid LIMIT ?", after, renewBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var batch []renewed
	for rows.Next() {
		var d renewed
		if err := rows.Scan(&d.row, &d.id, (*[]byte)(&d.body)); err != nil {
			return nil, err
		}
		batch = append(batch, d)
	}
	return batch, rows.Err()
}

func (m *migration) renewDocument(r store.Renewal, d renewed) error {
	body, values, err := r.Body(d.id, d.body)
	if err != nil {
		return err
	}
	changed := 0
	if !bytes.Equal(body, d.body) {
		changed = 1
	}
	var b strings.Builder
	args := []any{changed, []byte(body)}
	b.WriteString("UPDATE " + quote(r.In.Name) + " SET rev = rev + ?, doc = ?")
	for i, k := range r.In.Keys {
		b.WriteString(", " + quote(k.Field) + " = ?")
		args = append(args, values[i])
	}
	err = m.exec(b.String()+" WHERE rowid = ?", append(args, d.row)...)
	if _, unique := constraint(err); unique {
		return &store.DocumentError{Collection: r.In.Name, ID: d.id, Kind: store.ErrDuplicate}
	}
	return err
}

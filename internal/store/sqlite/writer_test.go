package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func openTest(t *testing.T, c store.Collection) *Engine {
	t.Helper()
	e, err := Open(t.Context(), filepath.Join(t.TempDir(), "data"), store.Schema{Collections: []store.Collection{c}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// TestGroup runs groups of jobs as the writer's goroutine does.
func TestGroup(t *testing.T) {
	t.Parallel()
	var (
		lost        = errors.New("lost")
		insertOf    = func(id string) func(*transaction) error { return insertJob(t, id) }
		cancelled   = func(*transaction) error { return context.Canceled }
		conflicting = func(tx *transaction) error { return errors.Join(insertOf("x")(tx), insertOf("x")(tx)) }
		endsIt      = func(tx *transaction) error {
			_, err := tx.exec("ROLLBACK") // as SQLite does when the disk is full
			return errors.Join(err, lost)
		}
	)
	for _, c := range []struct {
		name  string
		jobs  []func(*transaction) error
		kinds []error
		want  []string
	}{
		{"all good", []func(*transaction) error{insertOf("a"), insertOf("b")}, []error{nil, nil}, []string{"a", "b"}},
		{
			"conflict in the middle",
			[]func(*transaction) error{insertOf("a"), conflicting, insertOf("b")},
			[]error{nil, store.ErrConflict, nil},
			[]string{"a", "b"},
		},
		{
			"cancelled at the end",
			[]func(*transaction) error{insertOf("a"), cancelled},
			[]error{nil, context.Canceled},
			[]string{"a"},
		},
		{
			"same document twice",
			[]func(*transaction) error{insertOf("a"), insertOf("a")},
			[]error{nil, store.ErrConflict},
			[]string{"a"},
		},
		{
			"transaction lost",
			[]func(*transaction) error{insertOf("a"), cancelled, endsIt, insertOf("b")},
			[]error{lost, context.Canceled, lost, lost},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := openTest(t, store.Collection{Name: "notes"})
			e.writer.close() // its connection is ours now
			conn, err := e.writes.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			w := &writer{tx: newTransaction(conn)}
			t.Cleanup(w.tx.close)
			var group []*job
			afterwards := 0
			for _, apply := range c.jobs {
				group = append(group, &job{apply: apply, after: func() { afterwards++ }, done: make(chan struct{})})
			}
			w.commit(group)
			for i, j := range group {
				<-j.done
				if !errors.Is(j.err, c.kinds[i]) {
					t.Errorf("job %d: error %v, want %v", i, j.err, c.kinds[i])
				}
			}
			var got []string
			for d, err := range e.Find(t.Context(), store.Query{Collection: "notes"}) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, d.ID)
			}
			if diff := cmp.Diff(c.want, got); diff != "" || afterwards != len(c.want) {
				t.Errorf("%d done afterwards; %s", afterwards, diff)
			}
		})
	}
}

func insertJob(t *testing.T, id string) func(*transaction) error {
	t.Helper()
	body, err := bson.Marshal(bson.D{})
	if err != nil {
		t.Fatal(err)
	}
	w := store.CheckedWrite{Write: store.Insert("notes", id, body), In: &store.Collection{Name: "notes"}}
	return func(tx *transaction) error { return insert(tx, w) }
}

// TestSearchPlans: searches of a shard enter an index at their first document
// and need no sorting.
func TestSearchPlans(t *testing.T) {
	t.Parallel()
	c := store.Collection{
		Name:    "activities",
		Shard:   "project",
		Keys:    []store.Key{{Field: "project", Kind: store.String}, {Field: "status", Kind: store.String}, {Field: "date", Kind: store.Date}},
		Indexes: [][]string{{"project", "status", "date"}},
	}
	e := openTest(t, c)
	project, accepted := store.Equal("project", "p"), store.Equal("status", "accepted")
	since, until := store.AtLeast("date", "2026-01-01"), store.Below("date", "2026-12-31")
	at := &store.Place{Value: "2026-06-15", ID: "a1"}
	for _, s := range []struct {
		name  string
		where []store.Condition
		order store.Order
		place *store.Place
		want  []string // what the index is entered with, per statement
	}{
		{"all of a shard", []store.Condition{project}, store.Order{}, nil, []string{"project=?"}},
		{"newest", []store.Condition{project}, store.Descending("date"), nil, []string{"project=?"}},
		{"range", []store.Condition{project, since, until}, store.Ascending("date"), nil, []string{"project=? AND date>? AND date<?"}},
		{"newest of one status", []store.Condition{project, accepted}, store.Descending("date"), nil, []string{"project=? AND status=?"}},
		{"later page", []store.Condition{project}, store.Ascending("date"), at, []string{"project=? AND (date,id)>(?,?)"}},
		{
			"later page, downwards",
			[]store.Condition{project, until},
			store.Descending("date"), at,
			[]string{"project=? AND (date,id)<(?,?)", "project=? AND date=?"},
		},
		{
			"later page of a range",
			[]store.Condition{project, since, until},
			store.Ascending("date"), at,
			[]string{"project=? AND (date,id)>(?,?) AND date<?"},
		},
		{
			"later page of one status",
			[]store.Condition{project, accepted},
			store.Ascending("date"), at,
			[]string{"project=? AND status=? AND (date,id)>(?,?)"},
		},
		{
			"page in what lacks the key",
			[]store.Condition{project},
			store.Ascending("date"), &store.Place{ID: "a1"},
			[]string{"project=? AND date=? AND id>?", "project=? AND date>?"},
		},
		{"page by id", []store.Condition{project}, store.Order{}, &store.Place{ID: "a1"}, []string{"project=? AND id>?"}},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			q := store.CheckedQuery{Query: store.Query{Where: s.where, Order: s.order}, In: &c, Place: s.place}
			var got []string
			for _, search := range findSQL(q) {
				got = append(got, planOf(t, e, search))
			}
			if diff := cmp.Diff(s.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// planOf returns what is within the brackets of the only step of the plan.
func planOf(t *testing.T, e *Engine, s statement) string {
	t.Helper()
	rows, err := e.reads.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+s.text, append(s.args, 50)...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	plan := strings.Join(steps, "; ")
	_, entered, ok := strings.Cut(plan, "(")
	if !ok || len(steps) != 1 {
		return plan
	}
	return strings.TrimSuffix(entered, ")")
}

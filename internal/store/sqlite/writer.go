package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"tulos/internal/store"
)

// A group is closed at either size.
const (
	groupJobs   = 256
	groupWrites = 4000
)

// writer owns the connection that writes. Its goroutine takes the jobs that
// wait, runs each within a savepoint of one transaction, commits, and only
// then answers.
type writer struct {
	jobs    chan *job
	stop    chan struct{}
	stopped chan struct{}
	once    sync.Once
	tx      *transaction
}

type job struct {
	ctx    context.Context
	writes int
	apply  func(tx *transaction) error
	after  func() // once it is durable, before the answer; may be nil
	err    error
	done   chan struct{}
}

func startWriter(conn *sql.Conn) *writer {
	w := &writer{
		jobs:    make(chan *job),
		stop:    make(chan struct{}),
		stopped: make(chan struct{}),
		tx:      newTransaction(conn),
	}
	go w.run()
	return w
}

// do has the job done and returns its outcome. A job whose context ends before
// it is taken, or while it runs, is not applied.
func (w *writer) do(j *job) error {
	j.done = make(chan struct{})
	select {
	case w.jobs <- j:
		<-j.done
		return j.err
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-w.stop:
		return store.ErrClosed
	}
}

func (w *writer) close() {
	w.once.Do(func() { close(w.stop) })
	<-w.stopped
}

func (w *writer) run() {
	defer close(w.stopped)
	for {
		select {
		case j := <-w.jobs:
			w.commit(w.gather(j))
		case <-w.stop:
			w.tx.close()
			return
		}
	}
}

// gather adds what is waiting to the first job.
func (w *writer) gather(first *job) []*job {
	group, writes := []*job{first}, first.writes
	runtime.Gosched() // lets those who were just answered come back
	for len(group) < groupJobs && writes < groupWrites {
		select {
		case j := <-w.jobs:
			group = append(group, j)
			writes += j.writes
		default:
			return group
		}
	}
	return group
}

func (w *writer) commit(group []*job) {
	if err := w.tx.run(group); err != nil {
		for _, j := range group {
			if j.err == nil {
				j.err = err
			}
		}
	}
	for _, j := range group {
		if j.err == nil && j.after != nil {
			j.after()
		}
		close(j.done)
	}
}

// transaction runs statements on the writing connection and keeps them
// prepared.
type transaction struct {
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

func newTransaction(conn *sql.Conn) *transaction {
	return &transaction{conn: conn, statements: map[string]*sql.Stmt{}}
}

// run applies the group in one transaction. A job that fails is undone alone;
// an error says that nothing of the group was applied.
func (t *transaction) run(group []*job) error {
	if _, err := t.exec("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("begin to write: %w", kind(err))
	}
	for _, j := range group {
		if err := t.attempt(j); err != nil {
			return t.rollback(err)
		}
	}
	if _, err := t.exec("COMMIT"); err != nil {
		if err = kind(err); !errors.Is(err, store.ErrNoSpace) {
			err = fmt.Errorf("%w: %w", errBrokenOff, err)
		}
		return t.rollback(err)
	}
	return nil
}

// errBrokenOff: COMMIT failed for a reason that leaves open whether a crash
// right now would bring the transaction back.
var errBrokenOff = errors.New("commit broke off")

// attempt applies one job and keeps its error in it. The error that it
// returns means that the transaction is lost: a full disk ends it.
func (t *transaction) attempt(j *job) error {
	if _, err := t.exec("SAVEPOINT unit"); err != nil {
		return kind(err)
	}
	if j.err = j.apply(t); j.err != nil {
		if _, err := t.exec("ROLLBACK TO unit"); err != nil {
			return j.err
		}
	}
	_, err := t.exec("RELEASE unit")
	return kind(err)
}

// rollback ends the transaction for that cause. SQLite may have done so
// already, hence no look at the outcome.
func (t *transaction) rollback(cause error) error {
	_, _ = t.exec("ROLLBACK")
	return cause
}

func (t *transaction) prepare(query string) (*sql.Stmt, error) {
	if s := t.statements[query]; s != nil {
		return s, nil
	}
	s, err := t.conn.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	t.statements[query] = s
	return s, nil
}

// exec runs a statement to its end: a caller's context must not stop a group.
func (t *transaction) exec(query string, args ...any) (sql.Result, error) {
	s, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(context.Background(), args...)
}

// row scans the only row of a query: sql.ErrNoRows if there is none.
func (t *transaction) row(query string, args, into []any) error {
	s, err := t.prepare(query)
	if err != nil {
		return err
	}
	return s.QueryRowContext(context.Background(), args...).Scan(into...)
}

func (t *transaction) close() {
	for _, s := range t.statements {
		_ = s.Close()
	}
	_ = t.conn.Close()
}

package bundle

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/results"
)

// A writer writes JSON with an indent of one space a level. It keeps the first
// error until its end.
type writer struct {
	out    *bufio.Writer
	err    error // of what was to be written
	depth  int
	isOpen bool // nothing has been written yet into the object or list that was opened last
}

func newWriter(w io.Writer) *writer { return &writer{out: bufio.NewWriter(w), isOpen: true} }

// bufio keeps the first error and returns it again from all that follows.
func (w *writer) put(s string) { _, _ = w.out.WriteString(s) }

// hasFailed says that nothing more need be written.
func (w *writer) hasFailed() bool {
	_, err := w.out.Write(nil)
	return err != nil || w.err != nil
}

// fail ends the writing where it is, so that no half of a file looks whole.
func (w *writer) fail(err error) {
	w.err = err
	w.out.Reset(io.Discard)
}

// end writes what is still in memory, and returns the first error of writing what.
func (w *writer) end(what string) error {
	if err := cmp.Or(w.err, w.out.Flush()); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

func (w *writer) line() {
	if w.depth > 0 {
		if !w.isOpen {
			w.put(",")
		}
		w.put("\n")
		w.put(strings.Repeat(" ", w.depth))
	}
	w.isOpen = false
}

func (w *writer) open(delim string) {
	w.put(delim)
	w.depth++
	w.isOpen = true
}

func (w *writer) close(delim string) {
	w.depth--
	if !w.isOpen {
		w.put("\n")
		w.put(strings.Repeat(" ", w.depth))
	}
	w.isOpen = false
	w.put(delim)
}

func (w *writer) key(name string) {
	w.line()
	w.string(name)
	w.put(": ")
}

func (w *writer) string(s string) {
	encoder := json.NewEncoder(unterminated{w.out})
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(s) // a string is always JSON
}

// unterminated leaves out the line feed that ends what an encoder writes.
type unterminated struct{ out *bufio.Writer }

func (u unterminated) Write(p []byte) (int, error) {
	n, err := u.out.Write(p[:len(p)-1])
	return n + 1, err
}

func (w *writer) object(fields func()) {
	w.open("{")
	fields()
	w.close("}")
}

// required writes a string that is always there.
func required[S ~string](w *writer, name string, s S) {
	w.key(name)
	w.string(string(s))
}

// optional writes a string that is left out where it is empty or the default.
func optional[S ~string](w *writer, name string, s S, byDefault ...S) {
	if s != "" && !slices.Contains(byDefault, s) {
		required(w, name, s)
	}
}

func (w *writer) date(name string, d results.Date) { optional(w, name, d.String()) }

func (w *writer) number(name string, n *results.Number) {
	if n != nil {
		required(w, name, n.String())
	}
}

func (w *writer) amount(name string, n *results.Number) {
	if n != nil {
		required(w, name, n.Fixed(2))
	}
}

func (w *writer) integer(name string, n int) {
	w.key(name)
	w.put(strconv.Itoa(n))
}

func (w *writer) integerOr(name string, n *int) {
	if n != nil {
		w.integer(name, *n)
	}
}

// mark writes a boolean that is not the default.
func (w *writer) mark(name string, isSet, value bool) {
	if isSet {
		w.key(name)
		w.put(strconv.FormatBool(value))
	}
}

func (w *writer) text(name string, t results.Text) { stringMapOut(w, name, t) }

func stringMapOut[M ~map[K]V, K, V ~string](w *writer, name string, m M) {
	if m == nil {
		return
	}
	w.key(name)
	w.object(func() {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			required(w, string(key), m[key])
		}
	})
}

// listOut writes a list, even if it is empty.
func listOut[T any](w *writer, name string, items []T, write func(*T)) {
	w.key(name)
	w.open("[")
	for n := range items {
		w.line()
		write(&items[n])
	}
	w.close("]")
}

// someOut writes a list that is left out where it is empty.
func someOut[T any](w *writer, name string, items []T, write func(*T)) {
	if len(items) > 0 {
		listOut(w, name, items, write)
	}
}

func word[S ~string](w *writer) func(*S) { return func(s *S) { w.string(string(*s)) } }

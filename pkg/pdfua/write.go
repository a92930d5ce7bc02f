package pdfua

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
)

const (
	together   = 256 // objects in one stream
	xrefFields = "[1 4 2]"
	largest    = 1<<32 - 1 // place in a file that the table can name
)

// A writer writes objects, those without a stream many together in one.
type writer struct {
	w      io.Writer
	hash   hash.Hash // of all that was written
	at     int64
	err    error
	places []place // by the numbers of objects

	deflater *zlib.Writer
	packed   bytes.Buffer // the stream that is being filled, compressed
	head     []byte       // numbers and places of its objects
	body     []byte
	members  []int
}

// A place is where an object lies: in the file, or as a member of a stream. The
// zero place is that of no object.
type place struct {
	kind   byte // 1 in the file, 2 in a stream
	at     int64
	member int
}

func newWriter(w io.Writer) (*writer, error) {
	deflater, err := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return &writer{w: w, hash: sha256.New(), places: make([]place, 1), deflater: deflater}, nil
}

func (w *writer) Write(b []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	n, err := w.w.Write(b)
	w.err = err
	w.at += int64(n)
	_, _ = w.hash.Write(b[:n]) // never fails
	return n, err
}

func (w *writer) text(s string) { _, _ = io.WriteString(w, s) } // the error is kept

// reserve gives out the next number.
func (w *writer) reserve() int {
	w.places = append(w.places, place{})
	return len(w.places) - 1
}

// begin writes the head of the file.
func (w *writer) begin() { w.text("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n") }

// stream writes an object with a stream.
func (w *writer) stream(n int, d dict, data []byte) {
	d.set("Length", strconv.Itoa(len(data)))
	w.places[n] = place{kind: 1, at: w.at}
	w.text(strconv.Itoa(n) + " 0 obj\n")
	_, _ = w.Write(d.bytes())
	w.text("\nstream\n")
	_, _ = w.Write(data)
	w.text("\nendstream\nendobj\n")
}

// object adds an object without a stream.
func (w *writer) object(n int, body []byte) {
	w.head = strconv.AppendInt(w.head, int64(n), 10)
	w.head = append(w.head, ' ')
	w.head = strconv.AppendInt(w.head, int64(len(w.body)), 10)
	w.head = append(w.head, ' ')
	w.body = append(append(w.body, body...), '\n')
	if w.members = append(w.members, n); len(w.members) == together {
		w.flush()
	}
}

// flush writes the objects that wait.
func (w *writer) flush() {
	if len(w.members) == 0 {
		return
	}
	n := w.reserve()
	for i, m := range w.members {
		w.places[m] = place{kind: 2, at: int64(n), member: i}
	}
	var d dict
	d.set("Type", "/ObjStm")
	d.set("N", strconv.Itoa(len(w.members)))
	d.set("First", strconv.Itoa(len(w.head)))
	d.set("Filter", "/FlateDecode")
	w.stream(n, d, w.compress(w.head, w.body))
	w.head, w.body, w.members = w.head[:0], w.body[:0], w.members[:0]
}

// compress is parts compressed as one. The result is valid until the next call.
func (w *writer) compress(parts ...[]byte) []byte {
	w.packed.Reset()
	w.deflater.Reset(&w.packed)
	for _, p := range parts {
		_, _ = w.deflater.Write(p) // a buffer takes all
	}
	_ = w.deflater.Close()
	return w.packed.Bytes()
}

// end writes what waits and the table of objects. Both identifiers of the file are
// made of its content.
func (w *writer) end(root, info int) error {
	w.flush()
	n := w.reserve()
	id := "<" + strings.ToUpper(hex.EncodeToString(w.hash.Sum(nil)[:16])) + ">"
	start := w.at
	w.places[n] = place{kind: 1, at: start}
	if start > largest && w.err == nil {
		w.err = fmt.Errorf("the file is larger than %d bytes", int64(largest))
	}
	table := make([]byte, 0, 7*len(w.places))
	for i, p := range w.places {
		if p.kind == 0 {
			p = place{member: 65535} // free
			if i > 0 && w.err == nil {
				w.err = fmt.Errorf("object %d was never written", i)
			}
		}
		table = append(table, p.kind, byte(p.at>>24), byte(p.at>>16), byte(p.at>>8), byte(p.at), byte(p.member>>8), byte(p.member))
	}
	var d dict
	d.set("Type", "/XRef")
	d.set("Size", strconv.Itoa(len(w.places)))
	d.set("W", xrefFields)
	d.set("Root", reference(root))
	d.set("Info", reference(info))
	d.set("ID", "["+id+id+"]")
	d.set("Filter", "/FlateDecode")
	w.stream(n, d, w.compress(table))
	w.text("startxref\n" + strconv.FormatInt(start, 10) + "\n%%EOF\n")
	return w.err
}

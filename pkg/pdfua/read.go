package pdfua

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// A drawing is a file of fpdf, its objects by their numbers. New ones are added at
// the end.
type drawing struct {
	objects   []*object
	root      *object // the catalogue
	catalogue int     // its number
	info      int     // number of the information dictionary
	pages     []*object
	numbers   []int // of the pages
}

// An object is a dictionary, perhaps with a stream, or another value. Later is one
// that is written by itself.
type object struct {
	dict   dict
	value  []byte // of what is no dictionary
	data   []byte // of a stream
	stream bool
	pack   bool // the stream is to be compressed
	later  bool
}

const (
	entrySize = 20 // of the table of objects
	mostPages = 100_000
)

// read takes a file of fpdf apart.
func read(b []byte) (*drawing, error) {
	if !bytes.HasPrefix(b, []byte("%PDF-1.")) {
		return nil, errors.New("this is no PDF file")
	}
	xref, err := findTable(b)
	if err != nil {
		return nil, err
	}
	offsets, trailer, err := readTable(b, xref)
	if err != nil {
		return nil, fmt.Errorf("table of objects: %w", err)
	}
	if trailer.get("Encrypt") != nil {
		return nil, errors.New("the file is encrypted")
	}
	f := &drawing{objects: make([]*object, len(offsets))}
	ends := slices.Clone(offsets)
	ends[0] = xref
	slices.Sort(ends)
	for n := 1; n < len(offsets); n++ {
		i, _ := slices.BinarySearch(ends, offsets[n])
		if i+1 >= len(ends) {
			return nil, fmt.Errorf("object %d lies behind the table of objects", n)
		}
		if f.objects[n], err = readObject(b[offsets[n]:ends[i+1]], n); err != nil {
			return nil, fmt.Errorf("object %d: %w", n, err)
		}
	}
	if f.root, err = f.follow(trailer.get("Root")); err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	if f.catalogue, err = parseReference(trailer.get("Root")); err != nil {
		return nil, err
	}
	if err := f.findPages(); err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	return f, nil
}

// findTable is where the table of objects begins.
func findTable(b []byte) (int, error) {
	i := bytes.LastIndex(b, []byte("startxref\n"))
	if i < 0 {
		return 0, errors.New("the end of the file is missing")
	}
	fields := bytes.Fields(b[i:])
	if len(fields) != 3 || string(fields[2]) != "%%EOF" {
		return 0, errors.New("the file does not end as it should")
	}
	n, err := parseInt(fields[1])
	if err != nil || n >= i {
		return 0, errors.New("the place of the table of objects is wrong")
	}
	return n, nil
}

// readTable reads the offsets of objects and the trailer.
func readTable(b []byte, xref int) ([]int, dict, error) {
	s := scanner{b: b, i: xref}
	if !s.take("xref\n0 ") {
		return nil, nil, errors.New("it does not begin as it should")
	}
	start := s.i
	s.regular()
	count, err := parseInt(b[start:s.i])
	if err != nil {
		return nil, nil, err
	}
	if !s.take("\n") || count < 2 || (len(b)-s.i)/entrySize < count {
		return nil, nil, errors.New("it is shorter than it says")
	}
	offsets := make([]int, count)
	for n := 1; n < count; n++ {
		e := b[s.i+n*entrySize:][:entrySize]
		if offsets[n], err = parseInt(bytes.TrimLeft(e[:10], "0")); err != nil || offsets[n] >= xref || string(e[10:]) != " 00000 n \n" {
			return nil, nil, fmt.Errorf("entry %d is %q", n, e)
		}
	}
	s.i += count * entrySize
	if !s.take("trailer\n") {
		return nil, nil, errors.New("the trailer is missing")
	}
	trailer, err := s.dict()
	return offsets, trailer, err
}

// readObject reads object n, which is all that b holds.
func readObject(b []byte, n int) (*object, error) {
	s := scanner{b: b}
	if !s.take(strconv.Itoa(n) + " 0 obj\n") {
		return nil, errors.New("it does not begin as it should")
	}
	o := &object{}
	var err error
	if s.at("<<") {
		o.dict, err = s.dict()
	} else {
		o.value, err = s.value()
	}
	if err != nil {
		return nil, err
	}
	s.space()
	if o.dict != nil && s.take("stream\n") {
		o.stream = true
		size, err := parseInt(o.dict.get("Length"))
		if err != nil || size > len(b)-s.i {
			return nil, errors.New("the length of its stream is wrong")
		}
		o.data = b[s.i : s.i+size]
		s.i += size
		if !s.take("\nendstream\n") {
			return nil, errors.New("its stream does not end where it should")
		}
		o.dict.remove("Length")
	}
	if string(b[s.i:]) != "endobj\n" {
		return nil, errors.New("it does not end as it should")
	}
	return o, nil
}

// follow is the object that a reference names.
func (f *drawing) follow(reference []byte) (*object, error) {
	n, err := parseReference(reference)
	if err != nil {
		return nil, err
	}
	if n < 1 || n >= len(f.objects) {
		return nil, fmt.Errorf("there is no object %d", n)
	}
	return f.objects[n], nil
}

// add makes a new object and returns a reference to it.
func (f *drawing) add(o *object) string { return reference(f.addNumber(o)) }

func (f *drawing) addNumber(o *object) int {
	f.objects = append(f.objects, o)
	return len(f.objects) - 1
}

func reference(n int) string { return strconv.Itoa(n) + " 0 R" }

// findPages lists the pages in their order.
func (f *drawing) findPages() error {
	tree, err := f.follow(f.root.dict.get("Pages"))
	if err != nil {
		return err
	}
	kids, err := parseArray(tree.dict.get("Kids"))
	if err != nil {
		return err
	}
	if len(kids) == 0 || len(kids) > mostPages {
		return fmt.Errorf("%d pages", len(kids))
	}
	seen := map[*object]bool{}
	for i, k := range kids {
		page, err := f.follow(k)
		if err == nil && page.dict.name("Type") != "Page" {
			err = errors.New("it is none")
		}
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		if seen[page] {
			return fmt.Errorf("page %d comes twice", i+1)
		}
		seen[page] = true
		n, err := parseReference(k)
		if err != nil {
			return err
		}
		f.pages = append(f.pages, page)
		f.numbers = append(f.numbers, n)
	}
	return nil
}

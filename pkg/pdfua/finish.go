package pdfua

import (
	"errors"
	"fmt"
	"io"
	"slices"
)

// Finish writes a document that fpdf drew, with the structure that was recorded,
// as an accessible and lasting file. The same input gives the same bytes. Finish
// changes the elements: those that nothing was drawn for are taken out.
//
// Pages that fpdf has not compressed (SetCompression) are compressed here, which is
// quicker.
//
// An error says what breaks the rules of PDF/UA in the structure, what in the
// drawing is not understood, or that w failed, in which case a part of the file may
// have been written.
func Finish(w io.Writer, drawn []byte, s *Structure, info Info) error {
	if err := info.check(); err != nil {
		return err
	}
	if err := s.finish(); err != nil {
		return fmt.Errorf("structure: %w", err)
	}
	f, err := read(drawn)
	if err != nil {
		return fmt.Errorf("read drawing: %w", err)
	}
	links, err := f.fix(s)
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	heights, err := f.heights()
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	root := f.describe(&info)
	out, err := newWriter(w)
	if err != nil {
		return err
	}
	numbers, err := f.renumber(out)
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	out.begin()
	for _, n := range numbers.order {
		numbers.write(out, f.objects[n], n)
	}
	t := treeWriter{writer: out, root: numbers.now[root], heights: heights, pages: numbers.of(f.numbers)}
	for _, l := range links {
		t.links = append(t.links, numbers.of(l))
	}
	t.write(s)
	return out.end(numbers.now[f.catalogue], numbers.now[f.info])
}

// finish checks what was recorded.
func (s *Structure) finish() error {
	if s.open {
		s.fail("the document ends within marked content")
	}
	if s.err != nil {
		return s.err
	}
	if s.root == nil {
		return errors.New("there is none")
	}
	s.root.prune()
	if err := checkTree(s.root); err != nil {
		return err
	}
	const within = -1
	s.root.each(func(e *Element) { e.number = within })
	for i, pg := range s.pages {
		for _, e := range slices.Concat(pg.contents, pg.links) {
			if e.number != within {
				return fmt.Errorf("page %d shows a %s that does not stand below the root", i+1, e.Role)
			}
		}
	}
	return nil
}

// each visits an element and those below it.
func (e *Element) each(visit func(*Element)) {
	visit(e)
	for _, k := range e.Kids {
		if k.Element != nil {
			k.Element.each(visit)
		}
	}
}

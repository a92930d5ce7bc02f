package pdfua

import "fmt"

// A numbering is the numbers of objects in the finished file, by their old ones, and
// the old ones in the new order. What nothing refers to has none.
type numbering struct {
	now   []int
	order []int
}

// renumber numbers the objects by the order in which they are first referred to,
// beginning with the catalogue: fpdf gives some of them random numbers.
func (f *drawing) renumber(w *writer) (*numbering, error) {
	n := &numbering{now: make([]int, len(f.objects))}
	for _, first := range []int{f.catalogue, f.info} {
		if err := n.visit(f, w, first); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// visit numbers an object and all that it refers to.
func (n *numbering) visit(f *drawing, w *writer, first int) error {
	todo := []int{first}
	for len(todo) > 0 {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if k < 1 || k >= len(f.objects) {
			return fmt.Errorf("there is no object %d", k)
		}
		if n.now[k] != 0 {
			continue
		}
		n.now[k] = w.reserve()
		n.order = append(n.order, k)
		o := f.objects[k]
		var found []int
		collect := func(b []byte) {
			eachReference(b, func(_, _, r int) { found = append(found, r) })
		}
		collect(o.value)
		for _, e := range o.dict {
			collect(e.value)
		}
		for i := len(found) - 1; i >= 0; i-- {
			todo = append(todo, found[i])
		}
	}
	return nil
}

// of is the new numbers of some.
func (n *numbering) of(old []int) []int {
	now := make([]int, len(old))
	for i, k := range old {
		now[i] = n.now[k]
	}
	return now
}

// write writes an object, with the new numbers in its references.
func (n *numbering) write(w *writer, o *object, old int) {
	if o.later {
		return
	}
	if o.dict == nil {
		w.object(n.now[old], n.rewrite(o.value))
		return
	}
	d := make(dict, len(o.dict))
	for i, e := range o.dict {
		d[i] = entry{e.key, n.rewrite(e.value)}
	}
	if o.pack {
		d.set("Filter", "/FlateDecode")
		w.stream(n.now[old], d, w.compress(o.data))
		return
	}
	if o.stream {
		w.stream(n.now[old], d, o.data)
	} else {
		w.object(n.now[old], d.bytes())
	}
}

// rewrite is a value with the new numbers.
func (n *numbering) rewrite(b []byte) []byte {
	var out []byte
	from := 0
	eachReference(b, func(start, end, r int) {
		out = append(append(out, b[from:start]...), reference(n.now[r])...)
		from = end
	})
	if from == 0 {
		return b
	}
	return append(out, b[from:]...)
}

// eachReference calls visit for every reference in a value, which reaches from start
// to end, with the number in it.
func eachReference(b []byte, visit func(start, end, n int)) {
	s := scanner{b: b}
	for s.i < len(b) {
		c := b[s.i]
		switch {
		case c == '(':
			_ = s.skipString() // the value was read before
		case c == '<' && !s.at("<<"):
			_ = s.skip(0)
		case c == '/':
			s.i++
			s.regular()
		case isRegular(c):
			start := s.i
			s.regular()
			end := s.i
			if s.reference(start); s.i > end {
				n, err := parseInt(b[start:end])
				if err == nil {
					visit(start, s.i, n)
				}
			}
		case s.at("<<"):
			s.i += 2
		default:
			s.i++
		}
	}
}

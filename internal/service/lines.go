package service

import (
	"iter"
	"maps"
	"slices"
)

// mostLate is how many changes lines are kept apart from the rest: beyond, all become one
// again.
const mostLate = 2000

// lines are those of an index. Many share the first of them, whatever changes: what one
// change costs does not grow with the index.
type lines struct {
	first []line          // never changed once they are shared
	late  []line          // came later
	gone  map[string]bool // documents whose first lines are not right any more
}

// all yields the lines, which must not be changed, in no order.
func (l lines) all() iter.Seq[*line] {
	return func(yield func(*line) bool) {
		for n := range l.first {
			if len(l.gone) > 0 && l.gone[l.first[n].id] {
				continue
			}
			if !yield(&l.first[n]) {
				return
			}
		}
		for n := range l.late {
			if !yield(&l.late[n]) {
				return
			}
		}
	}
}

// add adds a line to lines that nobody shares yet, but for the first.
func (l *lines) add(one line) { l.late = append(l.late, one) }

// without are the lines of all documents but those.
func (l lines) without(ids map[string]bool) lines {
	now := lines{first: l.first, gone: maps.Clone(l.gone)}
	if now.gone == nil {
		now.gone = map[string]bool{}
	}
	maps.Copy(now.gone, ids)
	now.late = slices.DeleteFunc(slices.Clone(l.late), func(one line) bool { return ids[one.id] })
	if len(now.gone)+len(now.late) > mostLate {
		return now.asOne()
	}
	return now
}

// asOne makes the late lines first ones.
func (l lines) asOne() lines {
	if len(l.late) == 0 && len(l.gone) == 0 {
		return l
	}
	if len(l.first) == 0 {
		return lines{first: l.late}
	}
	one := make([]line, 0, len(l.first)+len(l.late))
	for each := range l.all() {
		one = append(one, *each)
	}
	return lines{first: one}
}

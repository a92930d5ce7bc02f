package logbook

import (
	"slices"
	"strings"

	"tulos/internal/results"
)

// check finds what is wrong with an activity that could be read, as submitting its
// form would.
func (f *activityFilling) check() {
	a := f.is
	if a.Ref == "" {
		a.Ref = "-" // is given when it is stored
	}
	if a.Status == "" {
		a.Status = "draft"
	}
	for _, p := range f.checker.Activity(&a) {
		k, row := f.place(p.Path)
		need := ""
		if slices.Contains([]Key{Type, Title, Start, Value}, k) {
			need = "activity.need-" + string(k)
		}
		f.found(p, k, row, need)
	}
}

// Mind warns, at their cells, of problems of the entry that a draft has become.
func (r *Reader) Mind(t *Table, d *Draft, problems []results.Problem) {
	f := &filling{Reader: r, table: t, draft: d}
	for _, p := range problems {
		p.Warning = true
		k, row := f.place(p.Path)
		f.found(p, k, row, "")
	}
}

// found notes a problem of a cell; need is the message where something is missing, empty
// where a general one serves.
func (f *filling) found(p results.Problem, k Key, row int, need string) {
	fault := Fault{Cell: f.table.Cell(k, row), Column: k, Problem: p, Warning: p.Warning}
	if p.Code == results.Missing {
		fault.Message = need
	}
	f.draft.Faults = append(f.draft.Faults, fault)
}

// place is where a path of the entry stands in the table.
func (f *filling) place(path string) (Key, int) {
	first := f.draft.Rows[0]
	if !strings.HasPrefix(path, "contributions[") {
		head, _, _ := strings.Cut(strings.SplitN(path, "[", 2)[0], ".")
		k, ok := map[string]Key{"output": Part, "planned": Part, "coOrganisers": With}[head]
		if !ok {
			k = Key(head)
		}
		if _, isColumn := f.table.Columns[k]; !isColumn {
			return Title, f.rowOf(Title, first)
		}
		return k, f.rowOf(k, first)
	}
	contribution, rest, _ := strings.Cut(path, "]")
	contribution += "]"
	row := first
	if n, ok := f.draft.places[contribution]; ok {
		row = n
	}
	rest = strings.TrimPrefix(rest, ".")
	if cell, more, ok := strings.Cut(rest, "]"); ok && strings.HasPrefix(cell, "breakdown[") {
		if n, isThere := f.draft.places[contribution+"."+cell+"]"]; isThere {
			row = n
		}
		rest = strings.TrimPrefix(more, ".")
	}
	return f.figureColumn(rest), row
}

func (f *filling) figureColumn(rest string) Key {
	first, more, _ := strings.Cut(rest, ".")
	switch first {
	case "alreadyCounted":
		return Counted
	case "notApplicable":
		return NotApplicable
	case "by":
		if k := dimensionKey(results.DimensionKey(more)); more != "" {
			if _, ok := f.table.Columns[k]; ok {
				return k
			}
		}
		return Indicator
	case "value", "numerator", "denominator", "stage", "text", "note":
		return Key(first)
	case "breakdown":
		return Value
	}
	return Indicator
}

// rowOf is the row of a draft that tells something in a column.
func (f *filling) rowOf(k Key, otherwise int) int {
	for _, l := range f.draft.lines {
		if l.Cells[k].Text != "" {
			return l.No
		}
	}
	return otherwise
}

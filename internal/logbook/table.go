package logbook

import (
	"errors"
	"slices"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// A Stamp tells what a form was made for; it is empty for tables that people made
// themselves.
type Stamp struct {
	Project partnership.ProjectCode
	Partner results.PartnerID
	Period  results.PeriodNo
	Version int // of the project's set-up
}

// A Table is what a file says, before any of it is judged.
type Table struct {
	Sort     Sort
	Language i18n.Language // of its heads, its numbers and its texts
	Stamp    Stamp
	Columns  map[Key]int
	Lines    []Line
}

// A Line is a row that holds something, by its number in the file.
type Line struct {
	No    int
	Cells map[Key]workbook.Cell
}

// ErrNoHeads says that no row has the heads of columns.
var ErrNoHeads = errors.New("no row has the heads of columns")

const (
	stampSheet = "tulos" // hidden
	listsSheet = "tulos-lists"
	headRows   = 20 // the heads stand in one of the first rows
	fewestHead = 3  // heads that make a row one of heads
)

// FromBook reads the table of a workbook: that of the first sheet that has the heads
// of columns. Words are those of the person, for a table that does not tell its
// language.
func FromBook(b *workbook.Book, p *partnership.Project, words *i18n.Localizer) (Table, error) {
	var stamp []workbook.Row
	for _, s := range b.Sheets() {
		if s.Name == stampSheet {
			rows, err := b.All(s)
			if err != nil {
				return Table{}, err
			}
			stamp = rows
		}
	}
	for _, s := range b.Sheets() {
		if s.Hidden {
			continue
		}
		rows, err := b.All(s)
		if err != nil {
			return Table{}, err
		}
		if t, err := FromRows(rows, p, words); err == nil {
			t.readStamp(stamp)
			return t, nil
		}
	}
	return Table{}, ErrNoHeads
}

// FromRows reads a table from rows of cells, or answers ErrNoHeads.
func FromRows(rows []workbook.Row, p *partnership.Project, words *i18n.Localizer) (Table, error) {
	sorts := []names{namesOf(Activities, p, words), namesOf(Expenses, p, words)}
	for n, row := range rows[:min(len(rows), headRows)] {
		names, columns, language := sortOf(sorts, row)
		if len(columns) < fewestHead {
			continue
		}
		t := Table{Sort: names.sort, Language: language, Columns: columns}
		if t.Language == "" {
			t.Language = words.Language()
		}
		for _, r := range rows[n+1:] {
			if again, l := names.columns(r); len(again) >= fewestHead && len(t.Lines) == 0 {
				t.Language = l // keys stand above the heads
				if l == "" {
					t.Language = words.Language()
				}
				continue
			}
			if line := t.line(r); len(line.Cells) > 0 {
				t.Lines = append(t.Lines, line)
			}
		}
		return t, nil
	}
	return Table{}, ErrNoHeads
}

func (t *Table) line(r workbook.Row) Line {
	line := Line{No: r.No, Cells: map[Key]workbook.Cell{}}
	for key, column := range t.Columns {
		n, ok := slices.BinarySearchFunc(r.Cells, column, func(c workbook.Cell, at int) int { return c.Column - at })
		if ok {
			line.Cells[key] = r.Cells[n]
		}
	}
	return line
}

// Cell is the name of the cell of a column; its row where there is no such column.
func (t *Table) Cell(k Key, row int) string {
	column, ok := t.Columns[k]
	if !ok {
		return strconv.Itoa(row)
	}
	return workbook.CellName(column, row)
}

// sortOf tells by the columns of a row of heads what the lines are.
func sortOf(sorts []names, r workbook.Row) (best names, found map[Key]int, language i18n.Language) {
	for _, n := range sorts {
		if columns, l := n.columns(r); len(columns) > len(found) {
			best, found, language = n, columns, l
		}
	}
	return best, found, language
}

// names are those that columns of a sort can have.
type names struct {
	sort   Sort
	keys   map[string]Key
	heads  map[i18n.Language]map[string]Key
	tongue []i18n.Language // in the order in which they are tried
}

func namesOf(s Sort, p *partnership.Project, own *i18n.Localizer) names {
	n := names{sort: s, keys: map[string]Key{}, heads: map[i18n.Language]map[string]Key{}}
	all := append([]*i18n.Localizer{own}, localizers()...)
	for _, k := range keys(s, p) {
		n.keys[string(k)] = k
	}
	for _, words := range all {
		l := words.Language()
		if n.heads[l] != nil {
			continue
		}
		n.heads[l] = map[string]Key{}
		n.tongue = append(n.tongue, l)
		for _, k := range keys(s, p) {
			if head := folded(Head(k, p, words)); n.heads[l][head] == "" {
				n.heads[l][head] = k
			}
		}
	}
	return n
}

// columns finds the columns of a row of heads: by their keys, or in the language in
// which most of them are.
func (n names) columns(r workbook.Row) (found map[Key]int, language i18n.Language) {
	found = match(r, n.keys)
	for _, l := range n.tongue {
		if in := match(r, n.heads[l]); len(in) > len(found) {
			found, language = in, l
		}
	}
	return found, language
}

func match(r workbook.Row, known map[string]Key) map[Key]int {
	found := map[Key]int{}
	for _, c := range r.Cells {
		k, ok := known[folded(c.Text)]
		if _, isTaken := found[k]; ok && !isTaken {
			found[k] = c.Column
		}
	}
	return found
}

// readStamp reads the hidden sheet.
func (t *Table) readStamp(rows []workbook.Row) {
	for _, r := range rows {
		if len(r.Cells) < 2 {
			continue
		}
		value := r.Cells[1].Text
		number, err := strconv.Atoi(value)
		if err != nil {
			number = 0
		}
		switch r.Cells[0].Text {
		case "project":
			t.Stamp.Project = partnership.ProjectCode(value)
		case "partner":
			t.Stamp.Partner = results.PartnerID(value)
		case "period":
			t.Stamp.Period = results.PeriodNo(number)
		case "version":
			t.Stamp.Version = number
		case "language":
			if l := i18n.Language(value); l.IsShipped() {
				t.Language = l
			}
		}
	}
}

// rows are those of the hidden sheet.
func (s Stamp) rows(l i18n.Language) [][2]string {
	return [][2]string{
		{"project", string(s.Project)},
		{"partner", string(s.Partner)},
		{"period", strconv.Itoa(int(s.Period))},
		{"version", strconv.Itoa(s.Version)},
		{"language", string(l)},
	}
}

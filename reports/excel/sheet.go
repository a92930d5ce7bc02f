package excel

import (
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A block is what a sheet draws of one block of the document.
type block interface {
	name() string                             // the anchor, or empty
	want(*columns)                            // says how wide it would stand
	rows(*sheet) int                          // how many rows it takes
	prepare(b *book, s *sheet, top int) error // sets what must stand before rows are streamed
	write(w *writer, s *sheet) error          // streams its rows
}

// A sheet is laid out before anything is written: every block has its rows.
type sheet struct {
	book   *book
	name   string
	number int // from 1
	blocks []block
	tops   []int // the first row of each block, from 1
	last   int   // the last row

	widths []float64 // of the columns
	text   field     // where prose stands
	most   int       // columns of the widest table

	links []linkedCell
	bars  []barRule
}

// newSheet turns the blocks that a sheet draws into rows. It comes with an error too, so
// that it can be closed.
func newSheet(b *book, from reports.Sheet) (*sheet, error) {
	s := &sheet{book: b, name: from.Name, number: len(b.sheets) + 1}
	for _, x := range from.Blocks {
		switch x := x.(type) {
		case reports.Heading:
			s.blocks = append(s.blocks, newHeading(x))
		case reports.Paragraph:
			s.blocks = append(s.blocks, newParagraph(x))
		case reports.KeyFigures:
			s.blocks = append(s.blocks, &keyFigures{items: x.Items})
		case reports.Chart:
			s.blocks = append(s.blocks, newChart(x))
		case reports.Table:
			t, err := newTable(x)
			if err != nil {
				return s, fmt.Errorf("sheet %q: %w", s.name, err)
			}
			s.most = max(s.most, len(t.Columns))
			s.blocks = append(s.blocks, t)
		}
	}
	for i, x := range s.blocks {
		if t, ok := x.(*table); ok && t.next != nil && (i < len(s.blocks)-1 || len(t.notes) > 0) {
			return s, fmt.Errorf("sheet %q: table %q %w", s.name, t.Caption, errNotLast)
		}
	}
	s.placeCharts()
	s.layOut()
	if s.last > excelize.TotalRows {
		return s, fmt.Errorf("sheet %q: %w: %d", s.name, errRows, s.last)
	}
	return s, nil
}

// placeCharts looks for the figures of each chart in the sheet's tables.
func (s *sheet) placeCharts() {
	for _, x := range s.blocks {
		c, ok := x.(*chart)
		if !ok {
			continue
		}
		for _, y := range s.blocks {
			if t, ok := y.(*table); ok && c.found == nil {
				c.found = c.find(t)
			}
		}
	}
}

// layOut settles the widths of columns and the rows of blocks. Tables decide
// about columns; where there is none, key figures do, then charts.
func (s *sheet) layOut() {
	var c columns
	for _, x := range s.deciding() {
		x.want(&c)
	}
	room := pageWidth
	if s.wide() {
		room = wideWidth
	}
	s.widths = c.settle(room)
	if len(s.widths) == 0 {
		s.widths = []float64{proseWidth}
	}
	for s.text.columns == 0 || s.text.width < 0.75*proseWidth ||
		s.text.columns < len(s.widths) && s.text.width+s.widths[s.text.columns] <= 1.2*proseWidth {
		s.text.width += widthOf(s.widths, s.text.columns)
		s.text.columns++
	}
	top := 1
	for _, x := range s.blocks {
		s.tops = append(s.tops, top)
		top += x.rows(s)
	}
	s.last = max(1, top-1)
}

// deciding are the blocks that decide about the columns.
func (s *sheet) deciding() []block {
	var tables, figures, charts []block
	for _, x := range s.blocks {
		switch x.(type) {
		case *table:
			tables = append(tables, x)
		case *keyFigures:
			figures = append(figures, x)
		case *chart:
			charts = append(charts, x)
		}
	}
	switch {
	case len(tables) > 0:
		return tables
	case len(figures) > 0:
		return figures
	default:
		return charts
	}
}

// wide tells whether the sheet is printed across the paper.
func (s *sheet) wide() bool { return s.most > 6 }

// top is the first row of a block of the sheet.
func (s *sheet) top(of block) int {
	for i, x := range s.blocks {
		if x == of {
			return s.tops[i]
		}
	}
	return 1
}

// part is the sheet's place in the file.
func (s *sheet) part() string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", s.number) }

// relations is where the file keeps what the sheet leads to.
func (s *sheet) relations() string {
	return fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", s.number)
}

// quoted is the sheet's name as it stands in formulas.
func (s *sheet) quoted() string { return "'" + strings.ReplaceAll(s.name, "'", "''") + "'" }

// area names cells of one column, as in a formula.
func (s *sheet) area(column, from, to int) string {
	if from == to {
		return s.quoted() + "!" + absolute(column, from)
	}
	return s.quoted() + "!" + absolute(column, from) + ":" + absolute(column, to)
}

// mainTable is the only table of a sheet that has nothing else but prose, and
// the row of its heads.
func (s *sheet) mainTable() (t *table, head int, ok bool) {
	for i, x := range s.blocks {
		switch x := x.(type) {
		case *prose:
		case *table:
			if t != nil {
				return nil, 0, false
			}
			t, head = x, x.head(s, s.tops[i])
		default:
			return nil, 0, false
		}
	}
	return t, head, t != nil
}

// tallestHead is how many points may stand still while rows are scrolled.
const tallestHead = 240.0

// above is the height of what stands over the rows of the main table.
func (s *sheet) above(t *table) float64 {
	height := t.headHeight(s) + float64(t.tagRow())*(lineHeight+rowAir)
	if t.caption != nil {
		height += t.caption.height(s)
	}
	for _, x := range s.blocks {
		if p, ok := x.(*prose); ok {
			height += p.height(s)
		} else {
			break
		}
	}
	return height
}

var (
	errNoName      = errors.New("has no name")
	errLongName    = errors.New("name is longer than 31 characters")
	errNameLetters = errors.New(`name has one of : \ / ? * [ ] or a character that cannot be shown`)
	errApostrophe  = errors.New("name begins or ends with an apostrophe")
	errReserved    = errors.New("name is one that Excel keeps for itself")
	errSameName    = errors.New("name is that of a sheet before it; large and small letters count as the same")
)

// checkNames tells of the first sheet whose name a workbook cannot have.
func checkNames(sheets []reports.Sheet) error {
	seen := map[string]bool{}
	for i, s := range sheets {
		key := strings.ToLower(s.Name)
		err := checkName(s.Name)
		if err == nil && seen[key] {
			err = errSameName
		}
		if err != nil {
			return fmt.Errorf("sheet %d %q: %w", i+1, s.Name, err)
		}
		seen[key] = true
	}
	return nil
}

func checkName(name string) error {
	switch {
	case strings.TrimSpace(name) == "":
		return errNoName
	case units(name) > excelize.MaxSheetNameLength:
		return errLongName
	case strings.ContainsAny(name, ":\\/?*[]\n\t") || clean(name) != name:
		return errNameLetters
	case strings.HasPrefix(name, "'"), strings.HasSuffix(name, "'"):
		return errApostrophe
	case strings.EqualFold(name, "History"):
		return errReserved
	}
	return nil
}

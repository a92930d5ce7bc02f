package excel

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A tablePlace is where a table stands.
type tablePlace struct {
	*table
	sheet *sheet
	first int // its first row
}

// column names the cells of a column, as in a formula.
func (p tablePlace) column(n int) string {
	return p.sheet.area(n, p.first, p.first+max(p.length(), 1)-1)
}

// placeTable notes where a table is; the first of equal ones counts.
func (b *book) placeTable(s *sheet, t *table, top int) {
	if _, is := b.tables[t.Anchor]; t.Anchor != "" && !is {
		b.tables[t.Anchor] = tablePlace{t, s, t.first(s, top)}
	}
}

// nameCells gives the table and its cells their names, where the table begins at top.
func (t *table) nameCells(b *book, s *sheet, top int) error {
	first := t.first(s, top)
	if n := len(t.Columns); t.Name != "" && n > 0 {
		from, to := absolute(0, t.head(s, top)), absolute(n-1, first+max(t.length(), 1)-1)
		if err := b.name(t.Name, s.quoted()+"!"+from+":"+to); err != nil {
			return err
		}
	}
	for i, r := range t.Rows {
		for k, c := range r.Cells {
			if c.Book == nil || c.Book.Name == "" {
				continue
			}
			if err := b.name(c.Book.Name, s.area(k, first+i, first+i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// name gives cells a name; the first of equal ones counts, large and small letters
// being the same.
func (b *book) name(name, cells string) error {
	key := strings.ToLower(name)
	if b.named[key] {
		return nil
	}
	b.named[key] = true
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: cells}); err != nil {
		return fmt.Errorf("name %q: %w", name, err)
	}
	return nil
}

// formula is a cell's formula as it stands in a row, or empty where the workbook has
// not what it is about. Sums are rounded to the decimals that figures have, as sums of
// floats end in digits that nobody entered.
func (b *book) formula(c reports.Cell, row int) string {
	if c.Book == nil || c.Book.Formula == nil || c.Number == nil {
		return ""
	}
	f := c.Book.Formula
	switch {
	case f.Table == "" && f.Above > 0:
		return fmt.Sprintf("ROUND(SUM(%s:%s),6)", cellName(f.Column, row-f.Above), cellName(f.Column, row-1))
	case f.Table == "":
		return fmt.Sprintf("ROUND(%s-%s,6)", cellName(f.Column, row), cellName(f.Less, row))
	}
	p, ok := b.tables[f.Table]
	if !ok {
		return ""
	}
	return fmt.Sprintf("ROUND(SUMPRODUCT(--(%s=%s),%s),6)", p.column(0), "$"+cellName(0, row), p.column(f.Column))
}

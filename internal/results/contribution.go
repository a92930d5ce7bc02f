package results

import (
	"cmp"
	"slices"
	"strings"
)

// A Contribution is what an activity or a measurement adds to an indicator:
// the fields of the indicator's measure, or the mark that it is not applicable.
type Contribution struct {
	Indicator      IndicatorCode
	Value          *Number
	Numerator      *Number
	Denominator    *Number
	Stage          StageKey
	Text           Text
	AlreadyCounted *Number // of Value, people whom the partner has counted before
	NotApplicable  bool
	Note           string
	Cells          []Cell
}

// A Cell is the part of a contribution that belongs to some categories.
type Cell struct {
	By          By
	Value       *Number
	Numerator   *Number
	Denominator *Number
}

// A Part names a category of a dimension.
type Part struct {
	Dimension DimensionKey
	Category  CategoryKey
}

// By names the categories of a cell, sorted by dimension.
type By []Part

// NewBy makes a By of a category for each dimension.
func NewBy(categories map[DimensionKey]CategoryKey) By {
	by := make(By, 0, len(categories))
	for d, c := range categories {
		by = append(by, Part{d, c})
	}
	slices.SortFunc(by, comparePart)
	return by
}

func comparePart(a, b Part) int {
	return cmp.Or(cmp.Compare(a.Dimension, b.Dimension), cmp.Compare(a.Category, b.Category))
}

// Compare orders cells by their parts, as text.
func (b By) Compare(c By) int { return slices.CompareFunc(b, c, comparePart) }

// Category is the category of a dimension, "" where the cell names none of it.
func (b By) Category(dimension DimensionKey) CategoryKey {
	for _, p := range b {
		if p.Dimension == dimension {
			return p.Category
		}
	}
	return ""
}

// A cellKey tells cells apart; keys never hold a NUL (internal/bundle).
type cellKey string

func (b By) key() cellKey {
	if len(b) == 1 {
		return cellKey(string(b[0].Dimension) + "\x00" + string(b[0].Category))
	}
	var s strings.Builder
	for n, p := range b {
		if n > 0 {
			s.WriteByte(0)
		}
		s.WriteString(string(p.Dimension))
		s.WriteByte(0)
		s.WriteString(string(p.Category))
	}
	return cellKey(s.String())
}

// An Entry is a contribution with its place in time: the day on which the
// activity ended or the measurement was made, and its reference.
type Entry struct {
	Date Date
	Ref  string
	Contribution
}

func (e Entry) compare(o Entry) int {
	return cmp.Or(e.Date.Compare(o.Date), cmp.Compare(e.Ref, o.Ref))
}

// A Quantity is a number, or a numerator (Value) of a denominator (Of).
type Quantity struct{ Value, Of Number }

func (q Quantity) add(p Quantity) Quantity {
	return Quantity{q.Value.Add(p.Value), q.Of.Add(p.Of)}
}

func (q Quantity) sub(p Quantity) Quantity {
	return Quantity{q.Value.Sub(p.Value), q.Of.Sub(p.Of)}
}

// quantity is what a contribution counts for: of people, those not counted before.
func (i *Indicator) quantity(c *Contribution) Quantity {
	switch {
	case i.Measure == MeasureStage:
		n, _ := i.StageNumber(c.Stage).Number()
		return Quantity{Value: n}
	case i.IsPair():
		return Quantity{value(c.Numerator), value(c.Denominator)}
	case i.Unique:
		return Quantity{Value: value(c.Value).Sub(value(c.AlreadyCounted))}
	}
	return Quantity{Value: value(c.Value)}
}

func (i *Indicator) cellQuantity(c *Cell) Quantity {
	if i.IsPair() {
		return Quantity{value(c.Numerator), value(c.Denominator)}
	}
	return Quantity{Value: value(c.Value)}
}

func value(n *Number) Number {
	if n == nil {
		return Number{}
	}
	return *n
}

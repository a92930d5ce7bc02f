package results

import "slices"

// Check finds what is wrong with a contribution; paths are relative to it.
func (c *Contribution) Check(s *Scope) []Problem {
	var f Findings
	s.CheckText(&f, "text", c.Text)
	i := s.Indicator(&f, "indicator", c.Indicator)
	if i == nil {
		return f.Problems()
	}
	carries := carried{c.Value, c.Numerator, c.Denominator, c.Stage, c.Text}
	switch {
	case c.NotApplicable:
		if !carries.nothing() || c.AlreadyCounted != nil || len(c.Cells) > 0 {
			f.Wrong("notApplicable", MarkWithValue)
		}
	case carries.fit(&f, i.Measure):
		sound := c.checkValue(&f, i)
		c.checkCounted(&f, i)
		c.checkCells(&f, s, i, sound)
	}
	return f.Problems()
}

// carried are the fields of which a measure needs some.
type carried struct {
	value, numerator, denominator *Number
	stage                         StageKey
	text                          Text
}

func (c carried) nothing() bool {
	return c.value == nil && c.numerator == nil && c.denominator == nil && c.stage == "" && c.text == nil
}

// fit says whether the fields are those of the measure, and finds what is
// missing or does not belong.
func (c carried) fit(f *Findings, m Measure) bool {
	isPair := m == Percentage || m == Ratio
	ok := true
	for _, field := range []struct {
		path             string
		isThere, belongs bool
	}{
		{"value", c.value != nil, m == MeasureNumber},
		{"numerator", c.numerator != nil || c.denominator != nil, isPair},
		{"stage", c.stage != "", m == MeasureStage},
		{"text", c.text != nil, m == MeasureText},
	} {
		if field.isThere && !field.belongs {
			f.Wrong(field.path, NotForMeasure, "Measure", string(m))
			ok = false
		}
	}
	if !ok {
		return false
	}
	field, isThere := "value", c.value != nil
	switch {
	case isPair && (c.numerator == nil) != (c.denominator == nil):
		f.Wrong("numerator", HalfPair)
		return false
	case isPair:
		field, isThere = "numerator", c.numerator != nil
	case m == MeasureStage:
		field, isThere = "stage", c.stage != ""
	case m == MeasureText:
		field, isThere = "text", c.text != nil
	}
	f.Require(field, isThere)
	return isThere
}

// checkPair says whether numerator and denominator can be a part and its whole.
func checkPair(f *Findings, m Measure, numerator, denominator *Number) bool {
	ok := true
	if numerator.Sign() < 0 {
		f.Wrong("numerator", Negative)
		ok = false
	}
	if denominator.Sign() < 0 {
		f.Wrong("denominator", Negative)
		ok = false
	}
	switch {
	case !ok:
	case denominator.Sign() == 0 && numerator.Sign() > 0:
		f.Wrong("numerator", DividesByZero)
		return false
	case m == Percentage && numerator.Cmp(*denominator) > 0:
		f.Warn("numerator", AboveWhole)
	}
	return ok
}

func (c *Contribution) checkValue(f *Findings, i *Indicator) bool {
	switch {
	case i.Measure == MeasureStage:
		i.stage(f, "stage", c.Stage)
	case i.IsPair():
		return checkPair(f, i.Measure, c.Numerator, c.Denominator)
	case i.Measure == MeasureNumber && c.Value.Sign() < 0 && (i.Unique || len(i.Breakdown) > 0):
		f.Wrong("value", Negative)
		return false
	}
	return true
}

func (c *Contribution) checkCounted(f *Findings, i *Indicator) {
	switch {
	case c.AlreadyCounted == nil:
	case !i.Unique:
		f.Wrong("alreadyCounted", NotUnique)
	case c.AlreadyCounted.Sign() < 0:
		f.Wrong("alreadyCounted", Negative)
	case c.Value != nil && c.Value.Sign() >= 0 && c.AlreadyCounted.Cmp(*c.Value) > 0:
		f.Wrong("alreadyCounted", AboveValue)
	}
}

// checkCells checks the breakdown: each cell by itself, then their sum, which is
// compared only where everything that goes into it is sound.
func (c *Contribution) checkCells(f *Findings, s *Scope, i *Indicator, sound bool) {
	if len(c.Cells) == 0 || !s.dividesBy(i.Breakdown) {
		return
	}
	if len(i.Breakdown) == 0 {
		f.Wrong("breakdown", NoBreakdownHere)
		return
	}
	var seen Names[cellKey]
	for n := range c.Cells {
		problems := c.Cells[n].check(s, i)
		f.Item("breakdown", n, problems)
		if HasErrors(problems) {
			sound = false
			continue
		}
		if !seen.Add(c.Cells[n].By.key()) {
			f.Wrong(At("breakdown", n)+".by", Repeated, "Value", c.Cells[n].By.String())
			sound = false
		}
	}
	if sound && c.isExceeded(i) {
		f.Wrong("breakdown", CellsAboveValue)
	}
}

// isExceeded says whether the cells together are more than the contribution: all
// of them, or where they are separate those of a dimension.
func (c *Contribution) isExceeded(i *Indicator) bool {
	whole := Quantity{value(c.Value), Number{}}
	if i.IsPair() {
		whole = Quantity{value(c.Numerator), value(c.Denominator)}
	}
	sums := map[DimensionKey]Quantity{}
	for n := range c.Cells {
		var group DimensionKey
		if i.Separate {
			group = c.Cells[n].By[0].Dimension
		}
		sums[group] = sums[group].add(i.cellQuantity(&c.Cells[n]))
	}
	for _, sum := range sums {
		if sum.Value.Cmp(whole.Value) > 0 || sum.Of.Cmp(whole.Of) > 0 {
			return true
		}
	}
	return false
}

func (c *Cell) check(s *Scope, i *Indicator) []Problem {
	var f Findings
	c.checkBy(&f, s, i)
	carries := carried{value: c.Value, numerator: c.Numerator, denominator: c.Denominator}
	switch {
	case !carries.fit(&f, i.Measure):
	case i.IsPair():
		checkPair(&f, i.Measure, c.Numerator, c.Denominator)
	case c.Value.Sign() < 0:
		f.Wrong("value", Negative)
	}
	return f.Problems()
}

// checkBy checks that the cell names one category of each dimension, or where
// cells are separate of one dimension.
func (c *Cell) checkBy(f *Findings, s *Scope, i *Indicator) {
	ok := true
	for _, part := range c.By {
		path := Join("by", Excerpt(string(part.Dimension)))
		switch categories := s.categories[part.Dimension]; {
		case !slices.Contains(i.Breakdown, part.Dimension):
			f.Wrong(path, NoSuchDimension, "Value", string(part.Dimension))
			ok = false
		case categories != nil && !categories.Has(part.Category):
			f.Wrong(path, NoSuchCategory, "Value", string(part.Category))
			ok = false
		}
	}
	wanted := len(i.Breakdown)
	if i.Separate {
		wanted = 1
	}
	if ok && len(c.By) != wanted {
		f.Wrong("by", CellDimensions, "Dimensions", joined(i.Breakdown))
	}
}

// String names the categories of a cell: "profession=social, sex=f".
func (b By) String() string {
	parts := make([]string, 0, len(b))
	for _, p := range b {
		parts = append(parts, string(p.Dimension)+"="+string(p.Category))
	}
	return joined(parts)
}

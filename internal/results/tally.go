package results

import (
	"fmt"
	"maps"
	"slices"
)

// A Tally is what a partner's accepted contributions to an indicator in a
// period come to. Contributions can be added and taken away in any order: a tally
// is always the same as one made from scratch of those that remain. Its fields
// are for keeping it; they are read by Frame.
type Tally struct {
	Marks          int // that the indicator is not applicable
	Count          int // contributions
	Sum            Quantity
	Participations Number // of people, however often they came
	Cells          []CellSum
	Entries        []Entry // where the rule takes one of them, or lists them; in order
}

// A CellSum is the sum of a cell over the contributions that name it.
type CellSum struct {
	By    By
	Count int // contributions
	Sum   Quantity
}

// keepsEntries says whether a period's value is taken from one contribution, so
// that each must be kept, or is a sum.
func (i *Indicator) keepsEntries() bool {
	if i.Measure == MeasureText {
		return true
	}
	within := i.Within()
	return within != Sum && within != Average
}

// Add counts an entry in, under the indicator's rules.
func (t *Tally) Add(i *Indicator, e Entry) {
	if e.NotApplicable {
		t.Marks++
		return
	}
	t.Count++
	if i.keepsEntries() {
		at, _ := slices.BinarySearchFunc(t.Entries, e, Entry.compare)
		t.Entries = slices.Insert(t.Entries, at, e)
		return
	}
	t.Sum = t.Sum.add(i.quantity(&e.Contribution))
	if i.Unique {
		t.Participations = t.Participations.Add(value(e.Value))
	}
	for n := range e.Cells {
		t.cell(e.Cells[n].By, 1, i.cellQuantity(&e.Cells[n]))
	}
}

// Remove takes an entry out that was added before; an entry that is not there is
// an error, and changes nothing.
func (t *Tally) Remove(i *Indicator, e Entry) error {
	if e.NotApplicable {
		if t.Marks == 0 {
			return fmt.Errorf("tally of %s: the mark of %s was never counted", i.Code, e.Ref)
		}
		t.Marks--
		return nil
	}
	at, found := slices.BinarySearchFunc(t.Entries, e, Entry.compare)
	if t.Count == 0 || i.keepsEntries() && !found || !i.keepsEntries() && !t.holds(e.Cells) {
		return fmt.Errorf("tally of %s: the contribution of %s was never counted", i.Code, e.Ref)
	}
	t.Count--
	if i.keepsEntries() {
		t.Entries = slices.Delete(t.Entries, at, at+1)
		return nil
	}
	t.Sum = t.Sum.sub(i.quantity(&e.Contribution))
	if i.Unique {
		t.Participations = t.Participations.Sub(value(e.Value))
	}
	for n := range e.Cells {
		q := i.cellQuantity(&e.Cells[n])
		t.cell(e.Cells[n].By, -1, Quantity{}.sub(q))
	}
	return nil
}

// IsEmpty says that nothing is counted, so that the tally need not be kept.
func (t *Tally) IsEmpty() bool { return t.Count == 0 && t.Marks == 0 }

func (t *Tally) holds(cells []Cell) bool {
	for n := range cells {
		if _, found := t.find(cells[n].By); !found {
			return false
		}
	}
	return true
}

func (t *Tally) find(by By) (at int, found bool) {
	return slices.BinarySearchFunc(t.Cells, by, func(c CellSum, by By) int { return c.By.Compare(by) })
}

func (t *Tally) cell(by By, count int, q Quantity) {
	at, found := t.find(by)
	if !found {
		t.Cells = slices.Insert(t.Cells, at, CellSum{By: by})
	}
	c := &t.Cells[at]
	c.Count += count
	c.Sum = c.Sum.add(q)
	if c.Count == 0 {
		t.Cells = slices.Delete(t.Cells, at, at+1)
	}
}

// combined is the value of the tally's partner in its period, by the rule within
// a period; ok is false where nothing was contributed.
func (t *Tally) combined(i *Indicator) (v combined, ok bool) {
	if t == nil || t.Count == 0 {
		return combined{}, false
	}
	if i.keepsEntries() {
		return i.take(t.Entries), true
	}
	v = combined{quantity: t.Sum, participations: t.Participations, cells: cells{}}
	if i.Within() == Average {
		v.quantity.Value = t.Sum.Value.Div(Int(t.Count))
	}
	for _, c := range t.Cells {
		v.cells[c.By.key()] = cell{c.By, c.Sum}
	}
	return v, true
}

// take chooses the entry that stands for its period.
func (i *Indicator) take(entries []Entry) combined {
	c := &entries[i.taken(entries)].Contribution
	v := combined{quantity: i.quantity(c), cells: cells{}}
	for k := range c.Cells {
		v.cells[c.Cells[k].By.key()] = cell{c.Cells[k].By, i.cellQuantity(&c.Cells[k])}
	}
	return v
}

// taken is the place of the entry that stands for its period: the latest is looked for
// from the end, since there may be many.
func (i *Indicator) taken(entries []Entry) (at int) {
	taken := course{rule: i.Within(), pair: i.IsPair()}
	value := func(n int) combined { return combined{quantity: i.quantity(&entries[n].Contribution)} }
	if taken.rule == Latest {
		for at = len(entries) - 1; at > 0 && !taken.takes(value(at)); at-- {
		}
		return at
	}
	for n := range entries {
		if v := value(n); n == 0 || taken.takes(v) {
			at, taken.sofar = n, v
		}
	}
	return at
}

// A TallyKey is whose tally it is, of what, and when.
type TallyKey struct {
	Indicator IndicatorCode
	Partner   PartnerID
	Period    PeriodNo
}

// Tallies are the tallies of a project; the figures are made of them alone.
type Tallies map[TallyKey]*Tally

// Add counts an entry of a partner in. One outside every period counts nowhere.
func (t Tallies) Add(f *Frame, i *Indicator, partner PartnerID, e Entry) {
	key := TallyKey{i.Code, partner, f.PeriodOf(e.Date)}
	if key.Period == 0 {
		return
	}
	if t[key] == nil {
		t[key] = &Tally{}
	}
	t[key].Add(i, e)
}

// Remove takes an entry of a partner out that was added before.
func (t Tallies) Remove(f *Frame, i *Indicator, partner PartnerID, e Entry) error {
	key := TallyKey{i.Code, partner, f.PeriodOf(e.Date)}
	if key.Period == 0 {
		return nil
	}
	tally := t[key]
	if tally == nil {
		return fmt.Errorf("tally of %s: %s has none in period %d", i.Code, partner, key.Period)
	}
	if err := tally.Remove(i, e); err != nil {
		return err
	}
	if tally.IsEmpty() {
		delete(t, key)
	}
	return nil
}

// combined is a value on its way to a figure.
type combined struct {
	quantity       Quantity
	participations Number
	cells          cells
}

type cell struct {
	by       By
	quantity Quantity
}

type cells map[cellKey]cell

func (c cells) add(more cells) {
	for key, m := range more {
		m.quantity = m.quantity.add(c[key].quantity)
		c[key] = m
	}
}

func (v combined) plus(w combined) combined {
	sum := combined{v.quantity.add(w.quantity), v.participations.Add(w.participations), maps.Clone(v.cells)}
	if sum.cells == nil {
		sum.cells = cells{}
	}
	sum.cells.add(w.cells)
	return sum
}

// A course combines values in the order in which they are added. Where the rule
// takes one of them, the cells are that one's.
type course struct {
	rule  Rule
	pair  bool
	count int
	sofar combined
}

func (c *course) add(v combined) {
	c.count++
	if c.count == 1 || c.takes(v) {
		c.sofar = v
		return
	}
	if c.rule == Sum || c.rule == Average {
		c.sofar = c.sofar.plus(v)
	}
}

// takes says whether a further value replaces the one so far. The last pair
// that divides something is the latest.
func (c *course) takes(v combined) bool {
	switch c.rule {
	case Latest:
		return !c.pair || v.quantity.Of.Sign() != 0
	case Max:
		return v.quantity.Value.Cmp(c.sofar.quantity.Value) >= 0
	case Min:
		return v.quantity.Value.Cmp(c.sofar.quantity.Value) <= 0
	case Sum, Average:
	}
	return false
}

func (c *course) value() (v combined, ok bool) {
	v = c.sofar
	if c.rule == Average && c.count > 0 {
		v.quantity.Value = v.quantity.Value.Div(Int(c.count))
	}
	return v, c.count > 0
}

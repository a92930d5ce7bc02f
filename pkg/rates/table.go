package rates

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"
)

// A Table finds rates by currency and time, also between two currencies that are both
// quoted against a third. Of one currency it has one rate for a month or a day.
type Table struct {
	months map[string]map[string]Rate // by currency and month
	days   map[string][]Rate          // by currency, by day
}

// NewTable makes a table of rates; each has a base.
func NewTable(all []Rate) *Table {
	t := &Table{months: map[string]map[string]Rate{}, days: map[string][]Rate{}}
	for _, r := range all {
		if !r.IsOfMonth() {
			t.days[r.Currency] = append(t.days[r.Currency], r)
			continue
		}
		if t.months[r.Currency] == nil {
			t.months[r.Currency] = map[string]Rate{}
		}
		t.months[r.Currency][r.Month] = r
	}
	for _, days := range t.days {
		slices.SortFunc(days, func(a, b Rate) int { return a.Day.Compare(b.Day) })
	}
	return t
}

// A Quote is what one unit of a currency is worth in another: PerUnit units, by whom.
type Quote struct {
	PerUnit *big.Rat
	Source  string
}

// A MissingError says that there is no rate of a currency, and for which month.
type MissingError struct {
	Currency string
	Month    string // YYYY-MM
}

func (m *MissingError) Error() string {
	return fmt.Sprintf("there is no rate of %s for %s", m.Currency, m.Month)
}

// OfMonth is how many units of from one unit of to was worth in a month (YYYY-MM). Else
// a *MissingError.
func (t *Table) OfMonth(from, to, month string) (Quote, error) {
	if from == to {
		return Quote{PerUnit: big.NewRat(1, 1)}, nil
	}
	f, hasFrom := t.months[from][month]
	g, hasTo := t.months[to][month]
	if q, ok := cross(from, to, pick(f, hasFrom), pick(g, hasTo)); ok {
		return q, nil
	}
	return Quote{}, t.missing(from, to, month, hasFrom)
}

func pick(r Rate, ok bool) *Rate {
	if !ok {
		return nil
	}
	return &r
}

// cross is the quote between two currencies by what there is of their own: against one
// another, or against the same third one.
func cross(from, to string, f, g *Rate) (Quote, bool) {
	switch {
	case f != nil && f.Base == to:
		return Quote{f.PerUnit, f.Source}, true
	case g != nil && g.Base == from:
		return Quote{new(big.Rat).Inv(g.PerUnit), g.Source}, true
	case f != nil && g != nil && f.Base == g.Base:
		source := f.Source
		if g.Source != f.Source {
			source += ", " + g.Source
		}
		return Quote{new(big.Rat).Quo(f.PerUnit, g.PerUnit), source}, true
	default:
		return Quote{}, false
	}
}

// missing names the currency that has no rate: that of the amount first. One that
// everything else is quoted against needs none.
func (t *Table) missing(from, to, month string, hasFrom bool) error {
	if hasFrom || t.isBase(from) {
		return &MissingError{to, month}
	}
	return &MissingError{from, month}
}

// isBase says that rates are quoted against a currency.
func (t *Table) isBase(code string) bool {
	for _, months := range t.months {
		for _, r := range months {
			if r.Base == code {
				return true
			}
		}
	}
	for _, days := range t.days {
		if days[0].Base == code {
			return true
		}
	}
	return false
}

// longestGap is how many days lie at most between two days with a rate: with the
// holidays at Easter and at the turn of the year the ECB leaves out four in a row, and
// local feasts may add some.
const longestGap = 7

// Average is the mean of the daily rates from the first to the last day, both included:
// how many units of from one unit of to was worth. Weekends and feasts have none; more
// than longestGap days in a row without one are a *MissingError for the month in which a
// rate should have followed. A currency without any daily rate in that time has the mean of its monthly
// rates instead, where there is one for each month.
func (t *Table) Average(from, to string, first, last time.Time) (Quote, error) {
	if from == to {
		return Quote{PerUnit: big.NewRat(1, 1)}, nil
	}
	sum := mean{}
	expected := first
	for _, day := range t.between(from, to, first, last) {
		if day.Sub(expected) > longestGap*24*time.Hour {
			return t.averageOfMonths(from, to, first, last, &sum, expected)
		}
		f, g := t.onDay(from, day), t.onDay(to, day)
		if q, ok := cross(from, to, f, g); ok {
			sum.add(q)
			expected = day.AddDate(0, 0, 1)
		}
	}
	if last.Sub(expected) >= longestGap*24*time.Hour || sum.count == 0 {
		return t.averageOfMonths(from, to, first, last, &sum, expected)
	}
	return sum.quote(), nil
}

// averageOfMonths is the mean of the monthly rates where there is no daily one at all.
func (t *Table) averageOfMonths(from, to string, first, last time.Time, daily *mean, gap time.Time) (Quote, error) {
	if daily.count > 0 {
		missed := gap.AddDate(0, 0, longestGap)
		return Quote{}, t.missing(from, to, MonthOf(missed), t.hasDay(from, gap, missed))
	}
	sum := mean{}
	start := time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC)
	for month := start; !month.After(last); month = month.AddDate(0, 1, 0) {
		q, err := t.OfMonth(from, to, MonthOf(month))
		if err != nil {
			return Quote{}, err
		}
		sum.add(q)
	}
	return sum.quote(), nil
}

// between are the days in a time on which either currency has a rate, in order.
func (t *Table) between(from, to string, first, last time.Time) []time.Time {
	var days []time.Time
	for _, code := range []string{from, to} {
		for _, r := range t.days[code] {
			if !r.Day.Before(first) && !r.Day.After(last) {
				days = append(days, r.Day)
			}
		}
	}
	slices.SortFunc(days, time.Time.Compare)
	return slices.CompactFunc(days, time.Time.Equal)
}

func (t *Table) onDay(code string, day time.Time) *Rate {
	days := t.days[code]
	n, found := slices.BinarySearchFunc(days, day, func(r Rate, day time.Time) int { return r.Day.Compare(day) })
	if !found {
		return nil
	}
	return &days[n]
}

// hasDay says whether a currency has a rate from a day to another.
func (t *Table) hasDay(code string, from, until time.Time) bool {
	return slices.ContainsFunc(t.days[code], func(r Rate) bool { return !r.Day.Before(from) && !r.Day.After(until) })
}

// A mean adds quotes up.
type mean struct {
	sum    big.Rat
	count  int64
	source string
}

func (m *mean) add(q Quote) {
	m.sum.Add(&m.sum, q.PerUnit)
	m.count++
	m.source = cmp.Or(m.source, q.Source)
}

func (m *mean) quote() Quote {
	return Quote{new(big.Rat).Quo(&m.sum, big.NewRat(m.count, 1)), m.source}
}

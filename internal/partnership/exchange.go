package partnership

import (
	"fmt"
	"slices"
	"strings"

	"tulos/internal/results"
)

// An Exchange converts expenses into the currency of a project, by its rule.
type Exchange struct {
	currency string
	rule     RateRule
	frame    *results.Frame
	rates    map[quoted]Rate
	days     []results.Date // of which there are rates, the earliest first
}

// quoted is what there is one rate of: a currency in a month or on a day.
type quoted struct{ currency, of string }

// NewExchange makes an exchange of a project with those rates, in any order.
func NewExchange(p *Project, rates []Rate) *Exchange {
	x := &Exchange{currency: p.Currency, rule: p.RateRule, frame: p.Frame(nil), rates: map[quoted]Rate{}}
	for _, r := range rates {
		switch {
		case r.PerUnit == nil || r.PerUnit.Sign() <= 0:
		case r.Month != "":
			x.rates[quoted{r.Currency, r.Month}] = r
		default:
			x.rates[quoted{r.Currency, r.Date.String()}] = r
			x.days = append(x.days, r.Date)
		}
	}
	slices.SortFunc(x.days, results.Date.Compare)
	x.days = slices.Compact(x.days)
	return x
}

// perUnit is how many units of a currency there are for 1 of the project's in a month or
// on a day: as it was quoted, or where both were quoted for a third currency, worked out.
func (x *Exchange) perUnit(currency, of string) (n results.Number, source string, ok bool) {
	r, isQuoted := x.rates[quoted{currency, of}]
	if isQuoted && (r.Base == "" || r.Base == x.currency) {
		return *r.PerUnit, r.Source, true
	}
	own, isOwn := x.rates[quoted{x.currency, of}]
	switch {
	case !isOwn:
		return results.Number{}, "", false
	case own.Base == currency:
		return results.Int(1).Div(*own.PerUnit).Round(RateDecimals), own.Source, true
	case isQuoted && r.Base == own.Base:
		return r.PerUnit.Div(*own.PerUnit).Round(RateDecimals), r.Source, true
	default:
		return results.Number{}, "", false
	}
}

// A MissingRateError says which rate would be needed to convert an expense.
type MissingRateError struct {
	Currency string
	Of       string // as in a Conversion
}

func (m *MissingRateError) Error() string {
	return fmt.Sprintf("there is no exchange rate of %s for %s", m.Currency, m.Of)
}

// Convert converts an expense that is submitted on a day. It returns nil where the
// expense is in the project's currency, and a *MissingRateError where there is no rate.
func (x *Exchange) Convert(e *Expense, submitted results.Date) (*Conversion, error) {
	if e.Currency == x.currency || e.Amount == nil {
		return nil, nil //nolint:nilnil // there is nothing to convert
	}
	c := Conversion{Rule: x.rule}
	day := e.Date
	switch x.rule {
	case PeriodAverage:
		return x.average(e)
	case MonthOfExpense:
	default:
		c.Rule, day = MonthSubmitted, submitted
	}
	c.Of = month(day)
	perUnit, source, ok := x.perUnit(e.Currency, c.Of)
	if !ok {
		return nil, &MissingRateError{e.Currency, c.Of}
	}
	return c.at(e, perUnit, source), nil
}

// mostDaysWithout is for how many days there may be no rates of a currency that is quoted
// daily: the longest feasts and a few days more.
const mostDaysWithout = 10

// average converts by the mean of the rates that were quoted on days of the reporting
// period in which the expense is; of an expense outside of all, on days of its month.
// Days without a rate, as at weekends, do not count; but where a currency had none for
// longer than mostDaysWithout before the expense or after it, it has left the list.
func (x *Exchange) average(e *Expense) (*Conversion, error) {
	c := Conversion{Rule: PeriodAverage}
	of := monthOf(e.Date)
	if k := x.frame.PeriodOf(e.Date); k > 0 {
		of = x.frame.Periods[k-1]
	}
	c.Of = of.Start.String() + "/" + of.End.String()
	var (
		sum     results.Number
		days    int
		sources []string
		isNear  bool
	)
	for _, day := range x.days {
		if day.Before(of.Start) || of.End.Before(day) {
			continue
		}
		perUnit, source, ok := x.perUnit(e.Currency, day.String())
		if !ok {
			continue
		}
		sum, days = sum.Add(perUnit), days+1
		apart := day.DaysSince(e.Date)
		isNear = isNear || -mostDaysWithout <= apart && apart <= mostDaysWithout
		if !slices.Contains(sources, source) {
			sources = append(sources, source)
		}
	}
	if !isNear {
		return nil, &MissingRateError{e.Currency, c.Of}
	}
	mean := sum.Div(results.Int(days)).Round(RateDecimals)
	return c.at(e, mean, strings.Join(sources, ", ")), nil
}

func (c Conversion) at(e *Expense, perUnit results.Number, source string) *Conversion {
	c.PerUnit, c.Source = perUnit, source
	c.Amount = e.Amount.Div(perUnit).Round(2)
	return &c
}

// month is that of a day, YYYY-MM.
func month(d results.Date) string {
	s := d.String()
	return s[:min(len(s), len("YYYY-MM"))]
}

func monthOf(d results.Date) results.Period {
	year, month, _ := d.Parts()
	return results.Period{Start: results.DateOf(year, month, 1), End: results.DateOf(year, month+1, 1).AddDays(-1)}
}

// Conversion is how an expense was converted when it was submitted. One that came without,
// as from a bundle, is converted by the rates that are there, as if it was submitted
// on its day. It is nil, and errors are, as of Convert.
func (x *Exchange) Conversion(e *Expense) (*Conversion, error) {
	if e.Converted != nil && e.Currency != x.currency {
		return e.Converted, nil
	}
	submitted := e.Submitted
	if submitted.IsZero() {
		submitted = e.Date
	}
	return x.Convert(e, submitted)
}

// Value is what an expense comes to in the project's currency; ok is false where it cannot
// be told.
func (x *Exchange) Value(e *Expense) (value results.Number, ok bool) {
	switch c, err := x.Conversion(e); {
	case err != nil || e.Amount == nil:
		return results.Number{}, false
	case c == nil:
		return *e.Amount, true
	default:
		return c.Amount, true
	}
}

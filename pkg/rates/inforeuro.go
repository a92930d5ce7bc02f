package rates

import (
	"encoding/json"
	"errors"
	"io"
	"time"
)

// An inforEuroEntry is one of either list of InforEuro: the one of a month, with a rate
// for each country, or the one of a currency, with a rate for each month.
type inforEuroEntry struct {
	Code  string      `json:"isoA3Code"`
	Value json.Number `json:"value"`

	Currency string      `json:"currencyIso"`
	Base     string      `json:"refCurrencyIso"`
	Amount   json.Number `json:"amount"`
	Start    string      `json:"dateStart"`
	End      string      `json:"dateEnd"`
}

// readInforEuro reads a list of InforEuro entry by entry. Rates are units of the
// currency for 1 euro, for a whole month.
func readInforEuro(in io.Reader, o Options, c *collector) error {
	if o.Month != "" && !parseMonth(o.Month) {
		return &FaultError{Reason: BadDate, Value: o.Month}
	}
	d := json.NewDecoder(in)
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return orBroken(err, 0)
	}
	line := 0
	for d.More() {
		line++
		var e inforEuroEntry
		if err := d.Decode(&e); err != nil {
			return orBroken(err, line)
		}
		if err := e.hand(line, o, c); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return orBroken(err, line)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return orBroken(err, line)
	}
	return nil
}

// orBroken is a fault for what is no JSON, or not of that shape; an error of the file
// itself stays.
func orBroken(err error, line int) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	if err == nil || errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &FaultError{Reason: NotJSON, Line: line, Cause: err}
	}
	if fault := (*FaultError)(nil); errors.As(err, &fault) {
		return err
	}
	return &FaultError{Reason: NotJSON, Line: line, Cause: err}
}

// hand hands the rate of an entry on. The euro itself stands in monthly lists too, and
// is no rate.
func (e *inforEuroEntry) hand(line int, o Options, c *collector) error {
	at := FaultError{Line: line}
	rate := Rate{Currency: e.Code, Base: Euro, Month: o.Month, Source: InforEuro}
	number, isMonthly := e.Value, e.Currency == ""
	if !isMonthly {
		rate.Currency, rate.Base, number = e.Currency, e.Base, e.Amount
	}
	fail := func(reason Reason, value string) error {
		at.Reason, at.Value = reason, value
		return &at
	}
	switch {
	case !isCurrency(rate.Currency):
		return fail(BadCurrency, rate.Currency)
	case !isCurrency(rate.Base):
		return fail(BadCurrency, rate.Base)
	case isMonthly && o.Month == "":
		return fail(NeedsMonth, "")
	}
	if !isMonthly {
		month, ok := wholeMonth(e.Start, e.End)
		if !ok {
			return fail(BadDate, e.Start+"–"+e.End)
		}
		rate.Month = month
	}
	perUnit, ok := parseRate(number.String())
	if !ok {
		return fail(BadRate, number.String())
	}
	if rate.Currency == rate.Base {
		return nil
	}
	rate.PerUnit = perUnit
	return c.add(rate, at, isMonthly)
}

// wholeMonth is the month from its first day to its last.
func wholeMonth(first, last string) (month string, ok bool) {
	const layout = "02/01/2006"
	from, okFrom := parseDay(first, layout)
	to, okTo := parseDay(last, layout)
	isWhole := okFrom && okTo && from.Day() == 1 && to.Equal(from.AddDate(0, 1, -1))
	return MonthOf(from), isWhole && from.Before(to) && from != time.Time{}
}

package rates

import (
	"errors"
	"io"
)

// The columns of a plain CSV, by their heads in the first row, in any order:
//
//	currency   ISO 4217
//	month      YYYY-MM, or
//	date       YYYY-MM-DD
//	perUnit    units of the currency for 1 unit of the base, as a plain decimal
//	base       ISO 4217; without it Rate.Base is empty
//	source     who published the rate
const (
	columnCurrency = "currency"
	columnMonth    = "month"
	columnDate     = "date"
	columnPerUnit  = "perUnit"
	columnBase     = "base"
	columnSource   = "source"
)

// columns are where the columns of a plain CSV stand.
type columns map[string]int

func readPlain(rows *table, c *collector) error {
	at, err := readHeads(rows)
	if err != nil {
		return err
	}
	for {
		err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = readPlainRow(rows, at, c)
		}
		if err != nil {
			return err
		}
	}
}

// readHeads finds the columns by their heads. A file in which none of them stands is
// none of rates.
func readHeads(rows *table) (columns, error) {
	at := columns{}
	for n := range rows.fields {
		switch head := rows.field(n); head {
		case columnCurrency, columnMonth, columnDate, columnPerUnit, columnBase, columnSource:
			if _, again := at[head]; again {
				return nil, rows.fault(ColumnAgain, n, head)
			}
			at[head] = n
		}
	}
	if len(at) == 0 {
		return nil, &FaultError{Reason: Unknown}
	}
	_, hasMonth := at[columnMonth]
	_, hasDate := at[columnDate]
	for _, need := range []string{columnCurrency, columnPerUnit, columnSource} {
		if _, ok := at[need]; !ok {
			return nil, &FaultError{Reason: NoColumn, Line: 1, Value: need}
		}
	}
	if !hasMonth && !hasDate {
		return nil, &FaultError{Reason: NoColumn, Line: 1, Value: columnMonth}
	}
	return at, nil
}

func readPlainRow(rows *table, at columns, c *collector) error {
	value := func(column string) string {
		if n, ok := at[column]; ok {
			return rows.field(n)
		}
		return ""
	}
	fail := func(reason Reason, column string) error { return rows.fault(reason, at[column], value(column)) }
	rate := Rate{
		Currency: value(columnCurrency), Base: value(columnBase), Month: value(columnMonth), Source: value(columnSource),
	}
	day := value(columnDate)
	var ok bool
	switch {
	case !isCurrency(rate.Currency):
		return fail(BadCurrency, columnCurrency)
	case rate.Base != "" && !isCurrency(rate.Base), rate.Base == rate.Currency:
		return fail(BadCurrency, columnBase)
	case rate.Source == "":
		return fail(MissingField, columnSource)
	case (rate.Month == "") == (day == ""):
		return rows.fault(MonthOrDay, 0, "")
	case rate.Month != "" && !parseMonth(rate.Month):
		return fail(BadDate, columnMonth)
	}
	if day != "" {
		if rate.Day, ok = parseDay(day, dayLayout); !ok {
			return fail(BadDate, columnDate)
		}
	}
	if rate.PerUnit, ok = parseRate(value(columnPerUnit)); !ok {
		return fail(BadRate, columnPerUnit)
	}
	return c.add(rate, *rows.fault("", at[columnCurrency], ""), false)
}

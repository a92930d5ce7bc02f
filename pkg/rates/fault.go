package rates

import "fmt"

// A Reason is why a file of rates is refused.
type Reason string

// The reasons.
const (
	Unknown      Reason = "unknown"  // none of the forms that are read
	Empty        Reason = "empty"    // no rates in it
	NotCSV       Reason = "not-csv"  // quotes that do not end, rows of another length
	NotJSON      Reason = "not-json" // damaged, or of another shape
	NotUTF8      Reason = "not-utf-8"
	TooLong      Reason = "too-long"      // a value that no rate has
	NeedsMonth   Reason = "needs-month"   // a monthly list of InforEuro does not tell its month
	NoColumn     Reason = "no-column"     // a plain CSV lacks a column that it needs
	ColumnAgain  Reason = "column-again"  // two columns of one name
	BadCurrency  Reason = "bad-currency"  // not three capital letters
	BadDate      Reason = "bad-date"      // no day, no month, or not a whole one
	BadRate      Reason = "bad-rate"      // not a plain decimal above 0
	MonthOrDay   Reason = "month-or-day"  // both, or neither
	Repeated     Reason = "repeated"      // two rates of one currency for one month or day
	MissingField Reason = "missing-field" // an empty field that must be filled in
)

// A FaultError is why a file is refused, and where. Line and Column count from 1; they are
// 0 where the fault is in the file as a whole. In JSON Line is the number of the entry.
type FaultError struct {
	Reason Reason
	Line   int
	Column int
	Value  string // what stands there, or the name of the column
	Cause  error
}

func (f *FaultError) Error() string {
	text := "rates refused: " + string(f.Reason)
	if f.Line > 0 {
		text += fmt.Sprintf(" in line %d", f.Line)
	}
	if f.Column > 0 {
		text += fmt.Sprintf(", column %d", f.Column)
	}
	if f.Value != "" {
		text += fmt.Sprintf(": %q", f.Value)
	}
	if f.Cause != nil {
		text += ": " + f.Cause.Error()
	}
	return text
}

func (f *FaultError) Unwrap() error { return f.Cause }

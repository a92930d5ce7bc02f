package partnership

import "tulos/internal/results"

// An Expense is money that a partner spent, in the currency it was spent in.
type Expense struct {
	Ref         string
	Partner     results.PartnerID
	Line        string       // code of the budget line
	Date        results.Date // of the invoice, or when it was spent
	Paid        results.Date // zero: not told
	Invoice     string       // its number
	Reference   string       // in the partner's accounts
	Amount      *results.Number
	Currency    string // ISO 4217
	Description results.Text
	Evidence    []Evidence
	Status      Status
	Submitted   results.Date // when it was last; zero: an open one, or not told
	Converted   *Conversion  // nil: while it is open, and where Currency is the project's
}

// A Conversion is what an expense comes to in the project's currency. It is made once,
// when the expense is submitted, and does not change with rates that come later.
type Conversion struct {
	Amount  results.Number // rounded to cents, half away from zero
	PerUnit results.Number // units of the expense's currency for 1 of the project's
	Rule    RateRule
	Of      string // what the rate is of: YYYY-MM, or YYYY-MM-DD/YYYY-MM-DD
	Source  string
}

// A Rate is an exchange rate of a month or of a day.
type Rate struct {
	Currency string          // ISO 4217
	Month    string          // YYYY-MM, or
	Date     results.Date    // the day
	Base     string          // ISO 4217; empty: the project's currency
	PerUnit  *results.Number // units of Currency for 1 unit of Base
	Source   string
}

// RateDecimals are the digits after the point to which rates are rounded that were
// worked out: averages, and rates between two currencies that were quoted for a third.
const RateDecimals = 12

// ParseRate reads an exchange rate: a plain decimal with at most RateDecimals digits after
// the point. Else it is results.ErrNotDecimal.
func ParseRate(s string) (results.Number, error) { return results.ParseDecimal(s, RateDecimals) }

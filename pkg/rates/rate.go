// Package rates reads exchange rates as the European Central Bank (eurofxref-hist.csv,
// eurofxref-daily.csv), the European Commission (InforEuro, JSON) and anybody else (a
// plain CSV) publish them.
package rates

import (
	"math/big"
	"time"
)

// Euro is the currency that the rates of ECB and InforEuro are quoted against.
const Euro = "EUR"

// The sources that readers know by the form of their files.
const (
	ECB       = "ECB"
	InforEuro = "InforEuro"
)

// A Rate says how many units of a currency 1 unit of its base was worth, in a month or
// on a day.
type Rate struct {
	Currency string    // ISO 4217
	Base     string    // ISO 4217; empty where a plain file does not tell
	Month    string    // YYYY-MM, or
	Day      time.Time // the day, at midnight UTC
	PerUnit  *big.Rat  // above 0
	Source   string
}

// IsOfMonth says that the rate is one for a whole month.
func (r *Rate) IsOfMonth() bool { return r.Month != "" }

const (
	dayLayout   = "2006-01-02"
	monthLayout = "2006-01"
)

// MonthOf is the month of a day, as YYYY-MM.
func MonthOf(day time.Time) string { return day.Format(monthLayout) }

package i18n

import (
	"fmt"
	"strconv"
	"strings"
)

// Date writes a day in figures: "3.6.2026".
func (f Format) Date(year, month, day int) string {
	return written(f.locale.numeric, f.locale.months, Day{year, month, day})
}

// LongDate writes a day with the name of its month: "3 June 2026".
func (f Format) LongDate(year, month, day int) string {
	return written(f.locale.long, f.locale.months, Day{year, month, day})
}

// MonthYear writes a month: "June 2026".
func (f Format) MonthYear(year, month int) string {
	names := f.locale.alone
	if names[0] == "" {
		names = f.locale.months
	}
	return written(f.locale.monthYear, names, Day{year, month, 1})
}

// A Day is a calendar day.
type Day struct{ Year, Month, Day int }

// DateRange writes two days in figures and a dash: "1.1.2026–30.6.2026". One
// day alone is written once.
func (f Format) DateRange(from, to Day) string {
	first := f.Date(from.Year, from.Month, from.Day)
	if from == to {
		return first
	}
	return first + f.locale.dash + f.Date(to.Year, to.Month, to.Day)
}

// written fills a pattern of a locale.
func written(pattern string, names [12]string, day Day) string {
	if day.Month < 1 || day.Month > 12 || day.Day < 1 || day.Day > 31 {
		return visible(fmt.Sprintf("%04d-%02d-%02d", day.Year, day.Month, day.Day))
	}
	return strings.NewReplacer(
		"{d}", strconv.Itoa(day.Day), "{dd}", fmt.Sprintf("%02d", day.Day),
		"{M}", strconv.Itoa(day.Month), "{MM}", fmt.Sprintf("%02d", day.Month),
		"{month}", names[day.Month-1],
		"{y}", strconv.Itoa(day.Year),
	).Replace(pattern)
}

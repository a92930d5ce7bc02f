package results

import (
	"errors"
	"time"
)

// A Date is a day of the calendar, from 0001-01-01 to 9999-12-31. The zero Date
// is none, and before all others.
type Date struct{ day int } // 1 is 0001-01-01

const layout = "2006-01-02"

// ErrNotDate says that a text is not a day of the calendar.
var ErrNotDate = errors.New("not a date: YYYY-MM-DD")

// ParseDate reads YYYY-MM-DD, and nothing else; else it is ErrNotDate.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1 {
		return Date{}, ErrNotDate
	}
	return dateOf(t), nil
}

// DateOf is the date with that year, month and day, each in its usual range.
func DateOf(year, month, day int) Date {
	return dateOf(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC))
}

const secondsPerDay = 24 * 60 * 60

func dateOf(t time.Time) Date {
	return Date{int((t.Unix()-time.Time{}.Unix())/secondsPerDay) + 1}
}

func (d Date) time() time.Time { return time.Time{}.AddDate(0, 0, d.day-1) }

// Parts gives the year, the month and the day of the month.
func (d Date) Parts() (year, month, day int) {
	t := d.time()
	return t.Year(), int(t.Month()), t.Day()
}

// String writes YYYY-MM-DD, and nothing for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format(layout)
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d.day == 0 }

// Before says whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.day < e.day }

// Compare is negative, 0 or positive as d is before, on or after e.
func (d Date) Compare(e Date) int { return d.day - e.day }

// Next is the day after.
func (d Date) Next() Date { return Date{d.day + 1} }

// DaysSince counts the days from e to d.
func (d Date) DaysSince(e Date) int { return d.day - e.day }

// AddDays is the day some days later.
func (d Date) AddDays(days int) Date { return Date{d.day + days} }

// AddMonths is the same day of the month some months later; where that month is too
// short, its last day.
func (d Date) AddMonths(months int) Date {
	year, month, day := d.Parts()
	month += months
	first := DateOf(year, month, 1)
	last := DateOf(year, month+1, 1).AddDays(-1)
	if end := first.AddDays(day - 1); end.Before(last) {
		return end
	}
	return last
}

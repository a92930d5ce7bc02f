package rates

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/big"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Options are what a file itself does not tell.
type Options struct {
	Month string // YYYY-MM, of a monthly list of InforEuro
}

// longestField is how many bytes a value of a file has at most.
const longestField = 200

// Read reads a file in any of the forms, by how it begins, and hands on its rates one
// by one, in the order of the file. What is wrong with it is a *FaultError; an error of take
// ends the reading and is returned as it is. Nothing is kept but which rates there were.
func Read(r io.Reader, o Options, take func(Rate) error) error {
	in := bufio.NewReader(r)
	if head, err := in.Peek(3); err == nil && bytes.Equal(head, []byte("\uFEFF")) {
		_, _ = in.Discard(3)
	}
	first, err := firstByte(in)
	if err != nil {
		return err
	}
	c := &collector{take: take, seen: map[string]string{}}
	if first == '[' || first == '{' {
		err = readInforEuro(in, o, c)
	} else {
		err = readCSV(in, c)
	}
	if err == nil && c.count == 0 {
		return &FaultError{Reason: Empty}
	}
	return err
}

// firstByte is the first that is not white space, and leaves it to be read.
func firstByte(in *bufio.Reader) (byte, error) {
	for {
		b, err := in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return 0, &FaultError{Reason: Empty}
		case err != nil:
			return 0, err
		case b != ' ' && b != '\t' && b != '\r' && b != '\n':
			return b, in.UnreadByte()
		}
	}
}

// A collector hands rates on, and refuses a second one for the same month or day.
type collector struct {
	take  func(Rate) error
	seen  map[string]string // by currency and month or day
	count int
}

// add hands a rate on. Where the file has it already, that is a fault, but for lists in
// which a currency stands once for each country: there the same rate again is not.
func (c *collector) add(rate Rate, at FaultError, again bool) error {
	on := rate.Month
	if !rate.IsOfMonth() {
		on = rate.Day.Format(dayLayout)
	}
	key := rate.Currency + on
	if old, found := c.seen[key]; found {
		if again && old == rate.PerUnit.RatString() {
			return nil
		}
		at.Reason, at.Value = Repeated, rate.Currency+" "+on
		return &at
	}
	kept := ""
	if again {
		kept = rate.PerUnit.RatString()
	}
	c.seen[key] = kept
	c.count++
	return c.take(rate)
}

// readCSV tells the list of the ECB, with a column for each currency, from a plain one.
func readCSV(in io.Reader, c *collector) error {
	rows := &table{csv: csv.NewReader(in)}
	rows.csv.FieldsPerRecord = -1
	rows.csv.ReuseRecord = true
	if err := rows.next(); err != nil {
		return orEmpty(err)
	}
	if strings.EqualFold(rows.field(0), "date") && len(rows.fields) > 1 && isCurrency(rows.field(1)) {
		return readECB(rows, c)
	}
	return readPlain(rows, c)
}

func orEmpty(err error) error {
	if errors.Is(err, io.EOF) {
		return &FaultError{Reason: Empty}
	}
	return err
}

// A table is a CSV file, row by row.
type table struct {
	csv    *csv.Reader
	fields []string
}

// next reads a row; io.EOF after the last.
func (t *table) next() error {
	fields, err := t.csv.Read()
	if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
		return &FaultError{Reason: NotCSV, Line: wrong.Line, Column: wrong.Column, Cause: wrong.Err}
	}
	if err != nil {
		return err
	}
	t.fields = fields
	for n, field := range fields {
		switch {
		case len(field) > longestField:
			return t.fault(TooLong, n, "")
		case !utf8.ValidString(field):
			return t.fault(NotUTF8, n, "")
		}
	}
	return nil
}

// field is the n-th of the row without white space round it; empty where the row is
// shorter.
func (t *table) field(n int) string {
	if n >= len(t.fields) {
		return ""
	}
	return strings.TrimSpace(t.fields[n])
}

// fault is one at the n-th field of the row.
func (t *table) fault(reason Reason, n int, value string) *FaultError {
	at := min(n, len(t.fields)-1)
	line, _ := t.csv.FieldPos(at)
	return &FaultError{Reason: reason, Line: line, Column: n + 1, Value: value}
}

var (
	currency = regexp.MustCompile(`^[A-Z]{3}$`)
	decimal  = regexp.MustCompile(`^[0-9]{1,18}(\.[0-9]{1,6})?$`)
)

func isCurrency(s string) bool { return currency.MatchString(s) }

// parseRate reads a plain decimal above 0.
func parseRate(s string) (*big.Rat, bool) {
	if !decimal.MatchString(s) {
		return nil, false
	}
	r, ok := new(big.Rat).SetString(s)
	return r, ok && r.Sign() > 0
}

func parseMonth(s string) bool {
	t, err := time.Parse(monthLayout, s)
	return err == nil && t.Year() > 0
}

// parseDay reads a day in one of the layouts, of the years 1 to 9999.
func parseDay(s string, layouts ...string) (time.Time, bool) {
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t, true
		}
	}
	return time.Time{}, false
}

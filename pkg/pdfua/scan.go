package pdfua

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// deepest is how many arrays and dictionaries may stand within one another.
const deepest = 16

// A scanner reads the syntax of ISO 32000-1, 7.3. What it returns is a part of
// what it reads.
type scanner struct {
	b []byte
	i int
}

// An entry of a dictionary has its key without the solidus.
type entry struct {
	key   string
	value []byte
}

// A dict is a dictionary in the order of the file.
type dict []entry

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	default:
		return false
	}
}

func isRegular(c byte) bool { return !isSpace(c) && !isDelimiter(c) }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// space skips white space.
func (s *scanner) space() {
	for s.i < len(s.b) && isSpace(s.b[s.i]) {
		s.i++
	}
}

// at tells whether a token of delimiters comes next.
func (s *scanner) at(token string) bool { return bytes.HasPrefix(s.b[s.i:], []byte(token)) }

// take skips a token if it comes next.
func (s *scanner) take(token string) bool {
	if !s.at(token) {
		return false
	}
	s.i += len(token)
	return true
}

// value reads the next value, a reference included, without white space around
// it.
func (s *scanner) value() ([]byte, error) {
	s.space()
	start := s.i
	if err := s.skip(0); err != nil {
		return nil, err
	}
	return s.b[start:s.i], nil
}

// skip passes over a value.
func (s *scanner) skip(depth int) error {
	switch {
	case depth > deepest:
		return errors.New("values are nested too deeply")
	case s.i >= len(s.b):
		return errors.New("a value is missing")
	case s.take("<<"):
		return s.skipUntil(">>", depth)
	case s.take("["):
		return s.skipUntil("]", depth)
	case s.at("("):
		return s.skipString()
	case s.take("<"):
		n := bytes.IndexByte(s.b[s.i:], '>')
		if n < 0 {
			return errors.New("a string has no end")
		}
		s.i += n + 1
		return nil
	case s.take("/"):
		s.regular()
		return nil
	}
	start := s.i
	s.regular()
	if s.i == start {
		return fmt.Errorf("%q begins no value", s.b[s.i])
	}
	s.reference(start)
	return nil
}

// skipUntil passes over values and the token after them.
func (s *scanner) skipUntil(end string, depth int) error {
	for {
		s.space()
		if s.take(end) {
			return nil
		}
		if err := s.skip(depth + 1); err != nil {
			return err
		}
	}
}

func (s *scanner) regular() {
	for s.i < len(s.b) && isRegular(s.b[s.i]) {
		s.i++
	}
}

// skipString passes over a string in parentheses.
func (s *scanner) skipString() error {
	open := 0
	for ; s.i < len(s.b); s.i++ {
		switch s.b[s.i] {
		case '\\':
			s.i++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				s.i++
				return nil
			}
		}
	}
	s.i = len(s.b)
	return errors.New("a string has no end")
}

// reference goes on to the end of a reference if the number before, which began
// at start, is the beginning of one.
func (s *scanner) reference(start int) {
	end := s.i
	if !allDigits(s.b[start:end]) {
		return
	}
	s.space()
	from := s.i
	s.regular()
	if s.i > from && allDigits(s.b[from:s.i]) {
		s.space()
		from = s.i
		s.regular()
		if string(s.b[from:s.i]) == "R" {
			return
		}
	}
	s.i = end
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) {
			return false
		}
	}
	return len(b) > 0
}

// dict reads a dictionary.
func (s *scanner) dict() (dict, error) {
	s.space()
	if !s.take("<<") {
		return nil, errors.New("a dictionary is missing")
	}
	var d dict
	for {
		s.space()
		if s.take(">>") {
			return d, nil
		}
		if !s.take("/") {
			return nil, errors.New("a key of a dictionary is missing")
		}
		start := s.i
		s.regular()
		key := string(s.b[start:s.i])
		value, err := s.value()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		d = append(d, entry{key, value})
	}
}

// parseDict reads what is nothing but a dictionary.
func parseDict(b []byte) (dict, error) {
	s := scanner{b: b}
	d, err := s.dict()
	if err != nil {
		return nil, err
	}
	s.space()
	if s.i < len(b) {
		return nil, errors.New("something follows a dictionary")
	}
	return d, nil
}

// parseArray reads what is nothing but an array.
func parseArray(b []byte) ([][]byte, error) {
	s := scanner{b: b}
	s.space()
	if !s.take("[") {
		return nil, errors.New("an array is missing")
	}
	var values [][]byte
	for {
		s.space()
		if s.take("]") {
			break
		}
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	s.space()
	if s.i < len(b) {
		return nil, errors.New("something follows an array")
	}
	return values, nil
}

// parseReference is the number of the object that a reference names.
func parseReference(b []byte) (int, error) {
	fields := bytes.Fields(b)
	if len(fields) != 3 || string(fields[1]) != "0" || string(fields[2]) != "R" {
		return 0, fmt.Errorf("%.40q is no reference", b)
	}
	return parseInt(fields[0])
}

func parseInt(b []byte) (int, error) {
	n, err := strconv.Atoi(string(b))
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%.40q is no number", b)
	}
	return n, nil
}

// numbers reads an array of n numbers.
func numbers(b []byte, n int) ([]float64, error) {
	values, err := parseArray(b)
	if err != nil {
		return nil, err
	}
	if len(values) != n {
		return nil, fmt.Errorf("%d numbers instead of %d", len(values), n)
	}
	out := make([]float64, n)
	for i, v := range values {
		if out[i], err = strconv.ParseFloat(string(v), 64); err != nil || math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			return nil, fmt.Errorf("%.40q is no number", v)
		}
	}
	return out, nil
}

// get is the value of a key, or nil.
func (d dict) get(key string) []byte {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// name is the value of a key that is a name, without the solidus, or "".
func (d dict) name(key string) string {
	v := d.get(key)
	if len(v) == 0 || v[0] != '/' {
		return ""
	}
	return string(v[1:])
}

// set puts the value of a key, at the end if the key is new.
func (d *dict) set(key, value string) {
	for i := range *d {
		if (*d)[i].key == key {
			(*d)[i].value = []byte(value)
			return
		}
	}
	*d = append(*d, entry{key, []byte(value)})
}

// remove takes keys out.
func (d *dict) remove(keys ...string) {
	*d = slices.DeleteFunc(*d, func(e entry) bool { return slices.Contains(keys, e.key) })
}

// only returns an error if there is a key that is not listed.
func (d dict) only(keys ...string) error {
	for _, e := range d {
		if !slices.Contains(keys, e.key) {
			return fmt.Errorf("the key %.40q is not understood", e.key)
		}
	}
	return nil
}

// sorted is the dictionary by its keys, each once.
func (d dict) sorted() dict {
	s := slices.Clone(d)
	slices.SortStableFunc(s, func(a, b entry) int { return bytes.Compare([]byte(a.key), []byte(b.key)) })
	return slices.CompactFunc(s, func(a, b entry) bool { return a.key == b.key })
}

// bytes writes the dictionary.
func (d dict) bytes() []byte {
	to := []byte("<<")
	for _, e := range d {
		to = append(append(to, '/'), e.key...)
		if len(e.value) > 0 && isRegular(e.value[0]) {
			to = append(to, ' ')
		}
		to = append(to, e.value...)
	}
	return append(to, ">>"...)
}

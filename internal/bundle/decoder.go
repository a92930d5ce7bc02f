package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tulos/internal/results"
)

const (
	maxDepth  = 64        // how deep objects and lists may lie in each other
	maxFaults = 1_000_000 // a file that has so many is not read to its end
)

// A decoder reads JSON token by token and holds only what it was told to keep. It
// knows where it is; the path is written only where something is wrong.
type decoder struct {
	results.Findings
	json *json.Decoder
	path []place
	stop []results.Problem // why nothing more can be read
}

// A place is a field of an object, or an item of a list.
type place struct {
	field  string
	item   int
	isItem bool
}

func newDecoder(data []byte) *decoder {
	d := &decoder{json: json.NewDecoder(bytes.NewReader(data))}
	d.json.UseNumber()
	return d
}

// where writes the path of the place where the decoder is.
func (d *decoder) where() string {
	var s strings.Builder
	for n, p := range d.path {
		switch {
		case p.isItem:
			s.WriteString("[" + strconv.Itoa(p.item) + "]")
			continue
		case n > 0:
			s.WriteByte('.')
		}
		s.WriteString(results.Excerpt(p.field))
	}
	return s.String()
}

// hasStopped says that nothing more is read.
func (d *decoder) hasStopped() bool { return d.stop != nil || d.Count() >= maxFaults }

// fault finds something wrong at the place where the decoder is.
func (d *decoder) fault(code results.ProblemCode, args ...any) {
	if d.hasStopped() {
		return
	}
	path := ""
	if !d.IsFull() {
		path = d.where()
	}
	d.Wrong(path, code, args...)
}

func (d *decoder) enter(field string) { d.path = append(d.path, place{field: field}) }
func (d *decoder) leave()             { d.path = d.path[:len(d.path)-1] }

// next reads a token. It is nil where nothing can be read any more, which fault
// does not tell again.
func (d *decoder) next() json.Token {
	if d.hasStopped() {
		return nil
	}
	token, err := d.json.Token()
	if err != nil {
		d.stopAt(NotJSON)
		return nil
	}
	return token
}

// stopAt ends the reading with a problem of the file as a whole.
func (d *decoder) stopAt(code results.ProblemCode) {
	d.stop = []results.Problem{{Code: code, Args: map[string]any{"Offset": d.json.InputOffset()}}}
}

// more says whether the object or list that was opened goes on.
func (d *decoder) more() bool { return !d.hasStopped() && d.json.More() }

// skip reads over the rest of a value that starts with a token.
func (d *decoder) skip(token json.Token) {
	delim, ok := token.(json.Delim)
	if !ok {
		return
	}
	if len(d.path) >= maxDepth {
		d.stop = []results.Problem{{Path: d.where(), Code: TooDeep, Args: map[string]any{"Most": maxDepth}}}
		return
	}
	for n := 0; d.more(); n++ {
		at := place{item: n, isItem: true}
		if delim == '{' {
			key, _ := d.next().(string)
			at = place{field: key}
		}
		d.path = append(d.path, at)
		d.skip(d.next())
		d.leave()
	}
	d.next()
}

// wrongType finds a value of another type than it should have, and reads over it.
func (d *decoder) wrongType(token json.Token, code results.ProblemCode) {
	d.fault(code)
	d.skip(token)
}

// open says whether the next value is an object ('{') or a list ('[').
func (d *decoder) open(delim json.Delim, code results.ProblemCode) bool {
	token := d.next()
	if token != delim {
		d.wrongType(token, code)
		return false
	}
	if len(d.path) >= maxDepth {
		d.skip(token)
		return false
	}
	return true
}

// object reads an object. field reads the value of a field and says whether there
// is such a field. Required fields that are not there are found missing.
func (d *decoder) object(field func(name string) bool, required ...string) {
	if !d.open('{', NotObject) {
		return
	}
	var seen []string
	for d.more() {
		name, _ := d.next().(string)
		d.enter(name)
		switch {
		case slices.Contains(seen, name):
			d.fault(RepeatedField)
			d.skip(d.next())
		case field(name):
			seen = append(seen, name)
		default:
			d.fault(UnknownField)
			d.skip(d.next())
		}
		d.leave()
	}
	d.next()
	for _, name := range required {
		if !slices.Contains(seen, name) {
			d.enter(name)
			d.fault(results.Missing)
			d.leave()
		}
	}
}

// list reads a list item by item. Where it is none, it stands as one of an empty
// item, so that nothing seems to refer to what is not there.
func list[T any](d *decoder, items *[]T, read func(*T)) {
	if !d.open('[', NotList) {
		*items = make([]T, 1)
		return
	}
	for n := 0; d.more(); n++ {
		d.path = append(d.path, place{item: n, isItem: true})
		var item T
		read(&item)
		d.leave()
		if !d.IsFull() {
			*items = append(*items, item)
		}
	}
	d.next()
}

// stringMap reads an object of strings.
func stringMap[K, V ~string](d *decoder, m *map[K]V) {
	*m = map[K]V{}
	if !d.open('{', NotObject) {
		return
	}
	for d.more() {
		name, _ := d.next().(string)
		d.enter(name)
		if _, twice := (*m)[K(name)]; twice {
			d.fault(RepeatedField)
			d.skip(d.next())
		} else {
			d.characters(name)
			var value V
			read(d, &value)
			(*m)[K(name)] = value
		}
		d.leave()
	}
	d.next()
}

// read reads a string. It is left empty where there is none.
func read[S ~string](d *decoder, s *S) {
	token := d.next()
	value, ok := token.(string)
	if !ok {
		d.wrongType(token, NotString)
		return
	}
	if d.characters(value) {
		*s = S(value)
	}
}

// characters finds characters that no text has: NUL, and what stands for letters
// that were lost.
func (d *decoder) characters(s string) bool {
	if strings.ContainsRune(s, 0) || strings.ContainsRune(s, utf8.RuneError) {
		d.fault(BadCharacter)
		return false
	}
	return true
}

// unread stands for a choice that could not be read. It is none of those that
// there are, so that what depends on it is not judged.
const unread = "\x00"

// name reads a reference or code, which is not empty.
func name[S ~string](d *decoder, s *S) {
	token := d.next()
	value, ok := token.(string)
	switch {
	case !ok:
		d.wrongType(token, NotString)
	case value == "":
		d.fault(results.Empty)
	case d.characters(value):
		*s = S(value)
	}
}

// choice reads one of several words.
func choice[S ~string](d *decoder, s *S) {
	*s = ""
	name(d, s)
	if *s == "" {
		*s = unread
	}
}

// boolean reads true or false; ok is false where there is neither.
func (d *decoder) boolean(b *bool) (ok bool) {
	token := d.next()
	if *b, ok = token.(bool); !ok {
		d.wrongType(token, NotBoolean)
	}
	return ok
}

func integer[N ~int](d *decoder, n *N) {
	token := d.next()
	number, ok := token.(json.Number)
	if !ok {
		d.wrongType(token, NotInteger)
		return
	}
	i, err := strconv.ParseInt(string(number), 10, 32)
	if err != nil {
		d.fault(NotInteger)
		return
	}
	*n = N(i)
}

func (d *decoder) integerOr(n **int) {
	var i int
	integer(d, &i)
	*n = &i
}

func (d *decoder) date(day *results.Date) {
	token := d.next()
	s, ok := token.(string)
	if !ok {
		d.wrongType(token, NotDate)
		return
	}
	parsed, err := results.ParseDate(s)
	if err != nil {
		d.fault(NotDate, "Value", s)
		return
	}
	*day = parsed
}

func (d *decoder) number(n **results.Number) { d.decimal(n, results.ParseNumber, NotDecimal) }
func (d *decoder) amount(n **results.Number) { d.decimal(n, results.ParseAmount, NotAmount) }

func (d *decoder) decimal(n **results.Number, parse func(string) (results.Number, error), code results.ProblemCode) {
	token := d.next()
	s, ok := token.(string)
	if !ok {
		d.wrongType(token, code)
		return
	}
	parsed, err := parse(s)
	if err != nil {
		d.fault(code)
		return
	}
	*n = &parsed
}

// end finds anything after the object.
func (d *decoder) end() {
	if d.hasStopped() {
		return
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		d.stopAt(TrailingData)
	}
}

// locate turns the offset of the problem that stopped the reading into a line and
// a column, in characters.
func locate(data []byte, problems []results.Problem) []results.Problem {
	for _, p := range problems {
		offset, ok := p.Args["Offset"].(int64)
		if !ok {
			continue
		}
		before := data[:min(int(offset), len(data))]
		line := before[bytes.LastIndexByte(before, '\n')+1:]
		delete(p.Args, "Offset")
		p.Args["Line"], p.Args["Column"] = bytes.Count(before, []byte("\n"))+1, utf8.RuneCount(line)+1
	}
	return problems
}

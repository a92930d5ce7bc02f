package bundle

import (
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
	scanner
	isFresh bool // nothing has been read of the object or list that was opened last
	path    []place
	fields  []string // that have been read of the objects that are open
	words   words

	undrawable func(string) []rune // nil: not looked for
	drawing    results.Findings    // what reports cannot show

	stop   []results.Problem // why the file cannot be read on
	err    error             // of whom it was given to
	isDone bool              // no more is wanted
}

// A place is a field of an object, or an item of a list.
type place struct {
	field  string
	item   int
	isItem bool
}

func newDecoder(r io.Reader) *decoder { return &decoder{scanner: newScanner(r), words: words{}} }

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
func (d *decoder) hasStopped() bool {
	return d.stop != nil || d.err != nil || d.isDone || d.Count() >= maxFaults
}

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

// next reads a token. There is none where nothing can be read any more, which fault
// does not tell again.
func (d *decoder) next() token {
	if d.hasStopped() {
		return token{}
	}
	t := d.value()
	if t.kind == noToken {
		d.stopAt(NotJSON)
	}
	d.isFresh = t.kind == '{' || t.kind == '['
	return t
}

// stopAt ends the reading with a problem of the file as a whole.
func (d *decoder) stopAt(code results.ProblemCode) {
	d.stop = []results.Problem{{Code: code, Args: map[string]any{"Offset": d.offset()}}}
}

// more says whether the object or list that was opened goes on, and reads over
// what ends it.
func (d *decoder) more(end byte) bool {
	if d.hasStopped() {
		return false
	}
	isFresh := d.isFresh
	d.isFresh = false
	switch {
	case d.is(end):
		return false
	case !isFresh && !d.is(','):
		d.stopAt(NotJSON)
		return false
	}
	return true
}

// key reads the name of a field.
func (d *decoder) key() string {
	if d.hasStopped() {
		return ""
	}
	if d.peek() != stringToken {
		d.stopAt(NotJSON)
		return ""
	}
	t := d.next()
	name := d.words.of(t.text)
	if t.kind != noToken && !d.is(':') {
		d.stopAt(NotJSON)
	}
	return name
}

// endOf is what ends an object or a list.
func endOf(kind byte) byte {
	if kind == '{' {
		return '}'
	}
	return ']'
}

// skip reads over the rest of a value that starts with a token.
func (d *decoder) skip(t token) {
	if t.kind != '{' && t.kind != '[' {
		return
	}
	if len(d.path) >= maxDepth {
		d.stop = []results.Problem{{Path: d.where(), Code: TooDeep, Args: map[string]any{"Most": maxDepth}}}
		return
	}
	for n := 0; d.more(endOf(t.kind)); n++ {
		at := place{item: n, isItem: true}
		if t.kind == '{' {
			at = place{field: d.key()}
		}
		d.path = append(d.path, at)
		d.skip(d.next())
		d.leave()
	}
}

// wrongType finds a value of another type than it should have, and reads over it.
func (d *decoder) wrongType(t token, code results.ProblemCode) {
	d.fault(code)
	d.skip(t)
}

// open says whether the next value is an object ('{') or a list ('[').
func (d *decoder) open(kind byte, code results.ProblemCode) bool {
	t := d.next()
	if t.kind != kind {
		d.wrongType(t, code)
		return false
	}
	if len(d.path) >= maxDepth {
		d.skip(t)
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
	start := len(d.fields)
	for d.more('}') {
		name := d.key()
		d.enter(name)
		switch {
		case slices.Contains(d.fields[start:], name):
			d.fault(RepeatedField)
			d.skip(d.next())
		case field(name):
			d.fields = append(d.fields, name)
		default:
			d.fault(UnknownField)
			d.skip(d.next())
		}
		d.leave()
	}
	for _, name := range required {
		if !slices.Contains(d.fields[start:], name) {
			d.enter(name)
			d.fault(results.Missing)
			d.leave()
		}
	}
	d.fields = d.fields[:start]
}

// each reads a list item by item, and says whether it is one.
func (d *decoder) each(read func(n int)) bool {
	if !d.open('[', NotList) {
		return false
	}
	for n := 0; d.more(']'); n++ {
		d.path = append(d.path, place{item: n, isItem: true})
		read(n)
		d.leave()
	}
	return true
}

// list reads a list and keeps it. Where it is none, it stands as one of an empty
// item, so that nothing seems to refer to what is not there.
func list[T any](d *decoder, items *[]T, read func(*T)) {
	isList := d.each(func(int) {
		if d.IsFull() {
			read(new(T)) // is read over
			return
		}
		var item T
		*items = append(*items, item)
		read(&(*items)[len(*items)-1])
	})
	if !isList {
		*items = make([]T, 1)
	}
}

// stringMap reads an object of strings.
func stringMap[K, V ~string](d *decoder, m *map[K]V) {
	*m = map[K]V{}
	if !d.open('{', NotObject) {
		return
	}
	for d.more('}') {
		name := d.key()
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
}

// read reads a string. It is left empty where there is none.
func read[S ~string](d *decoder, s *S) {
	t := d.next()
	if t.kind != stringToken {
		d.wrongType(t, NotString)
		return
	}
	if value := string(t.text); d.characters(value) {
		*s = S(value)
		d.draw(value)
	}
}

// draw warns of characters that reports cannot show.
func (d *decoder) draw(s string) {
	if d.undrawable == nil || d.hasStopped() {
		return
	}
	if runes := d.undrawable(s); len(runes) > 0 && !d.drawing.IsFull() {
		d.drawing.Warn(d.where(), Undrawable, "Value", string(runes[:min(len(runes), mostShown)]))
	}
}

// mostShown is how many characters a warning names.
const mostShown = 10

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
	t := d.next()
	if t.kind != stringToken {
		d.wrongType(t, NotString)
		return
	}
	switch value := d.words.of(t.text); {
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
	t := d.next()
	*b = t.kind == trueToken
	if ok = *b || t.kind == falseToken; !ok {
		d.wrongType(t, NotBoolean)
	}
	return ok
}

func integer[N ~int](d *decoder, n *N) {
	t := d.next()
	if t.kind != numberToken {
		d.wrongType(t, NotInteger)
		return
	}
	i, err := strconv.ParseInt(string(t.text), 10, 32)
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
	t := d.next()
	if t.kind != stringToken {
		d.wrongType(t, NotDate)
		return
	}
	s := string(t.text)
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
	t := d.next()
	if t.kind != stringToken {
		d.wrongType(t, code)
		return
	}
	parsed, err := parse(string(t.text))
	if err != nil {
		d.fault(code)
		return
	}
	*n = &parsed
}

// end finds anything after the object.
func (d *decoder) end() {
	if d.hasStopped() || d.isEnd() {
		return
	}
	d.next()
	d.stopAt(TrailingData)
}

// words are the field names and codes that have been read. A file repeats most of
// them, so that they are kept once.
type words map[string]string

func (w words) of(text []byte) string {
	const mostWords, longestWord = 4096, 32
	if word, ok := w[string(text)]; ok {
		return word
	}
	word := string(text)
	if len(w) < mostWords && len(word) <= longestWord {
		w[word] = word
	}
	return word
}

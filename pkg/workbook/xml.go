package workbook

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

type tokenKind int

const (
	startTag tokenKind = iota
	endTag             // also follows a tag that closes itself
	characters
)

// A token is a piece of XML. Its bytes are good until the next one is read.
type token struct {
	kind       tokenKind
	raw        []byte // as it stands; nil for the end of a tag that closes itself
	name       []byte // of a tag, without its namespace
	literal    bool   // characters of CDATA
	closed     bool   // a start tag that closes itself
	start, end int64  // bytes of the part
}

// A scanner reads XML as workbooks have it: UTF-8, without a DOCTYPE. It allows
// less than XML does, and never more depth than a workbook needs.
type scanner struct {
	from    io.Reader
	part    string
	buf     []byte
	pos     int   // in buf, of what is not read yet
	offset  int64 // of buf[0] in the part
	ended   bool
	names   []byte // of the open elements, one behind the other
	lengths []int  // of those names
	closing bool   // the tag before closed itself
	rooted  bool   // an element has been seen
	tok     token
}

func newScanner(part string, from io.Reader) *scanner {
	return &scanner{from: from, part: part, buf: make([]byte, 0, 64<<10)}
}

func (s *scanner) refuse(r Reason, cause error) error {
	return &RefusedError{Reason: r, Part: s.part, Cause: cause}
}

var (
	errUnclosed   = errors.New("something is not closed")
	errMismatched = errors.New("a tag closes another element")
	errLong       = errors.New("a piece is too long")
	errEncoding   = errors.New("it is not in UTF-8")
	errEntity     = errors.New("an entity is not known")
	errOutside    = errors.New("something stands outside of the root element")
)

// more reads on; it answers io.EOF where there is nothing more.
func (s *scanner) more() error {
	if s.ended {
		return io.EOF
	}
	if s.pos > 0 {
		s.offset += int64(s.pos)
		s.buf = s.buf[:copy(s.buf, s.buf[s.pos:])]
		s.pos = 0
	}
	if len(s.buf) == cap(s.buf) {
		if cap(s.buf) >= longestToken {
			return s.refuse(BadXML, errLong)
		}
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for {
		n, err := s.from.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if err == io.EOF {
			s.ended = true
			if n == 0 {
				return io.EOF
			}
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
}

// until is how many bytes from pos on lead up to the end of mark, which is looked
// for from the given byte on.
func (s *scanner) until(mark string, from int) (int, error) {
	for {
		if len(s.buf)-s.pos >= from {
			if n := bytes.Index(s.buf[s.pos+from:], []byte(mark)); n >= 0 {
				return from + n + len(mark), nil
			}
			from = max(from, len(s.buf)-s.pos-len(mark)+1)
		}
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// untilTagEnd is the same for the > of a tag, which may also stand in the values
// of its attributes.
func (s *scanner) untilTagEnd() (int, error) {
	quote := byte(0)
	for n := 1; ; n++ {
		for s.pos+n >= len(s.buf) {
			if err := s.more(); err != nil {
				return 0, err
			}
		}
		switch c := s.buf[s.pos+n]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"', c == '\'':
			quote = c
		case c == '<':
			return 0, s.refuse(BadXML, errUnclosed)
		case c == '>':
			return n + 1, nil
		}
	}
}

// next reads the next token; io.EOF is the end of a whole document.
func (s *scanner) next() (*token, error) {
	if s.closing {
		s.closing = false
		s.pop()
		s.tok = token{kind: endTag, name: s.tok.name, start: s.tok.end, end: s.tok.end}
		return &s.tok, nil
	}
	for {
		done, err := s.piece()
		switch {
		case err == io.EOF: //nolint:errorlint // as more answers it
			if len(s.lengths) > 0 || s.pos < len(s.buf) || !s.rooted {
				return nil, s.refuse(BadXML, errUnclosed)
			}
			return nil, io.EOF
		case err != nil:
			return nil, err
		case done:
			return &s.tok, nil
		}
	}
}

// piece reads one piece; done is whether it is a token.
func (s *scanner) piece() (done bool, err error) {
	if s.pos == len(s.buf) {
		if err := s.more(); err != nil {
			return false, err
		}
	}
	if s.offset == 0 && s.pos == 0 {
		s.skipMark()
	}
	if s.pos < len(s.buf) && s.buf[s.pos] != '<' {
		return s.text()
	}
	for len(s.buf)-s.pos < len("<![CDATA[") && !s.ended {
		if err := s.more(); err != nil && err != io.EOF { //nolint:errorlint // as more answers it
			return false, err
		}
	}
	rest := s.buf[s.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("<!--")):
		return s.skip("-->", 4)
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		return s.cdata()
	case bytes.HasPrefix(rest, []byte("<!")):
		return false, s.refuse(Doctype, nil)
	case bytes.HasPrefix(rest, []byte("<?")):
		return s.skip("?>", 2)
	case bytes.HasPrefix(rest, []byte("</")):
		return s.endTag()
	}
	return s.startTag()
}

// skipMark skips the byte order mark.
func (s *scanner) skipMark() {
	if bytes.HasPrefix(s.buf, []byte("\ufeff")) {
		s.pos = len("\ufeff")
	}
}

func (s *scanner) skip(mark string, from int) (bool, error) {
	n, err := s.until(mark, from)
	if err != nil {
		return false, err
	}
	if raw := s.buf[s.pos : s.pos+n]; mark == "?>" && bytes.HasPrefix(raw, []byte("<?xml ")) {
		encoding, ok := attribute(raw, "encoding")
		if ok && !strings.EqualFold(encoding, "utf-8") && !strings.EqualFold(encoding, "us-ascii") {
			return false, s.refuse(BadXML, errEncoding)
		}
	}
	s.pos += n
	return false, nil
}

func (s *scanner) take(kind tokenKind, n int) {
	at := s.offset + int64(s.pos)
	s.tok = token{kind: kind, raw: s.buf[s.pos : s.pos+n], start: at, end: at + int64(n)}
	s.pos += n
}

func (s *scanner) text() (bool, error) {
	n, err := s.until("<", 0)
	if err == io.EOF { //nolint:errorlint // as more answers it
		n, err = len(s.buf)-s.pos+1, nil
	}
	if err != nil {
		return false, err
	}
	s.take(characters, n-1)
	if len(s.lengths) == 0 {
		if len(bytes.TrimSpace(s.tok.raw)) > 0 {
			return false, s.refuse(BadXML, errOutside)
		}
		return false, nil
	}
	return true, nil
}

func (s *scanner) cdata() (bool, error) {
	n, err := s.until("]]>", len("<![CDATA["))
	if err != nil {
		return false, err
	}
	if len(s.lengths) == 0 {
		return false, s.refuse(BadXML, errOutside)
	}
	s.take(characters, n)
	s.tok.literal = true
	return true, nil
}

func (s *scanner) startTag() (bool, error) {
	n, err := s.untilTagEnd()
	if err != nil {
		return false, err
	}
	s.take(startTag, n)
	s.tok.closed = n > 2 && s.tok.raw[n-2] == '/'
	full := s.tok.raw[1:]
	if end := bytes.IndexAny(full, " \t\r\n/>"); end > 0 {
		full = full[:end]
	} else {
		return false, s.refuse(BadXML, errUnclosed)
	}
	switch {
	case len(s.lengths) >= deepest:
		return false, &RefusedError{Reason: TooDeep, Part: s.part, Limit: deepest}
	case len(s.lengths) == 0 && s.rooted:
		return false, s.refuse(BadXML, errOutside)
	}
	s.rooted = true
	s.names = append(s.names, full...)
	s.lengths = append(s.lengths, len(full))
	s.tok.name = local(full)
	s.closing = s.tok.closed
	return true, nil
}

func (s *scanner) endTag() (bool, error) {
	n, err := s.untilTagEnd()
	if err != nil {
		return false, err
	}
	s.take(endTag, n)
	full := bytes.TrimRight(s.tok.raw[2:n-1], " \t\r\n")
	if len(s.lengths) == 0 || !bytes.Equal(full, s.names[len(s.names)-s.lengths[len(s.lengths)-1]:]) {
		return false, s.refuse(BadXML, errMismatched)
	}
	s.pop()
	s.tok.name = local(full)
	return true, nil
}

func (s *scanner) pop() {
	last := len(s.lengths) - 1
	s.names = s.names[:len(s.names)-s.lengths[last]]
	s.lengths = s.lengths[:last]
}

func local(name []byte) []byte {
	if n := bytes.IndexByte(name, ':'); n >= 0 {
		return name[n+1:]
	}
	return name
}

// is says whether the token is a start tag of that name.
func (t *token) is(name string) bool { return t.kind == startTag && string(t.name) == name }

// ends says whether the token ends an element of that name.
func (t *token) ends(name string) bool { return t.kind == endTag && string(t.name) == name }

// attr is the value of an attribute, with its namespace where it has one.
func (t *token) attr(name string) string {
	value, _ := attribute(t.raw, name)
	return value
}

// attribute finds an attribute of a tag.
func attribute(tag []byte, name string) (value string, ok bool) {
	from, to := attributeAt(tag, name)
	if from < 0 {
		return "", false
	}
	plain, err := unescape(tag[from:to])
	return plain, err == nil
}

// attributeAt is where the value of an attribute stands in a tag; from is -1
// where there is none.
func attributeAt(tag []byte, name string) (from, to int) {
	for n := 1; n < len(tag); {
		for n < len(tag) && !isSpace(tag[n]) {
			n++
		}
		for n < len(tag) && isSpace(tag[n]) {
			n++
		}
		equals := bytes.IndexByte(tag[n:], '=')
		if equals < 0 {
			return -1, -1
		}
		key := bytes.TrimRight(tag[n:n+equals], " \t\r\n")
		n += equals + 1
		for n < len(tag) && isSpace(tag[n]) {
			n++
		}
		if n >= len(tag) || tag[n] != '"' && tag[n] != '\'' {
			return -1, -1
		}
		length := bytes.IndexByte(tag[n+1:], tag[n])
		if length < 0 {
			return -1, -1
		}
		if string(key) == name {
			return n + 1, n + 1 + length
		}
		n += length + 2
	}
	return -1, -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// plain is the text of characters.
func (t *token) plain() (string, error) {
	if t.literal {
		return string(t.raw[len("<![CDATA[") : len(t.raw)-len("]]>")]), nil
	}
	return unescape(t.raw)
}

// unescape replaces the entities of XML, of which there are five, and those of
// numbers.
func unescape(raw []byte) (string, error) {
	at := bytes.IndexByte(raw, '&')
	if at < 0 {
		return strings.ToValidUTF8(string(raw), "\ufffd"), nil
	}
	var b strings.Builder
	for at >= 0 {
		b.Write(raw[:at])
		end := bytes.IndexByte(raw[at:], ';')
		if end < 0 {
			return "", errEntity
		}
		r, ok := entity(string(raw[at+1 : at+end]))
		if !ok {
			return "", errEntity
		}
		b.WriteRune(r)
		raw = raw[at+end+1:]
		at = bytes.IndexByte(raw, '&')
	}
	b.Write(raw)
	return strings.ToValidUTF8(b.String(), "\ufffd"), nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	base := 10
	if hex, isHex := strings.CutPrefix(digits, "x"); isHex {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if !ok || err != nil || n == 0 || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}

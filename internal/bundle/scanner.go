package bundle

import (
	"encoding/json"
	"io"
)

// The kinds of tokens: delimiters are their own kind.
const (
	noToken     = 0
	stringToken = '"'
	numberToken = '0'
	trueToken   = 't'
	falseToken  = 'f'
	nullToken   = 'n'
)

// A token is a delimiter or a value, with the characters of a string or a number.
type token struct {
	kind byte
	text []byte // until the next token
}

// A scanner splits JSON in UTF-8 into tokens. Whoever uses it asks for what may
// stand at a place, and so sees to the grammar.
type scanner struct {
	in     io.Reader
	buffer []byte
	at     int   // where the scanner is in the buffer
	before int64 // bytes before the buffer
	isOver bool  // no more comes than is in the buffer
}

const bufferSize = 32 << 10

func newScanner(in io.Reader) scanner { return scanner{in: in, buffer: make([]byte, 0, bufferSize)} }

// offset is how many bytes have been read over.
func (s *scanner) offset() int64 { return s.before + int64(s.at) }

// fill gets more into the buffer, which keeps what was not read over, and says
// whether there was more.
func (s *scanner) fill() bool {
	if s.isOver {
		return false
	}
	if s.at > 0 {
		s.before += int64(s.at)
		s.buffer = s.buffer[:copy(s.buffer, s.buffer[s.at:])]
		s.at = 0
	}
	if len(s.buffer) == cap(s.buffer) {
		s.buffer = append(make([]byte, 0, 2*cap(s.buffer)), s.buffer...)
	}
	n, err := s.in.Read(s.buffer[len(s.buffer):cap(s.buffer)])
	s.buffer = s.buffer[:len(s.buffer)+n]
	s.isOver = err != nil
	return n > 0 || err == nil
}

// peek is the next character that is no space, which is not read over, or 0 at the
// end. Spaces at the end of the file are not read over.
func (s *scanner) peek() byte {
	start := s.offset()
	for {
		for ; s.at < len(s.buffer); s.at++ {
			switch c := s.buffer[s.at]; c {
			case ' ', '\n', '\r', '\t':
			default:
				return c
			}
		}
		if !s.fill() {
			s.before, s.at, s.buffer = start, 0, s.buffer[:0]
			return 0
		}
	}
}

// isEnd says that nothing but spaces is left.
func (s *scanner) isEnd() bool { return s.peek() == 0 && s.at == len(s.buffer) }

// is reads over a character, if it is the next.
func (s *scanner) is(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// value reads a value, of an object or a list its beginning. Where there is none,
// nothing is read over.
func (s *scanner) value() token {
	switch c := s.peek(); c {
	case '{', '[':
		s.at++
		return token{kind: c}
	case '"':
		return s.string()
	case trueToken:
		return s.literal(c, "true")
	case falseToken:
		return s.literal(c, "false")
	case nullToken:
		return s.literal(c, "null")
	default:
		return s.number()
	}
}

// char is the n-th character from where the scanner is, or 0 behind the end.
func (s *scanner) char(n int) byte {
	for s.at+n >= len(s.buffer) {
		if !s.fill() {
			return 0
		}
	}
	return s.buffer[s.at+n]
}

func (s *scanner) literal(kind byte, word string) token {
	for n := range len(word) {
		if s.char(n) != word[n] {
			return token{}
		}
	}
	s.at += len(word)
	return token{kind: kind}
}

// string reads a string and takes its escapes away.
func (s *scanner) string() token {
	n, hasEscape := 1, false
	for {
		for ; s.at+n < len(s.buffer); n++ {
			switch c := s.buffer[s.at+n]; {
			case c == '"':
				return s.cutString(n+1, hasEscape)
			case c == '\\':
				hasEscape = true
				n++ // what is escaped does not end the string
			case c < ' ':
				return token{}
			}
		}
		if !s.fill() {
			return token{}
		}
	}
}

func (s *scanner) cutString(n int, hasEscape bool) token {
	written := s.buffer[s.at : s.at+n]
	if !hasEscape {
		s.at += n
		return token{stringToken, written[1 : n-1]}
	}
	var text string
	if json.Unmarshal(written, &text) != nil {
		return token{}
	}
	s.at += n
	return token{stringToken, []byte(text)}
}

func (s *scanner) number() token {
	n := 0
	if s.char(0) == '-' {
		n = 1
	}
	digits := s.digits(n)
	if digits == 0 {
		return token{}
	}
	if s.char(n) == '0' {
		digits = 1
	}
	n += digits
	if s.char(n) == '.' {
		digits := s.digits(n + 1)
		if digits == 0 {
			return token{}
		}
		n += 1 + digits
	}
	if c := s.char(n); c == 'e' || c == 'E' {
		n++
		if c := s.char(n); c == '+' || c == '-' {
			n++
		}
		digits := s.digits(n)
		if digits == 0 {
			return token{}
		}
		n += digits
	}
	s.at += n
	return token{numberToken, s.buffer[s.at-n : s.at]}
}

// digits counts the digits from the n-th character on.
func (s *scanner) digits(n int) int {
	count := 0
	for c := s.char(n); c >= '0' && c <= '9'; c = s.char(n + count) {
		count++
	}
	return count
}

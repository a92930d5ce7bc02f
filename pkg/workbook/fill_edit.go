package workbook

import (
	"bytes"
	"strings"
)

// withAttribute sets an attribute of a tag.
func withAttribute(tag, name, value string) string {
	if from, to := attributeAt([]byte(tag), name); from >= 0 {
		return tag[:from] + value + tag[to:]
	}
	end := strings.TrimRight(strings.TrimSuffix(tag, ">"), " /")
	return end + " " + name + `="` + value + `"` + tag[len(end):]
}

// An editor puts texts in place of pieces of another, which come in order.
type editor struct{ pieces []piece }

type piece struct {
	from, to int64
	text     string
}

func (e *editor) replace(from, to int64, text string) {
	e.pieces = append(e.pieces, piece{from, to, text})
}

func (e *editor) apply(text []byte) []byte {
	var b bytes.Buffer
	at := int64(0)
	for _, p := range e.pieces {
		b.Write(text[at:p.from])
		b.WriteString(p.text)
		at = p.to
	}
	b.Write(text[at:])
	return b.Bytes()
}

func withoutAttribute(tag, name string) string {
	from, to := attributeAt([]byte(tag), name)
	if from < 0 {
		return tag
	}
	start := strings.LastIndex(tag[:from], name)
	return strings.TrimRight(tag[:start], " ") + tag[to+1:]
}

// escapeText makes a text one that XML can carry.
func escapeText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

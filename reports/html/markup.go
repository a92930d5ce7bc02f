package html

import (
	"bytes"
	"html"
	"strings"
)

// An attr is an attribute. Without a value it is not written.
type attr struct{ name, value string }

// A markup is HTML that is also well-formed XML. All text passes through it and
// is escaped there.
type markup struct {
	buffer bytes.Buffer
	open   []string // elements, from the outermost
}

// start opens an element.
func (m *markup) start(name string, attrs ...attr) {
	m.begin(name, attrs)
	m.buffer.WriteByte('>')
	m.open = append(m.open, name)
}

// void writes an element without content.
func (m *markup) void(name string, attrs ...attr) {
	m.begin(name, attrs)
	m.buffer.WriteString("/>")
}

func (m *markup) begin(name string, attrs []attr) {
	m.buffer.WriteByte('<')
	m.buffer.WriteString(name)
	for _, a := range attrs {
		if a.value == "" {
			continue
		}
		m.buffer.WriteByte(' ')
		m.buffer.WriteString(a.name)
		m.buffer.WriteString(`="`)
		m.buffer.WriteString(html.EscapeString(a.value))
		m.buffer.WriteByte('"')
	}
}

// end closes the innermost element that is open.
func (m *markup) end() {
	last := len(m.open) - 1
	m.buffer.WriteString("</")
	m.buffer.WriteString(m.open[last])
	m.buffer.WriteByte('>')
	m.open = m.open[:last]
}

// endTo closes elements until so many are open.
func (m *markup) endTo(depth int) {
	for len(m.open) > depth {
		m.end()
	}
}

// element writes an element that holds only text.
func (m *markup) element(name, text string, attrs ...attr) {
	m.start(name, attrs...)
	m.lines(clean(text))
	m.end()
}

// lines writes clean text, with its line ends.
func (m *markup) lines(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			m.void("br")
		}
		m.buffer.WriteString(html.EscapeString(line))
	}
}

// newLine keeps the source readable.
func (m *markup) newLine() {
	if b := m.buffer.Bytes(); len(b) > 0 && b[len(b)-1] != '\n' {
		m.buffer.WriteByte('\n')
	}
}

// classes joins the names that are not empty.
func classes(names ...string) attr {
	var kept []string
	for _, n := range names {
		if n != "" {
			kept = append(kept, n)
		}
	}
	return attr{"class", strings.Join(kept, " ")}
}

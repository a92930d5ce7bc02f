package html

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"tulos/reports"
)

// A node is an element of a page, or text, which has no name.
type node struct {
	name string
	attr map[string]string
	text string
	kids []*node
}

// parse reads a page as XML, which forgives nothing, and returns its root.
func parse(tb testing.TB, page []byte) *node {
	tb.Helper()
	root := &node{}
	open := []*node{root}
	for d := xml.NewDecoder(bytes.NewReader(page)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			tb.Fatalf("not well-formed: %v", err)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := n.attr[a.Name.Local]; twice {
					tb.Errorf("%s has %s twice", n.name, a.Name.Local)
				}
				n.attr[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(token)})
		}
	}
	return root
}

// walk visits a node and all below it until visit says not to go deeper.
func (n *node) walk(visit func(*node) bool) {
	if !visit(n) {
		return
	}
	for _, k := range n.kids {
		k.walk(visit)
	}
}

// all are the elements of a name or a class (".report-table") below a node.
func (n *node) all(selector string) []*node {
	var found []*node
	n.walk(func(k *node) bool {
		if k != n && k.is(selector) {
			found = append(found, k)
		}
		return true
	})
	return found
}

func (n *node) is(selector string) bool {
	if class, ok := strings.CutPrefix(selector, "."); ok {
		return n.has(class)
	}
	return n.name == selector
}

func (n *node) has(class string) bool {
	for c := range strings.FieldsSeq(n.attr["class"]) {
		if c == class {
			return true
		}
	}
	return false
}

// elements are the children that are no text.
func (n *node) elements() []*node {
	var found []*node
	for _, k := range n.kids {
		if k.name != "" {
			found = append(found, k)
		}
	}
	return found
}

// content is the text of a node as it is seen: line ends as such, pictures
// left out.
func (n *node) content() string {
	var b strings.Builder
	n.walk(func(k *node) bool {
		b.WriteString(k.text)
		if k.name == "br" {
			b.WriteByte('\n')
		}
		return k.name != "svg"
	})
	return b.String()
}

// one is the only element that fits.
func (n *node) one(tb testing.TB, selector string) *node {
	tb.Helper()
	found := n.all(selector)
	if len(found) != 1 {
		tb.Fatalf("there are %d of %s", len(found), selector)
	}
	return found[0]
}

// render is the document as a page.
func render(tb testing.TB, d reports.Document, o Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := Render(&b, d, o); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// fragment is the article of a document.
func fragment(tb testing.TB, d reports.Document) *node {
	tb.Helper()
	return parse(tb, render(tb, d, Options{Fragment: true}))
}

// blocks is a document in English of some blocks.
func blocks(b ...reports.Block) reports.Document {
	return reports.Document{Language: "en", Meta: reports.Meta{Title: "Report"}, Words: reports.Words{Contents: "Contents"}, Blocks: b}
}

// Package mail writes letters, as plain text and as simple HTML, and hands them to an
// SMTP server (RFC 5321).
package mail

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
	"time"
)

// A Letter is what one person gets. Both forms, plain text and HTML, say the same.
type Letter struct {
	ID       string // the same whenever it is sent: letters and digits
	At       time.Time
	To       Address
	Language string // BCP 47
	Subject  string
	Parts    []Part
	Foot     string // why the person gets it
	Settings string // address at which the person chooses what is sent; empty: there is none
}

// An Address is that of a mailbox.
type Address struct{ Name, Mailbox string }

// A Part is a paragraph, or with a heading a list of them.
type Part struct {
	Heading string
	Lines   []string
	Link    Link // none without an address
}

// A Link leads into the product.
type Link struct{ Text, Address string }

//go:embed letter.html letter.txt
var forms embed.FS

// A body is what a message holds.
type body struct{ text, html string }

func (l *Letter) body() (b body, err error) {
	var text, html bytes.Buffer
	asText, err := texttemplate.ParseFS(forms, "letter.txt")
	if err != nil {
		return b, err
	}
	asHTML, err := htmltemplate.ParseFS(forms, "letter.html")
	if err != nil {
		return b, err
	}
	if err := asText.Execute(&text, l); err != nil {
		return b, fmt.Errorf("write the letter as text: %w", err)
	}
	if err := asHTML.Execute(&html, l); err != nil {
		return b, fmt.Errorf("write the letter as HTML: %w", err)
	}
	return body{strings.TrimSpace(text.String()) + "\n", html.String()}, nil
}

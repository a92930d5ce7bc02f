package web_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"tulos/internal/service"
)

// look holds an answer against what no answer may do, and finds what it leads to.
func (c *crawler) look(v *crawling, sent crawled, a answer) {
	c.Helper()
	wrong := func(format string, args ...any) {
		c.Helper()
		c.Errorf("as %q: %s\nanswered %d: "+format, append([]any{v.name, sent, a.status}, args...)...)
	}
	if a.status >= http.StatusInternalServerError {
		log := c.log.String()
		wrong("a fault\n%s", log[max(0, len(log)-3000):])
	}
	c.lookAtHeaders(a.header, wrong)
	if strings.Contains(a.body, forged) {
		wrong("it speaks of a host that the browser made up")
	}
	for _, p := range c.planted {
		if strings.Contains(a.body, p.secret) && !c.mayKnow(v, p) {
			wrong("%s is told", p.secret)
		}
	}
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	switch kind {
	case "text/html", "image/svg+xml", "application/xhtml+xml", "application/xml", "text/xml":
		root, err := html.Parse(strings.NewReader(a.body))
		if err != nil {
			wrong("no HTML: %v", err)
			return
		}
		lookAtPage(root, kind == "text/html", wrong)
		if kind == "text/html" && a.status < 500 {
			c.find(v, sent.path, root)
		}
	case "text/csv":
		lookAtTable(a.body, wrong)
	case "":
		if a.body != "" {
			wrong("it does not say what it is")
		}
	default:
	}
	if to := a.header.Get("Location"); to != "" {
		c.link(v, sent.path, to)
	}
}

// lookAtLog wants nothing of what was sent, and of nobody, in the log, and a line for each
// request.
func (c *crawler) lookAtLog() {
	c.Helper()
	for line := range strings.Lines(c.log.String()) {
		if !strings.HasPrefix(line, "time=") || strings.Contains(line, mark) || strings.Contains(line, "secret-of") || strings.Contains(line, "@example.org") {
			c.Errorf("the log says %.300q", line)
		}
	}
}

// lookAtHeaders wants the headers that keep browsers safe, and none that were smuggled in.
func (c *crawler) lookAtHeaders(h http.Header, wrong func(string, ...any)) {
	for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"} {
		if len(h.Values(name)) != 1 {
			wrong("%s: %q", name, h.Values(name))
		}
	}
	for name, values := range h {
		if strings.EqualFold(name, forgedHeader) || strings.Contains(strings.Join(values, " "), forged) {
			wrong("header %s: %q", name, values)
		}
		if name == "Access-Control-Allow-Origin" {
			wrong("others may read: %q", values)
		}
	}
	for _, to := range h.Values("Location") {
		u, err := url.Parse(to)
		if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t\x00") {
			wrong("it leads to %q", to)
		}
	}
}

// lookAtPage wants what was sent to be text: no element, no attribute, no script.
func lookAtPage(root *html.Node, isPage bool, wrong func(string, ...any)) {
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			lookAtElement(n, isPage, wrong)
		case html.CommentNode:
			if strings.Contains(n.Data, mark) {
				wrong("in a comment: %.100q", n.Data)
			}
		case html.TextNode:
			isCode := n.Parent != nil && (n.Parent.Data == "script" || n.Parent.Data == "style")
			if isCode && strings.TrimSpace(n.Data) != "" {
				wrong("a script or style within the page: %.100q", n.Data)
			}
		default:
		}
	}
}

func lookAtElement(n *html.Node, isPage bool, wrong func(string, ...any)) {
	if strings.Contains(n.Data, mark) {
		wrong("an element: <%s>", n.Data)
	}
	if slices.Contains([]string{"iframe", "object", "embed", "base", "frame", "applet"}, n.Data) {
		wrong("an element: <%s>", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case strings.Contains(a.Key, mark), strings.HasPrefix(a.Key, "on"), isPage && a.Key == "style", a.Key == "srcdoc":
			wrong("an attribute of <%s>: %s=%.100q", n.Data, a.Key, a.Val)
		case slices.Contains([]string{"href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset"}, a.Key):
			lookAtLink(n, a, wrong)
		}
	}
}

func lookAtLink(n *html.Node, a html.Attribute, wrong func(string, ...any)) {
	u, err := url.Parse(strings.TrimSpace(a.Val))
	if err != nil {
		wrong("a link of <%s>: %s=%.100q", n.Data, a.Key, a.Val)
		return
	}
	isOwn := u.Scheme == "" && u.Host == "" && !strings.HasPrefix(a.Val, "/\\")
	isPhoto := n.Data == "img" && (strings.HasPrefix(a.Val, "data:image/jpeg;base64,") || strings.HasPrefix(a.Val, "data:image/png;base64,"))
	isLink := n.Data == "a" && slices.Contains([]string{"http", "https", "mailto"}, u.Scheme)
	if !isOwn && !isLink && !isPhoto {
		wrong("a link of <%s>: %s=%.100q", n.Data, a.Key, a.Val)
	}
}

// lookAtTable wants no cell that a spreadsheet would run.
func lookAtTable(text string, wrong func(string, ...any)) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	first, _, _ := strings.Cut(text, "\n")
	if strings.Contains(first, ";") {
		r.Comma = ';'
	}
	rows, err := r.ReadAll()
	if err != nil {
		wrong("no table: %v", err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && strings.Contains(cell, mark) {
				wrong("a formula: %.100q", cell)
			}
		}
	}
}

// mayKnow says whether the person may see a planted secret now: roles change as it goes.
func (c *crawler) mayKnow(v *crawling, p planted) bool {
	c.Helper()
	if v.name == "" {
		return false
	}
	by, project := c.by(v.name), baltic
	if p.ref == "" {
		project = another
	}
	actor, err := c.service.Actor(c.Context(), by, project)
	if service.IsKind(err, service.NotFound) || service.IsKind(err, service.Forbidden) {
		return false
	}
	if err != nil {
		c.Fatal(err)
	}
	if p.ref == "" {
		_, err := c.service.Setup(c.Context(), by, another)
		return err == nil
	}
	return actor.MayRead(p.partner, "draft")
}

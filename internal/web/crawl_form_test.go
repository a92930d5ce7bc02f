package web_test

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A crawledForm is a form of a page.
type crawledForm struct {
	method, action string
	isMultipart    bool
	fields         []crawledField
}

// A crawledField is a control of a form.
type crawledField struct {
	name, value string
	kind        string   // as the type of an input; "textarea", "select" or "button"
	choices     []string // of a select
	isOff       bool     // a box that is not ticked, or a button
}

// find keeps the links and forms of a page.
func (c *crawler) find(v *crawling, page string, root *html.Node) {
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "href" || a.Key == "src" {
				c.link(v, page, a.Val)
			}
		}
		if n.Data == "form" {
			c.form(v, page, n)
		}
	}
}

// link keeps a link that leads to where nobody was yet.
func (c *crawler) link(v *crawling, page, to string) {
	address := ownAddress(page, to)
	if address == "" || strings.HasPrefix(address, "/static/") {
		return
	}
	if !c.isLong && isCostly(address) {
		return
	}
	sort := v.name + " " + sortedAs(address)
	if c.seen[sort] && c.IntN(20) > 0 {
		return
	}
	c.seen[sort] = true
	v.waiting = append(v.waiting, address)
}

// isCostly says whether an address is that of a file which takes long to make.
func isCostly(address string) bool {
	return strings.Contains(address, "/draft/") || strings.Contains(address, "/logbook/") || strings.Contains(address, "/export/")
}

// ownAddress is where a link of a page leads to; empty where that is elsewhere.
func ownAddress(page, to string) string {
	base, err := url.Parse(page)
	if err != nil {
		return ""
	}
	u, err := base.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return ""
	}
	u.Fragment = ""
	return u.String()
}

// mostForms is how many forms of a sort are remembered.
const mostForms = 3

func (c *crawler) form(v *crawling, page string, n *html.Node) {
	action := attributeOf(n, "action")
	if action == "" {
		action = page
	}
	f := crawledForm{
		method: strings.ToUpper(attributeOf(n, "method")), action: ownAddress(page, action),
		isMultipart: attributeOf(n, "enctype") == "multipart/form-data",
	}
	if f.action == "" || slices.ContainsFunc(c.planted, func(p planted) bool { return p.ref != "" && strings.Contains(f.action, p.ref) }) {
		return // the secrets stay as they are
	}
	for m := range n.Descendants() {
		if field, ok := fieldOf(m); ok {
			f.fields = append(f.fields, field)
		}
	}
	sort := f.method + " " + sortedAs(f.action)
	same, isKnown := v.forms[sort]
	switch {
	case !isKnown:
		v.sorts = append(v.sorts, sort)
		v.forms[sort] = []crawledForm{f}
	case len(same) < mostForms:
		v.forms[sort] = append(same, f)
	default:
		same[c.IntN(mostForms)] = f
	}
}

func attributeOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func fieldOf(n *html.Node) (crawledField, bool) {
	f := crawledField{name: attributeOf(n, "name"), value: attributeOf(n, "value"), kind: n.Data}
	if n.Type != html.ElementNode || f.name == "" {
		return f, false
	}
	switch n.Data {
	case "input":
		f.kind = attributeOf(n, "type")
		isChecked := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" })
		f.isOff = (f.kind == "checkbox" || f.kind == "radio") && !isChecked
	case "button":
		f.isOff = true
	case "textarea":
		for m := range n.Descendants() {
			f.value += m.Data
		}
	case "select":
		for m := range n.Descendants() {
			if m.Data == "option" {
				f.choices = append(f.choices, attributeOf(m, "value"))
				if slices.ContainsFunc(m.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
					f.value = attributeOf(m, "value")
				}
			}
		}
	default:
		return f, false
	}
	return f, true
}

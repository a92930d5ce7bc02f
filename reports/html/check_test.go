package html

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// checkPage asserts what holds for every page, whatever is on it.
func checkPage(t *testing.T, page []byte, o Options) {
	t.Helper()
	root := parse(t, page)
	ids := checkIDs(t, root)
	root.walk(func(n *node) bool {
		checkElement(t, n, o)
		checkChildren(t, n)
		for _, name := range []string{"aria-labelledby", "aria-describedby"} {
			if id := n.attr[name]; id != "" && !ids[id] {
				t.Errorf("%s of %s leads to %q, which there is not", name, n.name, id)
			}
		}
		if to, inside := strings.CutPrefix(n.attr["href"], "#"); inside && !ids[to] {
			t.Errorf("a link leads to %q, which there is not", to)
		}
		return true
	})
	checkHeadings(t, root, o)
	for _, table := range root.all("table") {
		checkTable(t, table)
	}
	for _, svg := range root.all("svg") {
		checkPicture(t, svg)
	}
}

func checkIDs(t *testing.T, root *node) map[string]bool {
	t.Helper()
	ids := map[string]bool{}
	root.walk(func(n *node) bool {
		id, ok := n.attr["id"]
		switch {
		case ok && ids[id]:
			t.Errorf("id %q stands twice", id)
		case ok && !strings.HasPrefix(id, "report-"):
			t.Errorf("id %q could be one of the page around it", id)
		}
		ids[id] = ok
		return true
	})
	return ids
}

var (
	allowed = []string{
		"html", "head", "meta", "title", "style", "body", "main", "footer",
		"article", "header", "nav", "section", "div", "h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "ul", "ol", "li",
		"dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary",
		"a", "strong", "em", "span", "br", "data", "time",
		"img", "figure", "svg", "desc", "rect", "line", "polyline", "polygon", "circle", "path", "text",
	}
	letterCode = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]+)*$`)
)

// checkElement asserts that an element is one of a report, and that it has no
// style and no script.
func checkElement(t *testing.T, n *node, o Options) {
	t.Helper()
	if n.name == "" {
		return
	}
	head := slices.Contains([]string{"html", "head", "meta", "style", "body", "main", "footer"}, n.name)
	if !slices.Contains(allowed, n.name) || head && o.Fragment {
		t.Errorf("there is an element %s", n.name)
	}
	for name, value := range n.attr {
		isPicture := n.name == "img" && strings.HasPrefix(value, "data:image/jpeg;base64,")
		if name == "style" || strings.HasPrefix(name, "on") || name == "src" && !isPicture {
			t.Errorf("%s has an attribute %s", n.name, name)
		}
		if name == "lang" && !letterCode.MatchString(value) {
			t.Errorf("lang is %q", value)
		}
		if name == "href" && !regexp.MustCompile(`^(#report-|https?://[^/]|mailto:.)`).MatchString(value) {
			t.Errorf("a link leads to %q", value)
		}
	}
	for c := range strings.FieldsSeq(n.attr["class"]) {
		if c != "report" && !strings.HasPrefix(c, "report-") {
			t.Errorf("class %q could be one of the page around it", c)
		}
	}
}

// checkChildren asserts that lists hold nothing but items.
func checkChildren(t *testing.T, n *node) {
	t.Helper()
	may := map[string]string{
		"ul": "li", "ol": "li", "dl": "div", "table": "caption thead tbody", "thead": "tr", "tbody": "tr", "tr": "th td",
	}[n.name]
	if may == "" {
		return
	}
	for _, k := range n.kids {
		if k.name == "" && strings.TrimSpace(k.text) != "" || k.name != "" && !slices.Contains(strings.Fields(may), k.name) {
			t.Errorf("in %s stands %s %q", n.name, k.name, k.text)
		}
	}
	if (n.name == "ul" || n.name == "dl") && len(n.elements()) == 0 {
		t.Errorf("%s is empty", n.name)
	}
}

// checkHeadings asserts that none is empty and that no level is skipped.
func checkHeadings(t *testing.T, root *node, o Options) {
	t.Helper()
	last := max(1, o.HeadingLevel) - 1
	root.walk(func(n *node) bool {
		if len(n.name) != 2 || n.name[0] != 'h' || n.name[1] < '1' || n.name[1] > '6' {
			return true
		}
		level, _ := strconv.Atoi(n.name[1:])
		if level > last+1 || level < max(1, o.HeadingLevel) {
			t.Errorf("%s %q follows level %d", n.name, n.content(), last)
		}
		if !visible(n.content()) {
			t.Errorf("%s is empty", n.name)
		}
		last = level
		return true
	})
}

// checkTable asserts that a table has heads that say what they head, and as
// many cells in each row.
func checkTable(t *testing.T, table *node) {
	t.Helper()
	name := fmt.Sprintf("table %s %.40q", table.attr["id"], table.content())
	if len(table.all("thead")) != 1 {
		t.Errorf("%s has no head", name)
		return
	}
	columns := len(table.all("thead")[0].all("tr")[0].elements())
	for _, row := range table.all("tr") {
		width := 0
		for _, c := range row.elements() {
			span, err := strconv.Atoi(c.attr["colspan"])
			if err != nil {
				span = 1
			}
			width += span
			scope := c.attr["scope"]
			if c.name == "th" && !slices.Contains([]string{"col", "row", "rowgroup"}, scope) {
				t.Errorf("%s: a head has the scope %q", name, scope)
			}
			if c.name == "th" && !visible(c.content()) {
				t.Errorf("%s: a head is empty", name)
			}
		}
		if width != columns {
			t.Errorf("%s: a row is %d cells wide, not %d", name, width, columns)
		}
	}
}

// checkPicture asserts that a picture has a name, or that it is only a
// repetition of what stands beside it.
func checkPicture(t *testing.T, svg *node) {
	t.Helper()
	if svg.attr["aria-hidden"] == "true" {
		return
	}
	titles := svg.all("title")
	if svg.attr["role"] != "img" || len(titles) != 1 || svg.attr["aria-labelledby"] != titles[0].attr["id"] || !visible(titles[0].content()) {
		t.Errorf("a picture has no name: %v", svg.attr)
	}
	descs := svg.all("desc")
	if len(descs) > 1 || len(descs) == 1 && svg.attr["aria-describedby"] != descs[0].attr["id"] {
		t.Errorf("a picture has no description: %v", svg.attr)
	}
}

package html

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

// source is the paragraph of a text as it is written.
func source(t *testing.T, text reports.Text, more ...reports.Block) string {
	t.Helper()
	d := blocks(append([]reports.Block{reports.Paragraph{Text: text}}, more...)...)
	page := string(render(t, d, Options{Fragment: true}))
	_, rest, _ := strings.Cut(page, "<p>")
	inner, _, _ := strings.Cut(rest, "</p>")
	return inner
}

func TestSpans(t *testing.T) {
	t.Parallel()
	target := reports.Paragraph{Anchor: "there", Text: reports.Plain("x")}
	for name, test := range map[string]struct {
		span reports.Span
		want string
	}{
		"plain":              {reports.Span{Text: "a"}, `a`},
		"another language":   {reports.Span{Text: "a", Language: "fi"}, `<span lang="fi">a</span>`},
		"the document's":     {reports.Span{Text: "a", Language: "EN"}, `a`},
		"no language":        {reports.Span{Text: "a", Language: `fi" onclick="x`}, `a`},
		"strong":             {reports.Span{Text: "a", Strong: true, Language: "sr-Latn"}, `<strong lang="sr-Latn">a</strong>`},
		"strong emphasis":    {reports.Span{Text: "a", Strong: true, Emphasis: true}, `<strong><em>a</em></strong>`},
		"link":               {reports.Span{Text: "a", URL: "https://example.org/?a=1&b=<2>", Language: "fi"}, `<a href="https://example.org/?a=1&amp;b=&lt;2&gt;" lang="fi">a</a>`},
		"mail":               {reports.Span{Text: "a", URL: " mailto:a@example.org "}, `<a href="mailto:a@example.org">a</a>`},
		"script":             {reports.Span{Text: "a", URL: "javascript:alert(1)"}, `a`},
		"script in disguise": {reports.Span{Text: "a", URL: "java\tscript:alert(1)"}, `a`},
		"script with a host": {reports.Span{Text: "a", URL: "javascript://example.org/%0aalert(1)"}, `a`},
		"another scheme":     {reports.Span{Text: "a", URL: "ftp://example.org/x"}, `a`},
		"data":               {reports.Span{Text: "a", URL: "data:text/html,x"}, `a`},
		"without a host":     {reports.Span{Text: "a", URL: "https:///x"}, `a`},
		"relative":           {reports.Span{Text: "a", URL: "//example.org/x"}, `a`},
		"inside":             {reports.Span{Text: "a", Anchor: "there"}, `<a href="#report-there">a</a>`},
		"nowhere":            {reports.Span{Text: "a", Anchor: "nowhere"}, `a`},
		"inside or outside":  {reports.Span{Text: "a", Anchor: "nowhere", URL: "http://example.org"}, `<a href="http://example.org">a</a>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, source(t, reports.Text{test.span}, target)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestHeadings holds the levels of the document's headings in a page, with and
// without a title above them.
func TestHeadings(t *testing.T) {
	t.Parallel()
	h := func(level int) reports.Block { return reports.Heading{Level: level, Text: reports.Plain("x")} }
	title := reports.Cover{Title: reports.Plain("x")}
	for name, test := range map[string]struct {
		blocks []reports.Block
		level  int
		want   string
	}{
		"with a title":    {[]reports.Block{title, h(1), h(2), h(3), h(4), h(1)}, 0, "h1 h2 h3 h4 h5 h2"},
		"without a title": {[]reports.Block{h(1), h(2), h(2), h(1)}, 1, "h1 h2 h2 h1"},
		"in a page":       {[]reports.Block{title, h(1), h(2), h(3), h(4)}, 3, "h3 h4 h5 h6 h6"},
		"skipped":         {[]reports.Block{title, h(3), h(3), h(4)}, 1, "h1 h2 h3 h4"},
		"with contents":   {[]reports.Block{title, reports.Contents{}, h(1), h(2)}, 1, "h1 h2 h2 h3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			parse(t, render(t, blocks(test.blocks...), Options{Fragment: true, HeadingLevel: test.level})).walk(func(n *node) bool {
				if len(n.name) == 2 && n.name[0] == 'h' {
					got = append(got, n.name)
				}
				return true
			})
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %s, want %s", s, test.want)
			}
		})
	}
}

// TestIDs holds that the names by which pages link do not depend on the rest of
// the document.
func TestIDs(t *testing.T) {
	t.Parallel()
	page := fragment(t, blocks(
		reports.Table{Columns: []reports.Column{{Head: "x"}}},
		reports.Heading{Level: 1, Text: reports.Plain("x"), Anchor: "result-OP1.1"},
		reports.Table{Columns: []reports.Column{{Head: "x"}}, Anchor: "table-OP1"},
		reports.Table{Columns: []reports.Column{{Head: "x"}}, Anchor: "table-1"},
		reports.Chart{Title: "x", Anchor: "ä ö"},
		reports.Chart{Title: "x"},
		reports.Paragraph{Anchor: "table-OP1", Text: reports.Plain("x")},
	))
	var got []string
	page.walk(func(n *node) bool {
		if id := n.attr["id"]; id != "" && n.name != "figcaption" {
			got = append(got, n.name+" "+id)
		}
		return true
	})
	want := []string{
		"table report-table-1-2", "h1 report-result-OP1.1", "table report-table-OP1", "table report-table-1",
		"figure report----", "figure report-figure-2", "p report-table-OP1-2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestPageBreaks holds that breaks stand between blocks, once, and that pages
// turned sideways are marked.
func TestPageBreaks(t *testing.T) {
	t.Parallel()
	h := reports.Heading{Level: 1, Text: reports.Plain("x")}
	page := fragment(t, blocks(
		reports.PageBreak{}, h, reports.PageBreak{}, reports.PageBreak{Landscape: true}, h, reports.PageBreak{}, h, reports.PageBreak{},
	))
	var got []string
	for _, n := range page.one(t, "article").elements() {
		got = append(got, n.attr["class"])
	}
	want := []string{"report-section", "report-page-break", "report-section report-landscape", "report-page-break", "report-section"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

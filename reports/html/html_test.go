package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

var update = flag.Bool("update", false, "write the golden file anew")

// each renders a document in every way.
func each(t *testing.T, d reports.Document, check func(*testing.T, []byte, Options)) {
	t.Helper()
	for _, o := range []Options{
		{}, {Fragment: true}, {Fragment: true, HeadingLevel: 2, Figures: "Figures"}, {Fragment: true, HeadingLevel: 5}, {HeadingLevel: 6},
	} {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) { check(t, render(t, d, o), o) })
	}
}

func TestRenderSample(t *testing.T) {
	t.Parallel()
	each(t, everything(), checkPage)
}

func TestRenderStrange(t *testing.T) {
	t.Parallel()
	for name, b := range strange() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := blocks(b...)
			each(t, d, checkPage)
			d.Language, d.Meta.Title, d.Words = hostile, hostile, reports.Words{Header: hostile, Footer: hostile, Contents: hostile}
			checkPage(t, render(t, d, Options{}), Options{})
			d.Language, d.Meta.Title, d.Words = "", "", reports.Words{}
			checkPage(t, render(t, d, Options{}), Options{})
		})
	}
}

// TestStructure compares the elements of the sample with a golden file.
func TestStructure(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	describe(&b, parse(t, render(t, everything(), Options{Fragment: true, HeadingLevel: 2})), 0)
	const golden = "testdata/structure.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// describe writes an element to a line: its name, class, id, and what it means;
// of pictures only their names.
func describe(b *strings.Builder, n *node, depth int) {
	if n.name == "" && depth > 0 {
		if text := strings.Join(strings.Fields(n.text), " "); text != "" {
			fmt.Fprintf(b, "%s%q\n", strings.Repeat("  ", depth-1), text)
		}
		return
	}
	if n.name != "" {
		fmt.Fprintf(b, "%s%s", strings.Repeat("  ", depth-1), n.name)
		for _, a := range []string{"class", "id", "lang", "scope", "colspan", "role", "tabindex", "href", "aria-labelledby", "aria-describedby", "aria-hidden", "value", "datetime"} {
			if v := n.attr[a]; v != "" {
				fmt.Fprintf(b, " %s=%s", a, v)
			}
		}
		b.WriteByte('\n')
	}
	for _, k := range n.kids {
		if n.name != "svg" || k.name == "title" || k.name == "desc" {
			describe(b, k, depth+1)
		}
	}
}

func TestTextIsShownAsItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"markup":         {`<b onclick="x">&amp;</b><!-- ]]>`, `<b onclick="x">&amp;</b><!-- ]]>`},
		"quotes":         {`"'` + "`", `"'` + "`"},
		"controls":       {"a\x00b\x07c\x7fd\u0081", "a�b�c�d�"},
		"no UTF-8":       {"a\xff\xfeb", "a�b"},
		"no characters":  {"a\ufffeb\U0001FFFFc", "a�b�c"},
		"line ends":      {"a\r\nb\rc\u2028d\ve", "a\nb\nc\nd\ne"},
		"direction":      {"abc\u202edcba\u202c\u2067x\u2069", "abcdcbax"},
		"right to left":  {"a\u200f שלום", "a\u200f שלום"},
		"joined":         {"🙂👨\u200d👩\u200d👧 e\u0301", "🙂👨\u200d👩\u200d👧 e\u0301"},
		"10,000 letters": {strings.Repeat("ä", 10_000), strings.Repeat("ä", 10_000)},
		"space around":   {" \n a b \n", "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := reports.Plain(test.text)
			d := blocks(
				reports.Heading{Level: 1, Text: text}, reports.Paragraph{Text: text}, reports.List{Items: []reports.Text{text}},
				reports.Table{Columns: []reports.Column{{Head: "Head"}, {}}, Rows: []reports.Row{{Cells: []reports.Cell{cellOf("x"), {Text: text}}}}},
			)
			page := fragment(t, d)
			for _, selector := range []string{"h1", "p", "li", "tbody"} {
				got := strings.TrimSpace(page.one(t, selector).content())
				if selector == "tbody" {
					got = strings.TrimPrefix(got, "x")
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("%s: %s", selector, diff)
				}
			}
		})
	}
}

// TestNothingIsLoadedOrRun holds that the style a file carries is the one that
// its policy allows.
func TestNothingIsLoadedOrRun(t *testing.T) {
	t.Parallel()
	page := parse(t, render(t, everything(), Options{}))
	sum := sha256.Sum256([]byte(page.one(t, "style").content()))
	want := "default-src 'none'; img-src data:; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
	for _, m := range page.all("meta") {
		if m.attr["http-equiv"] == "Content-Security-Policy" {
			if got := m.attr["content"]; got != want {
				t.Errorf("the policy is %q, want %q", got, want)
			}
			return
		}
	}
	t.Error("there is no policy")
}

func TestHead(t *testing.T) {
	t.Parallel()
	page := parse(t, render(t, everything(), Options{}))
	if got := page.one(t, "html").attr["lang"]; got != "en" {
		t.Errorf("the language is %q", got)
	}
	if got := page.one(t, "head").one(t, "title").content(); got != "Project report 2" {
		t.Errorf("the title is %q", got)
	}
	got := map[string]string{}
	for _, m := range page.all("meta") {
		got[m.attr["name"]+m.attr["charset"]] = m.attr["content"]
	}
	for name, want := range map[string]string{
		"utf-8": "", "author": "Stellit", "description": "July to December 2026", "keywords": "CBSS", "date": "2027-01-29",
		"viewport": "width=device-width, initial-scale=1",
	} {
		if content, ok := got[name]; !ok || content != want {
			t.Errorf("%s is %q, want %q", name, content, want)
		}
	}
}

func TestRenderSameBytes(t *testing.T) {
	t.Parallel()
	want := render(t, everything(), Options{})
	var group sync.WaitGroup
	got := make([]bytes.Buffer, 16)
	for i := range got {
		group.Go(func() {
			if err := Render(&got[i], everything(), Options{}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range got {
		if !bytes.Equal(want, got[i].Bytes()) {
			t.Errorf("run %d differs", i)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestRenderErrors(t *testing.T) {
	t.Parallel()
	if err := Render(brokenPipe{}, everything(), Options{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v for a writer that fails", err)
	}
	wide := reports.Table{Columns: make([]reports.Column, 1), Rows: []reports.Row{{}, {Cells: make([]reports.Cell, 2)}}}
	for name, test := range map[string]struct {
		block   reports.Block
		options Options
		want    string
	}{
		"nil":             {block: nil, want: "block 2"},
		"pointer":         {block: &reports.Table{}, want: "block 2: unknown block *reports.Table"},
		"a cell too many": {block: wide, want: "block 2: row 2 has 2 cells for 1 columns"},
		"level 7":         {block: reports.Contents{}, options: Options{HeadingLevel: 7}, want: "heading level 7"},
		"level -1":        {block: reports.Contents{}, options: Options{HeadingLevel: -1}, want: "heading level -1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			err := Render(&b, blocks(reports.Contents{}, test.block), test.options)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written all the same", b.Len())
			}
		})
	}
}

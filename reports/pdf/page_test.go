package pdf

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"tulos/reports"
)

// body is the strips of a page without header and footer.
func body(pg *page) []placed {
	var strips []placed
	for _, s := range pg.strips {
		if s.y >= marginTop && s.y <= pg.format.height()-marginBottom {
			strips = append(strips, s)
		}
	}
	return strips
}

// fillers are paragraphs of one line each, then others.
func fillers(n int, others ...reports.Block) reports.Document {
	d := reports.Document{Language: "en"}
	for range n {
		d.Blocks = append(d.Blocks, reports.Paragraph{Text: reports.Plain("filler")})
	}
	d.Blocks = append(d.Blocks, others...)
	return d
}

// TestNoSingleLines moves a paragraph down a page line by line.
func TestNoSingleLines(t *testing.T) {
	text := strings.Repeat("Some words that make a paragraph of a few lines. ", 10)
	for n := range 36 {
		b := composed(t, fillers(n, reports.Paragraph{Text: reports.Plain(text)}))
		var counts []int
		for _, pg := range b.pages {
			count := 0
			for _, s := range body(pg) {
				if reading(s.strip) != "filler" {
					count++
				}
			}
			if count > 0 {
				counts = append(counts, count)
			}
		}
		for _, c := range counts {
			if c == 1 {
				t.Errorf("after %d lines the paragraph is divided into %v", n, counts)
			}
		}
	}
}

// TestKeptTogether moves a heading with a table down a page.
func TestKeptTogether(t *testing.T) {
	table := activityTable(8)
	table.Rows[2] = reports.Row{Group: true, Cells: []reports.Cell{{Text: reports.Plain("group")}}}
	for n := range 36 {
		b := composed(t, fillers(n, reports.Heading{Level: 2, Text: reports.Plain("heading")}, table))
		for _, pg := range b.pages {
			strips := body(pg)
			last := reading(strips[len(strips)-1].strip)
			for _, bad := range []string{"heading", "Table 2.", "Reference", "group"} {
				if strings.HasPrefix(last, bad) {
					t.Errorf("after %d lines page %d ends with %q", n, pg.number, last)
				}
			}
			first := reading(strips[0].strip)
			if strings.HasPrefix(first, "Total") || len(strips) > 1 && strings.HasPrefix(reading(strips[1].strip), "Total") {
				t.Errorf("after %d lines page %d begins with the total", n, pg.number)
			}
		}
	}
}

func TestHeadsAreRepeated(t *testing.T) {
	b := composed(t, reports.Document{Blocks: []reports.Block{activityTable(200)}})
	if len(b.pages) < 5 {
		t.Fatalf("%d pages", len(b.pages))
	}
	for i, pg := range b.pages {
		first := body(pg)[0]
		if i > 0 && !strings.HasPrefix(reading(first.strip), "Reference|Date") {
			t.Errorf("page %d begins with %q", pg.number, reading(first.strip))
		}
		for _, it := range first.items {
			if i > 0 && it.content != nil {
				t.Fatalf("page %d: the repeated head is content", pg.number)
			}
		}
	}
}

func TestTallRowIsDivided(t *testing.T) {
	text := strings.Repeat("words of a long story ", 900)
	table := reports.Table{
		Columns: []reports.Column{{Head: "Head", Width: 1}, {Head: "Story", Width: 3}},
		Rows:    []reports.Row{{Cells: []reports.Cell{{Text: reports.Plain("first")}, {Text: reports.Plain(text)}}}},
	}
	b := composed(t, reports.Document{Blocks: []reports.Block{table}})
	if len(b.pages) < 3 {
		t.Fatalf("%d pages", len(b.pages))
	}
	words := 0
	for _, pg := range b.pages {
		for _, s := range body(pg) {
			words += strings.Count(reading(s.strip), "words")
		}
		if fill := pg.bottom / (pg.format.height() - marginBottom); fill < 0.95 && pg.number < len(b.pages) {
			t.Errorf("page %d is filled to %.2f", pg.number, fill)
		}
	}
	if words != 900 {
		t.Errorf("%d of 900 are drawn", words)
	}
}

func TestFormats(t *testing.T) {
	text := reports.Paragraph{Text: reports.Plain("text")}
	b := composed(t, reports.Document{Blocks: []reports.Block{
		reports.PageBreak{},
		reports.Cover{Kind: "Report"},
		reports.PageBreak{},
		text,
		reports.PageBreak{Landscape: true},
		text, text,
		reports.PageBreak{},
		reports.PageBreak{Landscape: true},
		text,
		reports.PageBreak{},
		text,
	}})
	var got []string
	for _, pg := range b.pages {
		got = append(got, fmt.Sprint(pg.format.landscape, pg.bare))
	}
	if want := "false true, false false, true false, true false, false false"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestContentsNumbers(t *testing.T) {
	b := composed(t, sample())
	pageOf := map[string]int{}
	for _, pg := range b.pages[2:] {
		for _, s := range body(pg) {
			if len(s.targets) > 0 {
				pageOf[strings.ReplaceAll(reading(s.strip), "|", " ")] = pg.number
			}
		}
	}
	pattern := regexp.MustCompile(`^(.*)\|(\d+)$`)
	entries := 0
	for _, s := range body(b.pages[1]) {
		m := pattern.FindStringSubmatch(reading(s.strip))
		if m == nil {
			continue
		}
		entries++
		if want, ok := pageOf[m[1]]; ok && strconv.Itoa(want) != m[2] {
			t.Errorf("%s: %s instead of %d", m[1], m[2], want)
		}
	}
	if entries != 14 {
		t.Errorf("%d entries", entries)
	}
}

// TestBookmarkHeights checks the destinations in the file, which fpdf turns
// round by the height of the last page.
func TestBookmarkHeights(t *testing.T) {
	section := func(name string) []reports.Block {
		return []reports.Block{reports.Heading{Level: 1, Text: reports.Plain(name)}, reports.Paragraph{Text: reports.Plain("text")}}
	}
	d := reports.Document{}
	d.Blocks = append(d.Blocks, section("a")...)
	d.Blocks = append(d.Blocks, reports.PageBreak{Landscape: true})
	d.Blocks = append(d.Blocks, section("b")...)
	d.Blocks = append(d.Blocks, reports.PageBreak{})
	d.Blocks = append(d.Blocks, section("c")...)
	for name, landscape := range map[string]bool{"upright": false, "landscape": true} {
		t.Run(name, func(t *testing.T) {
			d := d
			if landscape {
				d.Blocks = append(d.Blocks[:len(d.Blocks):len(d.Blocks)], reports.PageBreak{Landscape: true}, reports.Paragraph{Text: reports.Plain("z")})
			}
			var got []string
			for _, m := range checkFile(t, rendered(t, d)).Bookmarks() {
				got = append(got, fmt.Sprintf("%s:%d:%.2f", m.Title, m.Page, m.Top))
			}
			if want := "a:1:787.89 b:2:541.28 c:3:787.89"; strings.Join(got, " ") != want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), want)
			}
		})
	}
}

func TestBookmarkLevels(t *testing.T) {
	var blocks []reports.Block
	for i, level := range []int{3, 1, 3, 2, 3, 4, 1} {
		blocks = append(blocks, reports.Heading{Level: level, Text: reports.Plain(fmt.Sprint(i))})
	}
	var got []string
	for _, m := range composed(t, reports.Document{Blocks: blocks}).outline {
		got = append(got, fmt.Sprint(m.title, ":", m.level))
	}
	if want := "0:0 1:0 2:1 3:1 4:2 6:0"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
}

func TestFirstAnchorCounts(t *testing.T) {
	d := fillers(0,
		reports.Paragraph{Anchor: "a", Text: reports.Text{{Text: "link", Anchor: "a"}}},
		reports.PageBreak{},
		reports.Heading{Level: 1, Anchor: "a", Text: reports.Plain("second")},
	)
	var got []int
	for _, pg := range composed(t, d).pages {
		for _, s := range body(pg) {
			for _, it := range s.items {
				if op, ok := it.op.(*linkOp); ok {
					got = append(got, op.link.target.page)
				}
			}
		}
	}
	if len(got) != 1 || got[0] != 1 {
		t.Errorf("links lead to pages %v", got)
	}
}

package pdf

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// outlined is the element with its kids in brackets; content is a dot.
func outlined(e *pdfua.Element) string {
	var b strings.Builder
	b.WriteString(string(e.Role))
	if e.Scope != "" {
		fmt.Fprintf(&b, ":%s", e.Scope)
	}
	if e.Columns > 1 {
		fmt.Fprintf(&b, "×%d", e.Columns)
	}
	if e.Language != "" {
		fmt.Fprintf(&b, "[%s]", e.Language)
	}
	if e.Alt != "" {
		fmt.Fprintf(&b, "(%s)", e.Alt)
	}
	if len(e.Kids) == 0 {
		return b.String()
	}
	var kids []string
	for _, k := range e.Kids {
		if k.Content != nil {
			kids = append(kids, "·")
		} else {
			kids = append(kids, outlined(k.Element))
		}
	}
	return b.String() + "{" + strings.Join(kids, " ") + "}"
}

func TestStructure(t *testing.T) {
	for name, c := range map[string]struct {
		block reports.Block
		want  []string
	}{
		"paragraph":       {reports.Paragraph{Text: reports.Plain("a")}, []string{"P{·}"}},
		"foreign":         {reports.Paragraph{Text: reports.Text{{Text: "a", Language: "fi"}, {Text: "b", Language: "fi", Strong: true}}}, []string{"P[fi]{·}"}},
		"foreign in part": {reports.Paragraph{Text: reports.Text{{Text: "a", Language: "FI"}, {Text: "b", Language: "EN"}}}, []string{"P{Span[FI]{·} ·}"}},
		"quote":           {reports.Paragraph{Style: reports.Quote, Text: reports.Plain("a")}, []string{"BlockQuote{P{·}}"}},
		"heading":         {reports.Heading{Level: 1, Text: reports.Plain("a")}, []string{"H1{·}"}},
		"first heading":   {reports.Heading{Level: 3, Text: reports.Plain("a")}, []string{"H1{·}"}},
		"list":            {reports.List{Items: []reports.Text{reports.Plain("a"), reports.Plain("b")}}, []string{"L{LI{Lbl{·} LBody{·}} LI{Lbl{·} LBody{·}}}"}},
		"link":            {reports.Paragraph{Text: reports.Text{{Text: "a", URL: "https://a.fi"}}}, []string{"P{Link(a){·}}"}},
		"key figures":     {reports.KeyFigures{Items: []reports.KeyFigure{{Value: "1", Label: reports.Plain("a")}}}, []string{"L{LI{LBody{P{·} P{·} P}}}"}},
		"chart":           {reports.Chart{Title: "a", Description: "what it shows", Categories: []string{"b"}}, []string{"P{·}", "Figure(what it shows){·}"}},
		"table": {
			reports.Table{
				Caption: reports.Plain("c"),
				Columns: []reports.Column{{Head: "x"}, {Head: "y"}},
				Rows: []reports.Row{
					{Group: true, Cells: []reports.Cell{{Text: reports.Plain("g")}}},
					{Cells: []reports.Cell{{Text: reports.Plain("1")}}},
				},
				Notes: []reports.Text{reports.Plain("n")},
			},
			[]string{
				"Table{Caption{·} THead{TR{TH:Column{·} TH:Column{·}}} TBody{TR{TH:Row×2{·}} TR{TH:Row{·} TD}}}",
				"Note{·}",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := composed(t, reports.Document{Language: "en", Blocks: []reports.Block{c.block}})
			var got []string
			for _, k := range b.root.Kids {
				got = append(got, outlined(k.Element))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestContentIsDrawn holds that what is drawn for the structure belongs to it,
// that what belongs to it is drawn, and in reading order.
func TestContentIsDrawn(t *testing.T) {
	b := composed(t, sample())
	order := map[*pdfua.Content]int{}
	var walk func(e *pdfua.Element)
	walk = func(e *pdfua.Element) {
		for _, k := range e.Kids {
			if k.Element != nil {
				walk(k.Element)
			} else {
				order[k.Content] = len(order)
			}
		}
	}
	walk(b.root)
	drawn := map[*pdfua.Content]bool{}
	last := -1
	for _, pg := range b.pages {
		for _, s := range pg.strips {
			for _, it := range s.items {
				if it.content == nil {
					continue
				}
				n, ok := order[it.content]
				if !ok {
					t.Fatalf("page %d draws content that the structure does not have", pg.number)
				}
				if n < last {
					t.Errorf("page %d: content %d comes after %d", pg.number, n, last)
				}
				last = max(last, n)
				drawn[it.content] = true
			}
		}
	}
	if len(drawn) != len(order) {
		t.Errorf("%d of %d contents are drawn", len(drawn), len(order))
	}
}

func TestFurnitureIsNoContent(t *testing.T) {
	b := composed(t, sample())
	for _, pg := range b.pages {
		for _, s := range pg.strips {
			for _, it := range s.items {
				if furniture := s.y < marginTop || s.y > pg.format.height()-marginBottom; furniture && it.content != nil {
					t.Errorf("page %d: header or footer is content", pg.number)
				}
			}
		}
	}
}

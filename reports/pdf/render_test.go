package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"testing"

	"tulos/reports"
)

func TestRenderSample(t *testing.T) {
	data := rendered(t, sample())
	checkFile(t, data)
	checkPages(t, composed(t, sample()).pages)
	text := strings.Join(strings.Fields(textOf(t, data)), " ")
	at := 0
	for _, want := range []string{
		"Project report", "Strengthening the Prevention of Child Trafficking", "1 July to 31 December 2026",
		"Patvērums «Drošā māja», Riga; Suojellaan Lapsia ry, Helsinki",
		"Page 2 of 10", "1 Summary", "In its first year", "professionals trained", "1.1 What went well",
		"“Who is my friend?”", "2 Results", "Table 1. Indicators", "OC1.1 Share of trained",
		"Figure 1.", "no figure", "3.4 Training of trainers", "Тренинг для специалистов",
		"Annex A Logical framework", "Total eligible costs", "Declaration",
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Errorf("%q does not follow %q", want, text[max(0, at-80):at])
			continue
		}
		at += i
	}
	if bytes.Contains(data, []byte("{page")) || strings.Contains(text, "{page") {
		t.Error("the words for page numbers are not filled in")
	}
}

func TestRenderLetters(t *testing.T) {
	for language, text := range map[string]string{
		"en": "‘Quotes’ — “and” dashes – 50 % ≥ 3 → ✓ ▲ ● …",
		"fi": "Äiti åkte, työntekijät, šakki, žiletti ÄÖÅ",
		"sv": "Åtgärder för barn på nätet, också äldre",
		"lv": "Patvērums «Drošā māja» ģķļņčēāūīšž ĢĶĻŅČĒĀŪĪŠŽ",
		"et": "Õpetajad, öö, ülikool, šokk, žanr",
		"lt": "Ąžuolas ąčęėįšųūž ĄČĘĖĮŠŲŪŽ „kabutės“",
		"pl": "Zażółć gęślą jaźń ŁŻŹĆŃÓĘĄ",
		"de": "Größe, Übergänge, „Anführung“, ẞ",
		"da": "Rødgrød på åen, æble ÆØÅ",
		"nb": "Blåbærsyltetøy, ærlig, øye",
		"is": "Þjóð, Ísafjörður, ðÐþÞæöáéíóúý",
		"ru": "Съешь ещё этих мягких булок, ёлка, объём, № 5, «эхо»",
		"uk": "Ґанок, єдність, її, їжак, м’ята",
	} {
		t.Run(language, func(t *testing.T) {
			d := reports.Document{Language: language, Blocks: []reports.Block{
				reports.Paragraph{Text: reports.Plain(text)},
				reports.Paragraph{Text: reports.Text{{Text: text, Strong: true}}},
				reports.Paragraph{Text: reports.Text{{Text: text, Emphasis: true}}},
				reports.Paragraph{Text: reports.Text{{Text: text, Strong: true, Emphasis: true}}},
			}}
			data := rendered(t, d)
			if got := strings.Count(textOf(t, data), text); got != 4 {
				t.Errorf("found %d of 4 times in %q", got, textOf(t, data))
			}
			if got := checkFile(t, data); got.Language != language || strings.Count(got.Text(), text+"\n") != 4 {
				t.Errorf("the file is in %q and says %q", got.Language, got.Text())
			}
			if bad := Undrawable(text); len(bad) > 0 {
				t.Errorf("undrawable: %q", bad)
			}
		})
	}
}

func TestRenderSameBytes(t *testing.T) {
	want := rendered(t, sample())
	var group sync.WaitGroup
	got := make([][]byte, 16)
	for i := range got {
		group.Go(func() {
			var b bytes.Buffer
			if err := Render(&b, sample(), Options{}); err != nil {
				t.Error(err)
			}
			got[i] = b.Bytes()
		})
	}
	group.Wait()
	for i := range got {
		if !bytes.Equal(want, got[i]) {
			t.Errorf("run %d differs", i)
		}
	}
}

func TestRenderAttachments(t *testing.T) {
	workbook := bytes.Repeat([]byte("PK\x03\x04"), 100)
	var b bytes.Buffer
	err := Render(&b, sample(), Options{Attachments: []Attachment{
		{Name: "report.xlsx", Description: "Työkirja", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: workbook},
		{Name: "figures.json", Description: "Figures", Type: "application/json", Data: []byte("{}")},
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := checkFile(t, b.Bytes()).Attachments()
	if len(got) != 2 || got[0].Name != "report.xlsx" || !bytes.Equal(got[0].Data, workbook) || got[0].Description != "Työkirja" || string(got[1].Data) != "{}" {
		t.Errorf("got %v", got)
	}
}

func TestRenderSize(t *testing.T) {
	if data := rendered(t, sample()); len(data) > 150_000 {
		t.Errorf("the sample takes %d bytes: are the fonts still reduced?", len(data))
	}
}

func TestRenderWithoutAnything(t *testing.T) {
	f := checkFile(t, rendered(t, reports.Document{Language: "en) /X (y"}))
	if f.Language != "und" {
		t.Errorf("a language that is none became %q", f.Language)
	}
}

// strange is documents that nobody wants, but somebody will send.
func strange() map[string][]reports.Block {
	long := strings.Repeat("Osallistujat kertoivat edistyneensä; dalībnieki ziņoja par progresu. ", 300)[:8_000]
	word := strings.Repeat("Kindesschutzverfahrensordnung", 11)[:300]
	share, none := 0.5, math.NaN()
	rows := func(columns, rows int, text string) reports.Table {
		tb := reports.Table{Caption: reports.Plain("Table"), Notes: []reports.Text{reports.Plain("A note.")}}
		for k := range columns {
			tb.Columns = append(tb.Columns, reports.Column{Head: fmt.Sprintf("Column %d", k+1), Align: reports.Align(k % 3)})
		}
		for range rows {
			var r reports.Row
			for k := range columns {
				r.Cells = append(r.Cells, reports.Cell{Text: reports.Plain(text + fmt.Sprint(k))})
			}
			tb.Rows = append(tb.Rows, r)
		}
		return tb
	}
	heads := func(text string) reports.Table {
		tb := rows(2, 3, "x")
		tb.Columns[1].Head = text
		tb.Rows = append(tb.Rows, reports.Row{Group: true, Cells: []reports.Cell{{Text: reports.Plain(text)}}}, reports.Row{Total: true})
		return tb
	}
	paragraphs := func(n int) []reports.Block {
		var bs []reports.Block
		for range n {
			bs = append(bs, reports.Paragraph{Text: reports.Plain("A line.")})
		}
		return append(bs, reports.Heading{Level: 1, Text: reports.Plain("At the end")}, reports.Paragraph{Text: reports.Plain(long[:1000])})
	}
	chart := func(kind reports.ChartKind, n int, text string) reports.Chart {
		c := reports.Chart{Kind: kind, Title: text, Axis: text, Series: []reports.Series{{Name: text}, {Name: text}, {Name: text, Marker: true}}}
		for i := range n {
			c.Categories = append(c.Categories, fmt.Sprint(text, i))
			for k := range c.Series {
				v := []float64{float64(i), -12345.678, math.NaN(), math.Inf(1), 0, 1e300}[(i+k)%6]
				c.Series[k].Points = append(c.Series[k].Points, reports.Point{Known: (i+k)%5 > 0, Value: v, Label: fmt.Sprint(text, i)})
			}
		}
		return c
	}
	signs := "\x00\u200f\u202eevil\u202c 🙂👨\u200d👩\u200d👧 \xff\xfe a\u0301e\u0323 \r\n\t\u2028 漢字 \U000E0041 ы\u0301 £"
	figures := func(n int, text string) reports.KeyFigures {
		var k reports.KeyFigures
		for range n {
			k.Items = append(k.Items, reports.KeyFigure{Value: text, Label: reports.Plain(text), Note: text, Status: &reports.Status{Kind: "?", Word: text}})
		}
		return k
	}
	var facts reports.Cover
	for i := range 80 {
		facts.Facts = append(facts.Facts, reports.Fact{Label: fmt.Sprint("Label ", i, word), Value: reports.Plain(long[:i*20])})
	}
	return map[string][]reports.Block{
		"nothing":             nil,
		"only breaks":         {reports.PageBreak{}, reports.PageBreak{Landscape: true}, reports.PageBreak{}},
		"empty blocks":        {reports.Cover{}, reports.Contents{}, reports.Heading{}, reports.Paragraph{}, reports.List{}, reports.KeyFigures{}, reports.Table{}, reports.Chart{}},
		"empty texts":         {reports.Heading{Level: 9, Text: reports.Text{{}, {Text: "\x00"}}}, reports.List{Items: []reports.Text{nil, {}}}, reports.Table{Columns: make([]reports.Column, 3), Rows: make([]reports.Row, 3), Notes: []reports.Text{nil}}},
		"no rows":             {rows(4, 0, "")},
		"2,000 rows":          {rows(6, 2000, "cell ")},
		"long cell":           {rows(3, 2, long)},
		"long word":           {rows(3, 2, word), reports.Paragraph{Text: reports.Plain(word)}, reports.List{Items: []reports.Text{reports.Plain(word)}}, reports.Heading{Level: 1, Text: reports.Plain(word)}, reports.Contents{}},
		"12 columns":          {rows(12, 40, "Wohngruppen und Verfahrensordnung 1\u00a0234\u00a0567 "), reports.PageBreak{Landscape: true}, rows(12, 40, "Wohngruppen und Verfahrensordnung ")},
		"40 columns":          {rows(40, 5, "word ")},
		"long heads":          {heads(long), heads(word)},
		"heading at the end":  paragraphs(32),
		"signs":               {reports.Cover{Kind: signs, Title: reports.Plain(signs), Facts: []reports.Fact{{Label: signs, Value: reports.Plain(signs)}}}, reports.Heading{Level: 1, Text: reports.Plain(signs)}, reports.Paragraph{Text: reports.Plain(signs)}, rows(3, 3, signs), figures(3, signs), chart(reports.Bars, 3, signs)},
		"long everything":     {reports.Cover{Kind: long, Title: reports.Plain(long), Subtitle: long, Notice: long}, reports.Contents{}, reports.Heading{Level: 2, Text: reports.Plain(long)}, reports.Paragraph{Style: reports.Label, Text: reports.Plain(long)}, figures(5, long)},
		"long words":          {reports.Cover{Kind: word, Title: reports.Plain(word), Subtitle: word, Notice: word}, figures(9, word), chart(reports.Bars, 4, word), chart(reports.Columns, 4, word), chart(reports.Lines, 4, word)},
		"many facts":          {facts},
		"bars":                {chart(reports.Bars, 200, "A longer name of a category "), chart(reports.Bars, 1, long), chart(reports.Bars, 0, "")},
		"columns":             {chart(reports.Columns, 40, "name "), chart(reports.Columns, 1, long), chart(reports.Columns, 0, "")},
		"lines":               {chart(reports.Lines, 40, "name "), chart(reports.Lines, 1, long), chart(reports.Lines, 0, "")},
		"bars without a name": {reports.Table{Columns: []reports.Column{{Width: -1}, {Width: math.NaN()}, {Width: math.Inf(1)}}, Rows: []reports.Row{{Cells: []reports.Cell{{Bar: &share}, {Bar: &none}, {Status: &reports.Status{}}}}}}},
		"links": {reports.Paragraph{Anchor: "a", Text: reports.Text{
			{Text: "nowhere ", Anchor: "b"}, {Text: "script ", URL: "javascript:alert(1)"}, {Text: "odd ", URL: "https://exämple.fi/(a) b\\"}, {Text: "self", Anchor: "a"},
		}}},
	}
}

func TestRenderStrange(t *testing.T) {
	for name, blocks := range strange() {
		t.Run(name, func(t *testing.T) {
			d := reports.Document{Language: "fi", Blocks: blocks, Words: reports.Words{
				Header: strings.Repeat("Header ", 60), Footer: strings.Repeat("Footer ", 60), PageOf: "{page}/{pages}", Contents: "Sisältö",
			}}
			checkPages(t, composed(t, d).pages)
			checkFile(t, rendered(t, d))
		})
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestRenderErrors(t *testing.T) {
	if err := Render(brokenPipe{}, sample(), Options{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v for a writer that fails", err)
	}
	for name, b := range map[string]reports.Block{"nil": nil, "pointer": &reports.Table{}} {
		if err := Render(io.Discard, reports.Document{Blocks: []reports.Block{b}}, Options{}); err == nil {
			t.Errorf("no error for a block that is none: %s", name)
		}
	}
}

func BenchmarkRender(b *testing.B) {
	table := activityTable(1000)
	d := reports.Document{Language: "en", Blocks: []reports.Block{table}}
	set, err := fonts()
	if err != nil {
		b.Fatal(err)
	}
	made, err := compose(&d, set)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		if err := Render(&out, d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(made.pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

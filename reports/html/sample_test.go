package html

import (
	"fmt"
	"math"
	"strings"

	"tulos/reports"
)

func cellOf(s string) reports.Cell { return reports.Cell{Text: reports.Plain(s)} }

func sampleTable() reports.Table {
	share := 0.45777778
	group := func(s string) reports.Row { return reports.Row{Group: true, Cells: []reports.Cell{cellOf(s)}} }
	return reports.Table{
		Anchor: "indicators", Caption: reports.Plain("Indicators at the end of 2026"),
		Columns: []reports.Column{{Head: "Indicator"}, {Head: "Achieved", Align: reports.End}, {Head: "Share", Align: reports.End}, {Head: "Status"}, {Head: "Since"}},
		Rows: []reports.Row{
			group("Output 1"),
			{Cells: []reports.Cell{
				{Text: reports.Text{{Text: "OP1.1 ", Strong: true}, {Text: "Ammattilaisia koulutettu", Language: "fi"}}},
				{Text: reports.Plain("1,412"), Number: &reports.Number{Decimal: "1412"}},
				{Text: reports.Plain("45.8 %"), Number: &reports.Number{Decimal: "45.777778", Decimals: 1, Percent: true}, Bar: &share},
				{Text: reports.Plain("At risk"), Status: &reports.Status{Kind: reports.AtRisk, Word: "At risk"}},
				{Text: reports.Plain("1 July 2026"), Day: &reports.Day{Year: 2026, Month: 7, Day: 1}},
			}},
			group("Output 2"),
			{Cells: []reports.Cell{cellOf("OP2.1 Webinars"), cellOf("–"), cellOf("–"), {Status: &reports.Status{Kind: reports.NotReported, Word: "Not reported"}}}},
			{Total: true, Cells: []reports.Cell{cellOf("Total"), {Text: reports.Plain("1,412"), Number: &reports.Number{Decimal: "1412"}}}},
		},
		Notes: []reports.Text{reports.Plain("People are counted once.")},
	}
}

func sampleChart() reports.Chart {
	return reports.Chart{
		Kind: reports.Bars, Anchor: "chart", Title: "Achieved and expected", Axis: "% of target", Description: "OP1: 45.8 %, expected 50 %. OP2: no figure.",
		Categories: []string{"OP1 Trainings", "OP2 Webinars"},
		Series: []reports.Series{
			{Name: "Achieved", Points: []reports.Point{{Known: true, Value: 45.777778, Label: "45.8 %"}, {Label: "no figure"}}},
			{Name: "Expected", Marker: true, Points: []reports.Point{{Known: true, Value: 50}}},
		},
	}
}

// everything is a document with each kind of block, style and cell.
func everything() reports.Document {
	return reports.Document{
		Language: "en",
		Meta:     reports.Meta{Title: "Project report 2", Author: "Stellit", Subject: "July to December 2026", Keywords: "CBSS", Dated: reports.Day{Year: 2027, Month: 1, Day: 29}},
		Words:    reports.Words{Header: "CBSS · Project report 2", Footer: "Stellit", PageOf: "Page {page} of {pages}", Contents: "Contents"},
		Blocks: []reports.Block{
			reports.Cover{
				Kind: "Project report", Title: reports.Plain("Children safe online"), Subtitle: "July to December 2026", Notice: "Draft",
				Logos: []reports.Logo{{JPEG: []byte("\xff\xd8\xff"), Width: 60, Height: 20, Name: "Council of the \"Sea\""}},
				Facts: []reports.Fact{{Label: "Lead", Value: reports.Plain("Stellit")}, {Label: "Partners", Value: reports.Text{{Text: "Suojellaan Lapsia ry", Language: "fi"}, {Text: ", Helsinki"}}}},
			},
			reports.Contents{},
			reports.PageBreak{},
			reports.Heading{Level: 1, Text: reports.Plain("Summary"), Anchor: "summary"},
			reports.Paragraph{Style: reports.Lead, Text: reports.Plain("431 professionals were trained.")},
			reports.Paragraph{Text: reports.Text{
				{Text: "More in the "},
				{Text: "results", Anchor: "results"},
				{Text: " and at "},
				{Text: "childrenatrisk.eu", URL: "https://childrenatrisk.eu/training?a=1&b=2", Strong: true},
				{Text: ".\nThe end.", Emphasis: true},
			}},
			reports.Heading{Level: 2, Text: reports.Plain("Key figures")},
			reports.KeyFigures{Items: []reports.KeyFigure{
				{Value: "431", Label: reports.Plain("trained"), Note: "target 900", Status: &reports.Status{Kind: reports.OnTrack, Word: "On track"}},
				{Value: "3", Label: reports.Plain("webinars")},
			}},
			reports.Heading{Level: 1, Text: reports.Plain("Results"), Anchor: "results"},
			reports.Heading{Level: 2, Text: reports.Plain("Output 1")},
			sampleTable(),
			sampleChart(),
			reports.Heading{Level: 3, Text: reports.Plain("In their own words")},
			reports.Paragraph{Style: reports.Quote, Text: reports.Text{{Text: "Es uzklausītu.", Language: "lv"}}},
			reports.Paragraph{Style: reports.Note, Text: reports.Plain("Quoted with consent.")},
			reports.Photos{Items: []reports.Photo{{JPEG: []byte("\xff\xd8\xff"), Width: 40, Height: 30, Caption: reports.Plain("The first training"), Credit: reports.Plain("Stellit")}}},
			reports.Signature{Statement: reports.Plain("This is true."), Parties: []reports.Signatory{{Role: "Lead", Organisation: "Stellit", Lines: []string{"Name", "Signature"}}}},
			reports.PageBreak{Landscape: true},
			reports.Heading{Level: 1, Text: reports.Plain("Annex")},
			reports.Paragraph{Style: reports.Label, Text: reports.Plain("Deductions"), Anchor: "deductions"},
			reports.List{Items: []reports.Text{reports.Plain("One"), nil, {{Text: "Kaksi", Language: "fi", Emphasis: true}}}},
		},
	}
}

const hostile = "<script>alert(1)</script> & \"'` --> ]]> \x00\x07\u200f\u202eevil\u202c 🙂👨\u200d👩\u200d👧 \xff\xfe a\u0301 \t漢字 \ufffe\U0001FFFF £"

// strange is blocks that nobody wants, but somebody will send.
func strange() map[string][]reports.Block {
	long := strings.Repeat("Osallistujat kertoivat edistyneensä. ", 60)
	word := strings.Repeat("Kindesschutzverfahrensordnung", 400)[:10_000]
	share, none, over := -0.5, math.NaN(), 7.0
	table := func(columns int, text string) reports.Table {
		tb := reports.Table{Anchor: text, Caption: reports.Plain(text), Notes: []reports.Text{reports.Plain(text), nil}}
		var r reports.Row
		for range columns {
			tb.Columns = append(tb.Columns, reports.Column{Head: text})
			r.Cells = append(r.Cells, reports.Cell{Text: reports.Text{{Text: text, Language: text, URL: text, Anchor: "nowhere"}}, Number: &reports.Number{Decimal: text}})
		}
		tb.Rows = []reports.Row{r, {Group: true, Cells: r.Cells[:min(1, columns)]}, {Total: true}, {Group: true}}
		return tb
	}
	chart := func(kind reports.ChartKind, n int, text string) reports.Chart {
		c := reports.Chart{Kind: kind, Anchor: text, Title: text, Description: text, Axis: text, Series: []reports.Series{{Name: text}, {Name: text}, {Name: text, Marker: true}}}
		for i := range n {
			c.Categories = append(c.Categories, fmt.Sprint(text, i))
			for k := range c.Series {
				v := []float64{float64(i), -12345.678, math.NaN(), math.Inf(1), 0, 1e300}[(i+k)%6]
				c.Series[k].Points = append(c.Series[k].Points, reports.Point{Known: (i+k)%5 > 0, Value: v, Label: text})
			}
		}
		return c
	}
	all := func(text string) []reports.Block {
		return []reports.Block{
			reports.Cover{Kind: text, Title: reports.Plain(text), Subtitle: text, Notice: text, Facts: []reports.Fact{{Label: text, Value: reports.Plain(text)}}},
			reports.Contents{},
			reports.Heading{Level: 1, Text: reports.Plain(text), Anchor: text},
			reports.Heading{Level: 1, Text: reports.Plain(text), Anchor: text},
			reports.Paragraph{Text: reports.Plain(text), Anchor: text},
			reports.List{Items: []reports.Text{reports.Plain(text)}},
			reports.KeyFigures{Items: []reports.KeyFigure{{Value: text, Label: reports.Plain(text), Note: text, Status: &reports.Status{Kind: reports.StatusKind(text), Word: text}}}},
			table(2, text), table(5, text),
			reports.Photos{Items: []reports.Photo{{Caption: reports.Plain(text), Credit: reports.Plain(text)}}},
			reports.Signature{Statement: reports.Plain(text), Parties: []reports.Signatory{{Role: text, Organisation: text, Lines: []string{text, ""}}}},
			chart(reports.Bars, 3, text), chart(reports.Columns, 3, text), chart(reports.Lines, 3, text),
		}
	}
	heading := func(level int) reports.Block { return reports.Heading{Level: level, Text: reports.Plain("Heading")} }
	return map[string][]reports.Block{
		"nothing":       nil,
		"only breaks":   {reports.PageBreak{}, reports.PageBreak{Landscape: true}},
		"empty blocks":  {reports.Cover{}, reports.Contents{}, reports.Heading{Anchor: "h"}, reports.Paragraph{}, reports.List{}, reports.KeyFigures{}, reports.Table{}, reports.Photos{}, reports.Signature{}, reports.Chart{Anchor: "c"}, reports.Paragraph{Text: reports.Text{{Text: "h", Anchor: "h"}, {Text: "c", Anchor: "c"}}}},
		"empty texts":   {reports.Heading{Level: 9, Text: reports.Text{{}, {Text: " \n"}}}, reports.List{Items: []reports.Text{nil, {}}}, reports.Table{Columns: make([]reports.Column, 3), Rows: make([]reports.Row, 3), Notes: []reports.Text{nil}}},
		"hostile":       all(hostile),
		"long":          all(long),
		"long word":     all(word),
		"numbers":       {reports.Table{Columns: make([]reports.Column, 3), Rows: []reports.Row{{Cells: []reports.Cell{{Bar: &share}, {Bar: &none}, {Bar: &over, Day: &reports.Day{Year: 2026, Month: 2, Day: 30}}}}}}},
		"skips":         {heading(4), heading(1), heading(3), heading(9), heading(-1), heading(2)},
		"title late":    {heading(2), reports.Cover{Title: reports.Plain("Title")}, heading(3), reports.Contents{}, heading(4), reports.Cover{Title: reports.Plain("Title")}, reports.Contents{}},
		"same anchors":  {reports.Paragraph{Anchor: "a"}, reports.Paragraph{Anchor: "a-2"}, reports.Table{Anchor: "a"}, reports.Chart{Anchor: "a", Title: "a"}, reports.Paragraph{Anchor: "a b"}, reports.Paragraph{Anchor: "a-b"}, reports.Paragraph{Anchor: "title"}, reports.Paragraph{Anchor: "table-3"}, reports.Table{Caption: reports.Plain("x")}},
		"no categories": {chart(reports.Bars, 0, "A"), reports.Chart{Series: []reports.Series{{}}, Categories: []string{""}}},
	}
}

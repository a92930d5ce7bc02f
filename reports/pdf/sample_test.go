package pdf

import (
	"fmt"
	"strings"

	"tulos/reports"
)

// sample is a report as a donor gets it: a child-protection project of the
// Baltic Sea region in the middle of its second period.
func sample() reports.Document {
	d := reports.Document{
		Language: "en",
		Meta: reports.Meta{
			Title:    projectTitle + ": project report 2",
			Author:   "Stellit",
			Subject:  "1 July to 31 December 2026",
			Keywords: "child protection, trafficking, Baltic Sea Region",
			Dated:    reports.Day{Year: 2027, Month: 1, Day: 29},
		},
		Words: reports.Words{
			Header:   "Prevention of Child Trafficking and Exploitation Online · Project report 2",
			Footer:   "Stellit · CBSS-PSF-2026-07",
			PageOf:   "Page {page} of {pages}",
			Contents: "Contents",
		},
	}
	d.Blocks = append(d.Blocks, sampleCover(), reports.Contents{}, reports.PageBreak{})
	d.Blocks = append(d.Blocks, sampleSummary()...)
	d.Blocks = append(d.Blocks, sampleResults()...)
	d.Blocks = append(d.Blocks, sampleActivities()...)
	d.Blocks = append(d.Blocks, reports.PageBreak{Landscape: true})
	d.Blocks = append(d.Blocks, sampleLogframe()...)
	d.Blocks = append(d.Blocks, reports.PageBreak{})
	d.Blocks = append(d.Blocks, sampleFinance()...)
	return d
}

const projectTitle = "Strengthening the Prevention of Child Trafficking and Child Sexual Exploitation " +
	"Related to Information and Communication Technologies in the Baltic Sea Region"

func sampleCover() reports.Cover {
	return reports.Cover{
		Kind:     "Project report",
		Title:    reports.Plain(projectTitle),
		Subtitle: "1 July to 31 December 2026",
		Notice:   "Draft",
		Facts: []reports.Fact{
			{Label: "Grant", Value: reports.Plain("CBSS-PSF-2026-07, Project Support Facility")},
			{Label: "Funder", Value: reports.Plain("Council of the Baltic Sea States")},
			{Label: "Lead", Value: reports.Plain("Stellit, Saint Petersburg")},
			{Label: "Partners", Value: reports.Text{
				{Text: "Patvērums «Drošā māja»", Language: "lv"},
				{Text: ", Riga; "},
				{Text: "Suojellaan Lapsia ry", Language: "fi"},
				{Text: ", Helsinki"},
			}},
			{Label: "Co-organiser", Value: reports.Text{
				{Text: "Terveyden ja hyvinvoinnin laitos (THL)", Language: "fi"}, {Text: ", Finland"},
			}},
			{Label: "Project period", Value: reports.Plain("1 January 2026 to 31 December 2027")},
			{Label: "Budget", Value: reports.Plain("€172,000 (spent so far €63,410)")},
			{Label: "Submitted", Value: reports.Plain("29 January 2027 by Anna Kuznecova")},
		},
	}
}

func sampleSummary() []reports.Block {
	return []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("1  Summary"), Anchor: "summary"},
		reports.Paragraph{Style: reports.Lead, Text: reports.Plain(
			"In its first year the project trained 431 professionals in three countries to recognise online grooming and to act on it, and agreed a draft referral practice between social services, schools and the police.")},
		reports.Paragraph{Text: reports.Text{
			{Text: "Trainings in Finland and Latvia went as planned. Those in Saint Petersburg began two months late, because the venue that had been booked was closed for repairs; a second group of trainers has been found and the "},
			{Text: "international webinar", Strong: true},
			{Text: " of 18 November reached more people than expected ("},
			{Text: "see the activities", Anchor: "activities"},
			{Text: "). The material is published under an open licence at "},
			{Text: "childrenatrisk.eu/training", URL: "https://childrenatrisk.eu/training"},
			{Text: "."},
		}},
		reports.KeyFigures{Items: []reports.KeyFigure{
			{Value: "431", Label: reports.Plain("professionals trained"), Note: "48 % of the target of 900", Status: &reports.Status{Kind: reports.OnTrack, Word: "On track"}},
			{Value: "71.4 %", Label: reports.Plain("passed the knowledge test"), Note: "target 80 %", Status: &reports.Status{Kind: reports.OnTrack, Word: "On track"}},
			{Value: "3 of 6", Label: reports.Plain("consultations with young people"), Note: "two were put off to spring", Status: &reports.Status{Kind: reports.AtRisk, Word: "At risk"}},
			{Value: "1,208", Label: reports.Plain("viewers of the webinar"), Note: "target 500", Status: &reports.Status{Kind: reports.Achieved, Word: "Achieved"}},
		}},
		reports.Heading{Level: 2, Text: reports.Plain("1.1  What went well")},
		reports.List{Items: []reports.Text{
			reports.Plain("The Finnish police academy took the module into its own curriculum; from spring 2027 all cadets will take it."),
			reports.Plain("Eleven schools in Latgale asked for the training after teachers had spoken about it. All of them will be visited before June."),
			{{Text: "Young people themselves wrote the scenarios of the exercise "}, {Text: "Kas ir mans draugs?", Language: "lv", Emphasis: true}, {Text: " (“Who is my friend?”), which makes it credible to others of their age."}},
		}},
		reports.Heading{Level: 2, Text: reports.Plain("1.2  What was difficult")},
		reports.Paragraph{Text: reports.Plain("Social workers in small municipalities cannot leave their posts for two days. The partners therefore split the training into four half-days, which costs more travel. The budget line for travel is at risk and a shift of €2,400 from publications has been asked for.")},
		reports.Paragraph{Style: reports.Quote, Text: reports.Plain("Before the training I would have told the child to switch off the phone. Now I know that this is the moment to listen, to keep the messages and to call.")},
		reports.Paragraph{Style: reports.Note, Text: reports.Plain("A school counsellor, Rēzekne. Quoted with consent, valid until 31 December 2029.")},
	}
}

func status(k reports.StatusKind) *reports.Status {
	words := map[reports.StatusKind]string{
		reports.Achieved: "Achieved", reports.OnTrack: "On track", reports.AtRisk: "At risk",
		reports.OffTrack: "Off track", reports.NoTarget: "No target", reports.NotReported: "Not reported",
	}
	return &reports.Status{Kind: k, Word: words[k]}
}

type sampleIndicator struct {
	code, name, base, target, value string
	share                           float64
	status                          reports.StatusKind
}

func sampleIndicators() []sampleIndicator {
	return []sampleIndicator{
		{"OC1.1", "Share of trained professionals who pass the knowledge test", "42.5 %", "80 %", "71.4 %", 0.77, reports.OnTrack},
		{"OC1.2", "Referral practice agreed between services", "Nothing", "Adopted", "Drafted", 0.33, reports.AtRisk},
		{"OP1.1", "Professionals trained (people)", "0", "900", "431", 0.479, reports.OnTrack},
		{"OP1.2", "Trainings held", "0", "36", "19", 0.528, reports.OnTrack},
		{"OP1.3", "Trainers certified in the method, of whom at least half work in public services", "2", "24", "9", 0.318, reports.OffTrack},
		{"OP2.1", "Consultations with young people", "0", "6", "3", 0.5, reports.AtRisk},
		{"OP2.2", "Young people consulted", "0", "—", "57", 0, reports.NoTarget},
		{"OP3.1", "Viewers of the international webinar", "0", "500", "1,208", 2.416, reports.Achieved},
		{"OP3.2", "Languages in which the report is published", "0", "4", "0", 0, reports.NotReported},
		{"OP3.3", "Downloads of the training module", "0", "3,000", "1,644", 0.548, reports.OnTrack},
	}
}

func sampleResults() []reports.Block {
	table := reports.Table{
		Anchor:  "indicators",
		Caption: reports.Plain("Table 1. Indicators at the end of 2026"),
		Columns: []reports.Column{
			{Head: "Indicator", Width: 38},
			{Head: "Baseline", Width: 10, Align: reports.End},
			{Head: "Target", Width: 10, Align: reports.End},
			{Head: "Achieved so far", Width: 11, Align: reports.End},
			{Head: "Share of target", Width: 14, Align: reports.End},
			{Head: "Status", Width: 15},
		},
		Notes: []reports.Text{
			reports.Plain("Status compares what has been achieved with what was expected by 31 December 2026. People are counted once; 12 who attended with two partners have been deducted."),
		},
	}
	group := func(s string) {
		table.Rows = append(table.Rows, reports.Row{Group: true, Cells: []reports.Cell{{Text: reports.Plain(s)}}})
	}
	for _, i := range sampleIndicators() {
		switch i.code {
		case "OC1.1":
			group("Outcome 1  Professionals recognise online grooming and exploitation of children and act on it")
		case "OP1.1":
			group("Output 1  Professionals trained")
		case "OP2.1":
			group("Output 2  Young people heard")
		case "OP3.1":
			group("Output 3  Knowledge shared across the region")
		}
		row := reports.Row{Cells: []reports.Cell{
			{Text: reports.Text{{Text: i.code + " ", Strong: true}, {Text: i.name}}},
			{Text: reports.Plain(i.base)},
			{Text: reports.Plain(i.target)},
			{Text: reports.Text{{Text: i.value, Strong: true}}},
			{Text: reports.Plain("–")},
			{Status: status(i.status)},
		}}
		if i.share > 0 {
			row.Cells[4] = reports.Cell{Text: reports.Plain(fmt.Sprintf("%.0f %%", i.share*100)), Bar: &i.share}
		}
		table.Rows = append(table.Rows, row)
	}
	bars := reports.Chart{
		Kind: reports.Bars, Title: "Figure 1. Share of the target achieved, and what was expected by now",
		Description: "Bar chart of ten indicators with the share of the target achieved and the share expected.",
		Axis:        "% of target",
		Series:      []reports.Series{{Name: "Achieved"}, {Name: "Expected by 31 December 2026", Marker: true}},
	}
	for k, i := range sampleIndicators() {
		bars.Categories = append(bars.Categories, i.name)
		known := i.status != reports.NotReported && i.status != reports.NoTarget
		bars.Series[0].Points = append(bars.Series[0].Points, reports.Point{Known: known, Value: min(i.share, 1.5) * 100, Label: map[bool]string{true: fmt.Sprintf("%.0f %%", i.share*100), false: "no figure"}[known]})
		bars.Series[1].Points = append(bars.Series[1].Points, reports.Point{Known: known, Value: 45 + float64(k%3)*10})
	}
	return []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("2  Results"), Anchor: "results"},
		reports.Paragraph{Text: reports.Plain("Figures are cumulative from the start of the project. They come from the partners’ accepted entries and can be followed from indicator to partner, activity and evidence in the workbook that belongs to this report.")},
		table,
		bars,
		reports.Heading{Level: 2, Text: reports.Plain("2.1  Participants by country and profession")},
		reports.Chart{
			Kind: reports.Columns, Title: "Figure 2. Professionals trained, by country",
			Description: "Column chart.", Axis: "People",
			Categories: []string{"Finland", "Latvia", "Russian Federation"},
			Series: []reports.Series{
				{Name: "January to June 2026", Points: []reports.Point{{Known: true, Value: 96, Label: "96"}, {Known: true, Value: 71, Label: "71"}, {Label: "not reported"}}},
				{Name: "July to December 2026", Points: []reports.Point{{Known: true, Value: 118, Label: "118"}, {Known: true, Value: 84, Label: "84"}, {Known: true, Value: 62, Label: "62"}}},
			},
		},
		reports.Chart{
			Kind: reports.Lines, Title: "Figure 3. Downloads of the training module",
			Description: "Line chart.", Axis: "Downloads since publication",
			Categories: []string{"July", "August", "September", "October", "November", "December"},
			Series: []reports.Series{
				{Name: "English", Points: []reports.Point{{Known: true, Value: 40, Label: "40"}, {Known: true, Value: 122, Label: "122"}, {Known: true, Value: 310, Label: "310"}, {Known: true, Value: 455, Label: "455"}, {Known: true, Value: 890, Label: "890"}, {Known: true, Value: 1010, Label: "1,010"}}},
				{Name: "Finnish", Points: []reports.Point{{Known: true, Value: 12, Label: "12"}, {Known: true, Value: 60, Label: "60"}, {}, {Known: true, Value: 210, Label: "210"}, {Known: true, Value: 288, Label: "288"}, {Known: true, Value: 402, Label: "402"}}},
				{Name: "Expected", Marker: true, Points: []reports.Point{{Known: true, Value: 50}, {Known: true, Value: 150}, {Known: true, Value: 300}, {Known: true, Value: 500}, {Known: true, Value: 750}, {Known: true, Value: 1000}}},
			},
		},
	}
}

func sampleActivities() []reports.Block {
	blocks := []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("3  Activities"), Anchor: "activities"},
		reports.Paragraph{Text: reports.Plain("Nineteen activities were accepted for the period. The most important ones are described here; all of them are listed in the table that follows.")},
	}
	narratives := []struct{ title, label, text string }{
		{"Training “Recognising grooming” in Helsinki", "Suojellaan Lapsia ry with THL · 9 and 10 September 2026 · 46 participants", "Two days at the institute’s premises in Helsinki for school social workers, nurses and police officers from Uusimaa. The first day was about how offenders make contact in games and closed groups and how trust is built and abused; the second about conversation with the child, securing of evidence and the duty to report. 42 of 46 participants passed the test afterwards, against 19 before. Participants asked for a short version for night duty, which will be recorded in February."},
		{"Consultation with young people in Rēzekne", "Patvērums «Drošā māja» · 7 October 2026 · 19 participants", "Nineteen young people between 13 and 17, with consent of their guardians, discussed what adults do not understand about their life online. They marked on maps of their apps where strangers write to them and what they do then. Their advice: do not begin with rules, and do not take the phone away."},
		{"International webinar “Safe in every language”", "Stellit, all partners · 18 November 2026 · 1,208 viewers", "Seven speakers from five countries presented what has been learnt about prevention in linguistic minorities. The recording has subtitles in English, Finnish, Latvian and Russian. Questions that could not be answered in the two hours were answered in writing and published beside the recording."},
		{"Training of trainers in Saint Petersburg", "Stellit · 1 to 4 December 2026 · 11 participants", "Eleven psychologists and teachers learnt to give the training themselves. Because of the late start only seven have held their first training under supervision; the others follow in January and February 2027.\nThe venue was accessible, and childcare was offered on all four days."},
	}
	for i, n := range narratives {
		blocks = append(blocks,
			reports.Heading{Level: 2, Text: reports.Plain(fmt.Sprintf("3.%d  %s", i+1, n.title))},
			reports.Paragraph{Style: reports.Label, Text: reports.Plain(n.label)},
			reports.Paragraph{Text: reports.Plain(n.text)},
		)
	}
	return append(blocks, reports.Heading{Level: 2, Text: reports.Plain("3.5  All activities of the period")}, activityTable(19))
}

// activityTable has n rows.
func activityTable(n int) reports.Table {
	t := reports.Table{
		Caption: reports.Plain("Table 2. Activities, July to December 2026"),
		Columns: []reports.Column{
			{Head: "Reference", Width: 12},
			{Head: "Date", Width: 17},
			{Head: "Activity", Width: 38},
			{Head: "Place", Width: 14},
			{Head: "Partner", Width: 19},
			{Head: "Participants", Width: 12, Align: reports.End},
		},
	}
	names := []reports.Text{
		reports.Plain("Training “Recognising grooming”"),
		{{Text: "Koulutus: verkossa tapahtuvan houkuttelun tunnistaminen", Language: "fi"}},
		{{Text: "Seminārs skolotājiem par drošību tiešsaistē un uzrunāšanas pazīmēm", Language: "lv"}},
		{{Text: "Тренинг для специалистов системы профилактики", Language: "ru"}},
		reports.Plain("Consultation with young people"),
	}
	places := []string{"Helsinki", "Jyväskylä", "Rēzekne", "Санкт-Петербург", "Daugavpils"}
	partners := []string{"Suojellaan Lapsia ry", "Suojellaan Lapsia ry", "Drošā māja", "Stellit", "Drošā māja"}
	sum := 0
	for i := range n {
		count := 8 + i*7%41
		sum += count
		t.Rows = append(t.Rows, reports.Row{Cells: []reports.Cell{
			{Text: reports.Plain(fmt.Sprintf("A-%04d", 112+i))},
			{Text: reports.Plain(fmt.Sprintf("%d\u00a0%s 2026", 1+i*11%28, []string{"July", "August", "September", "October", "November", "December"}[i*6/n]))},
			{Text: names[i%5]},
			{Text: reports.Plain(places[i%5])},
			{Text: reports.Plain(partners[i%5])},
			{Text: reports.Plain(fmt.Sprint(count))},
		}})
	}
	t.Rows = append(t.Rows, reports.Row{Total: true, Cells: []reports.Cell{{Text: reports.Plain("Total")}, {}, {}, {}, {}, {Text: reports.Plain(fmt.Sprint(sum))}}})
	return t
}

func sampleLogframe() []reports.Block {
	t := reports.Table{
		Caption: reports.Plain("Table 3. Logical framework with values at the end of 2026"),
		Columns: []reports.Column{
			{Head: "Result", Width: 20},
			{Head: "Indicator", Width: 24},
			{Head: "Baseline (2025)", Width: 9, Align: reports.End},
			{Head: "Target (2027)", Width: 9, Align: reports.End},
			{Head: "Current value", Width: 9, Align: reports.End},
			{Head: "Status", Width: 12},
			{Head: "Source and means of verification", Width: 20},
			{Head: "Assumptions", Width: 18},
		},
	}
	for i, ind := range sampleIndicators() {
		result := "Professionals trained in recognising and stopping exploitation online"
		if i < 2 {
			result = "Professionals recognise online grooming and exploitation of children and act on it"
		}
		t.Rows = append(t.Rows, reports.Row{Cells: []reports.Cell{
			{Text: reports.Plain(result)},
			{Text: reports.Plain(ind.code + " " + ind.name)},
			{Text: reports.Plain(ind.base)},
			{Text: reports.Plain(ind.target)},
			{Text: reports.Plain(ind.value)},
			{Status: status(ind.status)},
			{Text: reports.Plain("Test before and after each training; lists of participants kept by the partners")},
			{Text: reports.Plain("Employers give their staff time for training.")},
		}})
	}
	return []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Annex A  Logical framework")},
		t,
	}
}

func sampleFinance() []reports.Block {
	t := reports.Table{
		Caption: reports.Plain("Table 4. Statement of eligible costs, in euro"),
		Columns: []reports.Column{
			{Head: "Budget heading", Width: 40},
			{Head: "Budget", Width: 15, Align: reports.End},
			{Head: "This period", Width: 15, Align: reports.End},
			{Head: "Total so far", Width: 15, Align: reports.End},
			{Head: "Used", Width: 15, Align: reports.End},
		},
	}
	for i, h := range []string{"Staff", "Travel and accommodation", "Trainers and experts", "Translation and interpreting", "Publications", "Webinar and technical services"} {
		share := 0.2 + 0.13*float64(i)
		t.Rows = append(t.Rows, reports.Row{Cells: []reports.Cell{
			{Text: reports.Plain(h)},
			{Text: reports.Plain(strings.Repeat(" ", 0) + fmt.Sprintf("%d,000.00", 12+i*7))},
			{Text: reports.Plain(fmt.Sprintf("%d,%03d.50", 3+i, 117*(i+1)))},
			{Text: reports.Plain(fmt.Sprintf("%d,%03d.75", 7+i*2, 103*(i+1)))},
			{Text: reports.Plain(fmt.Sprintf("%.1f %%", share*100)), Bar: &share},
		}})
	}
	t.Rows = append(t.Rows, reports.Row{Total: true, Cells: []reports.Cell{{Text: reports.Plain("Total eligible costs")}, {Text: reports.Plain("172,000.00")}, {Text: reports.Plain("29,604.00")}, {Text: reports.Plain("63,410.25")}, {Text: reports.Plain("36.9 %")}}})
	return []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Annex B  Finances")},
		reports.Paragraph{Text: reports.Plain("Costs are shown by budget heading as in the grant agreement. Amounts in other currencies were converted at the monthly rate of the European Commission of the month in which they were paid.")},
		t,
		reports.Heading{Level: 2, Text: reports.Plain("Declaration")},
		reports.Heading{Level: 3, Text: reports.Plain("By the lead partner")},
		reports.Paragraph{Text: reports.Plain("I certify that this report is complete and true, and that the costs were incurred for the project and in its period.")},
		reports.Heading{Level: 4, Text: reports.Plain("Place and date")},
		reports.Paragraph{Style: reports.Note, Text: reports.Plain("Saint Petersburg, 29 January 2027")},
	}
}

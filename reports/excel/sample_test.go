package excel

import (
	"fmt"
	"strings"

	"tulos/reports"
)

func cellOf(s string) reports.Cell { return reports.Cell{Text: reports.Plain(s)} }

func num(text, exact string, decimals int) reports.Cell {
	return reports.Cell{Text: reports.Plain(text), Number: &reports.Number{Decimal: exact, Decimals: decimals}}
}

func pct(text, exact string) reports.Cell {
	return reports.Cell{Text: reports.Plain(text), Number: &reports.Number{Decimal: exact, Decimals: 1, Percent: true}}
}

func barred(c reports.Cell, share float64) reports.Cell {
	c.Bar = &share
	return c
}

func day(y, m, d int) reports.Cell {
	return reports.Cell{
		Text: reports.Plain(fmt.Sprintf("%d %s %d", d, [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}[m-1], y)),
		Day:  &reports.Day{Year: y, Month: m, Day: d},
	}
}

func stands(kind reports.StatusKind, word string) reports.Cell {
	return reports.Cell{Text: reports.Plain(word), Status: &reports.Status{Kind: kind, Word: word}}
}

func status(kind reports.StatusKind, word string) *reports.Status {
	return &reports.Status{Kind: kind, Word: word}
}

func figure(v float64, label string) reports.Point {
	return reports.Point{Known: true, Value: v, Label: label}
}

// sampleReport is a report as a project's lead would send it: a child
// protection project of the Baltic Sea region in its second period.
func sampleReport() reports.Document {
	return reports.Document{
		Language: "en",
		Meta: reports.Meta{
			Title:    "Strengthening the Prevention of Child Trafficking, project report 2",
			Author:   "Stellit",
			Subject:  "July to December 2026",
			Keywords: "child protection, Baltic Sea region",
			Dated:    reports.Day{Year: 2027, Month: 1, Day: 29},
		},
		Words: reports.Words{
			Header: "CBSS-PSF-2026-07 · Project report 2 · R&D",
			Footer: "Stellit",
			PageOf: "Page {page} of {pages}",
		},
		Sheets: []reports.Sheet{
			summarySheet(), resultsSheet(), periodsSheet(), activitiesSheet(), partnersSheet(), notesSheet(),
		},
	}
}

func summarySheet() reports.Sheet {
	return reports.Sheet{Name: "Summary", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Project report 2: July to December 2026")},
		reports.Paragraph{Style: reports.Lead, Text: reports.Text{
			{Text: "Strengthening the Prevention of Child Trafficking and Child Sexual Exploitation Related to Information and Communication Technologies in the Baltic Sea Region. "},
			{Text: "Illustrative data.", Emphasis: true},
		}},
		reports.Paragraph{Text: reports.Text{
			{Text: "In the second period the partners trained "},
			{Text: "412 professionals", Strong: true},
			{Text: " in Finland, Latvia and the north-west of Russia, held one international webinar and published the report of the mapping in four languages. One partner was suspended in October; its accepted figures stay in the report and are labelled. All figures count accepted entries only, people are counted once, and counts of fewer than five people are not shown."},
		}},
		reports.Heading{Level: 2, Text: reports.Plain("Key figures")},
		reports.KeyFigures{Items: []reports.KeyFigure{
			{Value: "412", Label: reports.Plain("Professionals trained (people)"), Note: "of 900 by the end of 2027; 436 participations", Status: status(reports.OnTrack, "On track")},
			{Value: "70.7 %", Label: reports.Plain("Trained professionals who pass the knowledge test"), Note: "target 80 %, was 42.5 % before the project", Status: status(reports.Achieved, "Achieved")},
			{Value: "1", Label: reports.Plain("International webinars"), Note: "of 3", Status: status(reports.AtRisk, "At risk")},
			{Value: "2", Label: reports.Plain("Services with an agreed referral practice"), Note: "of 9; two municipalities have postponed their decision until spring", Status: status(reports.OffTrack, "Off track")},
			{Value: "–", Label: reports.Plain("Children reached by the campaign"), Note: "first figures are due in period 3", Status: status(reports.NotReported, "Not reported")},
		}},
		reports.Chart{
			Kind: reports.Bars, Title: "Achieved and expected by the end of December 2026", Axis: "% of target",
			Description: "Bar chart of six indicators in % of their targets. Professionals trained 45.8, expected 44.4; test passed 88.4, expected 81.3; webinars 33.3, expected 66.7; referral practice 22.2, expected 50; report editions 100, expected 75; campaign not reported, expected 25.",
			Categories: []string{
				"OP1.1 Professionals trained (people)", "OC1.1 Share of trained professionals who pass the knowledge test",
				"OP2.1 International webinars", "OC1.2 Referral practice agreed between services", "OP3.1 Report, language editions", "OP4.1 Children reached by the campaign",
			},
			Series: []reports.Series{
				{Name: "Achieved", Points: []reports.Point{figure(45.777778, "45.8 %"), figure(88.400901, "88.4 %"), figure(33.333333, "33.3 %"), figure(22.222222, "22.2 %"), figure(100, "100.0 %"), {Label: "not reported"}}},
				{Name: "Expected", Marker: true, Points: []reports.Point{figure(44.444444, "44.4 %"), figure(81.25, "81.3 %"), figure(66.666667, "66.7 %"), figure(50, "50.0 %"), figure(75, "75.0 %"), figure(25, "25.0 %")}},
			},
		},
		reports.Paragraph{Style: reports.Note, Text: reports.Text{{Text: "Method and definitions: see the rules of figures.", URL: "https://example.org/rules"}}},
	}}
}

func resultsSheet() reports.Sheet {
	head := []reports.Column{
		{Head: "Indicator", Width: 4},
		{Head: "Unit", Width: 1},
		{Head: "Baseline", Width: 1, Align: reports.End},
		{Head: "Target", Width: 1, Align: reports.End},
		{Head: "This period", Width: 1, Align: reports.End},
		{Head: "Achieved so far", Width: 1, Align: reports.End},
		{Head: "Expected by now", Width: 1, Align: reports.End},
		{Head: "Achievement", Width: 1, Align: reports.End},
		{Head: "Status", Width: 1},
		{Head: "Reported by", Width: 1, Align: reports.Centre},
		{Head: "Source of verification", Width: 2},
	}
	group := func(s string) reports.Row { return reports.Row{Group: true, Cells: []reports.Cell{cellOf(s)}} }
	return reports.Sheet{Name: "Results", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Results framework")},
		reports.Table{
			Anchor: "results", Caption: reports.Plain("Indicators at the end of period 2 (31 December 2026)"), Columns: head,
			Rows: []reports.Row{
				group("OC1 Professionals recognise online grooming and exploitation of children and act on it"),
				{Cells: []reports.Cell{cellOf("OC1.1 Share of trained professionals who pass the knowledge test"), cellOf("%"), pct("42.5 %", "42.5"), pct("80.0 %", "80"), pct("74.1 %", "74.102564"), pct("70.7 %", "70.720721"), pct("65.0 %", "65"), barred(pct("75.3 %", "75.255222"), 0.75255222), stands(reports.OnTrack, "On track"), cellOf("3 of 3"), cellOf("Test before and after each training")}},
				{Cells: []reports.Cell{cellOf("OC1.2 Referral practice agreed between services"), cellOf("stage"), cellOf("Nothing agreed"), cellOf("Adopted"), cellOf("Drafted"), cellOf("Drafted"), cellOf("Piloted"), barred(pct("33.3 %", "33.333333"), 0.33333333), stands(reports.OffTrack, "Off track"), cellOf("2 of 3"), cellOf("Minutes of the regional working group; signed agreement")}},
				group("OP1 Professionals trained"),
				{Cells: []reports.Cell{cellOf("OP1.1 Professionals trained (people)"), cellOf("people"), num("0", "0", 0), num("900", "900", 0), num("214", "214", 0), num("412", "412", 0), num("400", "400", 0), barred(pct("45.8 %", "45.777778"), 0.45777778), stands(reports.OnTrack, "On track"), cellOf("3 of 3"), cellOf("Signed lists of participants")}},
				{Cells: []reports.Cell{cellOf("OP1.2 Hours of training given"), cellOf("hours"), num("0", "0", 0), num("1,250", "1250", 0), num("388.5", "388.5", 1), num("1,262.5", "1262.5", 1), num("600", "600", 0), barred(pct("101.0 %", "101"), 1), stands(reports.Achieved, "Achieved"), cellOf("3 of 3"), cellOf("Programmes")}},
				group("OP2 Knowledge shared across the region"),
				{Cells: []reports.Cell{cellOf("OP2.1 International webinars"), cellOf("events"), num("0", "0", 0), num("3", "3", 0), num("1", "1", 0), num("1", "1", 0), num("2", "2", 0), barred(pct("33.3 %", "33.333333"), 0.33333333), stands(reports.AtRisk, "At risk"), cellOf("1 of 1"), cellOf("Recording, list of participants")}},
				{Cells: []reports.Cell{cellOf("OP2.2 Reads of the report online"), cellOf("reads"), cellOf("–"), cellOf("–"), num("10,482", "10482", 0), num("10,482", "10482", 0), cellOf("–"), cellOf("–"), stands(reports.NoTarget, "No target"), cellOf("1 of 1"), {Text: reports.Text{{Text: "Web statistics", URL: "https://example.org/statistics?period=2&lang=en"}}}}},
				{Cells: []reports.Cell{cellOf("OP2.3 Children reached by the campaign"), cellOf("children"), num("0", "0", 0), num("25,000", "25000", 0), cellOf("not reported"), cellOf("not reported"), num("6,250", "6250", 0), cellOf("–"), stands(reports.NotReported, "Not reported"), cellOf("0 of 2"), cellOf("Reports of the schools")}},
			},
			Notes: []reports.Text{
				reports.Plain("Expected: the straight line from the start of the project through the milestones to the target. Status: on track from 90 % of what is expected, at risk from 60 %."),
				reports.Plain("People are counted once: 24 participations of people who had been counted before are taken off."),
			},
		},
	}}
}

func periodsSheet() reports.Sheet {
	row := func(p string, a, b reports.Cell, trained, tested reports.Cell) reports.Row {
		return reports.Row{Cells: []reports.Cell{cellOf(p), a, b, trained, tested}}
	}
	return reports.Sheet{Name: "Periods", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Progress over time")},
		reports.Table{
			Caption: reports.Plain("Professionals trained, by period"),
			Columns: []reports.Column{{Head: "Period"}, {Head: "From"}, {Head: "To"}, {Head: "Trained so far", Align: reports.End}, {Head: "Expected", Align: reports.End}},
			Rows: []reports.Row{
				row("Period 1", day(2026, 1, 1), day(2026, 6, 30), num("198", "198", 0), num("200", "200", 0)),
				row("Period 2", day(2026, 7, 1), day(2026, 12, 31), num("412", "412", 0), num("400", "400", 0)),
				row("Period 3", day(2027, 1, 1), day(2027, 6, 30), reports.Cell{}, num("650", "650", 0)),
				row("Period 4", day(2027, 7, 1), day(2027, 12, 31), reports.Cell{}, num("900", "900", 0)),
			},
		},
		reports.Chart{
			Kind: reports.Lines, Title: "Professionals trained: achieved and expected", Axis: "people",
			Description: "Line chart over four periods. Achieved: 198, 412; later periods have no figure. Expected: 200, 400, 650, 900.",
			Categories:  []string{"Period 1", "Period 2", "Period 3", "Period 4"},
			Series: []reports.Series{
				{Name: "Achieved", Points: []reports.Point{figure(198, "198"), figure(412, "412"), {}, {}}},
				{Name: "Expected", Marker: true, Points: []reports.Point{figure(200, "200"), figure(400, "400"), figure(650, "650"), figure(900, "900")}},
			},
		},
		reports.Chart{
			Kind: reports.Columns, Title: "Participants by profession and period", Axis: "participants",
			Description: "Column chart of four professions in two periods.",
			Categories:  []string{"Social work", "Education", "Police and justice", "Health care"},
			Series: []reports.Series{
				{Name: "Period 1", Points: []reports.Point{figure(82, "82"), figure(61, "61"), figure(31, "31"), figure(24, "24")}},
				{Name: "Period 2", Points: []reports.Point{figure(96, "96"), figure(70, "70"), {}, figure(33, "33")}},
				{Name: "Planned in period 2", Marker: true, Points: []reports.Point{figure(90, "90"), figure(80, "80"), figure(40, "40"), figure(40, "40")}},
			},
		},
	}}
}

func activitiesSheet() reports.Sheet {
	titles := []string{
		"Training of social workers: recognising online grooming", "Consultation with the police of Riga region",
		"International webinar: children, technology and trafficking, with speakers from nine countries of the Council and simultaneous interpretation into four languages",
		"Koulutus: verkossa tapahtuva houkuttelu ja lasten seksuaalinen riisto", "Apmācība skolu psihologiem Jelgavā", "Семинар для педагогов: безопасность детей в интернете",
	}
	partners := []string{"Suojellaan Lapsia ry", "Safe House Shelter (Patvērums «Drošā māja»)", "Stellit"}
	rows := make([]reports.Row, 0, 40)
	for i := range 40 {
		evidence := reports.Cell{}
		if i%3 == 0 {
			evidence.Text = reports.Text{{Text: fmt.Sprintf("%d documents", 1+i%4), URL: fmt.Sprintf("https://example.org/activities/A-2026-%03d", i+1)}}
		}
		rows = append(rows, reports.Row{Cells: []reports.Cell{
			cellOf(fmt.Sprintf("A-2026-%03d", i+1)), day(2026, 7+i%6, 1+i*5%28), cellOf([]string{"Training", "Consultation", "Webinar"}[i%3]),
			cellOf(titles[i%len(titles)]), cellOf(partners[i%3]), cellOf([]string{"Helsinki", "Rīga", "online"}[i%3]),
			num(fmt.Sprint(12+i*7%90), fmt.Sprint(12+i*7%90), 0),
			{Text: reports.Text{{Text: "OP1.1", Anchor: "results"}}},
			evidence,
		}})
	}
	rows = append(rows, reports.Row{Total: true, Cells: []reports.Cell{cellOf("Total"), {}, {}, {}, {}, {}, num("2,184", "2184", 0), {}, {}}})
	return reports.Sheet{Name: "Activities", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Activities of the period")},
		reports.Paragraph{Text: reports.Plain("Accepted activities, by date. An activity that several partners held together is listed once, with the partner that owns it.")},
		reports.Table{
			Columns: []reports.Column{
				{Head: "Reference"},
				{Head: "Date"},
				{Head: "Type"},
				{Head: "Title"},
				{Head: "Partner"},
				{Head: "Place"},
				{Head: "Participants", Align: reports.End},
				{Head: "Indicator"},
				{Head: "Evidence"},
			},
			Rows: rows,
		},
	}}
}

func partnersSheet() reports.Sheet {
	return reports.Sheet{Name: "Partners & money", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Partners and expenditure")},
		reports.Table{
			Caption: reports.Plain("Expenditure by partner, in euro"),
			Columns: []reports.Column{{Head: "Partner"}, {Head: "Budget", Align: reports.End}, {Head: "This period", Align: reports.End}, {Head: "Total", Align: reports.End}, {Head: "Share of budget", Align: reports.End}},
			Rows: []reports.Row{
				{Cells: []reports.Cell{cellOf("Stellit"), num("54,000.00", "54000.00", 2), num("9,412.20", "9412.2", 2), num("18,733.95", "18733.95", 2), barred(pct("34.7 %", "34.692500"), 0.346925)}},
				{Cells: []reports.Cell{cellOf("Safe House Shelter (Patvērums «Drošā māja»)"), num("43,000.00", "43000.00", 2), num("11,020.00", "11020.00", 2), num("21,004.10", "21004.10", 2), barred(pct("48.8 %", "48.846744"), 0.48846744)}},
				{Cells: []reports.Cell{cellOf("Suojellaan Lapsia ry"), num("75,000.00", "75000.00", 2), num("−310.55", "-310.55", 2), num("36,090.71", "36090.71", 2), barred(pct("48.1 %", "48.120947"), 0.48120947)}},
				{Total: true, Cells: []reports.Cell{cellOf("All partners"), num("172,000.00", "172000.00", 2), num("20,121.65", "20121.65", 2), num("75,828.76", "75828.76", 2), pct("44.1 %", "44.086488")}},
			},
			Notes: []reports.Text{reports.Plain("The negative amount corrects an entry of period 1.")},
		},
	}}
}

func notesSheet() reports.Sheet {
	return reports.Sheet{Name: "Notes", Blocks: []reports.Block{
		reports.Heading{Level: 1, Text: reports.Plain("Deviations and lessons")},
		reports.Heading{Level: 2, Text: reports.Plain("Deviations from the work plan")},
		reports.Paragraph{Style: reports.Label, Text: reports.Plain("Safe House Shelter, Latvia")},
		reports.Paragraph{Text: reports.Plain(strings.Repeat("Two trainings were moved from November to February because the trainer was ill; the municipality has confirmed the new dates. ", 4))},
		reports.Paragraph{Style: reports.Quote, Text: reports.Plain("“I had seen the signs before, but I did not know whom to call. Now I have the number on my desk.”")},
		reports.Heading{Level: 3, Text: reports.Plain("What we learnt")},
		reports.Paragraph{Text: reports.Plain("Schools ask for shorter trainings. Half a day with a follow-up after a month reaches more teachers than two days in a row, and the tests show no difference.")},
	}}
}

package reports

import (
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A PlaceholderGroup is a part of the list to copy placeholders from. Heading is the
// key of a message, or empty where Title tells what they are of.
type PlaceholderGroup struct {
	Heading string
	Code    string
	Title   results.Text
	Marks   []string
}

// Placeholders lists what can stand in a donor's workbook of a project.
func Placeholders(p *partnership.Project) []PlaceholderGroup {
	project := PlaceholderGroup{Heading: "fill.of-project"}
	for _, name := range []string{"title", "code", "grant", "funder", "lead", "partners", "countries", "start", "end", "currency", "summary"} {
		project.Marks = append(project.Marks, mark("project", name))
	}
	for _, l := range p.Languages {
		project.Marks = append(project.Marks, mark("project", "title", l))
	}
	period := PlaceholderGroup{Heading: "fill.of-period"}
	for _, name := range []string{"number", "name", "dates", "start", "end", "due", "start period=1"} {
		period.Marks = append(period.Marks, mark("period", name))
	}
	for _, name := range []string{"data-date", "activities"} {
		period.Marks = append(period.Marks, mark("report", name))
	}
	all := []PlaceholderGroup{project, period}
	for r := range results.All(p.Results) {
		if r.Code != "" {
			all = append(all, PlaceholderGroup{Code: string(r.Code), Title: r.Title, Marks: []string{mark("result", string(r.Code), "title")}})
		}
		for n := range r.Indicators {
			all = append(all, indicatorMarks(p, &r.Indicators[n]))
		}
	}
	words := PlaceholderGroup{Heading: "fill.of-words"}
	for _, name := range Definitions() {
		d, err := LoadDefinition(name)
		if err != nil {
			continue
		}
		for _, question := range d.Questions() {
			if m := mark("narrative", question); !slices.Contains(words.Marks, m) {
				words.Marks = append(words.Marks, m)
			}
		}
	}
	rows := PlaceholderGroup{Heading: "fill.of-rows", Marks: []string{
		mark("rows activities: date; title; partner; country; participants"),
		mark("rows indicators: code; title; target; this-period; cumulative; status"),
		mark("rows publications: publication; kind; language; date; url"),
		mark("rows partners: organisation; role; country"),
	}}
	for r := range results.All(p.Results) {
		if r.Level == results.Output && r.Code != "" {
			rows.Marks = append(rows.Marks, mark("rows activities output="+string(r.Code)+": date; title; place; participants"))
		}
	}
	return append(all, words, rows)
}

func indicatorMarks(p *partnership.Project, i *results.Indicator) PlaceholderGroup {
	g := PlaceholderGroup{Code: string(i.Code), Title: i.Title}
	if !i.IsCombined() {
		g.Marks = []string{mark("indicator", string(i.Code), "text")}
		return g
	}
	for _, name := range []string{"title", "unit", "baseline", "target", "this-period", "cumulative", "expected", "achievement", "status"} {
		g.Marks = append(g.Marks, mark("indicator", string(i.Code), name))
	}
	for _, partner := range p.Partners {
		g.Marks = append(g.Marks, mark("indicator", string(i.Code), "cumulative", "partner="+string(partner.Organisation)))
		break
	}
	if i.Measure == results.MeasureNumber && len(i.Breakdown) > 0 {
		for _, d := range p.Dimensions {
			if d.Key == i.Breakdown[0] {
				for _, c := range d.Categories {
					g.Marks = append(g.Marks, mark("indicator", string(i.Code), "cumulative", string(d.Key)+"="+string(c.Key)))
				}
			}
		}
	}
	return g
}

func mark(words ...string) string { return openMark + strings.Join(words, " ") + closeMark }

package web

import (
	"html/template"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
	"tulos/reports/html"
)

// A chartView is a chart as pictures. Its figures stand beside it in a table.
type chartView struct {
	Title   string
	Drawing template.HTML
}

// chart draws a chart as reports do; nil where there is nothing to draw. The id is
// its own on the page.
func (r *request) chart(id string, c reports.Chart) (*chartView, error) {
	drawn, err := html.Drawings(c, string(r.words.Language()), id)
	if err != nil || len(drawn) == 0 {
		return nil, err
	}
	return &chartView{c.Title, template.HTML(drawn)}, nil //nolint:gosec // of reports/html, which escapes
}

// known is a point with its label; one without a figure says why there is none.
func known(f results.Figure, label string) reports.Point {
	n, ok := f.Number()
	if !ok {
		return reports.Point{Label: orNone(label)}
	}
	return reports.Point{Known: true, Value: n.Float(), Label: label}
}

func counted(words *i18n.Localizer, n int) reports.Point {
	return reports.Point{Known: true, Value: float64(n), Label: words.Integer(n)}
}

// describe tells a chart in words, category by category.
func describe(c *reports.Chart) {
	var told []string
	for n, category := range c.Categories {
		var points []string
		for _, s := range c.Series {
			if n < len(s.Points) && s.Points[n].Label != "" {
				points = append(points, s.Name+" "+s.Points[n].Label)
			}
		}
		told = append(told, category+": "+strings.Join(points, ", "))
	}
	c.Description = strings.Join(told, "; ") + "."
}

// statusGroups are the statuses that a chart of them tells apart: a chart has three
// series at most.
func statusGroups() [3][]results.Status {
	return [3][]results.Status{
		{results.Achieved, results.OnTrack}, {results.AtRisk}, {results.OffTrack},
	}
}

// statusSeries are series of counts, to which counted statuses are added.
func (r *request) statusSeries() []reports.Series {
	var all []reports.Series
	for _, group := range statusGroups() {
		worst := group[len(group)-1] // by which the group is called
		all = append(all, reports.Series{Name: r.words.Text("status."+string(worst), nil)})
	}
	return all
}

func (r *request) addStatuses(series []reports.Series, counts map[results.Status]int) {
	for n, group := range statusGroups() {
		sum := 0
		for _, s := range group {
			sum += counts[s]
		}
		series[n].Points = append(series[n].Points, counted(r.words, sum))
	}
}

// trendChart is an indicator over time against the line of what was expected.
func (r *request) trendChart(o *service.Overview, i *results.Indicator, rows []results.Row) reports.Chart {
	c := reports.Chart{Kind: reports.Lines, Title: r.words.Text("chart.trend", nil), Axis: inLanguage(r.words, i.Unit)}
	actual := reports.Series{Name: r.words.Text("report.cumulative", nil)}
	expected := reports.Series{Name: r.words.Text("report.expected", nil), Marker: true}
	for n := range rows {
		row := &rows[n]
		c.Categories = append(c.Categories, r.words.Text("report.period", i18n.Args{"Period": int(row.Period)}))
		point := reports.Point{}
		if !o.IsAhead(row.Period) {
			point = known(row.Cumulative, r.shortFigure(i, row.Cumulative))
		}
		actual.Points = append(actual.Points, point)
		expected.Points = append(expected.Points, known(row.Expected, r.shortFigure(i, row.Expected)))
	}
	c.Series = []reports.Series{actual, expected}
	describe(&c)
	return c
}

// shortFigure writes a figure for a chart: a stage by its number alone.
func (r *request) shortFigure(i *results.Indicator, f results.Figure) string {
	n, ok := f.Number()
	if ok && i.Measure == results.MeasureStage {
		return r.words.Number(n.Fixed(0), 0)
	}
	return figure(r.words, i, f)
}

// partnerChart is an indicator by partner, with their own targets where they have
// some.
func (r *request) partnerChart(o *service.Overview, i *results.Indicator, row *results.Row) reports.Chart {
	c := reports.Chart{Kind: reports.Bars, Title: r.words.Text("chart.partners", nil), Axis: inLanguage(r.words, i.Unit)}
	value := reports.Series{Name: r.words.Text("report.cumulative", nil)}
	target := reports.Series{Name: r.words.Text("indicator.partner-target", nil), Marker: true}
	hasTarget := false
	for _, p := range row.Partners {
		c.Categories = append(c.Categories, organisationName(o.Setup, p.Partner))
		value.Points = append(value.Points, known(p.Cumulative, r.shortFigure(i, p.Cumulative)))
		target.Points = append(target.Points, known(p.Target, r.shortFigure(i, p.Target)))
		hasTarget = hasTarget || p.Target.IsKnown()
	}
	c.Series = []reports.Series{value}
	if hasTarget {
		c.Series = append(c.Series, target)
	}
	describe(&c)
	return c
}

// mostSeries is how many series a chart has at most.
const mostSeries = 3

// breakdownChart is the cumulative figure by categories: those of the one dimension
// in groups of those of the other, where these are few. It has no series where a
// table tells more.
func (r *request) breakdownChart(o *service.Overview, i *results.Indicator, row *results.Row) reports.Chart {
	c := reports.Chart{Kind: reports.Bars, Title: r.words.Text("chart.breakdown", nil)}
	if i.Separate || len(i.Breakdown) == 0 || len(i.Breakdown) > 2 {
		return c
	}
	project := &o.Setup.Project
	groups := usedCategories(dimension(project, i.Breakdown[0]), row)
	series := []results.Category{{Title: results.Text{"und": r.words.Text("report.cumulative", nil)}}}
	across := results.DimensionKey("")
	if len(i.Breakdown) == 2 {
		across = i.Breakdown[1]
		series = usedCategories(dimension(project, across), row)
		if len(series) > mostSeries {
			groups, series, across = series, groups, i.Breakdown[0]
		}
	}
	if len(series) > mostSeries {
		return c
	}
	down := i.Breakdown[0]
	if across == down {
		down = i.Breakdown[1]
	}
	for _, s := range series {
		one := reports.Series{Name: inLanguage(r.words, s.Title)}
		for _, g := range groups {
			by := map[results.DimensionKey]results.CategoryKey{down: g.Key}
			if across != "" {
				by[across] = s.Key
			}
			f := cellFigure(row, results.NewBy(by))
			one.Points = append(one.Points, known(f, r.shortFigure(i, f)))
		}
		c.Series = append(c.Series, one)
	}
	for _, g := range groups {
		c.Categories = append(c.Categories, inLanguage(r.words, g.Title))
	}
	describe(&c)
	return c
}

// usedCategories are those that any cell names, in the order of the set-up.
func usedCategories(d results.Dimension, row *results.Row) []results.Category {
	var used []results.Category
	for _, c := range d.Categories {
		for _, cell := range row.Breakdown {
			if cell.By.Category(d.Key) == c.Key {
				used = append(used, c)
				break
			}
		}
	}
	return used
}

func cellFigure(row *results.Row, by results.By) results.Figure {
	for _, c := range row.Breakdown {
		if c.By.Compare(by) == 0 {
			return c.Cumulative
		}
	}
	return results.Figure{}
}

package web_test

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A golden file has the demo's figures as "tulos figures demo" prints them.
type golden struct {
	Indicators []struct {
		Indicator results.IndicatorCode
		Periods   []map[string]any
	}
}

// A figureCheck holds the figures of pages against the golden ones.
type figureCheck struct {
	*testing.T
	project *partnership.Project
	rows    map[results.IndicatorCode][]map[string]any
	states  map[string]string // words of kinds
	seen    map[string]bool
}

func newFigureCheck(s *site) *figureCheck {
	s.Helper()
	data, err := os.ReadFile("../bundle/testdata/baltic.figures.json")
	if err != nil {
		s.Fatal(err)
	}
	var g golden
	if err := json.Unmarshal(data, &g); err != nil {
		s.Fatal(err)
	}
	setup, err := s.service.Setup(s.Context(), s.by("lead"), baltic)
	if err != nil {
		s.Fatal(err)
	}
	c := &figureCheck{
		T: s.T, project: &setup.Value.Project, rows: map[results.IndicatorCode][]map[string]any{}, seen: map[string]bool{},
		states: map[string]string{
			"achieved": "Achieved", "on-track": "On track", "at-risk": "At risk", "off-track": "Off track", "no-target": "No target",
			"not-reported": "Not reported", "reported": "Reported", "not-applicable": "Not applicable", "not-member": "Not in the project", "suspended": "Suspended",
		},
	}
	for _, i := range g.Indicators {
		c.rows[i.Indicator] = i.Periods
	}
	return c
}

var (
	marked      = regexp.MustCompile(`<(td|dd|span|strong|em|a)\b[^>]* data-figure="([^"]*)"[^>]*>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
	numericCell = regexp.MustCompile(`<td class="[^"]*numeric[^>]*>`)
)

// page checks every figure of a page, and that no cell of figures is without its
// name.
func (c *figureCheck) page(name, page string) {
	c.Helper()
	found := 0
	for _, at := range marked.FindAllStringSubmatchIndex(page, -1) {
		tag, key, rest := page[at[2]:at[3]], html.UnescapeString(page[at[4]:at[5]]), page[at[1]:]
		text, _, _ := strings.Cut(rest, "</"+tag+">")
		text, _, _ = strings.Cut(text, "<small>")
		c.seen[key] = true
		found++
		got := strings.TrimSpace(html.UnescapeString(anyTag.ReplaceAllString(text, "")))
		if want := c.want(key); !want(got) {
			c.Errorf("%s: %s is %q", name, key, got)
		}
	}
	if found == 0 {
		c.Errorf("%s has no figures", name)
	}
	for _, at := range numericCell.FindAllStringIndex(page, -1) {
		cell, _, _ := strings.Cut(page[at[0]:], "</td>")
		if !strings.Contains(cell, "data-figure=") {
			c.Errorf("%s: a figure has no name: %s", name, cell)
		}
	}
}

// want is what may stand where a figure has that name.
func (c *figureCheck) want(key string) func(got string) bool {
	parts := strings.Split(key, "/")
	if kind, of, isOther := strings.Cut(parts[0], ":"); isOther {
		if kind == "reporting" {
			return c.wantReporting(of, parts[1])
		}
		return c.wantCount(of, parts[1], parts[2])
	}
	k := 0
	if _, err := fmt.Sscan(parts[1], &k); err != nil || k < 1 || c.rows[results.IndicatorCode(parts[0])] == nil {
		return func(string) bool { return false }
	}
	i, row := c.indicator(parts[0]), c.rows[results.IndicatorCode(parts[0])][k-1]
	switch what, name, _ := strings.Cut(parts[2], ":"); what {
	case "partner":
		return c.wantPartner(i, row, name, parts[3])
	case "country":
		return c.wantCountry(i, row, name)
	case "cell":
		return c.wantSum(i, row, strings.Split(name, ","))
	case "breakdown":
		return c.wantMargin(i, row, parts[3])
	case "target":
		return c.figure(i, i.TargetFigure(), i.Places())
	case "status":
		return func(got string) bool {
			return got == "Not started" || strings.TrimSuffix(got, " (so far)") == c.states[row["status"].(string)]
		}
	case "reported":
		return equals(fmt.Sprintf("%v of %v", row["reportedBy"], row["dueFrom"]))
	case "achievement":
		f := parse(row[what])
		if n, ok := f.Number(); ok {
			return equals(grouped(n.Mul(results.Int(100)).Fixed(0)) + "%")
		}
		return equals("–")
	default:
		return c.figure(i, parse(row[what]), i.Places())
	}
}

func (c *figureCheck) indicator(code string) *results.Indicator {
	for i := range results.Indicators(c.project.Results) {
		if string(i.Code) == code {
			return i
		}
	}
	c.Fatalf("no indicator %s", code)
	return nil
}

// figure wants a figure in the indicator's decimals; where there is none, any word
// but a number.
func (c *figureCheck) figure(i *results.Indicator, f results.Figure, places int) func(string) bool {
	n, ok := f.Number()
	if !ok {
		return func(got string) bool { return got != "" && !strings.ContainsAny(got, "0123456789") }
	}
	want := grouped(n.Fixed(places))
	switch i.Measure {
	case results.Percentage:
		want += "%"
	case results.MeasureStage:
		stage, _ := i.StageAt(n)
		want += " · " + stage.Title["en"]
	case results.MeasureNumber, results.Ratio, results.MeasureText:
	}
	return equals(want)
}

func equals(want string) func(string) bool {
	return func(got string) bool { return strings.ReplaceAll(got, "\u00a0", " ") == want }
}

// grouped writes a decimal in the English way.
func grouped(s string) string {
	whole, fraction, hasFraction := strings.Cut(s, ".")
	for at := len(whole) - 3; at > 0 && whole[at-1] != '-'; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if hasFraction {
		whole += "." + fraction
	}
	return whole
}

func parse(v any) results.Figure {
	s, ok := v.(string)
	if !ok {
		return results.Figure{}
	}
	n, err := results.ParseExact(s)
	if err != nil {
		return results.Figure{}
	}
	return results.Known(n)
}

func list(v any) []map[string]any {
	var all []map[string]any
	items, _ := v.([]any)
	for _, item := range items {
		all = append(all, item.(map[string]any))
	}
	return all
}

func (c *figureCheck) partner(row map[string]any, id string) map[string]any {
	for _, p := range list(row["partners"]) {
		if p["organisation"] == id {
			return p
		}
	}
	c.Errorf("no partner %s", id)
	return nil
}

func (c *figureCheck) wantPartner(i *results.Indicator, row map[string]any, id, what string) func(string) bool {
	p := c.partner(row, id)
	switch what {
	case "state":
		return equals(c.states[p["state"].(string)])
	case "target":
		return c.figure(i, i.PartnerTarget(results.PartnerID(id)), i.Places())
	default:
		return c.figure(i, parse(p[what]), i.Places())
	}
}

// wantCountry: in the demo each country has one partner. A stage that all must reach
// is the baseline's as long as that partner is silent.
func (c *figureCheck) wantCountry(i *results.Indicator, row map[string]any, country string) func(string) bool {
	partners := map[string]string{"RU": "stellit", "LV": "drosa-maja", "FI": "suojellaan-lapsia"}
	f := parse(c.partner(row, partners[country])["cumulative"])
	return c.figure(i, f, i.Places())
}

// sum adds the cumulative figures of the cells that name all of the categories.
func sum(row map[string]any, categories []string) (total results.Number) {
	for _, cell := range list(row["breakdown"]) {
		var by []string
		for dimension, category := range cell["by"].(map[string]any) {
			by = append(by, dimension+"="+category.(string))
		}
		isIn := !slices.ContainsFunc(categories, func(s string) bool { return s != "" && !slices.Contains(by, s) })
		if n, ok := parse(cell["cumulative"]).Number(); ok && isIn {
			total = total.Add(n)
		}
	}
	return total
}

func (c *figureCheck) wantSum(i *results.Indicator, row map[string]any, categories []string) func(string) bool {
	n := sum(row, categories)
	if n.Sign() == 0 {
		return func(got string) bool { return got == "–" || got == "0" }
	}
	return c.figure(i, results.Known(n), i.Places())
}

// wantMargin: cells of people counted once count participations.
func (c *figureCheck) wantMargin(i *results.Indicator, row map[string]any, what string) func(string) bool {
	whole := parse(row["cumulative"])
	if i.Unique {
		whole = parse(row["participations"])
	}
	n, _ := whole.Number()
	stated := sum(row, nil)
	switch what {
	case "stated":
		n = stated
	case "not-stated":
		n = n.Sub(stated)
	}
	return c.figure(i, results.Known(n), i.Places())
}

// wantCount counts statuses of a result's own indicators, or of all.
func (c *figureCheck) wantCount(result, period, kind string) func(string) bool {
	k, count := 0, 0
	_, _ = fmt.Sscan(period, &k)
	for r := range results.All(c.project.Results) {
		for _, i := range r.Indicators {
			rows := c.rows[i.Code]
			isOf := result == "" || string(r.Code) == result
			if isOf && rows != nil && (rows[k-1]["status"] == kind || kind == "not-started") {
				count++
			}
		}
	}
	return equals(fmt.Sprint(count))
}

func (c *figureCheck) wantReporting(partner, period string) func(string) bool {
	k, reported, due := 0, 0, 0
	_, _ = fmt.Sscan(period, &k)
	for _, rows := range c.rows {
		switch c.partner(rows[k-1], partner)["state"] {
		case "reported":
			reported++
			due++
		case "not-reported":
			due++
		}
	}
	return func(got string) bool {
		if reported == 0 {
			return got == "Not started" || got == "Not reported" || got == "Nothing is due"
		}
		return got == fmt.Sprintf("%d of %d", reported, due)
	}
}

// complete wants to have seen every figure that there is.
func (c *figureCheck) complete() {
	c.Helper()
	for code, rows := range c.rows {
		for n, row := range rows {
			base := fmt.Sprintf("%s/%d/", code, n+1)
			wanted := []string{"value", "cumulative", "expected", "achievement", "status", "reported"}
			for _, p := range list(row["partners"]) {
				for _, what := range []string{"value", "cumulative", "state"} {
					wanted = append(wanted, "partner:"+p["organisation"].(string)+"/"+what)
				}
			}
			if _, isUnique := row["participations"]; isUnique {
				wanted = append(wanted, "participations", "deducted")
			}
			for _, cell := range list(row["breakdown"]) {
				var by []string
				for dimension, category := range cell["by"].(map[string]any) {
					by = append(by, dimension+"="+category.(string))
				}
				slices.Sort(by)
				wanted = append(wanted, "cell:"+strings.Join(by, ",")+"/cumulative")
			}
			for _, what := range wanted {
				if !c.seen[base+what] {
					c.Errorf("%s is on no page", base+what)
				}
			}
		}
	}
}

// TestEveryFigure walks the figures of every page of the dashboard and of the
// indicators, in each period: all are those of "tulos figures demo", and all of
// those are there.
func TestEveryFigure(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	c := newFigureCheck(s)
	auditor, staff := s.as("auditor"), s.as("staff")
	for k := 1; k <= len(c.project.Periods); k++ {
		period := fmt.Sprintf("?period=%d", k)
		for _, path := range []string{"/dashboard", "/dashboard/shares", "/dashboard/reporting"} {
			c.page(path+period, auditor.page(home+path+period))
		}
		c.page("of staff"+period, staff.page(home+"/dashboard"+period))
		c.page("of a country"+period, staff.page(home+"/dashboard"+period+"&country=FI"))
		for code := range c.rows {
			path := "/indicators/" + string(code) + period
			c.page(path, auditor.page(home+path))
		}
	}
	c.complete()
}

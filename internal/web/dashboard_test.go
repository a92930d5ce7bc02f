package web_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// TestDashboardHasTheFigures wants every cumulative figure of every period, as the
// rules make it, in the row of its indicator.
func TestDashboardHasTheFigures(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	figures, err := s.service.Figures(t.Context(), s.by("lead"), baltic)
	if err != nil {
		t.Fatal(err)
	}
	auditor := s.as("auditor")
	for k := 1; k <= 4; k++ {
		page := auditor.page(fmt.Sprintf("%s/dashboard?period=%d", home, k))
		table := page[strings.Index(page, `id="all-figures"`):]
		for _, f := range figures {
			i, row := f.Indicator, f.Rows[k-1]
			cells := rowOf(t, table, string(i.Code))
			want := "Not reported"
			if n, ok := row.Cumulative.Number(); ok {
				want = n.Fixed(i.Places())
			}
			if got := strings.ReplaceAll(cells[2], ",", ""); !strings.HasPrefix(got, want) {
				t.Errorf("period %d, %s: cumulative %q, want %s", k, i.Code, got, want)
			}
			if want := fmt.Sprintf("%d of %d", row.ReportedBy, row.DueFrom); cells[6] != want {
				t.Errorf("period %d, %s: reported by %q, want %s", k, i.Code, cells[6], want)
			}
			isAhead := cells[0] == "Not started"
			if isSoFar := strings.Contains(cells[0], "(so far)"); isAhead != (k > 2) || isSoFar != (k == 2 && row.Status != results.NotReported) {
				t.Errorf("period %d, %s: status %q", k, i.Code, cells[0])
			}
		}
	}
	for _, address := range []string{"0", "5", "x", "-1"} {
		if a := auditor.get(home + "/dashboard?period=" + address); a.status != http.StatusNotFound {
			t.Errorf("period %s: %d", address, a.status)
		}
	}
}

var tableCell = regexp.MustCompile(`<td[^>]*>([^<]*)</td>`)

// rowOf are the cells of the row of an indicator.
func rowOf(t *testing.T, table, code string) []string {
	t.Helper()
	at := strings.Index(table, ">"+code+"</a>")
	if at < 0 {
		t.Fatalf("no row of %s", code)
	}
	row, _, _ := strings.Cut(table[at:], "</tr>")
	var cells []string
	for _, m := range tableCell.FindAllStringSubmatch(row, -1) {
		cells = append(cells, unescape(m[1]))
	}
	return cells
}

func TestDashboardTellsZeroFromNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	setup, err := s.service.Setup(t.Context(), s.by("lead"), baltic)
	if err != nil {
		t.Fatal(err)
	}
	err = s.service.SuspendPartner(t.Context(), s.by("lead"), baltic, setup.Rev, "suojellaan-lapsia", partnership.Suspension{
		From: results.DateOf(2026, 7, 1), Reason: results.Text{"en": "Audit"},
	})
	if err != nil {
		t.Fatal(err)
	}
	page := s.as("lead").page(home + "/dashboard")
	has(t, page, "Suspended from 01/07/2026", "Report of period 2", "in 69 days")
	indicator := s.as("lead").page(home + "/indicators/OC1.2?period=2")
	has(t, indicator, "Suspended from 01/07/2026", "Not reported")
}

func TestIndicatorOpensToItsEntries(t *testing.T) {
	t.Parallel()
	staff := newSite(t).as("staff")
	page := staff.page(home + "/indicators/OP1.1?period=2")
	has(t, page, ">423</strong>", ">59<", "476", "−12", "cross-border course",
		`href="`+home+`/activities/LV-2026-016"`, `href="`+home+`/activities/FI-2026-008"`, "Not stated",
		"People are counted once")
	hasNot(t, page, "LV-2026-017", "LV-2026-011") // not accepted; of the period before
	has(t, staff.page(home+"/indicators/OP3.3?period=2"), "Written answers are listed")
	one := staff.page(home + "/indicators/OP1.1?period=2&partner=drosa-maja")
	has(t, one, "LV-2026-016")
	hasNot(t, one, "FI-2026-008")
	for _, address := range []string{"/indicators/NONE", "/indicators/OP1.1?period=9", "/indicators/OP1.1?partner=cbss", "/indicators/%00"} {
		if a := staff.get(home + address); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", address, a.status)
		}
	}
}

func TestProjectLeadsOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for name, want := range map[string]string{
		"staff": "/work", "manager": "/work", "lead": "/dashboard", "auditor": "/dashboard", "funder": "/reports",
	} {
		if a := s.as(name).get(home); a.status != http.StatusSeeOther || a.header.Get("Location") != home+want {
			t.Errorf("%s: %d to %s, want %s", name, a.status, a.header.Get("Location"), want)
		}
	}
	has(t, s.as("administrator").page(home), "have no role in this project")
	if a := s.as("stranger").get(home); a.status != http.StatusNotFound {
		t.Errorf("stranger: %d", a.status)
	}
}

func TestActivitiesList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, staff := s.as("lead"), s.as("staff")
	for _, c := range []struct {
		who            *browser
		query          string
		listed, absent []string
	}{
		{lead, "", []string{"LV-2026-018", "FI-2026-010", "RU-2026-033"}, nil},
		{lead, "?status=draft", []string{"LV-2026-018", "FI-2026-010"}, []string{"LV-2026-017", "RU-2026-033"}},
		{lead, "?partner=drosa-maja&status=submitted", []string{"LV-2026-017"}, []string{"FI-2026-009", "LV-2026-016"}},
		{lead, "?period=1", []string{"LV-2026-015"}, []string{"LV-2026-016", "LV-2026-017"}},
		{staff, "", []string{"LV-2026-016", "FI-2026-008"}, []string{"LV-2026-018", "FI-2026-010", "FI-2026-009"}},
		{staff, "?partner=drosa-maja", []string{"LV-2026-018", "LV-2026-017", "LV-2026-016"}, []string{"FI-2026-008"}},
		{staff, "?status=draft", []string{"LV-2026-018"}, []string{"FI-2026-010"}},
		{staff, "?status=draft&partner=suojellaan-lapsia", []string{"LV-2026-018"}, []string{"FI-2026-010"}},
	} {
		page := c.who.page(home + "/activities" + c.query)
		has(t, page, c.listed...)
		hasNot(t, page, c.absent...)
	}
	has(t, lead.page(home+"/activities?period=4"), "Nothing fits")
	for _, query := range []string{"?status=x", "?partner=x", "?period=9", "?after=x"} {
		if a := lead.get(home + "/activities" + query); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}

func TestActivitiesPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for n := range 60 {
		_, err := s.service.LogActivity(t.Context(), s.by("staff"), baltic, partnership.Activity{
			Partner: drosa, Title: results.Text{"en": fmt.Sprintf("Draft %d of many", n)}, Start: results.DateOf(2026, 11, 1),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	staff, path := s.as("staff"), home+"/activities?partner=drosa-maja&status=draft"
	older := regexp.MustCompile(`href="([^"]*after=[^"]*)"`)
	seen := map[string]int{}
	for pages := 0; path != ""; pages++ {
		if pages == 3 {
			t.Fatal("the pages do not end")
		}
		page := staff.page(path)
		for _, title := range regexp.MustCompile(`Draft \d+ of many`).FindAllString(page, -1) {
			seen[title]++
		}
		path = ""
		if m := older.FindStringSubmatch(page); m != nil {
			path = unescape(m[1])
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d of 60 were listed", len(seen))
	}
	for title, times := range seen {
		if times != 1 {
			t.Errorf("%s was listed %d times", title, times)
		}
	}
}

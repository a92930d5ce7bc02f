package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	ical "github.com/arran4/golang-ical"
)

// TestCalendar: each sees the reports that are due as far as they may know of them.
func TestCalendar(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for who, c := range map[string]struct{ sees, not []string }{
		"staff":  {[]string{"Report of period 2", "31/01/2027", "in 69 days", "Safe House Shelter"}, []string{"Suojellaan", "Project report"}},
		"lead":   {[]string{"Safe House Shelter", "Suojellaan", "Project report", "Overdue"}, nil},
		"funder": {[]string{"Project report"}, []string{"Safe House Shelter", "Suojellaan"}},
	} {
		for _, path := range []string{home + "/calendar", "/calendar"} {
			page := s.as(who).page(path)
			for _, text := range c.sees {
				if !strings.Contains(page, text) {
					t.Errorf("%s lacks %q on %s", who, text, path)
				}
			}
			for _, text := range c.not {
				if strings.Contains(page, text) {
					t.Errorf("%s sees %q on %s", who, text, path)
				}
			}
		}
	}
}

var feedAddress = regexp.MustCompile(`/calendar/[\w-]{43}\.ics`)

// TestFeed: calendar programs read titles and days at an address that nobody can guess,
// until it is renewed or ended.
func TestFeed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, program := s.as("staff"), s.visitor()
	renew := func() string {
		t.Helper()
		a := b.post("/calendar/feed", url.Values{})
		a.wants(t, http.StatusOK, "shown only now")
		return feedAddress.FindString(a.body)
	}
	address := renew()
	a := program.get(address)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Fatalf("%d %v", a.status, a.header)
	}
	c, err := ical.ParseCalendar(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	events := c.Events()
	if len(events) != 4 || strings.Contains(a.body, "VALARM") {
		t.Fatalf("%d events\n%s", len(events), a.body)
	}
	from, err := events[1].GetAllDayStartAt()
	if err != nil || from.Format("2006-01-02") != "2027-01-31" {
		t.Errorf("on %v: %v", from, err)
	}
	to, err := events[1].GetAllDayEndAt()
	if err != nil || to.Format("2006-01-02") != "2027-02-01" {
		t.Errorf("to %v: %v", to, err)
	}
	if summary := events[1].GetProperty(ical.ComponentPropertySummary).Value; !strings.HasPrefix(summary, "Report due: Period 2 – ") {
		t.Errorf("titled %q", summary)
	}
	for line := range strings.SplitSeq(a.body, "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	again := program.get(address)
	if again.body != a.body || again.header.Get("ETag") == "" || again.header.Get("ETag") != a.header.Get("ETag") {
		t.Error("the same days make another calendar")
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("If-None-Match", a.header.Get("ETag"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotModified {
		t.Errorf("%d for what is known", response.StatusCode)
	}

	second := renew()
	if a := program.get(address); a.status != http.StatusNotFound {
		t.Errorf("the first address answers %d after it was renewed", a.status)
	}
	if a := program.get(second); a.status != http.StatusOK {
		t.Errorf("the second answers %d", a.status)
	}
	if secret := strings.TrimSuffix(second[len("/calendar/"):], ".ics"); strings.Contains(s.log.String(), secret) {
		t.Error("the log has the secret")
	}
	verified(t, s.service)
	b.post("/calendar/feed/end", url.Values{}).wants(t, http.StatusSeeOther)
	if a := program.get(second); a.status != http.StatusNotFound {
		t.Errorf("the second answers %d after it was ended", a.status)
	}
}

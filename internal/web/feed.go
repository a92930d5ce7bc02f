package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	ical "github.com/arran4/golang-ical"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// feedFor is how often calendar programs should ask.
const feedFor = "PT6H"

// serveFeed answers calendar programs (RFC 5545): titles and days, no figures and no
// names of people.
func serveFeed(r *request) error {
	secret, isFeed := strings.CutSuffix(r.Param("secret"), ".ics")
	if !isFeed {
		return errNotFound
	}
	user, all, err := r.Service.CalendarFeed(r.ctx(), secret)
	if err != nil {
		return err
	}
	words, err := r.Messages.For(i18n.Language(user.Language).OrEnglish())
	if err != nil {
		return err
	}
	text := feed(words, dueDays(all))
	sum := sha256.Sum256([]byte(text))
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	r.Header("ETag", tag)
	r.Header("Cache-Control", "private, no-cache")
	if r.GetHeader("If-None-Match") == tag {
		r.Status(http.StatusNotModified)
		return nil
	}
	r.Data(http.StatusOK, "text/calendar; charset=utf-8", []byte(text))
	return nil
}

// feed writes days as a calendar; the same days make the same bytes.
func feed(words *i18n.Localizer, days []dueDay) string {
	c := ical.NewCalendarFor("tulos")
	c.SetXWRCalName("Tulos: " + words.Text("dashboard.deadlines", nil))
	c.SetRefreshInterval(feedFor, ical.WithValue("DURATION"))
	c.SetXPublishedTTL(feedFor)
	for _, d := range days {
		code := d.project.Project.Code
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", code, d.period))
		e := c.AddEvent(hex.EncodeToString(sum[:16]) + "@tulos")
		e.SetDtStampTime(d.project.At.UTC().Truncate(time.Second))
		e.SetProperty(ical.ComponentPropertyDtStart, icalDay(d.due), ical.WithValue("DATE"))
		e.SetProperty(ical.ComponentPropertyDtEnd, icalDay(d.due.Next()), ical.WithValue("DATE"))
		e.SetSummary(fmt.Sprintf("%s: %s – %s", words.Text("portfolio.due", nil),
			words.Text("report.period", i18n.Args{"Period": int(d.period)}), inLanguage(words, d.project.Project.Title)))
		e.SetTimeTransparency(ical.TransparencyTransparent)
	}
	return c.Serialize(ical.WithNewLineWindows)
}

func icalDay(d results.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

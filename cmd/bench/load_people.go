package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/sample"
)

// A kind of request, as it is measured.
type kind string

const (
	reading     kind = "pages"
	logging     kind = "logging"
	dashboards  kind = "dashboards"
	downloading kind = "downloads"
)

// A user is a person at work in the project.
type user struct {
	*visitor
	person
	no, logged int
	pause      time.Duration
	chance     *rand.Rand
}

// projectPath is the path of the project.
const projectPath = "/projects/" + string(sample.Code)

func (u *user) has(r partnership.Role) bool { return slices.Contains(u.roles, r) }

// look is how long a person looks at a page: half to one and a half times the usual.
func (u *user) look() time.Duration {
	return u.pause/2 + time.Duration(u.chance.Int64N(int64(u.pause)+1))
}

// work goes on until during ends; what was begun is finished within whole. Of ten things
// that people do, seven are reading, two logging, and one is a dashboard or a download.
func (u *user) work(during, whole context.Context, m *measured) {
	for wait(during, u.look()) {
		switch n := u.chance.IntN(10); {
		case u.has(partnership.RoleFunder):
			u.open(whole, m, reading, one(u.chance, "/reports", "/setup", "/calendar"))
		case n < 7:
			u.open(whole, m, reading, u.pageToRead())
		case n < 9:
			u.log(during, whole, m)
		case u.chance.IntN(10) < 6:
			u.open(whole, m, dashboards, one(u.chance, "/dashboard", "/dashboard", "/dashboard/shares", "/dashboard/reporting"))
		default:
			u.open(whole, m, downloading, u.fileToLoad())
		}
	}
}

func one(chance *rand.Rand, all ...string) string { return all[chance.IntN(len(all))] }

// wait waits, and says whether the context goes on.
func wait(ctx context.Context, how time.Duration) bool {
	timer := time.NewTimer(how)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func (u *user) pageToRead() string {
	period := "?period=" + strconv.Itoa(int(sample.Steady))
	return one(u.chance, "/activities", "/activities"+period, "/activities"+period+"&partner="+string(u.of), "/work",
		"/activities/A-"+fmt.Sprintf("%06d", 1+u.chance.IntN(1000)), "/indicators/OP1.1", "/indicators/OP2.2?partner="+string(u.of),
		"/reports", "/calendar")
}

// fileToLoad is a list of the own partner's period as file, or for the lead the draft of
// the report.
func (u *user) fileToLoad() string {
	if u.has(partnership.RoleLead) && u.chance.IntN(4) == 0 {
		return fmt.Sprintf("/reports/%d/draft/report.en.pdf", sample.Steady)
	}
	return fmt.Sprintf("/export/activities.%s?period=%d&partner=%s", one(u.chance, "csv", "csv", "xlsx"), sample.Steady, u.of)
}

func (u *user) open(ctx context.Context, m *measured, k kind, path string) {
	u.request(ctx, m, k, http.StatusOK, func() (answer, error) { return u.get(ctx, projectPath+path) })
}

// log opens the form of an activity, fills it in, and sends it.
func (u *user) log(during, whole context.Context, m *measured) {
	var form url.Values
	title := fmt.Sprintf("Load %d-%d", u.no, u.logged)
	u.logged++
	u.request(whole, m, reading, http.StatusOK, func() (a answer, err error) {
		a, err = u.get(whole, projectPath+"/activities/new?planned="+steadyPart)
		if err == nil && a.status == http.StatusOK {
			form, err = filledIn(a.body, projectPath, steadyPart, title, steadyDay)
		}
		return a, err
	})
	if form == nil || !wait(during, u.look()) {
		return
	}
	form.Set("do", "submit")
	if u.request(whole, m, logging, http.StatusSeeOther, func() (answer, error) { return u.post(whole, projectPath+"/activities", form) }) {
		m.acknowledge(title)
	}
}

// longestAway is how long people try again where the program says that it cannot answer
// now.
const longestAway = 3 * time.Minute

// request sends a request, and sends it again, as a browser would the same form, as long
// as the program asks for that. It says whether it was answered as it should be.
func (u *user) request(ctx context.Context, m *measured, k kind, want int, send func() (answer, error)) bool {
	begun := time.Now()
	for {
		start := time.Now()
		a, err := send()
		if took := time.Since(start); err == nil && a.status == want {
			m.add(k, took)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		seconds, isLater := strconv.Atoi(a.header.Get("Retry-After"))
		if err != nil || a.status != http.StatusServiceUnavailable || isLater != nil || time.Since(begun) > longestAway {
			m.fail(fmt.Errorf("%s: %d, %w", k, a.status, err))
			return false
		}
		m.putOff()
		if !wait(ctx, time.Duration(seconds)*time.Second) {
			return false
		}
	}
}

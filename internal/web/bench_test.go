package web_test

import (
	"bytes"
	"crypto/rand"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/sample"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/sqlite"
	"tulos/internal/web"
)

// BenchmarkPages serves dashboards, list, its last page, a search in it, and form to 50
// people at once, each of whom opens a page every second, over a project of 100,000
// activities, and in the same run a handler of Gin that does nothing: "p95-ms" is the time that 95 of 100
// requests stay within on the server, "x-empty" how many times the empty handler's
// mean the page's mean is.
func BenchmarkPages(b *testing.B) {
	handler, cookie, last := largeSite(b, sample.Project(100_000))
	gin.SetMode(gin.ReleaseMode)
	empty := gin.New()
	empty.GET("/*any", func(c *gin.Context) { c.String(http.StatusOK, "ok") })
	mean := serve(b, empty, "/empty", cookie, 500).mean
	project := "/projects/" + url.PathEscape(string(sample.Project(0).Project.Code))
	for _, path := range []string{
		"/dashboard", "/dashboard?partner=p2&result=OC1", "/dashboard/shares", "/dashboard/plan", "/dashboard/reporting", "/indicators/OP1.1?partner=p1",
		"/activities", "/activities?after=" + url.QueryEscape(string(last)), "/activities?q=life+online+tallinn", "/activities/new",
	} {
		b.Run(path[1:], func(b *testing.B) {
			b.ResetTimer()
			took := serve(b, handler, project+path, cookie, max(b.N, 500))
			b.ReportMetric(float64(took.p95.Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(took.mean)/float64(mean), "x-empty")
		})
	}
}

type times struct{ mean, p95 time.Duration }

// people are how many use the product at once, pause is how long each looks at a
// page.
const (
	people = 50
	pause  = time.Second
)

// serve asks for a page so many times, by people who do not begin all at once.
func serve(b *testing.B, handler http.Handler, path string, cookie *http.Cookie, requests int) times {
	b.Helper()
	took := make([]time.Duration, requests)
	var next atomic.Int64
	var wg sync.WaitGroup
	begin := time.NewTicker(pause / people)
	defer begin.Stop()
	for range people {
		<-begin.C
		wg.Go(func() {
			look := time.NewTicker(pause)
			defer look.Stop()
			for n := next.Add(1) - 1; n < int64(requests); n = next.Add(1) - 1 {
				request := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
				request.AddCookie(cookie)
				answer := httptest.NewRecorder()
				start := time.Now()
				handler.ServeHTTP(answer, request)
				took[n] = time.Since(start)
				if answer.Code != http.StatusOK {
					b.Errorf("%s: %d", path, answer.Code)
					return
				}
				<-look.C
			}
		})
	}
	wg.Wait()
	var sum time.Duration
	for _, t := range took {
		sum += t
	}
	slices.Sort(took)
	return times{sum / time.Duration(requests), took[len(took)*95/100]}
}

// BenchmarkMoney serves the statement of a project with 100,000 expenses, and the list of
// these, as BenchmarkPages does.
func BenchmarkMoney(b *testing.B) {
	d := sample.Project(0)
	sample.Spend(d, 100_000)
	handler, cookie, _ := largeSite(b, d)
	project := "/projects/" + url.PathEscape(string(d.Project.Code))
	for _, path := range []string{"/money?period=1", "/money?period=1&partner=p2", "/expenses"} {
		b.Run(path[1:], func(b *testing.B) {
			took := serve(b, handler, project+path, cookie, max(b.N, 500))
			b.ReportMetric(float64(took.p95.Microseconds())/1000, "p95-ms")
		})
	}
}

// largeSite is a site over a made-up project, with the
// cookie of somebody who is its lead and its staff, and the cursor of the last page of
// its list.
func largeSite(b *testing.B, d *partnership.Dossier) (http.Handler, *http.Cookie, store.Cursor) {
	b.Helper()
	e, err := sqlite.Open(b.Context(), b.TempDir(), archive.Schema())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	uses := service.New(service.Config{Engine: e, Now: noon, Random: rand.Reader})
	var text bytes.Buffer
	if err := bundle.Encode(&text, d); err != nil {
		b.Fatal(err)
	}
	source := memory{fstest.MapFS{"bundle.json": {Data: text.Bytes()}}}
	if _, err := uses.Import(b.Context(), service.Operator(), source, service.ImportOptions{Alone: true}); err != nil {
		b.Fatal(err)
	}
	id, err := uses.AddUser(b.Context(), service.Operator(), partnership.User{Name: "Lead", Email: "lead@example.org"}, partnership.Membership{
		Project: d.Project.Code, Organisation: d.Project.Partners[0].Organisation,
		Roles: []partnership.Role{partnership.RoleLead, partnership.RoleStaff},
	})
	if err != nil {
		b.Fatal(err)
	}
	token, err := uses.Invite(b.Context(), service.Operator(), id)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := uses.ChoosePassword(b.Context(), token, password); err != nil {
		b.Fatal(err)
	}
	handler, err := web.New(web.Config{Service: uses, Now: noon, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		b.Fatal(err)
	}
	form := url.Values{"email": {"lead@example.org"}, "password": {password}}
	request := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, request)
	for _, c := range answer.Result().Cookies() {
		if c.Name == "tulos-session" {
			return handler, c, lastPage(b, uses, service.By{User: id})
		}
	}
	b.Fatalf("sign in: %d", answer.Code)
	return nil, nil, ""
}

// lastPage is the cursor of the last page of the list of activities.
func lastPage(b *testing.B, uses *service.Service, by service.By) store.Cursor {
	b.Helper()
	var last store.Cursor
	for _, limit := range []int{10_000, 50} {
		for {
			found, err := uses.Activities(b.Context(), by, sample.Project(0).Project.Code, service.Listing{After: last, Limit: limit})
			if err != nil {
				b.Fatal(err)
			}
			if found.Next == "" {
				break
			}
			last = found.Next
		}
	}
	return last
}

// memory is a bundle in memory.
type memory struct{ fs.FS }

func (m memory) JSON() (io.ReadCloser, error) { return m.Open("bundle.json") }
func (m memory) Beside() fs.FS                { return m.FS }

package web_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/web/api"
)

// How many requests the fuzzer sends, and after how many it takes new tokens. Set
// TULOS_API_FUZZ to a time, such as 5m, to have it go on for that long, and
// TULOS_API_SEED to have it do the same again.
const (
	fuzzRequests = 600
	fuzzTokens   = 300
)

// TestAPIFuzz sends whatever the document allows, and much that it does not, to every
// operation: no answer is a fault, and none is outside of the document.
func TestAPIFuzz(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("TULOS_API_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("TULOS_API_SEED=%d", seed)
	s := newSite(t)
	s.submitReport()
	f := newFuzzer(s, rand.New(rand.NewPCG(seed, 0)))
	for n := 0; f.goesOn(n) && !t.Failed(); n++ {
		if n%fuzzTokens == 0 {
			f.takeTokens()
		}
		f.send(n)
	}
	if f.done < fuzzRequests/10 {
		t.Errorf("only %d requests have succeeded", f.done)
	}
	t.Logf("answers: %v", f.statuses)
	verified(t, s.service)
}

// verified wants what is stored to agree after all of it.
func verified(t *testing.T, uses *service.Service) {
	t.Helper()
	snapshot, err := uses.Engine.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	v, err := service.Verify(t.Context(), snapshot, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range v.Differences {
		t.Errorf("verify: %s %s %v", d.Chain, d.Message, d.Args)
	}
}

// A fuzzer makes requests of the document.
type fuzzer struct {
	*site
	*rand.Rand
	until      time.Time // zero: as many as fuzzRequests
	operations map[string]*routers.Route
	names      []string // of the operations, in order
	programs   []program
	refs       map[string][]string // of each sort of entries
	isWild     bool                // what the document does not allow is sent, too
	last       map[string]told     // of each sort of entries
	done       int                 // requests that succeeded
	statuses   map[int]int
}

// told is an entry that was told, at a revision.
type told struct{ ref, tag string }

func newFuzzer(s *site, r *rand.Rand) *fuzzer {
	s.Helper()
	f := &fuzzer{
		site: s, Rand: r, operations: map[string]*routers.Route{}, statuses: map[int]int{}, last: map[string]told{},
		refs: map[string][]string{
			"activities": {accepted, submitted, drafted, quoted, "FI-2026-101"}, "measurements": {"M-001"}, "expenses": {"E-0051"},
			"audit": {accepted, "M-001"},
		},
	}
	if text := os.Getenv("TULOS_API_FUZZ"); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil {
			s.Fatal(err)
		}
		f.until = time.Now().Add(d)
	}
	contract, err := api.Contract()
	if err != nil {
		s.Fatal(err)
	}
	for path, item := range contract.Paths.Map() {
		for method, o := range item.Operations() {
			f.operations[o.OperationID] = &routers.Route{Spec: contract, Path: path, PathItem: item, Method: method, Operation: o}
			f.names = append(f.names, o.OperationID)
		}
	}
	slices.Sort(f.names)
	return f
}

func (f *fuzzer) goesOn(n int) bool {
	if f.until.IsZero() {
		return n < fuzzRequests
	}
	return time.Now().Before(f.until)
}

// takeTokens takes new tokens for all persons: those before are used up.
func (f *fuzzer) takeTokens() {
	f.programs = nil
	for _, p := range persons {
		if p.roles == nil {
			continue
		}
		by := f.by(p.name)
		all, err := f.service.Tokens(f.Context(), by, by.User)
		if err != nil {
			f.Fatal(err)
		}
		for _, old := range all {
			if err := f.service.RevokeToken(f.Context(), by, by.User, old.Hash); err != nil {
				f.Fatal(err)
			}
		}
		f.programs = append(f.programs, f.program(p.name, partnership.ScopeRead, baltic), f.program(p.name, partnership.ScopeLog, baltic))
	}
}

// send sends a request to the next operation, and judges the answer.
func (f *fuzzer) send(n int) {
	f.Helper()
	name := f.names[n%len(f.names)]
	route := f.operations[name]
	f.isWild = f.IntN(2) == 0
	path, query, headers := f.parameters(route)
	body := ""
	if content := route.Operation.RequestBody; content != nil {
		var kind string
		body, kind = f.body(content.Value)
		headers = append(headers, "Content-Type", kind)
	}
	p := f.programs[f.IntN(len(f.programs))]
	if f.IntN(4) > 0 {
		p = f.programs[f.pick(1, 1, 1, 7)] // staff to log, and the lead
	}
	a := p.request(route.Method, path+query, body, headers...)
	f.statuses[a.status]++
	if a.status < http.StatusBadRequest {
		f.done++
		f.learn(sortOf(route), a)
	}
	if err := f.judge(route, path+query, a); err != nil || a.status >= http.StatusInternalServerError {
		f.Errorf("%s %s%s %q\n%.2000s\n%d %.1000s\n%v", route.Method, path, query, headers, body, a.status, a.body, err)
	}
}

func (f *fuzzer) pick(all ...int) int { return all[f.IntN(len(all))] }

// learn remembers an entry that was told, so that it is changed next.
func (f *fuzzer) learn(sort string, a answer) {
	var entry struct{ Ref string }
	if a.header.Get("ETag") == "" || json.Unmarshal([]byte(a.body), &entry) != nil {
		return
	}
	f.last[sort] = told{entry.Ref, a.header.Get("ETag")}
	if len(f.refs[sort]) < 50 {
		f.refs[sort] = append(f.refs[sort], entry.Ref)
	}
}

// sortOf is the sort of entries that an operation is about.
func sortOf(route *routers.Route) string {
	parts := strings.Split(route.Path, "/")
	return parts[min(3, len(parts)-1)]
}

// judge holds an answer against the document.
func (f *fuzzer) judge(route *routers.Route, path string, a answer) error {
	request, err := http.NewRequestWithContext(f.Context(), route.Method, f.server.URL+api.Base+path, nil)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateResponse(f.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, Route: route},
		Status:                 a.status, Header: a.header, Body: io.NopCloser(strings.NewReader(a.body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
}

// parameters makes the path, the query and the headers of a request.
func (f *fuzzer) parameters(route *routers.Route) (path, query string, headers []string) {
	path = route.Path
	values := url.Values{}
	last := f.last[sortOf(route)]
	isSame := last.ref != "" && (!f.isWild || f.IntN(2) == 0)
	for _, one := range slices.Concat(route.PathItem.Parameters, route.Operation.Parameters) {
		p := one.Value
		value := fmt.Sprint(f.value(p.Schema.Value, 0))
		switch {
		case p.Name == "Idempotency-Key" && !f.isWild:
			value = strconv.FormatUint(f.Uint64(), 36)
		case p.Name == "project" && (!f.isWild || f.IntN(20) > 0):
			value = string(baltic)
		case p.Name == "ref" && route.Operation.OperationID == "getEvidence" && !f.isWild:
			value = "FI-2026-101"
		case p.Name == "ref" && isSame:
			value = last.ref
		case p.Name == "ref" && (!f.isWild || f.IntN(4) > 0):
			known := f.refs[sortOf(route)]
			value = known[f.IntN(len(known))]
		case p.Name == "If-Match" && isSame:
			value = last.tag
		case (p.Name == "period" || p.Name == "version") && f.IntN(4) > 0:
			value = "1"
		case p.Name == "name" && p.In == openapi3.ParameterInQuery && f.IntN(2) == 0:
			value = "evidence/webinar-speakers.jpg"
		case p.Name == "name" && f.IntN(2) == 0:
			value = [...]string{"figures.json", "report.en.pdf"}[f.IntN(2)]
		}
		switch p.In {
		case openapi3.ParameterInPath:
			path = strings.Replace(path, "{"+p.Name+"}", url.PathEscape(value), 1)
		case openapi3.ParameterInQuery:
			if p.Required || f.IntN(5) == 0 {
				values.Set(p.Name, value)
			}
		case openapi3.ParameterInHeader:
			if (!f.isWild || f.IntN(3) > 0) && isHeader(value) {
				headers = append(headers, p.Name, value)
			}
		}
	}
	if len(values) > 0 {
		query = "?" + values.Encode()
	}
	return path, query, headers
}

func isHeader(value string) bool {
	return !strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c >= 0x7f })
}

// body makes the content of a request, and its type.
func (f *fuzzer) body(content *openapi3.RequestBody) (body, kind string) {
	if form := content.Content["multipart/form-data"]; form != nil {
		file := [...]string{"%PDF-1.4\n", "\x89PNG\r\n\x1a\n", "GIF89a", "", f.text(100)}[f.IntN(5)]
		body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + file +
			"\r\n--b\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\n" + f.text(100) + "\r\n--b--\r\n"
		return f.broken(body), "multipart/form-data; boundary=b"
	}
	v := f.value(content.Content["application/json"].Schema.Value, 0)
	text, err := json.Marshal(v)
	if err != nil {
		f.Fatal(err)
	}
	if f.isWild && f.IntN(20) == 0 {
		return f.broken(string(text)), [...]string{"text/plain", "application/xml", "", "application/json; charset=latin1"}[f.IntN(4)]
	}
	return f.broken(string(text)), "application/json"
}

// broken is mostly the text itself, at times with something wrong in it.
func (f *fuzzer) broken(text string) string {
	if !f.isWild || f.IntN(15) > 0 || text == "" {
		return text
	}
	at := f.IntN(len(text))
	return text[:at] + [...]string{"", "\x00", "{", "\"", "\xff", "9"}[f.IntN(6)] + text[min(at+f.IntN(3), len(text)):]
}

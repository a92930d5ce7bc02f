package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/web/api"
)

// A triedOperation is an operation of the API on the demo project, who may do it, and
// whether it takes a token to log. "{project}" stands for the project.
type triedOperation struct {
	path, in string
	logs     bool
	body     string
}

// apiExpectations has every operation, by the name that the document gives it.
func apiExpectations() map[string]triedOperation {
	const (
		placed    = "staff manager other lead funder auditor"
		inside    = "staff manager other lead auditor"
		seesDraft = "staff manager lead auditor"
		own       = "staff manager"
		reported  = "lead funder auditor"
		project   = "/projects/{project}"
		draft     = project + "/activities/" + drafted
		content   = `{"partner":"drosa-maja"}`
		measured  = project + "/measurements/M-001"
		value     = `{"partner":"drosa-maja","contribution":{"indicator":"OC1.1"}}`
	)
	return map[string]triedOperation{
		"getToken":            {path: "/token", in: placed},
		"listProjects":        {path: "/projects", in: placed},
		"getProject":          {path: project, in: placed},
		"getFramework":        {path: project + "/framework", in: placed},
		"getFigures":          {path: project + "/figures", in: inside},
		"getFiguresTable":     {path: project + "/figures.csv", in: inside},
		"listActivities":      {path: project + "/activities", in: inside},
		"createActivity":      {path: project + "/activities", in: own, logs: true, body: content},
		"getActivity":         {path: draft, in: seesDraft},
		"changeActivity":      {path: draft, in: own, logs: true, body: content},
		"submitActivity":      {path: draft + "/submit", in: own, logs: true},
		"withdrawActivity":    {path: draft + "/withdraw", in: own, logs: true},
		"getEvidence":         {path: project + "/activities/FI-2026-101/files?name=evidence/webinar-speakers.jpg", in: inside},
		"addEvidence":         {path: draft + "/files", in: own, logs: true},
		"listMeasurements":    {path: project + "/measurements", in: inside},
		"createMeasurement":   {path: project + "/measurements", in: own, logs: true, body: value},
		"getMeasurement":      {path: measured, in: inside},
		"changeMeasurement":   {path: measured, in: "other", logs: true, body: strings.Replace(value, "drosa-maja", "suojellaan-lapsia", 1)},
		"submitMeasurement":   {path: measured + "/submit", in: "other", logs: true},
		"withdrawMeasurement": {path: measured + "/withdraw", in: "other", logs: true},
		"listExpenses":        {path: project + "/expenses", in: inside},
		"getExpense":          {path: project + "/expenses/E-0051", in: seesDraft},
		"listReports":         {path: project + "/reports", in: reported},
		"getReportFile":       {path: project + "/reports/1/versions/1/files/figures.json", in: reported},
		"listAudit":           {path: project + "/audit", in: "lead auditor"},
	}
}

// apiOperations are the operations of the document with their methods.
func apiOperations(t *testing.T) map[string]string {
	t.Helper()
	contract, err := api.Contract()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, item := range contract.Paths.Map() {
		for method, operation := range item.Operations() {
			all[operation.OperationID] = method
		}
	}
	return all
}

// TestWhoMayUseTheAPI tries every operation as every person, with a token to read and
// one to log, with a token of another project, and with none.
func TestWhoMayUseTheAPI(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.submitReport()
	s.addAnother()
	programs := map[string]program{"": {site: s}}
	for _, p := range persons {
		if p.roles == nil {
			continue // whoever has no place anywhere has no token
		}
		programs[p.name+" read"] = s.program(p.name, partnership.ScopeRead, baltic)
		programs[p.name+" log"] = s.program(p.name, partnership.ScopeLog, baltic)
		programs[p.name+" another"] = s.program(p.name, partnership.ScopeLog, another)
	}
	expected := apiExpectations()
	for name, method := range apiOperations(t) {
		e, known := expected[name]
		if !known {
			t.Errorf("%s: who may do it?", name)
		}
		delete(expected, name)
		path := strings.Replace(e.path, "{project}", string(baltic), 1)
		for who, p := range programs {
			a := p.try(method, path, e.body)
			person, scope, _ := strings.Cut(who, " ")
			may := slices.Contains(strings.Fields(e.in), person) && (scope == "log" || scope == "read" && !e.logs || !strings.Contains(e.path, "{project}"))
			if isRefused := a.status == http.StatusUnauthorized || a.status == http.StatusForbidden || a.status == http.StatusNotFound; isRefused == may {
				t.Errorf("%s as %q: %d %.200s; may: %v", name, who, a.status, a.body, may)
			}
			switch {
			case who == "":
				a.wantsProblem(t, http.StatusUnauthorized, "unauthorized")
			case scope == "another" && strings.Contains(e.path, "{project}"):
				a.wantsProblem(t, http.StatusNotFound, "not-found")
			case scope == "another" && strings.Contains(a.body, string(baltic)):
				t.Errorf("%s with a token of another project tells of this one: %s", name, a.body)
			}
		}
	}
	for name := range expected {
		t.Errorf("%s: there is no such operation", name)
	}
}

// try sends a request that changes nothing but by making a draft: no entry has the
// revision that it names.
func (p program) try(method, path, body string) answer {
	p.Helper()
	if strings.HasSuffix(path, "/files") && method == http.MethodPost {
		const form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\r\n--b--\r\n"
		return p.request(method, path, form, "Content-Type", "multipart/form-data; boundary=b", "If-Match", `"0"`)
	}
	return p.request(method, path, body, "If-Match", `"0"`)
}

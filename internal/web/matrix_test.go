package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/web"
)

// Entries of drosa-maja in the demo.
const (
	accepted  = "LV-2026-016"
	submitted = "LV-2026-017"
	drafted   = "LV-2026-018"
	quoted    = "LV-2026-011" // with a quote
)

// everybody stands for all who are signed in.
const everybody = "staff manager other lead funder auditor stranger administrator"

// A tried route is an address of a route, who may take it, and the step that a form
// asks for.
type tried struct {
	address string
	in      string // names of persons; others are refused
	step    partnership.Step
}

// expectations has every route. Public ones are not tried: nobody is refused.
// "{somebody}" stands for a person to try administration on, "{leaver}" for one to be
// erased.
func expectations() map[string]tried {
	entry := home + "/activities/"
	all := map[string]tried{
		"GET /healthz": {}, "GET /readyz": {}, "GET /static/*file": {}, "GET /service-worker.js": {}, "GET /": {},
		"GET /sign-in": {}, "POST /sign-in": {}, "GET /sign-in/single": {}, "GET /sign-in/single/back": {}, "POST /sign-in/resume": {}, "POST /sign-in/passkey/options": {}, "POST /sign-in/passkey": {}, "GET /sign-in/code": {}, "POST /sign-in/code": {},
		"POST /sign-out": {}, "POST /language": {}, "GET /verify": {}, "POST /verify": {}, "POST /me/theme": {},
		"GET /invitation/:token": {}, "POST /invitation/:token": {},
		"GET /help": {}, "GET /help/figures": {}, "GET /help/:guide": {}, "GET /help/pictures/:file": {}, "GET /privacy": {}, "GET /api": {},
		"GET /first/:token": {}, "POST /first/:token": {},

		"GET /me":                      {"/me", everybody, ""},
		"POST /me":                     {"/me", everybody, ""},
		"POST /me/letters":             {"/me/letters", everybody, ""},
		"GET /letters":                 {"/letters", "administrator", ""},
		"POST /letters":                {"/letters", "administrator", ""},
		"POST /me/password":            {"/me/password", everybody, ""},
		"POST /me/sessions/end":        {"/me/sessions/end", everybody, ""},
		"POST /me/sessions/end-others": {"/me/sessions/end-others", everybody, ""},
		// There are no passkeys without an address, and no provider.
		"GET /me/passkeys":              {"/me/passkeys", "", ""},
		"POST /me/passkeys/options":     {"/me/passkeys/options", "", ""},
		"POST /me/passkeys":             {"/me/passkeys", "", ""},
		"POST /me/passkeys/remove":      {"/me/passkeys/remove", everybody, ""},
		"GET /me/sign-on/prove":         {"/me/sign-on/prove", "", ""},
		"POST /me/sign-on/unlink":       {"/me/sign-on/unlink", everybody, ""},
		"POST /me/data":                 {"/me/data", everybody, ""},
		"GET /me/second-factor":         {"/me/second-factor", everybody, ""},
		"GET /me/second-factor/picture": {"/me/second-factor/picture", everybody, ""},
		"POST /me/second-factor":        {"/me/second-factor", everybody, ""},
		"POST /me/second-factor/codes":  {"/me/second-factor/codes", everybody, ""},
		"POST /me/second-factor/off":    {"/me/second-factor/off", everybody, ""},
		"GET /me/tokens":                {"/me/tokens", everybody, ""},
		"POST /me/tokens":               {"/me/tokens", everybody, ""},
		"POST /me/tokens/revoke":        {"/me/tokens/revoke", everybody, ""},

		"GET /texts": {"/texts", "administrator", ""}, "GET /texts/:file": {"/texts/fi.csv", "administrator", ""},
		"GET /people":               {"/people", "administrator", ""},
		"GET /people/organisations": {"/people/organisations", "administrator", ""},
		"GET /people/export/:file":  {"/people/export/people.csv", "administrator", ""},
		"GET /people/new":           {"/people/new", "administrator", ""},
		"POST /people/new":          {"/people/new", "administrator", ""},

		"GET /calendar": {"/calendar", everybody, ""}, "GET /calendar/:secret": {},
		"POST /calendar/feed": {"/calendar/feed", everybody, ""}, "POST /calendar/feed/end": {"/calendar/feed/end", everybody, ""},

		"GET /projects/:project/calendar":                         {home + "/calendar", "staff manager other lead funder auditor", ""},
		"GET /projects":                                           {"/projects", everybody, ""},
		"GET /projects/:project":                                  {home, "staff manager other lead funder auditor administrator", ""},
		"GET /projects/:project/languages":                        {home + "/languages", "lead administrator", ""},
		"GET /projects/:project/security":                         {home + "/security", "lead administrator", ""},
		"POST /projects/:project/security":                        {home + "/security", "lead administrator", ""},
		"GET /projects/:project/rates":                            {home + "/rates", "staff manager other lead funder auditor administrator", ""},
		"POST /projects/:project/rates":                           {home + "/rates", "lead administrator", ""},
		"GET /projects/:project/iati":                             {home + "/iati", "lead administrator", ""},
		"GET /projects/:project/iati/:file":                       {home + "/iati/project.xml", "lead administrator", ""},
		"GET /projects/:project/work":                             {home + "/work", "staff manager other lead", ""},
		"GET /projects/:project/activities":                       {home + "/activities", "staff manager other lead auditor", ""},
		"POST /projects/:project/activities/several":              {home + "/activities/several", "lead", partnership.Accept},
		"GET /projects/:project/money":                            {home + "/money", "staff manager other lead auditor", ""},
		"GET /projects/:project/money/forecast/:period":           {home + "/money/forecast/2?partner=drosa-maja", "staff manager lead", ""},
		"POST /projects/:project/money/forecast/:period":          {home + "/money/forecast/2?partner=drosa-maja", "staff manager lead", ""},
		"GET /projects/:project/receipts":                         {home + "/receipts", "staff manager other lead auditor", ""},
		"GET /projects/:project/receipts/:name":                   {home + "/receipts/new", "lead", ""},
		"POST /projects/:project/receipts/:name":                  {home + "/receipts/new", "lead", ""},
		"POST /projects/:project/receipts/:name/restore":          {home + "/receipts/1/restore", "lead", ""},
		"GET /projects/:project/expenses":                         {home + "/expenses", "staff manager other lead auditor", ""},
		"POST /projects/:project/expenses/several":                {home + "/expenses/several", "lead", partnership.Accept},
		"GET /projects/:project/expenses/new":                     {home + "/expenses/new", "staff manager other lead", ""},
		"POST /projects/:project/expenses":                        {home + "/expenses", "staff manager other lead", ""},
		"GET /projects/:project/expenses/:ref":                    {home + "/expenses/E-0051", "staff manager lead auditor", ""},
		"GET /projects/:project/expenses/:ref/edit":               {home + "/expenses/E-0051/edit", "staff manager", ""},
		"POST /projects/:project/expenses/:ref/edit":              {home + "/expenses/E-0051/edit", "staff manager", ""},
		"POST /projects/:project/expenses/:ref/step":              {home + "/expenses/E-0051/step", "lead", partnership.Accept},
		"POST /projects/:project/expenses/:ref/delete":            {home + "/expenses/E-0051/delete", "staff manager", ""},
		"POST /projects/:project/expenses/:ref/restore":           {home + "/expenses/E-0051/restore", "staff manager other lead", ""},
		"GET /projects/:project/measurements":                     {home + "/measurements", "staff manager other lead auditor", ""},
		"POST /projects/:project/measurements/several":            {home + "/measurements/several", "lead", partnership.Accept},
		"GET /projects/:project/publications":                     {home + "/publications", "staff manager other lead auditor", ""},
		"GET /projects/:project/evidence":                         {home + "/evidence", "staff manager other lead auditor", ""},
		"GET /projects/:project/consents":                         {home + "/consents", "staff manager other lead auditor", ""},
		"GET /projects/:project/audit":                            {home + "/audit", "lead auditor", ""},
		"GET /projects/:project/audit/:file":                      {home + "/audit/audit.csv", "lead auditor", ""},
		"GET /projects/:project/export/:file":                     {home + "/export/activities.csv", "staff manager other lead auditor", ""},
		"GET /projects/:project/kept/:key":                        {home + "/kept/first", "staff", ""},
		"POST /projects/:project/kept/:key/remove":                {home + "/kept/second/remove", "staff manager other lead", ""},
		"GET /projects/:project/logbook":                          {home + "/logbook", "staff manager other lead", ""},
		"POST /projects/:project/logbook":                         {home + "/logbook", "staff manager other lead", ""},
		"POST /projects/:project/logbook/store":                   {home + "/logbook/store", "staff manager other lead", ""},
		"GET /projects/:project/logbook/:period/:kind":            {home + "/logbook/2/xlsx", "staff manager other lead", ""},
		"GET /projects/:project/activities/new":                   {entry + "new", "staff manager other lead", ""},
		"POST /projects/:project/activities":                      {home + "/activities", "staff manager other lead", ""},
		"GET /projects/:project/activities/:ref":                  {entry + drafted, "staff manager lead auditor", ""},
		"GET /projects/:project/activities/:ref/copy":             {entry + drafted + "/copy", "staff manager", ""},
		"GET /projects/:project/activities/:ref/edit":             {entry + drafted + "/edit", "staff manager", ""},
		"POST /projects/:project/activities/:ref/edit":            {entry + drafted + "/edit", "staff manager", ""},
		"POST /projects/:project/activities/:ref/step":            {entry + submitted + "/step", "staff manager", partnership.Withdraw},
		"POST /projects/:project/activities/:ref/delete":          {entry + drafted + "/delete", "staff manager", ""},
		"POST /projects/:project/activities/:ref/restore":         {entry + drafted + "/restore", "staff manager other lead", ""},
		"POST /projects/:project/measurements/:ref/restore":       {home + "/measurements/M-001/restore", "staff manager other lead", ""},
		"POST /projects/:project/activities/:ref/evidence":        {entry + drafted + "/evidence", "staff manager", ""},
		"POST /projects/:project/activities/:ref/evidence/remove": {entry + drafted + "/evidence/remove", "staff manager", ""},
		"GET /projects/:project/files/*name":                      {home + "/files/evidence/webinar-speakers.jpg", "staff manager other lead auditor", ""},

		"GET /projects/:project/review":                    {home + "/review", "lead", ""},
		"GET /projects/:project/review/:ref":               {home + "/review/" + submitted, "lead", ""},
		"GET /projects/:project/measurements/:ref":         {home + "/measurements/M-001", "staff manager other lead auditor", ""},
		"POST /projects/:project/measurements/:ref/step":   {home + "/measurements/M-001/step", "lead", partnership.Reopen},
		"GET /projects/:project/measurements/new":          {home + "/measurements/new", "staff manager other lead", ""},
		"POST /projects/:project/measurements":             {home + "/measurements", "staff manager other lead", ""},
		"GET /projects/:project/measurements/:ref/edit":    {home + "/measurements/M-001/edit", "other", ""},
		"POST /projects/:project/measurements/:ref/edit":   {home + "/measurements/M-001/edit", "other", ""},
		"POST /projects/:project/measurements/:ref/delete": {home + "/measurements/M-001/delete", "other", ""},
		"GET /projects/:project/dashboard":                 {home + "/dashboard", "staff manager other lead auditor", ""},
		"GET /projects/:project/indicators/:code":          {home + "/indicators/OP1.1", "staff manager other lead auditor", ""},

		"GET /projects/:project/dashboard/shares":    {home + "/dashboard/shares", "staff manager other lead auditor", ""},
		"GET /projects/:project/dashboard/plan":      {home + "/dashboard/plan", "staff manager other lead auditor", ""},
		"GET /projects/:project/dashboard/reporting": {home + "/dashboard/reporting", "staff manager other lead auditor", ""},

		"GET /projects/:project/reports":                                       {home + "/reports", "staff manager other lead funder auditor", ""},
		"GET /projects/:project/reports/:period/edit":                          {home + "/reports/2/edit", "lead", ""},
		"POST /projects/:project/reports/:period/edit":                         {home + "/reports/2/edit", "lead", ""},
		"GET /projects/:project/reports/:period/preview":                       {home + "/reports/2/preview", "lead auditor", ""},
		"GET /projects/:project/reports/:period/draft/:name":                   {home + "/reports/2/draft/report.en.pdf", "lead auditor", ""},
		"POST /projects/:project/reports/:period/form":                         {home + "/reports/2/form", "lead", ""},
		"GET /projects/:project/reports/:period/fill":                          {home + "/reports/2/fill", "lead", ""},
		"POST /projects/:project/reports/:period/fill":                         {home + "/reports/2/fill", "lead", ""},
		"POST /projects/:project/reports/:period/step":                         {home + "/reports/2/step", "lead", partnership.Submit},
		"GET /projects/:project/reports/:period/versions/:version":             {home + "/reports/1/versions/1", "lead funder auditor", ""},
		"GET /projects/:project/reports/:period/versions/:version/files/:name": {home + "/reports/1/versions/1/files/figures.json", "lead funder auditor", ""},
		"POST /projects/:project/reports/:period/answer":                       {home + "/reports/1/answer", "funder", partnership.Accept},
		"GET /projects/:project/partner-report/:period":                        {home + "/partner-report/2?partner=drosa-maja", "staff manager lead auditor", ""},
		"POST /projects/:project/partner-report/:period":                       {home + "/partner-report/2?partner=drosa-maja", "staff manager", ""},
		"POST /projects/:project/partner-report/:period/step":                  {home + "/partner-report/2/step?partner=drosa-maja", "manager", partnership.Submit},
	}
	all["GET /offline"] = tried{"/offline", everybody, ""}
	all["GET /projects/:project/offline"] = tried{home + "/offline", "staff manager other lead", ""}
	sending := home + "/offline/5f0e9a53-6a9b-4e8e-9b86-0f54f7b8a111"
	all["POST /projects/:project/offline/:draft"] = tried{sending, "staff manager other lead", ""}
	all["HEAD /projects/:project/offline/:draft/files/:no"] = tried{sending + "/files/0", "staff manager other lead", ""}
	all["PATCH /projects/:project/offline/:draft/files/:no"] = tried{sending + "/files/0", "staff manager other lead", ""}
	readers, editors := "staff manager other lead funder auditor administrator", "lead administrator"
	for _, path := range []string{"/new-project", "/new-project/file", "/new-project/copy"} {
		all["GET "+path], all["POST "+path] = tried{path, "administrator", ""}, tried{path, "administrator", ""}
	}
	item := "/projects/:project/activities/:ref/consent/:item"
	all["GET "+item] = tried{entry + quoted + "/consent/quote-0", "staff manager lead auditor", ""}
	all["POST "+item] = tried{entry + quoted + "/consent/quote-0", "staff manager lead", ""}
	versions, deductions := "/projects/:project/setup/versions", "/projects/:project/setup/deductions"
	all["GET "+versions] = tried{home + "/setup/versions", "lead auditor administrator", ""}
	all["GET "+versions+"/:name"] = tried{home + "/setup/versions/1", "lead auditor administrator", ""}
	all["POST "+versions+"/:name"] = tried{home + "/setup/versions/1", editors, ""}
	all["GET "+deductions] = tried{home + "/setup/deductions", "staff manager other lead auditor", ""}
	all["GET "+deductions+"/:name"] = tried{home + "/setup/deductions/new", "lead", ""}
	all["POST "+deductions+"/:name"] = tried{home + "/setup/deductions/new", "lead", ""}
	all["GET /projects/:project/setup"] = tried{home + "/setup", readers, ""}
	for kind, name := range map[string]string{
		"details": "", "periods": "", "thresholds": "",
		"results": "OP1", "indicators": "OP1.1", "planned": "A1.1", "dimensions": "sex", "organisations": "cbss",
		"partners": string(drosa), "budget": "B1", "leave": string(drosa), "suspend": string(drosa), "reassign": string(drosa),
	} {
		path := "/projects/:project/setup/" + kind
		address := home + "/setup/" + kind
		isStep := kind == "leave" || kind == "suspend" || kind == "reassign"
		switch {
		case name == "":
			all["GET "+path], all["POST "+path] = tried{address, readers, ""}, tried{address, editors, ""}
		case !isStep:
			in := "?in=OP1"
			all["GET "+path], all["POST "+path] = tried{address + in, editors, ""}, tried{address + in, editors, ""}
		}
		if name != "" {
			all["GET "+path+"/:name"] = tried{address + "/" + name, readers, ""}
			all["POST "+path+"/:name"] = tried{address + "/" + name, editors, ""}
		}
	}
	for _, name := range []string{
		"POST /people/:user/data", "GET /people/:user/erase", "POST /people/:user/erase",
		"GET /people/:user", "POST /people/:user", "POST /people/:user/disable", "POST /people/:user/enable", "POST /people/:user/link",
		"POST /people/:user/sessions/end", "POST /people/:user/second-factor/off", "POST /people/:user/sign-on/unlink", "POST /people/:user/tokens/revoke", "POST /people/:user/places", "POST /people/:user/places/remove",
	} {
		_, path, _ := strings.Cut(name, " ")
		all[name] = tried{strings.Replace(path, ":user", "{somebody}", 1), "administrator", ""}
	}
	erase := all["POST /people/:user/erase"]
	erase.address = "/people/{leaver}/erase"
	all["POST /people/:user/erase"] = erase
	return all
}

// TestWhoMayTakeRoutes tries every route as every person, and as nobody.
func TestWhoMayTakeRoutes(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	browsers := map[string]*browser{"": s.visitor()}
	for _, p := range persons {
		browsers[p.name] = s.as(p.name)
	}
	named := strings.NewReplacer("{somebody}", string(s.somebody()), "{leaver}", string(s.person("leaver")))
	s.submitReport()
	s.keepForms()
	expected := expectations()
	for _, r := range web.TestedRoutes() {
		name := r.Method + " " + r.Path
		e, known := expected[name]
		e.address = named.Replace(e.address)
		if !known {
			t.Errorf("%s: who may take it?", name)
		}
		delete(expected, name)
		if e.address == "" {
			continue
		}
		for who, b := range browsers {
			a := b.take(r.Method, e)
			may := slices.Contains(strings.Fields(e.in), who)
			if a.isRefused() == may {
				t.Errorf("%s as %q: %d %s; may: %v", name, who, a.status, a.header.Get("Location"), may)
			}
		}
	}
	for name := range expected {
		t.Errorf("%s: there is no such route", name)
	}
}

// take sends a request without content.
func (b *browser) take(method string, e tried) answer {
	b.Helper()
	if method == http.MethodGet {
		return b.get(e.address)
	}
	form := url.Values{"rev": {"-1"}, "step": {string(e.step)}, "comment": {"why"}}
	return b.do(method, e.address, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// submitReport submits the report of the first period, so that there is a version
// to be seen.
func (s *site) submitReport() {
	s.Helper()
	m := service.Move{Step: partnership.Submit}
	if err := s.service.MoveProjectReport(s.Context(), s.by("lead"), baltic, 1, 1, m); err != nil {
		s.Fatal(err)
	}
}

// keepForms keeps two forms for staff.
func (s *site) keepForms() {
	s.Helper()
	for _, key := range []string{"first", "second"} {
		f := partnership.KeptForm{Project: baltic, Key: key, Action: home + "/activities"}
		if err := s.service.KeepForm(s.Context(), s.by("staff"), f); err != nil {
			s.Fatal(err)
		}
	}
}

// isRefused says whether the person may not do it, or is not told that it is
// there.
func (a answer) isRefused() bool {
	switch a.status {
	case http.StatusForbidden, http.StatusNotFound, http.StatusUnauthorized:
		return true
	case http.StatusSeeOther:
		return strings.HasPrefix(a.header.Get("Location"), "/sign-in")
	default:
		return false
	}
}

// TestOtherProjects: in a project where a person has no place, and in one that is
// not there, nothing is found.
func TestOtherProjects(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, who := range []string{"staff", "lead", "funder", "stranger"} {
		b := s.as(who)
		for name, e := range expectations() {
			if !strings.Contains(name, ":project") {
				continue
			}
			method, _, _ := strings.Cut(name, " ")
			e.address = strings.Replace(e.address, string(baltic), "OTHER-1", 1)
			if a := b.take(method, e); a.status != http.StatusNotFound {
				t.Errorf("%s as %s in another project: %d", name, who, a.status)
			}
		}
	}
}

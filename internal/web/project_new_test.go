package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// TestAProjectIsBegun: what is wrong is told at its field; the project is there with
// what the form said, and lacks what its page lists.
func TestAProjectIsBegun(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("administrator")
	form := b.form(b.page("/new-project"), "/new-project")
	form.Set("do", "save")
	form.Set("organisations.0.name", "Ziemeļu fonds")
	a := b.post("/new-project", form)
	a.wants(t, http.StatusUnprocessableEntity, `href="#title"`, `href="#code"`, `href="#start"`, `id="organisations-0-country-error"`, `href="#organisations`)
	form.Set("title", "Safe harbours")
	form.Set("code", "SAFE-1")
	form.Set("start", "2027-01-01")
	form.Set("end", "2027-12-31")
	form.Set("organisations.0.country", "LV")
	form.Set("organisations.0.type", "ngo")
	form.Set("organisations.1.known", "suojellaan-lapsia")
	form.Set("organisations.2.known", "cbss")
	form.Set("months", "6")
	form.Set("days", "31")
	form.Set("code", string(baltic))
	a = b.post("/new-project", form)
	a.wants(t, http.StatusUnprocessableEntity, `id="code-error"`, "Code: Another project has this code", `value="2027-06-30"`, `value="2027-07-31"`)
	form = b.form(a.body, "/new-project")
	form.Set("do", "save")
	form.Set("code", "SAFE-1")
	a = b.post("/new-project", form)
	if a.wants(t, http.StatusSeeOther); a.header.Get("Location") != "/projects/SAFE-1/setup" {
		t.Fatalf("on to %s", a.header.Get("Location"))
	}
	b.post("/new-project", form).wants(t, http.StatusSeeOther) // sent twice
	b.get("/projects").wants(t, http.StatusOK, `href="/projects/SAFE-1/setup"`)
	b.get("/projects/SAFE-1/setup").wants(t, http.StatusOK, "There is no result yet", "Nobody has a place", "Ziemeļu fonds")
	stored, err := s.service.Setup(t.Context(), service.Operator(), "SAFE-1")
	if err != nil {
		t.Fatal(err)
	}
	p := stored.Value.Project
	lead, _ := p.Partner("ziemelu-fonds")
	if lead.Role != partnership.LeadPartner || p.Funder != "cbss" || len(p.Periods) != 2 || p.Title["en"] != "Safe harbours" {
		t.Errorf("project %+v", p)
	}
}

func TestAProjectIsACopy(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("administrator")
	form := b.form(b.page("/new-project/copy"), "/new-project/copy")
	b.post("/new-project/copy", form).wants(t, http.StatusUnprocessableEntity, `id="from-error"`)
	form.Set("from", string(baltic))
	b.post("/new-project/copy", form).wants(t, http.StatusUnprocessableEntity, `id="code-error"`, `id="title-error"`)
	form.Set("code", "COPY-1")
	form.Set("title", "Second phase")
	b.post("/new-project/copy", form).wants(t, http.StatusSeeOther)
	b.get("/projects/COPY-1/setup/indicators/OP1.1").wants(t, http.StatusOK)
	overview, err := s.service.Gauge(t.Context(), service.Operator(), "COPY-1")
	if err != nil || overview.People != 0 {
		t.Errorf("%d people, %v", overview.People, err)
	}
}

func TestAProjectComesFromAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("administrator")
	demo, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	upload := func(data []byte) answer {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile("file", "project.json")
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		return b.do(http.MethodPost, "/new-project/file", w.FormDataContentType(), &body)
	}
	b.post("/new-project/file", url.Values{}).wants(t, http.StatusUnprocessableEntity, `id="file-error"`)
	upload([]byte("no bundle")).wants(t, http.StatusUnprocessableEntity, `href="#file"`)
	upload([]byte(`{"format": "tulos-bundle/1", "organisations": [], "project": {}}`)).
		wants(t, http.StatusUnprocessableEntity, "project.title: ", "project.code: ")
	other := strings.Replace(string(demo), `"grantNumber": "PSF-2026-07"`, `"grantNumber": "PSF-2026-08"`, 1)
	upload([]byte(other)).wants(t, http.StatusUnprocessableEntity, "here already")
	setup := s.setup()
	setup.Project.Code = "FILE-1"
	upload([]byte(s.encoded(setup))).wants(t, http.StatusSeeOther)
	b.get("/projects/FILE-1/setup").wants(t, http.StatusOK)
}

// TestVersionsOfASetup: who changed what is told, and an earlier version comes back.
func TestVersionsOfASetup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/indicators/OP2.2"
	form := b.setupForm(path)
	form.Set("acrossPartners", "max")
	b.change(path, form)
	b.get(setupHome+"/versions").wants(t, http.StatusOK, "Version 2", "lead", "Indicator: OP2.2")
	b.get(setupHome+"/versions/2").wants(t, http.StatusOK, "Differences to version 1", "<del>", "The largest of the partners")
	b.get(setupHome+"/versions/7").wants(t, http.StatusNotFound)
	first := setupHome + "/versions/1"
	back := b.form(b.page(first), first)
	stale := url.Values{"rev": {"1"}, "key": {"stale"}}
	stale.Set("confirm", b.form(b.post(first, back).body, first).Get("confirm"))
	b.post(first, stale).wants(t, http.StatusConflict, "Someone else has changed this")
	b.change(first, back)
	if i := s.indicator("OP2.2"); i.AcrossPartners == results.Max || s.setup().Version != 3 {
		t.Errorf("version %d, rule %q", s.setup().Version, i.AcrossPartners)
	}
}

// TestDeductionsInForms: made after its effect was shown, changed, taken back.
func TestDeductionsInForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/deductions/new"
	form := b.form(b.page(path), path)
	form.Set("do", "save")
	b.post(path, form).wants(t, http.StatusUnprocessableEntity, `id="indicator-error"`, `id="value-error"`, `id="reason-en-error"`)
	form.Set("indicator", "OP1.1")
	form.Set("period", "2")
	form.Set("value", "3")
	form.Set("reason.en", "In two lists: 161175-19997")
	b.post(path, form).wants(t, http.StatusUnprocessableEntity, `id="reason-en-error"`, "“161175-19997” looks like personal data")
	form.Set("reason.en", "In two lists")
	a := b.post(path, form)
	a.wants(t, http.StatusOK, "Figures that change", "OP1.1")
	b.post(path, b.form(a.body, path)).wants(t, http.StatusSeeOther)
	all, err := s.service.Deductions(t.Context(), s.by("lead"), baltic)
	if err != nil {
		t.Fatal(err)
	}
	last := all[len(all)-1].Value
	path = setupHome + "/deductions/" + strconv.Itoa(last.No)
	form = b.form(b.page(path), path)
	form.Set("do", "save")
	form.Set("value", "2")
	b.change(path, form)
	b.post(path, withKey(form, "another")).wants(t, http.StatusConflict, "Both versions")
	back := b.form(b.page(path), path)
	b.change(path, url.Values{"do": {"remove"}, "rev": back["rev"]})
	b.get(path).wants(t, http.StatusNotFound)
}

func withKey(form url.Values, key string) url.Values {
	form.Set("key", key)
	return form
}

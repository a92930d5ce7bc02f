package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tulos/internal/seal"
)

// asks sends a file to the page that tells whether a report is genuine.
func (b *browser) asks(data []byte) answer {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "report.pdf")
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return b.do(http.MethodPost, "/verify", w.FormDataContentType(), &body)
}

// TestEverybodyCanAskWhetherAReportIsGenuine asks without signing in.
func TestEverybodyCanAskWhetherAReportIsGenuine(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, visitor := s.as("lead"), s.visitor()
	lead.write(reportsOf2+"/edit", "text.summary", "Under way", "then", "preview").sentOn(t, reportsOf2+"/preview")
	lead.sends(reportsOf2+"/preview", reportsOf2+"/step", "step", "submit").sentOn(t, reportsOf2+"/versions/1")
	file := func(name string) []byte {
		return []byte(s.as("funder").page(reportsOf2 + "/versions/1/files/" + name))
	}
	m, err := seal.Parse(file("manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	const yes = "period 2, version 1. It is the latest version."
	visitor.get("/verify?report="+url.QueryEscape(m.Report)).wants(t, http.StatusOK, `value="`+m.Report+`"`, `data-hash="hash"`)
	visitor.post("/verify", url.Values{"report": {m.Report}}).wants(t, http.StatusOK, ">Genuine<", m.Report, yes)
	visitor.post("/verify", url.Values{"hash": {m.Files[0].SHA256}}).wants(t, http.StatusOK, ">Genuine<", m.Report, yes)
	pdf := file("report.en.pdf")
	told := visitor.asks(pdf)
	told.wants(t, http.StatusOK, ">Genuine<", yes)
	for _, more := range []string{"Council of the Baltic", "report.en.pdf", "Under way"} {
		if strings.Contains(told.body, more) {
			t.Errorf("the answer tells %q", more)
		}
	}
	pdf[len(pdf)/2] ^= 1
	visitor.asks(pdf).wants(t, http.StatusOK, ">Not genuine<")
	visitor.post("/verify", nil).wants(t, http.StatusUnprocessableEntity, `id="report-error"`)
	for range 49 {
		visitor.post("/verify", url.Values{"report": {m.Report + "0"}}).wants(t, http.StatusOK, ">Not genuine<")
	}
	visitor.post("/verify", url.Values{"report": {m.Report}}).wants(t, http.StatusTooManyRequests, `id="report-error"`)
	s.as("staff") // who signs in does not wait for that
}

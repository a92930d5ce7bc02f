package web_test

import (
	"archive/zip"
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const logbookPath = home + "/logbook"

// sendsFile sends a form with a file, as a browser does.
func (b *browser) sendsFile(path string, form url.Values, name string, data []byte) answer {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range form {
		for _, v := range values {
			if err := w.WriteField(field, v); err != nil {
				b.Fatal(err)
			}
		}
	}
	if name != "" {
		part, err := w.CreateFormFile("file", name)
		if err == nil {
			_, err = part.Write(data)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	return b.do(http.MethodPost, path, w.FormDataContentType(), &body)
}

// filledLog is a table of two new activities, as CSV.
const filledLog = "no;type;title;start;country;part;indicator;value\r\n" +
	"1;training;A day in Ogre;2026-09-01;LV;A1.1;OP1.2;1\r\n" +
	"2;training;A day in Cēsis;2026-09-02;LV;A1.1;OP1.2;1\r\n"

// TestLogbookIsConfirmed: nothing is stored by looking at a file; confirming stores it,
// once also where the form is sent twice; the same file then changes nothing.
func TestLogbookIsConfirmed(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	before := len(b.drafts())
	look := func() answer {
		return b.sendsFile(logbookPath, b.form(b.page(logbookPath), logbookPath), "log.csv", []byte(filledLog))
	}
	a := look()
	if a.status != http.StatusOK {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	says(t, a.body, "A day in Ogre", "A day in Cēsis", `id="new"`)
	if got := len(b.drafts()); got != before {
		t.Fatalf("%d drafts before anything was confirmed, were %d", got, before)
	}
	form := b.form(a.body, logbookPath+"/store")
	form.Set("do", "store")
	for range 2 {
		b.sendsFile(logbookPath+"/store", form, "", nil).sentOn(t, home+"/work")
		if got := len(b.drafts()); got != before+2 {
			t.Fatalf("%d drafts, want %d", got, before+2)
		}
	}
	a = look()
	says(t, a.body, `id="unchanged"`)
	if strings.Contains(a.body, `action="`+logbookPath+`/store"`) {
		t.Error("what is stored already can be stored again")
	}
}

// TestLogbookNamesPersonalData: the preview tells at its cell what identifies people; who
// submits it says why it stays.
func TestLogbookNamesPersonalData(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	table := strings.Replace(filledLog, "A day in Ogre", "Ask anna@example.lv", 1)
	a := b.sendsFile(logbookPath, b.form(b.page(logbookPath), logbookPath), "log.csv", []byte(table))
	says(t, a.body, "<strong>C2</strong>", "“anna@example.lv” is an e-mail address", `id="why"`)
	form := b.form(a.body, logbookPath+"/store")
	form.Set("do", "submit")
	a = b.sendsFile(logbookPath+"/store", form, "", nil)
	a.wants(t, http.StatusConflict, "personal data was found", `id="why"`)
	form = b.form(a.body, logbookPath+"/store")
	form.Set("do", "submit")
	form.Set("why", whyItStays)
	b.sendsFile(logbookPath+"/store", form, "", nil).sentOn(t, home+"/work")
}

// TestLogbookWithFaults: nothing of a file with a fault is stored, also where the form is
// sent by other means; the page names the cell.
func TestLogbookWithFaults(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	before := len(b.drafts())
	wrong := strings.Replace(filledLog, "A day in Cēsis;2026-09-02", "A day in Cēsis;2026-02-31", 1)
	a := b.sendsFile(logbookPath, b.form(b.page(logbookPath), logbookPath), "log.csv", []byte(wrong))
	says(t, a.body, `id="faulty"`, "<strong>D3</strong>")
	if strings.Contains(a.body, `action="`+logbookPath+`/store"`) {
		t.Error("a faulty file can be stored")
	}
	right := b.sendsFile(logbookPath, b.form(b.page(logbookPath), logbookPath), "log.csv", []byte(filledLog))
	form := b.form(right.body, logbookPath+"/store")
	for field, value := range map[string]string{"seen": "something else", "table": "bm8gdGFibGU="} {
		other := url.Values{}
		for k, v := range form {
			other[k] = v
		}
		other.Set(field, value)
		other.Set("do", "store")
		if a := b.sendsFile(logbookPath+"/store", other, "", nil); a.status != http.StatusConflict && a.status != http.StatusUnprocessableEntity {
			t.Errorf("another %s: answered %d", field, a.status)
		}
	}
	if got := len(b.drafts()); got != before {
		t.Errorf("%d drafts, were %d", got, before)
	}
}

// hostileFiles are what must not be taken for a workbook, with what is said of each.
func hostileFiles(t *testing.T) map[string]struct {
	data []byte
	says string
} {
	t.Helper()
	packed := func(name, text string) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err == nil {
			err = z.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	return map[string]struct {
		data []byte
		says string
	}{
		"nothing.xlsx":  {nil, "Choose"},
		"report.xlsx":   {[]byte("%PDF-1.7\n%âãÏÓ\n"), "workbook"},
		"old.xlsx":      {append([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}, make([]byte, 1024)...), "workbook"},
		"other.xlsx":    {packed("word/document.xml", "<w/>"), "workbook"},
		"cut.xlsx":      {packed("xl/workbook.xml", strings.Repeat("<a>", 100))[:60], "cut short"},
		"addresses.csv": {[]byte("name;address\r\na;b\r\n"), "column"},
		"with-nul.csv":  {[]byte("no;type;title\r\n1;\x00;b\r\n"), "workbook"},
	}
}

// TestHostileFilesAreRefused: on both pages that take workbooks, with a reason, and
// nothing is stored.
func TestHostileFilesAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, lead := s.as("staff"), s.as("lead")
	before := len(staff.drafts())
	fill := reportsOf2 + "/fill"
	for name, file := range hostileFiles(t) {
		a := staff.sendsFile(logbookPath, staff.form(staff.page(logbookPath), logbookPath), name, file.data)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(errorOf(a.body), file.says) {
			t.Errorf("logbook, %s: answered %d, %q, want %q", name, a.status, errorOf(a.body), file.says)
		}
		a = lead.sendsFile(fill, lead.form(lead.page(fill), fill), name, file.data)
		if a.status != http.StatusUnprocessableEntity || errorOf(a.body) == "" {
			t.Errorf("template, %s: answered %d, %q", name, a.status, errorOf(a.body))
		}
	}
	if got := len(staff.drafts()); got != before {
		t.Errorf("%d drafts, were %d", got, before)
	}
}

// errorOf is what the summary of a page's errors says.
func errorOf(page string) string {
	_, rest, ok := strings.Cut(page, "govuk-error-summary__list")
	if !ok {
		return ""
	}
	text, _, _ := strings.Cut(rest, "</ul>")
	return text
}

// TestWhoMayNotSendWorkbooks: whoever may not log gets no page, and stores nothing.
func TestWhoMayNotSendWorkbooks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := s.as("staff").form(s.as("staff").page(logbookPath), logbookPath)
	for _, name := range []string{"funder", "auditor", "stranger", "administrator"} {
		b := s.as(name)
		for _, path := range []string{logbookPath, logbookPath + "/store"} {
			if a := b.sendsFile(path, form, "log.csv", []byte(filledLog)); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
				t.Errorf("%s at %s: answered %d", name, path, a.status)
			}
		}
	}
	for _, name := range []string{"staff", "manager", "funder"} {
		if a := s.as(name).sendsFile(reportsOf2+"/fill", form, "log.xlsx", nil); a.status != http.StatusForbidden && a.status != http.StatusNotFound {
			t.Errorf("%s at the page of templates: answered %d", name, a.status)
		}
	}
}

// TestLogbookOfExpenses: the same page takes expenses, and keeps them as drafts.
func TestLogbookOfExpenses(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	page := b.page(logbookPath)
	says(t, page, `href="`+logbookPath+`/2/expenses.xlsx"`)
	if a := b.get(logbookPath + "/2/expenses.csv"); a.status != http.StatusOK || !strings.Contains(a.body, "Budget line;Date of the invoice") {
		t.Errorf("the form: %d %.100q", a.status, a.body)
	}
	table := "line;date;description;amount;currency\r\nB2;2026-10-14;Room in Ogre;1120.50;EUR\r\n"
	a := b.sendsFile(logbookPath, b.form(page, logbookPath), "spent.csv", []byte(table))
	says(t, a.body, "Room in Ogre", "1,120.50 EUR", `id="new"`)
	if strings.Contains(a.body, `value="submit"`) {
		t.Error("expenses of a file can be submitted unseen")
	}
	form := b.form(a.body, logbookPath+"/store")
	form.Set("do", "store")
	b.sendsFile(logbookPath+"/store", form, "", nil).sentOn(t, expenses+"?status=draft")
	says(t, b.page(expenses+"?status=draft"), "Room in Ogre", "1 expense is stored as a draft.")
}

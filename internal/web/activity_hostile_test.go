package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestUnreadableForms sends what is no form: the answer says so, and nothing is kept.
func TestUnreadableForms(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	for name, sent := range map[string]struct{ contentType, body string }{
		"a name with a bell": {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\a.png\"\r\n\r\nPNG\r\n--x--\r\n"},
		"cut off":            {"multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nTit"},
		"half an escape":     {"application/x-www-form-urlencoded", "title=%C"},
		"no text":            {"application/x-www-form-urlencoded", "title=%ED%A0%80"},
	} {
		a := b.do(http.MethodPost, activities, sent.contentType, strings.NewReader(sent.body))
		if a.status != http.StatusBadRequest || !strings.Contains(a.body, "cannot be read") {
			t.Errorf("%s: %d\n%s", name, a.status, a.body)
		}
	}
}

// TestNamesThatAreNoText: what is no text names nothing, and what cannot be looked for is
// no form.
func TestNamesThatAreNoText(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, b := range []*browser{s.visitor(), s.as("staff")} {
		for _, path := range []string{activities + "/%ED%A0%80", home + "%FF/work", activities + "?partner=%FF", "/verify?report=%C3%28", "/help/%FF"} {
			if a := b.get(path); a.status != http.StatusNotFound {
				t.Errorf("%s: %d", path, a.status)
			}
		}
		if a := b.post("/sign-in", url.Values{"email": {"a\x00@example.org"}, "password": {password}}); a.status != http.StatusBadRequest {
			t.Errorf("an address with a zero byte: %d", a.status)
		}
	}
	if a := s.as("auditor").get(home + "/audit?by=" + strings.Repeat("a", 2000)); a.status != http.StatusBadRequest {
		t.Errorf("the audit of too long a name: %d", a.status)
	}
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	hostile := `<script>alert(1)</script>"'>` + "\x00\u202e😀" + strings.Repeat("ä", 10_000)
	form := b.newForm()
	for _, list := range []string{"quote", "publication", "link"} {
		sent := url.Values{}
		for k, v := range form {
			sent[k] = v
		}
		sent.Set("add", list)
		form = b.form(b.post(activities, sent).body, activities)
	}
	for name := range form {
		if name != "key" && name != "rev" && name != "language" && name != "shown" && !strings.Contains(name, "{n}") {
			form.Set(name, hostile)
		}
	}
	form.Set("do", "save")
	if a := b.post(activities, form); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("more than a form may have: %d", a.status)
	}
	a := b.upload(form, nil)
	if a.status != http.StatusUnprocessableEntity { // numbers and dates are none
		t.Fatalf("%d", a.status)
	}
	for name := range form {
		if strings.HasPrefix(name, "add.") || strings.HasSuffix(name, "start") || strings.HasSuffix(name, "end") ||
			strings.HasSuffix(name, "given") || strings.HasSuffix(name, "until") || strings.HasSuffix(name, "date") || strings.HasSuffix(name, "pages") {
			form.Del(name)
		}
	}
	form.Set("add.1.indicator", "OP3.3")
	form.Set("add.1.text", hostile)
	form.Set("add.1.note", hostile)
	form.Set("do", "attach")
	address, _, _ := strings.Cut(b.upload(form, nil).header.Get("Location"), "/edit?")
	ref := strings.TrimPrefix(address, activities+"/")
	for n, page := range []string{a.body, b.page(home + "/work"), b.page(activities + "/" + ref), b.page(activities + "/" + ref + "/edit")} {
		if strings.Contains(page, "<script>alert") || strings.Contains(page, "\x00") || !strings.Contains(page, "&lt;script&gt;") {
			t.Errorf("page %d does not show hostile text as text", n)
		}
	}
	if got := b.stored(ref).Value.Value.Title["en"]; !strings.HasPrefix(got, "<script>alert(1)</script>") || len([]rune(got)) < 10_000 {
		t.Errorf("title %.40q", got)
	}
}

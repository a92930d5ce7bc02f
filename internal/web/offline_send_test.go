package web_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/partnership"
)

const draftPath = home + "/offline/5f0e9a53-6a9b-4e8e-9b86-0f54f7b8a111"

// script sends what scripts send.
func (b *browser) script(method, path string, header map[string]string, body []byte) answer {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Accept", "application/json")
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := b.client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	var text bytes.Buffer
	if _, err := text.ReadFrom(response.Body); err != nil {
		b.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, text.String()}
}

// sendDraft sends a form as a script does, and reads the answer.
func (b *browser) sendDraft(form url.Values, status int) map[string]any {
	b.Helper()
	a := b.script(http.MethodPost, draftPath, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, []byte(form.Encode()))
	if a.status != status {
		b.Fatalf("sent: %d %s, want %d", a.status, a.body, status)
	}
	var is map[string]any
	if err := json.Unmarshal([]byte(a.body), &is); err != nil {
		b.Fatal(err)
	}
	return is
}

// TestDraftIsSentOverHTTP: what a script is told when it sends a draft with a photo whose
// upload broke off: signed out, what is wrong, that it was taken, also the second time,
// and that it was taken with other content.
func TestDraftIsSentOverHTTP(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	photo, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(photo)
	form := url.Values{
		"do": {"submit"}, "language": {"en"}, "type": {"training"}, "title": {"Far from the net"}, "start": {"not a day"},
		"part": {"output=OP1&planned=A1.1"}, "narrative": {"Ask anna@example.org."},
		"file.0.caption": {"A group"}, "file.0.consent": {"1"}, "file.0.given": {"2026-11-20"}, "file.0.sha256": {hex.EncodeToString(sum[:])},
		"person": {string(s.by("staff").User)},
	}
	s.visitor().sendDraft(form, http.StatusUnauthorized)
	s.as("other").sendDraft(form, http.StatusUnauthorized) // it is not theirs
	if is := b.sendDraft(form, http.StatusUnprocessableEntity); !strings.Contains(is["problems"].([]any)[0].(map[string]any)["field"].(string), "start") {
		t.Errorf("what is wrong: %v", is)
	}
	form.Set("start", "2026-11-20")
	b.sendDraft(form, http.StatusPreconditionFailed) // the photo is not there

	file := draftPath + "/files/0"
	at := func(offset int) map[string]string {
		return map[string]string{
			"Content-Type": "application/offset+octet-stream", "Upload-Offset": strconv.Itoa(offset), "Upload-Length": strconv.Itoa(len(photo)),
		}
	}
	half := min(len(photo)/2, 200_000)
	if a := b.script(http.MethodPatch, file, at(0), photo[:half]); a.status != http.StatusNoContent {
		t.Fatalf("first part: %d %s", a.status, a.body)
	}
	is := b.script(http.MethodHead, file, nil, nil)
	if is.header.Get("Upload-Offset") != strconv.Itoa(half) || is.header.Get("Upload-Complete") != "" {
		t.Fatalf("after a break: %d %v", is.status, is.header)
	}
	if a := b.script(http.MethodPatch, file, at(0), photo[:half]); a.status != http.StatusConflict {
		t.Errorf("the same part again: %d", a.status)
	}
	for offset := half; offset < len(photo); offset += half {
		if a := b.script(http.MethodPatch, file, at(offset), photo[offset:min(offset+half, len(photo))]); a.status != http.StatusNoContent {
			t.Fatalf("the rest: %d %s", a.status, a.body)
		}
	}
	if is := b.sendDraft(form, http.StatusUnprocessableEntity); is["asksWhy"] != true {
		t.Errorf("personal data is not asked about: %v", is)
	}
	form.Set("why", "She agreed to be named")
	taken := b.sendDraft(form, http.StatusOK)
	ref, _ := taken["ref"].(string)
	stored, err := s.service.Activity(t.Context(), s.by("lead"), baltic, ref)
	if err != nil {
		t.Fatal(err)
	}
	if a := stored.Value.Value; a.Status != partnership.Submitted || len(a.Evidence) != 1 || a.Evidence[0].Caption["en"] != "A group" || a.Evidence[0].Consent == nil {
		t.Errorf("stored %+v", a)
	}
	if again := b.sendDraft(form, http.StatusOK); again["ref"] != ref {
		t.Errorf("sent again it is %v, was %s", again["ref"], ref)
	}
	if is := b.script(http.MethodHead, file, nil, nil); is.header.Get("Upload-Complete") != "?1" {
		t.Errorf("the photo is asked for again: %v", is.header)
	}
	form.Set("title", "Said otherwise")
	if is := b.sendDraft(form, http.StatusConflict); is["path"] != home+"/activities/"+ref+"/edit" {
		t.Errorf("other content: %v", is)
	}
	form.Del("person")
	s.as("manager").sendDraft(form, http.StatusNotFound) // is not told that it is there
}

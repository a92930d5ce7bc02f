package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestKeptOnDevice: what a device keeps has the form's own data, and nothing of how the
// project stands, of other people, or of what was done just now, which it leaves for the
// page that is looked at.
func TestKeptOnDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	form := b.form(b.page(home+"/activities/new"), home+"/activities")
	form.Set("title", "Kept just now")
	form.Set("do", "save")
	if a := b.post(home+"/activities", form); a.status != http.StatusSeeOther {
		t.Fatalf("saved: %d", a.status)
	}
	for _, path := range []string{"/offline", home + "/offline"} {
		page := b.page(path)
		for _, wrong := range []string{"tulos-notice--good", "tulos-count", "tulos-nav", "/dashboard", "You reported last", "lead@example.org"} {
			if strings.Contains(page, wrong) {
				t.Errorf("%s has %q", path, wrong)
			}
		}
		if !strings.Contains(page, `data-pages="/offline `+home+`/offline"`) {
			t.Errorf("%s does not tell what the device keeps", path)
		}
	}
	page := b.page(home + "/offline")
	for _, needed := range []string{`data-of="OP1"`, `data-fits="`, "planned=A1.1", `data-device-form="` + home + `/offline"`} {
		if !strings.Contains(page, needed) {
			t.Errorf("the form has no %s", needed)
		}
	}
	if !strings.Contains(b.page(home+"/work"), "tulos-notice--good") {
		t.Error("a page that nobody saw took the message")
	}
	for who, keeps := range map[string]bool{"lead": true, "funder": false, "auditor": false, "administrator": false} {
		if is := strings.Contains(s.as(who).page("/me"), "data-person"); is != keeps {
			t.Errorf("the device of %s keeps something: %v", who, is)
		}
	}
}

// TestWorkerAndManifest: the service worker names its version and files that are there;
// the app that is installed has its icons.
func TestWorkerAndManifest(t *testing.T) {
	t.Parallel()
	b := newSite(t).visitor()
	a := b.get("/service-worker.js")
	text, isTold := strings.CutPrefix(a.body, "self.tulosBuild=")
	text, _, _ = strings.Cut(text, ";\n")
	var build struct {
		Version string
		Shell   []string
	}
	if err := json.Unmarshal([]byte(text), &build); err != nil || !isTold || build.Version == "" || len(build.Shell) == 0 {
		t.Fatalf("the worker begins %.200s", a.body)
	}
	if c := a.header.Get("Cache-Control"); c != "no-cache" || !strings.HasPrefix(a.header.Get("Content-Type"), "text/javascript") {
		t.Errorf("the worker comes with %v", a.header)
	}
	for _, file := range build.Shell {
		if c := b.get(file).header.Get("Cache-Control"); !strings.Contains(c, "immutable") {
			t.Errorf("%s: %s", file, c)
		}
	}
	manifest := b.get("/static/manifest.webmanifest")
	var app struct {
		Icons []struct{ Src, Purpose string }
	}
	if err := json.Unmarshal([]byte(manifest.body), &app); err != nil || manifest.header.Get("Content-Type") != "application/manifest+json" {
		t.Fatalf("%v, %v", err, manifest.header)
	}
	isMaskable := false
	for _, icon := range app.Icons {
		isMaskable = isMaskable || icon.Purpose == "maskable"
		if a := b.get(icon.Src); a.status != http.StatusOK {
			t.Errorf("%s: %d", icon.Src, a.status)
		}
	}
	if !isMaskable {
		t.Error("no icon can be cut by the device")
	}
}

// TestSignOutClearsDevice: where a script says that nothing of anybody waits, the browser
// is told to forget all.
func TestSignOutClearsDevice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for device, want := range map[string]string{"clear": `"cache", "storage"`, "": ""} {
		a := s.as("staff").post("/sign-out", map[string][]string{"device": {device}})
		if is := a.header.Get("Clear-Site-Data"); is != want {
			t.Errorf("device %q: %q, want %q", device, is, want)
		}
	}
}

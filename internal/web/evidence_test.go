package web_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

func photoOfDemo(t *testing.T) []byte {
	t.Helper()
	data, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// upload sends the form of a new activity with files, as a browser does.
func (b *browser) upload(form url.Values, files map[string][]byte) answer {
	b.Helper()
	return b.uploadTo(activities, form, files)
}

func (b *browser) uploadTo(path string, form url.Values, files map[string][]byte) answer {
	b.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range form {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				b.Fatal(err)
			}
		}
	}
	for name, data := range files {
		part, err := w.CreateFormFile("files", name)
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
	return b.do(http.MethodPost, path, w.FormDataContentType(), io.Reader(&body))
}

func TestPhotoOfAnEntry(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	form := b.newForm()
	form.Set("do", "attach")
	a := b.upload(form, map[string][]byte{"our day.jpg": photoOfDemo(t)})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	address, _ := url.Parse(a.header.Get("Location"))
	ref := strings.TrimSuffix(strings.TrimPrefix(address.Path, activities+"/"), "/edit")
	evidence := b.stored(ref).Value.Value.Evidence
	if len(evidence) != 1 || evidence[0].Kind != partnership.Photo {
		t.Fatalf("evidence %+v", evidence)
	}
	path := home + "/files/" + evidence[0].File
	for _, test := range []struct {
		name, query string
		want        int
	}{
		{"staff", "?of=" + ref, http.StatusOK},
		{"manager", "", http.StatusOK},
		{"lead", "?of=" + ref, http.StatusOK},
		{"auditor", "", http.StatusOK},
		{"other", "?of=" + ref, http.StatusNotFound}, // a draft
		{"other", "", http.StatusNotFound},
		{"other", "?of=FI-2026-101", http.StatusNotFound}, // not of that entry
		{"funder", "?of=" + ref, http.StatusForbidden},
		{"stranger", "?of=" + ref, http.StatusNotFound},
	} {
		if a := s.as(test.name).get(path + test.query); a.status != test.want {
			t.Errorf("%s%s: %d, want %d", test.name, test.query, a.status, test.want)
		}
	}
	got := b.get(path + "?of=" + ref)
	for name, want := range map[string]string{
		"Content-Type": "image/jpeg", "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache",
	} {
		if is := got.header.Get(name); is != want {
			t.Errorf("%s: %q, want %q", name, is, want)
		}
	}
	if !strings.HasPrefix(got.header.Get("Content-Disposition"), "inline") || !bytes.Contains(photoOfDemo(t), []byte(got.body[len(got.body)-1000:])) {
		t.Error("not the picture")
	}

	small := b.get(path + "?size=small&of=" + ref)
	config, err := jpeg.DecodeConfig(strings.NewReader(small.body))
	if err != nil || max(config.Width, config.Height) != 640 || len(small.body) >= len(got.body) || strings.Contains(small.body, "Exif") {
		t.Errorf("the small photo: %d by %d, %d bytes, %v", config.Width, config.Height, len(small.body), err)
	}
	if tag := small.header.Get("ETag"); tag == got.header.Get("ETag") || tag == "" {
		t.Errorf("the small photo has the tag %q", tag)
	}
	if a := s.as("other").get(path + "?size=small&of=" + ref); a.status != http.StatusNotFound {
		t.Errorf("the small photo of a draft, as another partner: %d", a.status)
	}
	if page := b.page(activities + "/" + ref); !strings.Contains(page, "size=small") {
		t.Error("the page shows no small photo")
	}

	edit := activities + "/" + ref + "/edit"
	change := b.form(b.page(edit), edit)
	change.Set("file.0.caption", "Our day")
	change.Set("detach", evidence[0].File)
	if a := b.post(edit, change); a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	if n := len(b.stored(ref).Value.Value.Evidence); n != 0 {
		t.Errorf("%d files", n)
	}
	if a := b.get(path + "?of=" + ref); a.status != http.StatusNotFound {
		t.Errorf("the file is still there: %d", a.status)
	}
}

// hugePNG is a small file that says that it is a large picture.
func hugePNG(width, height uint32) string {
	chunk := func(kind string, data []byte) []byte {
		b := append(binary.BigEndian.AppendUint32(nil, uint32(len(data))), kind...)
		b = append(b, data...)
		return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
	}
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return "\x89PNG\r\n\x1a\n" + string(slices.Concat(
		chunk("IHDR", append(size, 8, 0, 0, 0, 0)), chunk("IDAT", []byte("x")), chunk("IEND", nil),
	))
}

func TestFilesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	for name, data := range map[string]string{
		"page.html": "<!doctype html><script>alert(1)</script>",
		"icon.svg":  `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
		"tool.exe":  "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00",
		"cut.jpg":   "\xff\xd8\xff\xe0\x00\x10JFIF",
		// Two things at once: each would be run by something that takes it for the other.
		"page.jpg": "\xff\xd8\xff<!doctype html><script>alert(1)</script>",
		"pdf.html": "<!doctype html><script>alert(1)</script>\n%PDF-1.7\n",
		"jar.gif":  "GIF89a\x01\x00\x01\x00PK\x03\x04",
		"huge.png": hugePNG(30_000, 30_000),
		"none.pdf": "",
	} {
		form := b.newForm()
		form.Set("do", "attach")
		a := b.upload(form, map[string][]byte{name: []byte(data)})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="files-error"`) || !strings.Contains(a.body, name+": ") {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	for _, ref := range b.drafts() {
		if n := len(b.stored(ref).Value.Value.Evidence); n != 0 {
			t.Errorf("%s has %d files", ref, n)
		}
	}
}

// TestForeignFileIsNotNamed tries to read another partner's draft photo by naming
// it in an own entry.
func TestForeignFileIsNotNamed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	ref := b.logged(b.newForm())
	edit := activities + "/" + ref + "/edit"
	form := b.form(b.page(edit), edit)
	form.Set("file.0.name", "evidence/webinar-speakers.jpg")
	form.Set("file.0.caption", "Mine")
	form.Set("do", "save")
	b.post(edit, form)
	a := b.stored(ref)
	if len(a.Value.Value.Evidence) != 0 {
		t.Errorf("evidence %+v", a.Value.Value.Evidence)
	}
	named := a.Value.Value
	named.Evidence = []partnership.Evidence{{File: "evidence/webinar-speakers.jpg", Kind: partnership.Photo}}
	if err := s.service.EditActivity(t.Context(), s.by("staff"), baltic, a.Rev, named); !service.IsKind(err, service.NotPossible) {
		t.Errorf("edit: %v", err)
	}
	named.Ref = ""
	if _, err := s.service.LogActivity(t.Context(), s.by("staff"), baltic, named); !service.IsKind(err, service.NotPossible) {
		t.Errorf("log: %v", err)
	}
}

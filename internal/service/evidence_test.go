package service_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func demoPhoto(in *installation) []byte {
	in.Helper()
	data, err := configs.Demo.ReadFile("demo/evidence/webinar-speakers.jpg")
	in.ok(err)
	return data
}

func (in *installation) attach(ref string, u service.Upload) (string, error) {
	in.Helper()
	is, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
	in.ok(err)
	return in.Attach(in.Context(), in.by("staff"), baltic, ref, is.Rev, u)
}

func (in *installation) fileOf(name, ref, file string) (string, error) {
	in.Helper()
	f, err := in.EvidenceFile(in.Context(), in.by(name), baltic, ref, file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	return string(data), err
}

func photoUpload(data []byte) service.Upload {
	return service.Upload{Data: data, Evidence: partnership.Evidence{
		Kind: partnership.Photo, Caption: results.Text{"en": "Our day"},
		Consent: &partnership.Consent{Given: results.DateOf(2026, 11, 12)},
	}}
}

func TestAttachAndDetach(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		name, err := in.attach(ref, photoUpload(append(demoPhoto(in), "left after the picture"...)))
		in.ok(err)
		second, err := in.attach(ref, photoUpload(demoPhoto(in)))
		in.ok(err)
		if name == second || !strings.HasPrefix(name, "evidence/"+ref+"-1-") || !strings.HasSuffix(name, ".jpg") {
			in.Errorf("named %s and %s", name, second)
		}
		is, err := in.Activity(in.Context(), in.by("manager"), baltic, ref)
		in.ok(err)
		if e := is.Value.Value.Evidence; len(e) != 2 || e[0].File != name || e[0].Caption["en"] != "Our day" || e[0].Consent == nil {
			in.Errorf("evidence %+v", e)
		}
		data, err := in.fileOf("staff", ref, name)
		in.ok(err)
		if strings.Contains(data, "left after") || data == "" {
			in.Error("the photo was not cleaned")
		}
		in.sound()

		in.ok(in.Detach(in.Context(), in.by("staff"), baltic, ref, is.Rev, name))
		_, err = in.fileOf("staff", ref, name)
		in.refused(err, service.NotFound)
		is, err = in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		in.refused(in.Detach(in.Context(), in.by("staff"), baltic, ref, is.Rev, name), service.NotFound)
		if v := in.sound(); v.Unrecorded != 0 {
			in.Errorf("%d files without a record", v.Unrecorded)
		}
	})
}

func TestWhoReadsEvidence(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		name, err := in.attach(ref, photoUpload(demoPhoto(in)))
		in.ok(err)
		for _, test := range []struct {
			by   string
			kind service.Kind
		}{
			{"manager", ""},
			{"lead", ""},
			{"auditor", ""},
			{"other", service.NotFound},
			{"stranger", service.NotFound},
			{"funder", service.NotFound},
		} {
			_, err := in.fileOf(test.by, ref, name)
			if test.kind == "" {
				in.ok(err)
			} else {
				in.refused(err, test.kind)
			}
			_, err = in.fileOf(test.by, "", name)
			if (err == nil) != (test.kind == "") {
				in.Errorf("%s, without naming the entry: %v", test.by, err)
			}
		}
		_, err = in.fileOf("other", "FI-2026-101", name) // an entry of their own
		in.refused(err, service.NotFound)
		_, err = in.fileOf("other", "FI-2026-101", "evidence/webinar-speakers.jpg")
		in.ok(err)
	})
}

func TestWhoAttaches(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		is, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		for name, kind := range map[string]service.Kind{
			"lead": service.Forbidden, "auditor": service.Forbidden, "other": service.NotFound, "stranger": service.NotFound,
		} {
			_, err := in.Attach(in.Context(), in.by(name), baltic, ref, is.Rev, photoUpload(demoPhoto(in)))
			in.refused(err, kind)
			in.refused(in.Detach(in.Context(), in.by(name), baltic, ref, is.Rev, "evidence/x.jpg"), kind)
		}
		_, err = in.Attach(in.Context(), in.by("staff"), baltic, ref, is.Rev+1, photoUpload(demoPhoto(in)))
		in.refused(err, service.Conflict)
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		_, err = in.attach(ref, photoUpload(demoPhoto(in)))
		in.refused(err, service.NotPossible)
	})
}

func TestAttachedOnceByKey(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		is, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		by := in.by("staff")
		by.Key = "6b1f7e0a-3f2e-4e57-9d0e-27a2f8a4c9d1"
		first, err := in.Attach(in.Context(), by, baltic, ref, is.Rev, photoUpload(demoPhoto(in)))
		in.ok(err)
		again, err := in.Attach(in.Context(), by, baltic, ref, is.Rev, photoUpload(demoPhoto(in)))
		in.ok(err)
		if outcome, was, err := in.Sent(in.Context(), by, baltic); first != again || outcome != first || !was || err != nil {
			in.Errorf("%s, %s; sent: %s %v %v", first, again, outcome, was, err)
		}
		thief := in.by("manager")
		thief.Key = by.Key
		if _, was, err := in.Sent(in.Context(), thief, baltic); was || err != nil {
			in.Errorf("another person's form: %v %v", was, err)
		}
	})
}

// TestImportedFileGoes detaches a file that came with a bundle, whose name tells not
// whose it is.
func TestImportedFileGoes(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.step("lead", "FI-2026-101", partnership.Reopen, "The consent was withdrawn"))
		is, err := in.Activity(in.Context(), in.by("other"), baltic, "FI-2026-101")
		in.ok(err)
		const imported = "evidence/webinar-speakers.jpg"
		in.ok(in.Detach(in.Context(), in.by("other"), baltic, "FI-2026-101", is.Rev, imported))
		if _, err := in.Engine.StatFile(in.Context(), string(baltic)+"/"+imported); err == nil {
			in.Error("the file is still there, though no entry has it")
		}
		in.sound()
	})
}

// TestEvidenceOfExpenses: an expense has files as an activity has, which those read who may read the
// expense, until it is submitted.
func TestEvidenceOfExpenses(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		ref, err := in.LogExpense(ctx, in.by("staff"), baltic, spending(drosa, "120.50", "EUR"))
		in.ok(err)
		now := func() service.Stored[service.Logged[partnership.Expense]] {
			is, err := in.Expense(ctx, in.by("staff"), baltic, ref)
			in.ok(err)
			return is
		}
		u := service.Upload{Data: []byte("%PDF-1.7\n1 0 obj"), Evidence: partnership.Evidence{Kind: partnership.Document, Caption: results.Text{"en": "Invoice"}}}
		_, err = in.AttachToExpense(ctx, in.by("other"), baltic, ref, now().Rev, u)
		in.refused(err, service.NotFound)
		_, err = in.AttachToExpense(ctx, in.by("controller"), baltic, ref, now().Rev, u)
		in.refused(err, service.Forbidden)
		invoice, err := in.AttachToExpense(ctx, in.by("staff"), baltic, ref, now().Rev, u)
		in.ok(err)
		receipt, err := in.AttachToExpense(ctx, in.by("manager"), baltic, ref, now().Rev, photoUpload(append(demoPhoto(in), "left after"...)))
		in.ok(err)
		for name, kind := range map[string]service.Kind{
			"staff": "", "lead": "", "controller": "", "auditor": "",
			"other": service.NotFound, "stranger": service.NotFound, "funder": service.NotFound,
		} {
			if data, err := in.fileOf(name, ref, receipt); kind != "" {
				in.refused(err, kind)
			} else if in.ok(err); strings.Contains(data, "left after") || data == "" {
				in.Error("the photo was not cleaned")
			}
		}
		_, err = in.fileOf("other", "FI-2026-101", invoice) // an entry of their own
		in.refused(err, service.NotFound)
		named := now().Value.Value
		named.Evidence = append(slices.Clone(named.Evidence), partnership.Evidence{File: "evidence/webinar-speakers.jpg", Kind: partnership.Photo})
		in.refused(in.EditExpense(ctx, in.by("staff"), baltic, now().Rev, named), service.NotPossible)
		in.ok(in.DetachFromExpense(ctx, in.by("staff"), baltic, ref, now().Rev, receipt))
		_, err = in.fileOf("staff", ref, receipt)
		in.refused(err, service.NotFound)
		in.ok(in.spend("staff", ref, partnership.Submit, ""))
		in.refused(in.DetachFromExpense(ctx, in.by("staff"), baltic, ref, now().Rev, invoice), service.NotPossible)
		if v := in.sound(); v.Unrecorded != 0 {
			in.Errorf("%d files without a record", v.Unrecorded)
		}
	})
}

func zipOf(in *installation, names ...string) []byte {
	in.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, err := w.Create(name)
		in.ok(err)
		_, err = f.Write(bytes.Repeat([]byte(name+" "), 400))
		in.ok(err)
	}
	in.ok(w.Close())
	return b.Bytes()
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	ref := in.log()
	for _, test := range []struct {
		name string
		kind partnership.EvidenceKind
		data []byte
		want string // the ending, or the problem
	}{
		{"pdf", partnership.Document, []byte("%PDF-1.7\n1 0 obj"), ".pdf"},
		{"text", partnership.Document, []byte("Minutes of the meeting\n"), ".txt"},
		{"word", partnership.Document, zipOf(in, "_rels/.rels", "docProps/app.xml", "word/document.xml"), ".docx"},
		{"workbook", partnership.Document, zipOf(in, "docProps/app.xml", "xl/workbook.xml"), ".xlsx"},
		{"scan", partnership.Document, demoPhoto(in), ".jpg"},
		{"empty", partnership.Document, nil, "file-empty"},
		{"too large", partnership.Document, append([]byte("%PDF-1.7\n"), make([]byte, service.MaxDocument)...), "file-too-large"},
		{"page", partnership.Document, []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), "not-document"},
		{"drawing", partnership.Document, []byte(`<svg xmlns="http://www.w3.org/2000/svg"></svg>`), "not-document"},
		{"program", partnership.Document, []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "not-document"},
		{"script", partnership.Document, []byte("#!/bin/sh\nrm -rf /\n"), "not-document"},
		{"archive", partnership.Document, zipOf(in, "a.exe"), "not-document"},
		{"no photo", partnership.Photo, []byte("%PDF-1.7\n"), "not-photo"},
		{"half a photo", partnership.Photo, demoPhoto(in)[:300], "photo-damaged"},
		{"a link", partnership.Link, []byte("https://example.org"), "not-document"},
	} {
		name, err := in.attach(ref, service.Upload{Data: test.data, Evidence: partnership.Evidence{Kind: test.kind}})
		if strings.HasPrefix(test.want, ".") {
			if err != nil || !strings.HasSuffix(name, test.want) {
				t.Errorf("%s: %s %v", test.name, name, err)
			}
			continue
		}
		if !service.IsKind(err, service.Invalid) || !strings.Contains(err.Error(), "file: "+test.want) {
			t.Errorf("%s: %s %v, want %s", test.name, name, err, test.want)
		}
	}
	in.sound()
}

func TestFileTypes(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		"%PDF-1.7":                   "application/pdf",
		"\xff\xd8\xff\xe0":           "image/jpeg",
		"<html><script>":             "application/octet-stream",
		"<?xml version='1.0'?><svg>": "application/octet-stream",
		"plain words":                "text/plain",
		"MZ\x90\x00\x03\x00o":        "application/octet-stream",
	} {
		if got := service.FileType([]byte(head)); got != want {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
}

func TestNamesOfOthers(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	lead := in.by("lead").User
	names, err := in.Names(t.Context(), in.by("staff"), baltic, lead, lead, "nobody", "")
	in.ok(err)
	if names[lead] != "lead" || names["nobody"] != "" {
		t.Errorf("names %v", names)
	}
	_, err = in.Names(t.Context(), in.by("stranger"), baltic, lead)
	in.refused(err, service.NotFound)
}

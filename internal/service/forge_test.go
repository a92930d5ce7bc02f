package service_test

import (
	"bytes"
	"path"
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A forger edits the database by hand: a document, and then the audit chain of the
// project from its first entry on, so that nothing but a signature tells.
type forger struct{ *installation }

// forge replaces the document that table keeps under id.
func forge[T any](f forger, table archive.Table[T], id string, edit func(*T)) {
	f.Helper()
	old, err := table.Get(f.Context(), f.Engine, id)
	f.ok(err)
	next := old.Value
	edit(&next)
	w, err := table.Replace(old, next)
	f.ok(err)
	unit := store.Unit{w.Write}
	chain, err := archive.Chains.Get(f.Context(), f.Engine, string(baltic))
	f.ok(err)
	end := partnership.Chain{Project: baltic, LastLog: chain.Value.LastLog}
	q := store.Query{Where: []store.Condition{store.Equal("project", baltic)}}
	for a, err := range archive.Audits.Find(f.Context(), f.Engine, q) {
		f.ok(err)
		entry := a.Value
		entry.Changes = slices.Clone(entry.Changes)
		for n, c := range entry.Changes {
			if c.Collection != table.Collection() || c.ID != id {
				continue
			}
			if c.After == old.Hash {
				entry.Changes[n].After = w.Change.After
			}
			if c.Before == old.Hash {
				entry.Changes[n].Before = w.Change.After
			}
		}
		again, err := archive.Audits.Replace(a, end.Append(entry))
		f.ok(err)
		unit = append(unit, again.Write)
	}
	last, err := archive.Chains.Replace(chain, end)
	f.ok(err)
	f.ok(f.Engine.Commit(f.Context(), append(unit, last.Write)))
}

// file replaces a file of the report's first version, and its record.
func (f forger) file(name string, data []byte) {
	f.Helper()
	report, _ := f.report()
	for _, full := range report.Files {
		if path.Base(full) != name {
			continue
		}
		info, err := f.Engine.PutFile(f.Context(), string(baltic)+"/"+full, bytes.NewReader(data))
		f.ok(err)
		a := archive.Attachments.ID(partnership.Attachment{Project: baltic, Name: full})
		forge(f, archive.Attachments, a, func(a *partnership.Attachment) { a.Size, a.SHA256 = info.Size, info.SHA256 })
		return
	}
	f.Fatalf("no file %s", name)
}

func (f forger) report() (partnership.ProjectReport, string) {
	f.Helper()
	id := archive.ProjectReports.ID(partnership.ProjectReport{Project: baltic, Period: 2, Version: 1})
	found, err := archive.ProjectReports.Get(f.Context(), f.Engine, id)
	f.ok(err)
	return found.Value, id
}

// manifest is that of the report's first version.
func (f forger) manifest() *seal.Manifest {
	f.Helper()
	data, err := f.open("lead", 2, 1, "manifest.json")
	f.ok(err)
	m, err := seal.Parse(data)
	f.ok(err)
	return m
}

// TestVerifyFindsWhatIsForged: whoever edits the database by hand, with the whole
// audit chain, is found out by the signatures.
func TestVerifyFindsWhatIsForged(t *testing.T) {
	for name, c := range map[string]struct {
		forge func(f forger)
		want  string
	}{
		"nothing": {func(f forger) {
			_, id := f.report()
			forge(f, archive.ProjectReports, id, func(r *partnership.ProjectReport) { r.Comments = nil })
		}, ""},
		"the data date": {func(f forger) {
			_, id := f.report()
			forge(f, archive.ProjectReports, id, func(r *partnership.ProjectReport) { r.AsOf = results.DateOf(2026, 11, 24) })
		}, "verify.seal-report"},
		"a text": {func(f forger) {
			_, id := f.report()
			forge(f, archive.ProjectReports, id, func(r *partnership.ProjectReport) {
				r.Narratives = slices.Clone(r.Narratives)
				r.Narratives[0].Text = results.Text{"en": "All went well"}
			})
		}, "verify.seal-report"},
		"a file": {func(f forger) { f.file("figures.json", []byte(`{"project":"x","indicators":[]}`)) }, "verify.seal-file"},
		"one file less": {func(f forger) {
			_, id := f.report()
			forge(f, archive.ProjectReports, id, func(r *partnership.ProjectReport) { r.Files = r.Files[1:] })
		}, "verify.seal-file"},
		"no manifest": {func(f forger) {
			_, id := f.report()
			forge(f, archive.ProjectReports, id, func(r *partnership.ProjectReport) {
				r.AsOf = results.DateOf(2026, 11, 24)
				r.Files = slices.DeleteFunc(slices.Clone(r.Files), func(n string) bool { return path.Base(n) == "manifest.json" })
			})
		}, "verify.seal-missing"},
		"a manifest of another key": {func(f forger) {
			m := f.manifest()
			text, err := m.Sign(bytes.Repeat([]byte{7}, seal.SeedSize))
			f.ok(err)
			f.file("manifest.json", text)
		}, "verify.seal-wrong"},
		"a byte of the manifest": {func(f forger) {
			data, err := f.open("lead", 2, 1, "manifest.json")
			f.ok(err)
			f.file("manifest.json", bytes.Replace(data, []byte(`"version":1`), []byte(`"version":2`), 1))
		}, "verify.seal-wrong"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(in *installation) {
				in.ok(in.writeSummary(2, "Under way"))
				in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
				if v := in.sound(); v.Seals != 1 || v.Unsigned != 0 {
					in.Fatalf("%d seals, %d unsigned", v.Seals, v.Unsigned)
				}
				c.forge(forger{in})
				in.finds(c.want)
			})
		})
	}
}

// finds wants Verify to find one thing, or nothing.
func (in *installation) finds(want string) {
	in.Helper()
	snapshot, err := in.Engine.Snapshot(in.Context())
	in.ok(err)
	defer snapshot.Close()
	v, err := service.Verify(in.Context(), snapshot, "")
	in.ok(err)
	var got []string
	for _, d := range v.Differences {
		if !slices.Contains(got, d.Message) {
			got = append(got, d.Message)
		}
	}
	if want == "" && len(got) > 0 || want != "" && !slices.Equal(got, []string{want}) {
		in.Errorf("found %v, want %q", v.Differences, want)
	}
}

// TestRotatedKeysStillVerify: a report stays genuine when another key signs the next.
func TestRotatedKeysStillVerify(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.writeSummary(2, "First"))
		in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
		in.ok(in.RotateSealKey(in.Context(), service.Operator()))
		in.ok(in.moveReport("funder", 2, 1, 1, partnership.Return))
		in.ok(in.moveReport("lead", 2, 2, 1, partnership.Submit))
		if v := in.sound(); v.Seals != 2 {
			in.Errorf("%d seals", v.Seals)
		}
		keys := map[seal.KeyID]bool{}
		for version := 1; version <= 2; version++ {
			data, err := in.open("funder", 2, version, "manifest.json")
			in.ok(err)
			m, err := seal.Parse(data)
			in.ok(err)
			keys[m.Key] = true
			if m.Version != version || m.Project != string(baltic) || m.DataDate != "2026-11-23" || !m.Sealed.Equal(noon()) {
				in.Errorf("the manifest of version %d is %+v", version, m)
			}
		}
		if len(keys) != 2 {
			in.Errorf("signed with %d keys", len(keys))
		}
	})
}

package service_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

const (
	quoted = "LV-2026-011" // of drosa-maja, accepted in period 1, with a quote
	words  = "whom to call"
	filmed = "FI-2026-101" // of suojellaan-lapsia, accepted in period 2, with a photo
	photo  = "evidence/webinar-speakers.jpg"
)

// day is one of the year 2026.
func day(month, d int) results.Date { return results.DateOf(2026, month, d) }

// itemAt is an item of an activity as it is now.
func (in *installation) itemAt(ref, key string) service.ConsentChange {
	in.Helper()
	is, err := in.Activity(in.Context(), in.by("lead"), baltic, ref)
	in.ok(err)
	return service.ConsentChange{Ref: ref, Seen: is.Rev, Key: key}
}

func (in *installation) withdraw(who, ref, key string) (string, error) {
	in.Helper()
	return in.WithdrawConsent(in.Context(), in.by(who), baltic, in.itemAt(ref, key), day(11, 20), "Asked by letter")
}

func (in *installation) give(who, ref, key string, c partnership.Consent) (string, error) {
	in.Helper()
	return in.GiveConsent(in.Context(), in.by(who), baltic, in.itemAt(ref, key), c)
}

// draft is the report of a period as HTML for the funder, as it would be today.
func (in *installation) draftOf(k results.PeriodNo) string {
	in.Helper()
	d, err := in.DraftReport(in.Context(), in.by("lead"), baltic, k, service.Draft{
		Language: i18n.English, Audience: reports.Funder, Format: "html",
	})
	in.ok(err)
	return string(d)
}

// everything is what people of the partnership can read of the project in lists and
// files, and what an export holds.
func (in *installation) everything() string {
	in.Helper()
	var b bytes.Buffer
	locale, err := i18n.For(i18n.English)
	in.ok(err)
	for _, o := range []service.PartSort{service.Evidence, service.Consents} {
		h := service.Handout{Format: service.CSV, Words: locale}
		in.ok(in.PartsFile(in.Context(), in.by("lead"), baltic, o, h, &b))
	}
	snapshot, err := in.Engine.Snapshot(in.Context())
	in.ok(err)
	defer snapshot.Close()
	e, err := service.Export(in.Context(), snapshot, baltic)
	in.ok(err)
	in.ok(bundle.EncodeStream(&b, e.Content))
	for a, err := range e.Files {
		in.ok(err)
		b.WriteString(a.Name)
	}
	return b.String()
}

// TestWithdrawnPhoto: a photo that was withdrawn is nowhere any more, and its activity
// stays accepted; a new consent brings it back.
func TestWithdrawnPhoto(t *testing.T) {
	each(t, func(in *installation) {
		before := in.draftOf(2)
		if !strings.Contains(before, "The speakers of the webinar") || !strings.Contains(in.everything(), photo) {
			in.Fatal("the photo is not shown to begin with")
		}
		data, err := in.fileOf("other", filmed, photo)
		in.ok(err)
		key, err := in.withdraw("other", filmed, "photo-0")
		in.ok(err)
		if key != "withdrawn-0" {
			in.Errorf("it is now %q", key)
		}
		if d := in.draftOf(2); strings.Contains(d, "The speakers of the webinar") || strings.Contains(d, photo) {
			in.Error("the report still has the photo")
		}
		if all := in.everything(); strings.Contains(all, photo) || strings.Contains(all, "The speakers of the webinar") {
			in.Error("lists or the export still have the photo")
		}
		for _, who := range []string{"staff", "other", "lead", "auditor"} {
			for _, ref := range []string{filmed, ""} {
				_, err := in.fileOf(who, ref, photo)
				in.refused(err, service.Gone)
			}
		}
		_, err = in.fileOf("funder", filmed, photo)
		in.refused(err, service.NotFound)
		is, err := in.Activity(in.Context(), in.by("other"), baltic, filmed)
		in.ok(err)
		if a := is.Value.Value; a.Status != partnership.Accepted || len(a.Evidence) != 0 || len(a.Withdrawn) != 1 {
			in.Errorf("%s, evidence %v, withdrawn %v", a.Status, a.Evidence, a.Withdrawn)
		}
		in.sound()
		_, err = in.withdraw("lead", filmed, key)
		in.refused(err, service.NotPossible)

		key, err = in.give("lead", filmed, key, partnership.Consent{Given: day(11, 22), Means: "Signed form"})
		in.ok(err)
		if key != "photo-0" || in.draftOf(2) != before {
			in.Errorf("after the new consent it is %q, and the report is not as before", key)
		}
		again, err := in.fileOf("staff", filmed, photo)
		in.ok(err)
		if again != data {
			in.Error("the photo is another one")
		}
		in.sound()
	})
}

// TestWithdrawnQuote: the same words are taken out of all activities, in every
// language, and a sealed report that has them is told of.
func TestWithdrawnQuote(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.MoveProjectReport(in.Context(), in.by("lead"), baltic, 1, 1, service.Move{Step: partnership.Submit}))
		if !strings.Contains(in.draftOf(1), words) || !strings.Contains(in.everything(), words) {
			in.Fatal("the quote is not shown to begin with")
		}
		key, err := in.withdraw("staff", quoted, "quote-0")
		in.ok(err)
		if strings.Contains(in.draftOf(1), words) {
			in.Error("the report still has the quote")
		}
		if all := in.everything(); strings.Contains(all, words) || strings.Contains(all, "кому позвонить") {
			in.Error("lists or the export still have the quote")
		}
		item, err := in.ConsentItem(in.Context(), in.by("staff"), baltic, quoted, key)
		in.ok(err)
		if len(item.Sealed) != 1 || item.Sealed[0].Period != 1 || item.Sealed[0].Version != 1 || item.Also != 2 {
			in.Errorf("sealed %+v, in %d other activities", item.Sealed, item.Also)
		}
		sealed, err := in.ReportFile(in.Context(), in.by("funder"), baltic, 1, 1, "report.en.html")
		in.ok(err)
		defer sealed.Close()
		text, err := io.ReadAll(sealed)
		in.ok(err)
		if !strings.Contains(string(text), words) {
			in.Error("the sealed report has changed")
		}
		in.sound()

		// A partner gives consent for its own alone.
		_, err = in.give("staff", quoted, key, partnership.Consent{Given: day(11, 22)})
		in.ok(err)
		for ref, withdrawn := range map[string]int{quoted: 0, "FI-2026-001": 1, "RU-2026-019": 1} {
			is, err := in.Activity(in.Context(), in.by("lead"), baltic, ref)
			in.ok(err)
			if n := len(is.Value.Value.Withdrawn); n != withdrawn {
				in.Errorf("%s has %d withdrawn items, want %d", ref, n, withdrawn)
			}
		}
		in.sound()
	})
}

// TestSealedReportsThatShow: only versions that show an item are told of.
func TestSealedReportsThatShow(t *testing.T) {
	each(t, func(in *installation) {
		for k := results.PeriodNo(1); k <= 2; k++ {
			in.ok(in.writeSummary(k, "Done"))
			in.ok(in.moveReport("lead", k, 1, 0, partnership.Submit))
		}
		for key, want := range map[string]results.PeriodNo{quoted + " quote-0": 1, filmed + " photo-0": 2} {
			ref, key, _ := strings.Cut(key, " ")
			item, err := in.ConsentItem(in.Context(), in.by("lead"), baltic, ref, key)
			in.ok(err)
			if len(item.Sealed) != 1 || item.Sealed[0].Period != want {
				in.Errorf("%s of %s is in %+v, want period %d", key, ref, item.Sealed, want)
			}
		}
	})
}

func TestWhoChangesConsents(t *testing.T) {
	each(t, func(in *installation) {
		for who, kind := range map[string]service.Kind{
			"other": service.Forbidden, "auditor": service.Forbidden, "funder": service.NotFound, "stranger": service.NotFound,
			"administrator": service.NotFound,
		} {
			_, err := in.withdraw(who, quoted, "quote-0")
			in.refused(err, kind)
			_, err = in.give(who, quoted, "quote-0", partnership.Consent{Given: day(11, 22)})
			in.refused(err, kind)
		}
		for who, may := range map[string]bool{"staff": true, "manager": true, "lead": true, "auditor": false} {
			item, err := in.ConsentItem(in.Context(), in.by(who), baltic, quoted, "quote-0")
			in.ok(err)
			if item.MayChange != may {
				in.Errorf("%s may change it: %v", who, item.MayChange)
			}
		}
		_, err := in.ConsentItem(in.Context(), in.by("other"), baltic, quoted, "quote-0")
		in.refused(err, service.Forbidden)

		setup := in.setup()
		in.ok(in.SuspendPartner(in.Context(), in.by("lead"), baltic, setup.Rev, drosa, partnership.Suspension{
			From: day(11, 1), Reason: results.Text{"en": "Audit under way"},
		}))
		_, err = in.withdraw("staff", quoted, "quote-0")
		in.refused(err, service.Forbidden)
		_, err = in.withdraw("lead", quoted, "quote-0")
		in.ok(err)
	})
}

func TestConsentChangesThatAreRefused(t *testing.T) {
	each(t, func(in *installation) {
		at := in.itemAt(quoted, "quote-0")
		wrong := func(err error, path string) {
			in.Helper()
			in.refused(err, service.Invalid)
			if !strings.Contains(err.Error(), path) {
				in.Errorf("%v, want it at %s", err, path)
			}
		}
		withdraw := func(at service.ConsentChange, d results.Date, reason string) error {
			_, err := in.WithdrawConsent(in.Context(), in.by("staff"), baltic, at, d, reason)
			return err
		}
		give := func(c partnership.Consent) error {
			_, err := in.GiveConsent(in.Context(), in.by("staff"), baltic, at, c)
			return err
		}
		wrong(withdraw(at, results.Date{}, ""), "day")
		wrong(withdraw(at, day(11, 24), ""), "day")
		wrong(withdraw(at, day(11, 20), "She wrote from anna@example.org"), "reason")
		wrong(give(partnership.Consent{}), "given")
		wrong(give(partnership.Consent{Given: day(11, 2), Until: day(11, 1)}), "until")
		wrong(give(partnership.Consent{Given: day(11, 2), Purposes: []partnership.Purpose{"fun"}}), "purposes[0]")
		wrong(give(partnership.Consent{Given: day(11, 2), Means: "anna@example.org"}), "means")
		stale := at
		stale.Seen--
		in.refused(withdraw(stale, day(11, 20), ""), service.Conflict)
		none := at
		none.Key = "photo-0"
		in.refused(withdraw(none, day(11, 20), ""), service.NotFound)
		if is, err := in.Activity(in.Context(), in.by("staff"), baltic, quoted); err != nil || is.Rev != at.Seen {
			in.Errorf("something has changed: revision %d, %v", is.Rev, err)
		}
	})
}

// TestWithdrawnStaysInEdits: who edits a returned activity keeps what was withdrawn, and
// does not get it back.
func TestWithdrawnStaysInEdits(t *testing.T) {
	each(t, func(in *installation) {
		_, err := in.withdraw("staff", quoted, "quote-0")
		in.ok(err)
		in.ok(in.step("lead", quoted, partnership.Reopen, "A date is wrong"))
		is, err := in.Activity(in.Context(), in.by("staff"), baltic, quoted)
		in.ok(err)
		edited := is.Value.Value
		edited.Withdrawn = nil
		edited.Place = "Cēsis"
		in.ok(in.EditActivity(in.Context(), in.by("staff"), baltic, is.Rev, edited))
		now, err := in.Activity(in.Context(), in.by("staff"), baltic, quoted)
		in.ok(err)
		if a := now.Value.Value; a.Place != "Cēsis" || len(a.Withdrawn) != 1 || len(a.Quotes) != 0 {
			in.Errorf("place %q, withdrawn %v, quotes %v", a.Place, a.Withdrawn, a.Quotes)
		}
		in.sound()
	})
}

// TestConsentRegister: the register and the dashboard tell what ends soon, has ended or
// was withdrawn.
func TestConsentRegister(t *testing.T) {
	each(t, func(in *installation) {
		counts := func(who string) service.ConsentCounts {
			in.Helper()
			d, err := in.Dashboard(in.Context(), in.by(who), baltic)
			in.ok(err)
			return d.Consents
		}
		states := func(who string, f service.Filter) (all []string) {
			in.Helper()
			found, err := in.Parts(in.Context(), in.by(who), baltic, service.Consents, service.Listing{Filter: f, Limit: 50})
			in.ok(err)
			for _, p := range found.Items {
				item := p.Activity.Items()[p.No]
				all = append(all, p.Activity.Ref+" "+item.Key()+" "+string(item.StateOn(in.Today())))
			}
			return all
		}
		if n := counts("lead"); n != (service.ConsentCounts{}) {
			in.Errorf("at first %+v", n)
		}
		_, err := in.give("lead", filmed, "photo-0", partnership.Consent{Given: day(9, 17), Until: day(12, 23)})
		in.ok(err)
		_, err = in.give("staff", quoted, "quote-0", partnership.Consent{Given: day(2, 16), Until: day(11, 22)})
		in.ok(err)
		want := []string{filmed + " photo-0 ending", "RU-2026-019 quote-0 valid", "FI-2026-001 quote-0 valid", quoted + " quote-0 ended"}
		if diff := cmp.Diff(want, states("auditor", service.Filter{})); diff != "" {
			in.Errorf("register (-want +got):\n%s", diff)
		}
		for who, want := range map[string]service.ConsentCounts{
			"lead": {Ending: 1, Ended: 1}, "staff": {Ended: 1}, "other": {Ending: 1}, "auditor": {},
		} {
			if n := counts(who); n != want {
				in.Errorf("%s is told %+v, want %+v", who, n, want)
			}
		}
		_, err = in.withdraw("other", filmed, "photo-0")
		in.ok(err)
		if diff := cmp.Diff([]string{filmed + " withdrawn-0 withdrawn"}, states("staff", service.Filter{Consent: partnership.ConsentWithdrawn})); diff != "" {
			in.Errorf("withdrawn (-want +got):\n%s", diff)
		}
		if n := counts("other"); n != (service.ConsentCounts{Withdrawn: 1}) {
			in.Errorf("after the withdrawal %+v", n)
		}
		if all := states("lead", service.Filter{Search: "speakers"}); len(all) != 0 {
			in.Errorf("found by its caption: %v", all)
		}
	})
}

// TestPurposes: what may be used within the project alone is in reports for the
// partnership, and not in those for the funder.
func TestPurposes(t *testing.T) {
	each(t, func(in *installation) {
		_, err := in.give("other", filmed, "photo-0", partnership.Consent{
			Given: day(9, 17), Purposes: []partnership.Purpose{partnership.ForPartnership},
		})
		in.ok(err)
		for audience, want := range map[reports.Audience]bool{reports.Funder: false, reports.Partnership: true} {
			d, err := in.DraftReport(in.Context(), in.by("lead"), baltic, 2, service.Draft{Language: i18n.English, Audience: audience, Format: "html"})
			in.ok(err)
			if is := strings.Contains(string(d), "The speakers of the webinar"); is != want {
				in.Errorf("shown to the %s: %v", audience, is)
			}
		}
	})
}

// TestReportsTellNoPlaceOfAPhoto: of a photo that tells where it was taken, reports have
// the picture alone, in every format, also where the picture itself is in them.
func TestReportsTellNoPlaceOfAPhoto(t *testing.T) {
	each(t, func(in *installation) {
		const position = "\x25\x88\x04\x00\x01\x00\x00\x00\x26\x00\x00\x00" // the entry that leads to it (Exif 2.32, 4.6.3)
		upload := demoPhoto(in)
		if !bytes.Contains(upload, []byte(position)) {
			in.Fatal("the photo does not tell where it was taken, and tests nothing")
		}
		ref := in.log()
		_, err := in.attach(ref, photoUpload(upload))
		in.ok(err)
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		in.ok(in.step("lead", ref, partnership.Accept, ""))
		setup := in.setup()
		in.ok(in.ChooseReportForm(in.Context(), in.by("lead"), baltic, 2, service.FormChoice{Form: "eu-interim", IsProjects: true, SeenSetup: setup.Rev}))
		for format, picture := range map[string]string{"html": "data:image/jpeg;base64,", "pdf": "\xff\xd8\xff", "xlsx": ""} {
			data, err := in.DraftReport(in.Context(), in.by("lead"), baltic, 2, service.Draft{
				Language: i18n.English, Audience: reports.Funder, Format: format,
			})
			in.ok(err)
			if !bytes.Contains(data, []byte(picture)) {
				in.Errorf("%s has no picture, and tests nothing", format)
			}
			for _, part := range partsOf(in, format, data) {
				if bytes.Contains(part, []byte("Exif")) || bytes.Contains(part, []byte(position)) {
					in.Errorf("%s tells where the photo was taken", format)
				}
			}
		}
	})
}

// partsOf are the contents of a report's file: its pictures, where it is HTML, its parts,
// where it is a workbook.
func partsOf(in *installation, format string, data []byte) (parts [][]byte) {
	in.Helper()
	switch format {
	case "html":
		for _, after := range strings.Split(string(data), "data:image/jpeg;base64,")[1:] {
			text, _, _ := strings.Cut(after, `"`)
			picture, err := base64.StdEncoding.DecodeString(text)
			in.ok(err)
			parts = append(parts, picture)
		}
	case "xlsx":
		book, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		in.ok(err)
		for _, f := range book.File {
			part, err := f.Open()
			in.ok(err)
			content, err := io.ReadAll(part)
			in.ok(err)
			parts = append(parts, content)
		}
	default:
		parts = append(parts, data)
	}
	return parts
}

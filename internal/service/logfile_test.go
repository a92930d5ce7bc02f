package service_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/testtool"
)

// fillIn is how a person's spreadsheet fills in the form: 150 activities on 200 lines,
// of which every third has a second one, for a part of the breakdown. With faults,
// thirty cells are wrong.
const fillIn = `
import sys, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = [s for s in book.worksheets if s["A1"].value == "no"][0]
at = {c.value: c.column for c in sheet[1]}
row = 3
while sheet.cell(row, at["no"]).value: row += 1
lists = [s for s in book.worksheets if s.sheet_state == "hidden"][0]
def choice(key, n): return lists.cell(n, at[key]).value
indicator = {lists.cell(n, at["indicator"]).value.split(" ")[0]: lists.cell(n, at["indicator"]).value for n in range(1, 12) if lists.cell(n, at["indicator"]).value}
n = 0
def put(key, value): sheet.cell(row, at[key]).value = value
faults = {
 0: ("type", "Traning"), 1: ("start", "31.2.2026"), 2: ("value", "many"), 3: ("title", None), 4: ("country", "Atlantis"),
 5: ("indicator", "OP9.9"), 6: ("online", "perhaps"), 7: ("part", "A9.9"), 8: ("with", "Nobody at all"), 9: ("value", -3),
}
for n in range(150):
    put("no", 1000 + n); put("type", choice("type", 1)); put("title", "Diena Nr. %d" % n)
    put("start", datetime.date(2026, 8, 1) + datetime.timedelta(days=n % 100)); put("country", choice("country", 1))
    put("place", "Rīga"); put("part", choice("part", 1)); put("narrative", "=stāsts, ar „pēdiņām”\notrā rinda")
    put("indicator", indicator["OP1.1"]); put("value", 10 + n)
    if sys.argv[3] == "faulty" and n % 5 == 0:
        key, value = faults[(n // 5) % 10]
        put(key, value)
        print(sheet.cell(row, at[key]).coordinate)
    sheet.cell(row, at["narrative"]).data_type = "s"
    row += 1
    if n % 3 == 0:
        put("no", 1000 + n); put("indicator", indicator["OP1.1"]); put("value", 4)
        put("by:sex", choice("by:sex", 1)); put("by:profession", choice("by:profession", 1))
        row += 1
book.save(sys.argv[2])
`

// logForm downloads the form of the second period.
func (in *installation) logForm(l i18n.Language, format service.SheetFormat) []byte {
	in.Helper()
	words, err := i18n.For(l)
	in.ok(err)
	var b bytes.Buffer
	in.ok(in.LogForm(in.Context(), in.by("staff"), baltic, service.LogFormOf{Period: 2, Words: words, Format: format}, &b))
	return b.Bytes()
}

// filled fills in the form as a person does, and returns what the script printed.
func (in *installation) filled(form []byte, how string) (file []byte, printed []string) {
	in.Helper()
	python := testtool.Python(in, "openpyxl")
	folder := in.TempDir()
	from, to := filepath.Join(folder, "form.xlsx"), filepath.Join(folder, "filled.xlsx")
	in.ok(os.WriteFile(from, form, 0o600))
	out, err := exec.CommandContext(in.Context(), python, "-W", "ignore", "-c", fillIn, from, to, how).CombinedOutput()
	if err != nil {
		in.Fatalf("openpyxl: %v\n%s", err, out)
	}
	file, err = os.ReadFile(to)
	in.ok(err)
	return file, strings.Fields(string(out))
}

// resaved is a workbook as LibreOffice saves it.
func (in *installation) resaved(file []byte) []byte {
	in.Helper()
	soffice := testtool.Look(in, "soffice")
	folder, to := in.TempDir(), in.TempDir()
	path := filepath.Join(folder, "filled.xlsx")
	in.ok(os.WriteFile(path, file, 0o600))
	out, err := exec.CommandContext(in.Context(), soffice, "-env:UserInstallation=file://"+in.TempDir(),
		"--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", to, path).CombinedOutput()
	if err != nil {
		in.Fatalf("soffice: %v\n%s", err, out)
	}
	again, err := os.ReadFile(filepath.Join(to, "filled.xlsx"))
	in.ok(err)
	return again
}

func (in *installation) read(file []byte) (logbook.Table, service.LogPreview) {
	in.Helper()
	words, err := i18n.For(i18n.English)
	in.ok(err)
	t, err := in.ReadLog(in.Context(), in.by("staff"), baltic, file, words)
	in.ok(err)
	p, err := in.PreviewLog(in.Context(), in.by("staff"), baltic, t)
	in.ok(err)
	return t, p
}

// own are the activities of drosa-maja of the second half of 2026, by reference.
func (in *installation) own() []partnership.Activity {
	in.Helper()
	var all []partnership.Activity
	page, err := in.Activities(in.Context(), in.by("staff"), baltic, service.Listing{
		Filter: service.Filter{Partner: drosa, From: results.DateOf(2026, 8, 1)}, Limit: 1000,
	})
	in.ok(err)
	for _, a := range page.Items {
		all = append(all, a.Value.Value)
	}
	slices.SortFunc(all, func(a, b partnership.Activity) int { return strings.Compare(a.Ref, b.Ref) })
	return all
}

// TestLogbookRoundTrip: a form that was filled in, also where another program has
// saved it anew, is stored exactly, once.
func TestLogbookRoundTrip(t *testing.T) {
	t.Parallel()
	for _, isResaved := range []bool{false, true} {
		t.Run(map[bool]string{false: "openpyxl", true: "LibreOffice"}[isResaved], func(t *testing.T) {
			t.Parallel()
			in := install(t, openSQLite(t, t.TempDir()))
			before := in.own()
			file, _ := in.filled(in.logForm(i18n.Latvian, service.XLSX), "right")
			if isResaved {
				file = in.resaved(file)
			}
			table, p := in.read(file)
			if p.Counts[service.LogNew] != 150 || p.Counts[service.LogFaulty] != 0 || table.Stamp.Period != 2 || table.Language != i18n.Latvian {
				for _, e := range p.Entries {
					if e.State == service.LogFaulty {
						t.Logf("rows %v: %+v", e.Rows, e.Faults)
					}
				}
				t.Fatalf("counts %v, stamp %+v in %s", p.Counts, table.Stamp, table.Language)
			}
			if len(in.own()) != len(before) {
				t.Fatal("looking has stored something")
			}
			by := in.by("staff")
			by.Key = "of the form"
			count, err := in.StoreLog(t.Context(), by, baltic, table, service.LogStoring{Seen: p.Seen})
			in.ok(err)
			again, err := in.StoreLog(t.Context(), by, baltic, table, service.LogStoring{Seen: p.Seen}) // sent twice
			in.ok(err)
			if count != 150 || again != 150 {
				t.Errorf("stored %d, then %d", count, again)
			}
			in.stored(before)
			_, p = in.read(file)
			if p.Counts[service.LogUnchanged] < 150 || p.Counts[service.LogNew]+p.Counts[service.LogChanged]+p.Counts[service.LogFaulty] != 0 {
				t.Errorf("sent again: %v", p.Counts)
			}
			// The next form has them, and says the same.
			_, p = in.read(in.logForm(i18n.Latvian, service.XLSX))
			if p.Counts[service.LogNew]+p.Counts[service.LogChanged]+p.Counts[service.LogFaulty] != 0 || p.Counts[service.LogUnchanged] < 150 {
				t.Errorf("the next form: %v", p.Counts)
			}
			in.sound()
		})
	}
}

// stored holds what the filled-in form has become.
func (in *installation) stored(before []partnership.Activity) {
	in.Helper()
	byTitle := map[string]partnership.Activity{}
	all := in.own()
	for _, a := range all {
		byTitle[a.Title["lv"]] = a
	}
	if len(all) != len(before)+150 {
		in.Fatalf("%d activities, were %d", len(all), len(before))
	}
	for n := range 150 {
		value, four := results.Int(10+n), results.Int(4)
		c := results.Contribution{Indicator: "OP1.1", Value: &value}
		if n%3 == 0 {
			c.Cells = []results.Cell{{By: results.By{{Dimension: "profession", Category: "social"}, {Dimension: "sex", Category: "f"}}, Value: &four}}
		}
		start, err := results.ParseDate("2026-08-01")
		in.ok(err)
		title := fmt.Sprintf("Diena Nr. %d", n)
		is := byTitle[title]
		want := partnership.Activity{
			Ref: is.Ref, Partner: drosa, Type: partnership.Training, Title: results.Text{"lv": title}, Start: later(start, n%100),
			Narrative: results.Text{"lv": "=stāsts, ar „pēdiņām”\notrā rinda"}, Output: "OP1", Planned: "A1.1", Country: "FI", Place: "Rīga",
			Status: partnership.Draft, Contributions: []results.Contribution{c},
		}
		if want.Country = is.Country; is.Country == "" {
			in.Errorf("%s has no country", title)
		}
		if diff := cmp.Diff(want, is, cmp.Comparer(results.Number.Equal), cmp.Comparer(func(a, b results.Date) bool { return a == b })); diff != "" {
			in.Fatalf("%s (-want +got):\n%s", title, diff)
		}
	}
}

func later(d results.Date, days int) results.Date {
	year, month, day := d.Parts()
	return results.DateOf(year, month, day+days)
}

// TestLogbookFaults: thirty planted faults are thirty findings, each at its cell, and
// nothing is stored.
func TestLogbookFaults(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	before := in.own()
	file, planted := in.filled(in.logForm(i18n.Latvian, service.XLSX), "faulty")
	table, p := in.read(file)
	var found []string
	for _, e := range p.Entries {
		for _, f := range e.Faults {
			if !f.Warning {
				found = append(found, f.Cell)
			}
		}
	}
	if len(planted) != 30 {
		t.Fatalf("%d planted", len(planted))
	}
	if diff := cmp.Diff(planted, found); diff != "" {
		t.Errorf("cells (-planted +found):\n%s", diff)
	}
	_, err := in.StoreLog(t.Context(), in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen})
	in.refused(err, service.Invalid)
	if len(in.own()) != len(before) {
		t.Error("something was stored")
	}
	in.sound()
}

// TestLogbookCSV: text tables are read by the marks of their language, and hold
// nothing that a spreadsheet would run.
func TestLogbookCSV(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	if form := in.logForm(i18n.Finnish, service.CSV); !bytes.HasPrefix(form, []byte("\ufeffNro;Viite;")) {
		t.Errorf("the form begins %.40q", form)
	}
	finnish := "Toiminnan laji;Otsikko;Ensimmäinen päivä;Indikaattori;Kuinka paljon\nKoulutus;Päivä;3.11.2026;OP1.2;1 284,5\n"
	english := "Type of activity,Title,First day,Indicator,How many\nTraining,'=A day,2026-11-03,OP1.2,\"1,284.5\"\n"
	words, err := i18n.For(i18n.Finnish)
	in.ok(err)
	heads := map[string]string{"Toiminnan laji": "activity.type", "Otsikko": "activity.title", "Ensimmäinen päivä": "activity.start", "Indikaattori": "report.indicator", "Kuinka paljon": "activity.value"}
	for typed, key := range heads {
		finnish = strings.Replace(finnish, typed, words.Text(key, nil), 1)
	}
	for name, text := range map[string]string{"Päivä": finnish, "=A day": english} {
		_, p := in.read([]byte(text))
		if p.Counts[service.LogNew] != 1 || len(p.Entries) != 1 {
			t.Fatalf("%s: %v, %+v", name, p.Counts, p.Entries)
		}
		a := p.Entries[0].Activity
		if title, _ := a.Title.In("fi"); title != name || a.Contributions[0].Value.String() != "1284.5" || a.Start != results.DateOf(2026, 11, 3) {
			t.Errorf("%s is %+v", name, a)
		}
	}
}

// personalRows tell two activities; the title of the one and a note of the other name people.
const personalRows = "no;type;title;start;country;part;indicator;value;note\r\n" +
	"1;training;A day, ask anna@example.lv;2026-09-01;LV;A1.1;OP1.2;1;\r\n" +
	"2;training;A day in Cēsis;2026-09-02;LV;A1.1;OP1.2;1;call +371 29123456\r\n" +
	"3;training;A day in Ogre;2026-09-03;LV;A1.1;OP1.2;1;nobody\r\n"

// TestLogbookOfPersonalData: what identifies people is told at its cell; it is stored as
// drafts, and submitted only by who says why it stays, which is kept where it was needed.
func TestLogbookOfPersonalData(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	before := len(in.own())
	table, p := in.read([]byte(personalRows))
	var found []string
	for _, e := range p.Entries {
		for _, f := range e.Faults {
			found = append(found, fmt.Sprint(f.Cell, " ", f.Problem.Code, " ", f.Warning))
		}
	}
	if diff := cmp.Diff([]string{"C2 personal-email true", "I3 personal-phone true"}, found); diff != "" || !p.IsPersonal() || !p.IsStorable() {
		t.Fatalf("cells (-want +got):\n%s", diff)
	}
	_, err := in.StoreLog(t.Context(), in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen, Submit: true})
	in.refused(err, service.Invalid)
	if len(in.own()) != before {
		t.Error("something was stored")
	}
	_, err = in.StoreLog(t.Context(), in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen, Submit: true, Why: "They are the contacts for the public"})
	in.ok(err)
	submitted := 0
	for _, a := range in.own() {
		if !strings.HasPrefix(a.Title["en"], "A day") {
			continue
		}
		submitted++
		logged, err := in.Activity(t.Context(), in.by("lead"), baltic, a.Ref)
		in.ok(err)
		isExplained := len(logged.Value.Comments) == 1 && logged.Value.Comments[0].Step == partnership.Submit
		if a.Status != partnership.Submitted || isExplained != (a.Title["en"] != "A day in Ogre") {
			t.Errorf("%s is %s, with %+v", a.Title["en"], a.Status, logged.Value.Comments)
		}
	}
	if submitted != 3 {
		t.Errorf("%d submitted", submitted)
	}
	in.sound()
}

// TestLogbookOfAnotherTime: a form of an earlier framework is explained, what others
// have changed since is told, and forms of others are refused.
func TestLogbookOfAnotherTime(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	form := in.logForm(i18n.Latvian, service.XLSX)
	file, _ := in.filled(form, "right")
	table, _ := in.read(file)
	in.ok(in.change(func(s *partnership.Setup) {
		out := &s.Project.Results[0].Results[0].Results[0]
		out.Indicators = append(out.Indicators, results.Indicator{Code: "OP1.9", Title: results.Text{"en": "Leaflets"}, Measure: results.MeasureNumber})
	}))
	_, p := in.read(file)
	if p.Difference == nil || !slices.Equal(p.Difference.Added, []string{"OP1.9"}) || p.Counts[service.LogNew] != 150 {
		t.Fatalf("difference %+v, %v", p.Difference, p.Counts)
	}
	first := p.Entries[slices.IndexFunc(p.Entries, func(e service.LogEntry) bool { return e.State == service.LogNew })].Activity
	_, err := in.LogActivity(t.Context(), in.by("manager"), baltic, *first)
	in.ok(err)
	_, err = in.StoreLog(t.Context(), in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen, Submit: true})
	in.refused(err, service.Conflict)
	_, p = in.read(file)
	if _, err = in.StoreLog(t.Context(), in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen, Submit: true}); err != nil {
		t.Fatal(err)
	}
	_, p = in.read(file)
	if p.Counts[service.LogUnchanged] < 150 {
		t.Errorf("after submitting: %v", p.Counts)
	}
	words, err := i18n.For(i18n.English)
	in.ok(err)
	for _, who := range []string{"other", "lead"} {
		_, err = in.ReadLog(t.Context(), in.by(who), baltic, file, words)
		in.refused(err, service.Invalid)
	}
	for _, who := range []string{"funder", "auditor"} {
		_, err = in.ReadLog(t.Context(), in.by(who), baltic, file, words)
		in.refused(err, service.Forbidden)
	}
	in.sound()
}

// TestLogbookRefused: files that cannot be read are refused in words.
func TestLogbookRefused(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	words, err := i18n.For(i18n.English)
	in.ok(err)
	for _, file := range []string{"%PDF-1.7", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PK\x03\x04", "just;text", "\xff\xfe\x00"} {
		_, err := in.ReadLog(t.Context(), in.by("staff"), baltic, []byte(file), words)
		in.refused(err, service.Invalid)
		var e *service.Error
		if !errors.As(err, &e) || words.Text(e.Message, e.Args) == "" || strings.Contains(words.Text(e.Message, e.Args), "⟦") {
			t.Errorf("%q: %v", file, err)
		}
	}
}

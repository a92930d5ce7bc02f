package service_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/testtool"
)

// pages are the references of a list, page by page.
func (in *installation) pages(name string, l service.Listing) []string {
	in.Helper()
	var refs []string
	for range 1000 {
		page, err := in.Activities(in.Context(), in.by(name), baltic, l)
		in.ok(err)
		for _, a := range page.Items {
			refs = append(refs, a.Value.Value.Ref)
		}
		if page.Next == "" {
			return refs
		}
		l.After = page.Next
	}
	in.Fatal("the list does not end")
	return nil
}

// TestIndexAndStorageListAlike: the index answers what the storage would, in every
// order, for everyone, while entries come, change and go.
func TestIndexAndStorageListAlike(t *testing.T) {
	each(t, func(in *installation) {
		seed := uint64(time.Now().UnixNano())
		in.Logf("seed %d", seed)
		chance := rand.New(rand.NewPCG(seed, 0))
		for round := range 12 {
			in.changeSomething(chance)
			f := service.Filter{}
			if chance.IntN(2) == 0 {
				f.Partner = drosa
			}
			if chance.IntN(2) == 0 {
				f.Status = partnership.Accepted
			}
			if chance.IntN(2) == 0 {
				f.From, f.To = results.DateOf(2026, 1+chance.IntN(6), 1), results.DateOf(2026, 12, 31)
			}
			for _, name := range []string{"staff", "lead", "auditor"} {
				for _, o := range []service.Order{service.Newest, service.Oldest, service.LastMade} {
					l := service.Listing{Filter: f, Order: o, Limit: 1 + chance.IntN(9)}
					stored := in.pages(name, l)
					l.Search = " " // no word, but the index is asked
					if diff := cmp.Diff(stored, in.pages(name, l)); diff != "" {
						in.Fatalf("round %d, %s, %+v (-storage +index):\n%s", round, name, l, diff)
					}
					n, err := in.CountActivities(in.Context(), in.by(name), baltic, l.Filter)
					in.ok(err)
					if n != len(stored) {
						in.Errorf("%s, %+v: counted %d of %d", name, l, n, len(stored))
					}
				}
			}
		}
	})
}

// changeSomething logs, submits, accepts or deletes an activity.
func (in *installation) changeSomething(chance *rand.Rand) {
	in.Helper()
	ref := in.log()
	switch chance.IntN(4) {
	case 0:
		_, err := in.DeleteActivity(in.Context(), in.by("staff"), baltic, ref, 1)
		in.ok(err)
	case 1:
		in.ok(in.step("staff", ref, partnership.Submit, ""))
	case 2:
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		in.ok(in.step("lead", ref, partnership.Accept, ""))
	}
}

func TestSearch(t *testing.T) {
	each(t, func(in *installation) {
		a := draft()
		a.Title = results.Text{"lv": "Apmācība skolās Rēzeknē", "ru": "Обучение в школах"}
		a.Place = "Rēzekne"
		ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, a)
		in.ok(err)
		for search, want := range map[string]bool{
			"rezekne": true, "RĒZEKNĒ": true, "обучение": true, "школах rezekne": true, "drosa apmaciba": true, ref: true,
			"rezekne riga": false, "nowhere": false,
		} {
			l := service.Listing{Filter: service.Filter{Partner: drosa, Search: search}, Limit: 20}
			if got := slices.Contains(in.pages("staff", l), ref); got != want {
				in.Errorf("%q finds it: %v", search, got)
			}
			l.Partner = ""
			if slices.Contains(in.pages("other", l), ref) {
				in.Errorf("%q shows a draft to another partner", search)
			}
		}
		l := service.Listing{Filter: service.Filter{Partner: drosa, Search: "rezekne", Kind: "webinar"}, Limit: 20}
		if slices.Contains(in.pages("staff", l), ref) {
			in.Error("a training is found among webinars")
		}
		for _, search := range []string{"", "rezekne"} {
			l = service.Listing{Filter: service.Filter{Search: search}, Limit: 20, After: "nonsense"}
			if _, err := in.Activities(in.Context(), in.by("lead"), baltic, l); !errors.Is(err, store.ErrCursor) {
				in.Errorf("a cursor that is none: %v", err)
			}
		}
		_, err = in.Activities(in.Context(), in.by("funder"), baltic, l)
		in.refused(err, service.Forbidden)
	})
}

func TestPublicationsAndEvidence(t *testing.T) {
	each(t, func(in *installation) {
		for _, o := range []service.PartSort{service.Publications, service.Evidence} {
			var all []string
			l := service.Listing{Limit: 2}
			for {
				page, err := in.Parts(in.Context(), in.by("lead"), baltic, o, l)
				in.ok(err)
				for _, p := range page.Items {
					all = append(all, fmt.Sprintf("%s %s %d", p.Activity.Day(), p.Activity.Ref, p.No))
				}
				if l.After = page.Next; l.After == "" {
					if page.Count != len(all) || len(all) == 0 {
						in.Errorf("sort %d: %d listed, %d counted", o, len(all), page.Count)
					}
					break
				}
			}
			if !slices.IsSortedFunc(all, func(a, b string) int { return strings.Compare(b[:10], a[:10]) }) {
				in.Errorf("sort %d: not the newest first: %q", o, all)
			}
		}
	})
}

// TestSeveralAtOnce: what cannot be done with one does not hold the others up, and
// the same form sent again does nothing more.
func TestSeveralAtOnce(t *testing.T) {
	each(t, func(in *installation) {
		before := in.figure("OP1.2", 2)
		var all []service.Chosen
		for range 3 {
			ref := in.log()
			in.ok(in.step("staff", ref, partnership.Submit, ""))
			all = append(all, service.Chosen{Ref: ref, Seen: 2})
		}
		all[1].Seen = 1
		by := service.By{User: in.by("lead").User, Key: "several"}
		for range 2 {
			outcomes, err := in.MoveActivities(in.Context(), by, baltic, all, partnership.Accept, "")
			in.ok(err)
			for n, o := range outcomes {
				if is := o.Refused == nil; is != (n != 1) {
					in.Errorf("%s: %v", o.Ref, o.Refused)
				}
			}
		}
		if after := in.figure("OP1.2", 2); after == before {
			in.Errorf("figure stays %s", after)
		}
		in.sound()
	})
}

// hostile are texts that a spreadsheet would take for formulas.
var hostile = []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")"}

// TestListFiles hands lists out as CSV and as workbook: both hold the same, as
// openpyxl and LibreOffice read them too, and nothing in CSV begins a formula.
func TestListFiles(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	for _, text := range hostile {
		a := draft()
		a.Title, a.Place = results.Text{"en": text}, text
		_, err := in.LogActivity(in.Context(), in.by("staff"), baltic, a)
		in.ok(err)
	}
	words, err := i18n.For(i18n.English)
	in.ok(err)
	h := service.Handout{Words: words}
	for name, write := range map[string]func(h service.Handout, w *bytes.Buffer) error{
		"activities": func(h service.Handout, w *bytes.Buffer) error {
			return in.ActivitiesFile(in.Context(), in.by("lead"), baltic, h, w)
		},
		"measurements": func(h service.Handout, w *bytes.Buffer) error {
			return in.MeasurementsFile(in.Context(), in.by("lead"), baltic, h, w)
		},
		"publications": func(h service.Handout, w *bytes.Buffer) error {
			return in.PartsFile(in.Context(), in.by("lead"), baltic, service.Publications, h, w)
		},
		"evidence": func(h service.Handout, w *bytes.Buffer) error {
			return in.PartsFile(in.Context(), in.by("lead"), baltic, service.Evidence, h, w)
		},
	} {
		var text, book bytes.Buffer
		h.Format = service.CSV
		in.ok(write(h, &text))
		h.Format = service.XLSX
		in.ok(write(h, &book))
		rows := csvRows(t, text.Bytes())
		if len(rows) < 2 {
			t.Errorf("%s: %d rows", name, len(rows))
		}
		for n, row := range rows {
			for k, cell := range row {
				if cell != "" && strings.ContainsRune("=+@\t\r", rune(cell[0])) {
					t.Errorf("%s: row %d has %q", name, n, cell)
				}
				row[k] = strings.TrimPrefix(cell, "'")
			}
		}
		if diff := cmp.Diff(rows, cellsOf(t, book.Bytes())); diff != "" {
			t.Errorf("%s (-CSV +openpyxl):\n%s", name, diff)
		}
		if diff := cmp.Diff(rows, cellsOf(t, rewritten(t, book.Bytes()))); diff != "" {
			t.Errorf("%s (-CSV +LibreOffice):\n%s", name, diff)
		}
	}
}

func csvRows(t *testing.T, file []byte) [][]string {
	t.Helper()
	text, hasMark := bytes.CutPrefix(file, []byte("\xef\xbb\xbf"))
	if !hasMark {
		t.Error("no byte order mark")
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// cellsOf are the cells of a workbook's only sheet as openpyxl reads them: numbers
// and days as CSV has them.
func cellsOf(t *testing.T, book []byte) [][]string {
	t.Helper()
	const script = `
import datetime, decimal, io, json, sys, openpyxl
sheet = openpyxl.load_workbook(io.BytesIO(sys.stdin.buffer.read())).active
def text(v):
    if v is None: return ""
    if isinstance(v, datetime.datetime): return v.date().isoformat()
    if isinstance(v, float): return format(decimal.Decimal(repr(v)).normalize(), "f")
    return str(v)
rows = [[text(c.value) for c in row] for row in sheet.iter_rows()]
while rows and not any(rows[-1]): rows.pop()
print(json.dumps(rows))`
	cmd := exec.CommandContext(t.Context(), testtool.Python(t, "openpyxl"), "-c", script)
	cmd.Stdin = bytes.NewReader(book)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// rewritten is a workbook as LibreOffice writes it again.
func rewritten(t *testing.T, book []byte) []byte {
	t.Helper()
	program, folder := testtool.Look(t, "soffice"), t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "list.xlsx"), book, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"),
		"--headless", "--convert-to", "xlsx", "--outdir", filepath.Join(folder, "out"), filepath.Join(folder, "list.xlsx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(folder, "out", "list.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

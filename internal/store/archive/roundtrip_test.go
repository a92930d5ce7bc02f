package archive_test

import (
	"bytes"
	"io/fs"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

func demo(t *testing.T) *partnership.Dossier {
	t.Helper()
	data, err := fs.ReadFile(configs.Demo, "demo/bundle.json")
	check(t, err)
	d, problems := bundle.Decode(data, bundle.Options{})
	if d == nil {
		t.Fatalf("the demo: %v", problems)
	}
	return d
}

func TestDossiersComeBack(t *testing.T) {
	t.Parallel()
	everything := filled[partnership.Dossier](t)
	dossiers := map[string]*partnership.Dossier{"demo": demo(t), "sample": sample.Project(2000), "everything": &everything}
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			for name, d := range dossiers {
				keep(t, e, d)
				got := fetch(t, e, d.Project.Code)
				if diff := cmp.Diff(d, got, dates); diff != "" {
					t.Errorf("%s (-kept +fetched):\n%s", name, diff)
				}
				if name == "everything" { // it is no sound bundle
					continue
				}
				if !bytes.Equal(encoded(t, d), encoded(t, got)) {
					t.Errorf("%s: the bundle differs", name)
				}
			}
		})
	}
}

func encoded(t *testing.T, d *partnership.Dossier) []byte {
	t.Helper()
	var b bytes.Buffer
	check(t, bundle.Encode(&b, d))
	return b.Bytes()
}

// keep stores a dossier as an import does.
func keep(t *testing.T, e store.Engine, d *partnership.Dossier) {
	t.Helper()
	no := 0
	load(t, e, func(put func(archive.Write, error)) {
		put(archive.Projects.Insert(partnership.Setup{
			Version: 1, At: time.UnixMilli(1).UTC(), By: "me", Organisations: d.Organisations, Project: d.Project,
		}))
		keepList(put, archive.Activities, d, d.Activities, &no)
		keepList(put, archive.Measurements, d, d.Measurements, &no)
		keepList(put, archive.Deductions, d, d.Deductions, &no)
		keepList(put, archive.Expenditure, d, d.Expenditure, &no)
		keepList(put, archive.Rates, d, d.Rates, &no)
		keepList(put, archive.Narratives, d, d.Narratives, &no)
	})
}

func load(t *testing.T, e store.Engine, puts func(put func(archive.Write, error))) {
	t.Helper()
	_, err := store.Load(t.Context(), e, func(yield func(store.Write, error) bool) {
		goesOn := true
		puts(func(w archive.Write, err error) { goesOn = goesOn && yield(w.Write, err) })
	})
	check(t, err)
}

func keepList[T any](put func(archive.Write, error), table archive.Table[partnership.Logged[T]], d *partnership.Dossier, items []T, no *int) {
	for _, item := range items {
		*no++
		put(table.Insert(partnership.Logged[T]{Project: d.Project.Code, No: *no, Value: item}))
	}
}

func fetch(t *testing.T, e store.Engine, project partnership.ProjectCode) *partnership.Dossier {
	t.Helper()
	setup, err := archive.Projects.Get(t.Context(), e, string(project))
	check(t, err)
	d := setup.Value.Dossier()
	no := 0
	fetchList(t, e, archive.Activities, project, &d.Activities, &no)
	fetchList(t, e, archive.Measurements, project, &d.Measurements, &no)
	fetchList(t, e, archive.Deductions, project, &d.Deductions, &no)
	fetchList(t, e, archive.Expenditure, project, &d.Expenditure, &no)
	fetchList(t, e, archive.Rates, project, &d.Rates, &no)
	fetchList(t, e, archive.Narratives, project, &d.Narratives, &no)
	return d
}

func fetchList[T any](t *testing.T, e store.Engine, table archive.Table[partnership.Logged[T]], project partnership.ProjectCode, items *[]T, no *int) {
	t.Helper()
	q := store.Query{Where: []store.Condition{store.Equal("project", project)}}
	for found, err := range table.Find(t.Context(), e, q) {
		check(t, err)
		*no++
		if found.Value.No != *no || found.Value.Project != project || found.Rev != 1 {
			t.Fatalf("%s %s is %s %d at revision %d", table.Collection(), found.ID, found.Value.Project, found.Value.No, found.Rev)
		}
		*items = append(*items, found.Value.Value)
	}
}

// comesBack keeps a value and reads it again, and says how it differs.
func comesBack[T any](t *testing.T, e store.Engine, table archive.Table[T], v T) string {
	t.Helper()
	w, err := table.Insert(v)
	check(t, err)
	check(t, e.Commit(t.Context(), store.Unit{w.Write}))
	got, err := table.Get(t.Context(), e, table.ID(v))
	check(t, err)
	if got.Hash != w.Change.After {
		t.Errorf("%s: kept with hash %s, read with %s", table.Collection(), w.Change.After, got.Hash)
	}
	return cmp.Diff(archive.Stored[T]{ID: w.ID, Rev: 1, Hash: w.Change.After, Value: v}, got, dates)
}

// TestEveryFieldComesBack: a field that a type gets and that is not stored fails
// here.
func TestEveryFieldComesBack(t *testing.T) {
	t.Parallel()
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			for collection, diff := range map[string]string{
				"projects":        comesBack(t, e, archive.Projects, filled[partnership.Setup](t)),
				"versions":        comesBack(t, e, archive.Versions, filled[partnership.Setup](t)),
				"activities":      comesBack(t, e, archive.Activities, filled[partnership.Logged[partnership.Activity]](t)),
				"measurements":    comesBack(t, e, archive.Measurements, filled[partnership.Logged[partnership.Measurement]](t)),
				"deductions":      comesBack(t, e, archive.Deductions, filled[partnership.Logged[results.Deduction]](t)),
				"narratives":      comesBack(t, e, archive.Narratives, filled[partnership.Logged[partnership.Narrative]](t)),
				"expenditure":     comesBack(t, e, archive.Expenditure, filled[partnership.Logged[partnership.Expense]](t)),
				"rates":           comesBack(t, e, archive.Rates, filled[partnership.Logged[partnership.Rate]](t)),
				"partner reports": comesBack(t, e, archive.PartnerReports, filled[partnership.PartnerReport](t)),
				"project reports": comesBack(t, e, archive.ProjectReports, filled[partnership.ProjectReport](t)),
				"attachments":     comesBack(t, e, archive.Attachments, filled[partnership.Attachment](t)),
				"users":           comesBack(t, e, archive.Users, filled[partnership.User](t)),
				"memberships":     comesBack(t, e, archive.Memberships, filled[partnership.Membership](t)),
				"invitations":     comesBack(t, e, archive.Invitations, filled[partnership.Invitation](t)),
				"second factors":  comesBack(t, e, archive.SecondFactors, filled[partnership.SecondFactor](t)),
				"identities":      comesBack(t, e, archive.Identities, filled[partnership.Identity](t)),
				"calendar links":  comesBack(t, e, archive.CalendarLinks, filled[partnership.CalendarLink](t)),
				"passkeys":        comesBack(t, e, archive.Passkeys, filled[partnership.Passkey](t)),
				"letters":         comesBack(t, e, archive.Letters, filled[partnership.Letter](t)),
				"jobs":            comesBack(t, e, archive.Jobs, filled[archive.Job](t)),
				"processes":       comesBack(t, e, archive.Processes, filled[archive.Process](t)),
				"news marks":      comesBack(t, e, archive.NewsMarks, filled[archive.NewsMark](t)),
				"policies":        comesBack(t, e, archive.Policies, filled[partnership.Policy](t)),
				"tokens":          comesBack(t, e, archive.Tokens, filled[partnership.Token](t)),
				"token uses":      comesBack(t, e, archive.TokenUses, filled[partnership.TokenUse](t)),
				"sessions":        comesBack(t, e, archive.Sessions, filled[partnership.Session](t)),
				"seal keys":       comesBack(t, e, archive.SealKeys, filled[partnership.SealKey](t)),
				"audits":          comesBack(t, e, archive.Audits, filled[partnership.Audit](t)),
				"chains":          comesBack(t, e, archive.Chains, filled[partnership.Chain](t)),
				"requests":        comesBack(t, e, archive.Requests, filled[archive.Request](t)),
				"imports":         comesBack(t, e, archive.Imports, filled[archive.Import](t)),
				"tallies":         comesBack(t, e, archive.TallyTable, filledTally(t)),
			} {
				if diff != "" {
					t.Errorf("%s (-kept +read):\n%s", collection, diff)
				}
			}
		})
	}
}

func TestTimesAreUTC(t *testing.T) {
	t.Parallel()
	e, at := openSQLite(t), time.Date(2026, 5, 4, 3, 2, 1, 999_999_999, time.FixedZone("", 7200))
	if diff := comesBack(t, e, archive.Imports, archive.Import{Project: "P", At: at.Truncate(time.Millisecond)}); diff != "" {
		t.Errorf("-kept +read:\n%s", diff)
	}
	i, err := archive.Imports.Get(t.Context(), e, "P")
	check(t, err)
	if i.Value.At.Location() != time.UTC {
		t.Errorf("the time comes back in %s", i.Value.At.Location())
	}
}

// TestNothingComesBackAsItWas: what is empty, zero or missing stays so.
func TestNothingComesBackAsItWas(t *testing.T) {
	t.Parallel()
	zero, none := results.Number{}, 0
	empty := results.Indicator{
		Code: "empty", Title: results.Text{}, Baseline: &results.Baseline{}, Target: &results.Goal{}, Decimals: &none,
		Milestones: []results.Milestone{{}}, PartnerTargets: []results.PartnerTarget{{Value: &zero}},
	}
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			for name, diff := range map[string]string{
				"a project of nothing": comesBack(t, e, archive.Projects, partnership.Setup{Project: partnership.Project{Code: "P"}}),
				"a project of nothings": comesBack(t, e, archive.Versions, partnership.Setup{Project: partnership.Project{
					Code: "P", Summary: results.Text{}, SuppressBelow: &none, Thresholds: results.Thresholds{AtRisk: &zero},
					Partners: []partnership.Partner{{}, {Suspended: &partnership.Suspension{}, Budget: &zero}},
					Results:  []results.Result{{}, {Indicators: []results.Indicator{{}, empty}, Results: []results.Result{{}}}},
				}}),
				"a draft of nothing": comesBack(t, e, archive.Activities, partnership.Logged[partnership.Activity]{Project: "P", No: 1}),
				"a draft of nothings": comesBack(t, e, archive.Activities, partnership.Logged[partnership.Activity]{
					Project: "P", No: 2, Comments: []partnership.Comment{{}},
					Value: partnership.Activity{
						Ref: "A-2", Narrative: results.Text{"": ""},
						Contributions: []results.Contribution{{}, {Value: &zero, Text: results.Text{}, Cells: []results.Cell{{}, {By: results.By{}}}}},
						Quotes:        []partnership.Quote{{}, {Consent: &partnership.Consent{}}},
					},
				}),
				"the operator's entry": comesBack(t, e, archive.Audits, partnership.Audit{Chain: partnership.Installation, No: 1}),
				"an empty tally":       comesBack(t, e, archive.TallyTable, archive.Tally{Project: "P", Tally: &results.Tally{}}),
			} {
				if diff != "" {
					t.Errorf("%s (-kept +read):\n%s", name, diff)
				}
			}
		})
	}
}

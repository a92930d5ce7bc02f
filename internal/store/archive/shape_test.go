package archive_test

import (
	"encoding/binary"
	"flag"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

var update = flag.Bool("update", false, "write testdata/shape.txt anew")

const shapeFile = "testdata/shape.txt"

// TestShape holds the stored form of every collection against the one on file.
func TestShape(t *testing.T) {
	t.Parallel()
	s := shape{declared: map[string]store.Collection{}}
	for _, c := range archive.Schema().Collections {
		s.declared[c.Name] = c
	}
	for _, m := range archive.Schema().Migrations {
		fmt.Fprintf(&s.text, "migration %s\n", m.Name)
	}
	describe(t, &s, archive.Projects, filled[partnership.Setup](t))
	describe(t, &s, archive.Versions, filled[partnership.Setup](t))
	describe(t, &s, archive.Activities, filled[partnership.Logged[partnership.Activity]](t))
	describe(t, &s, archive.Measurements, filled[partnership.Logged[partnership.Measurement]](t))
	describe(t, &s, archive.Deductions, filled[partnership.Logged[results.Deduction]](t))
	describe(t, &s, archive.Narratives, filled[partnership.Logged[partnership.Narrative]](t))
	describe(t, &s, archive.Expenditure, filled[partnership.Logged[partnership.Expense]](t))
	describe(t, &s, archive.SpendingTable, filled[archive.Spent](t))
	describe(t, &s, archive.Receipts, filled[partnership.Logged[partnership.Receipt]](t))
	describe(t, &s, archive.Forecasts, filled[partnership.Forecast](t))
	describe(t, &s, archive.Rates, filled[partnership.Logged[partnership.Rate]](t))
	describe(t, &s, archive.TallyTable, filledTally(t))
	describe(t, &s, archive.PartnerReports, filled[partnership.PartnerReport](t))
	describe(t, &s, archive.ProjectReports, filled[partnership.ProjectReport](t))
	describe(t, &s, archive.Attachments, filled[partnership.Attachment](t))
	describe(t, &s, archive.Users, filled[partnership.User](t))
	describe(t, &s, archive.Memberships, filled[partnership.Membership](t))
	describe(t, &s, archive.Invitations, filled[partnership.Invitation](t))
	describe(t, &s, archive.SecondFactors, filled[partnership.SecondFactor](t))
	describe(t, &s, archive.Tokens, filled[partnership.Token](t))
	describe(t, &s, archive.TokenUses, filled[partnership.TokenUse](t))
	describe(t, &s, archive.Identities, filled[partnership.Identity](t))
	describe(t, &s, archive.CalendarLinks, filled[partnership.CalendarLink](t))
	describe(t, &s, archive.Passkeys, filled[partnership.Passkey](t))
	describe(t, &s, archive.Letters, filled[partnership.Letter](t))
	describe(t, &s, archive.NewsMarks, filled[archive.NewsMark](t))
	describe(t, &s, archive.Policies, filled[partnership.Policy](t))
	describe(t, &s, archive.Sessions, filled[partnership.Session](t))
	describe(t, &s, archive.SealKeys, filled[partnership.SealKey](t))
	describe(t, &s, archive.Audits, filled[partnership.Audit](t))
	describe(t, &s, archive.Chains, filled[partnership.Chain](t))
	describe(t, &s, archive.Requests, filled[archive.Request](t))
	describe(t, &s, archive.KeptForms, filled[partnership.KeptForm](t))
	describe(t, &s, archive.UploadParts, filled[partnership.UploadPart](t))
	describe(t, &s, archive.Imports, filled[archive.Import](t))
	describe(t, &s, archive.Jobs, filled[archive.Job](t))
	describe(t, &s, archive.Processes, filled[archive.Process](t))
	for name := range s.declared {
		t.Errorf("collection %s is not described here", name)
	}
	if *update {
		check(t, os.WriteFile(shapeFile, []byte(s.text.String()), 0o600))
	}
	want, err := os.ReadFile(shapeFile)
	check(t, err)
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(s.text.String(), "\n")); diff != "" {
		t.Errorf("what is stored has another shape (-on file +now). Installations hold the old one: "+
			"Schema needs a migration, then go test ./internal/store/archive -update\n%s", diff)
	}
}

// A shape is being written: each collection with its declaration, and each path in
// its documents with what is there.
type shape struct {
	declared map[string]store.Collection
	text     strings.Builder
}

func describe[T any](t *testing.T, s *shape, table archive.Table[T], v T) {
	t.Helper()
	c := s.declared[table.Collection()]
	delete(s.declared, c.Name)
	w, err := table.Insert(v)
	check(t, err)
	fmt.Fprintf(&s.text, "\n%s\n", c.Name)
	if c.Shard != "" {
		fmt.Fprintf(&s.text, "  shard %s\n", c.Shard)
	}
	for _, k := range c.Keys {
		fmt.Fprintf(&s.text, "  key %s %s\n", k.Field, k.Kind)
	}
	fmt.Fprintf(&s.text, "  unique %v\n  indexes %v\n", c.Unique, c.Indexes)
	var lines []string
	for line := range paths("", w.Body) {
		line = strings.ReplaceAll(line, "results[].results[]", "results[]") // they nest
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	fmt.Fprintf(&s.text, "  %s\n", strings.Join(lines, "\n  "))
}

// paths yields the paths below a document, each with the type that is there.
func paths(above string, d bson.Raw) iter.Seq[string] {
	return func(yield func(string) bool) {
		elements, err := d.Elements()
		if err != nil {
			yield(above + err.Error())
		}
		for _, e := range elements {
			for line := range below(above+e.Key(), e.Value()) {
				if !yield(line) {
					return
				}
			}
		}
	}
}

func below(path string, v bson.RawValue) iter.Seq[string] {
	switch v.Type {
	case bson.TypeEmbeddedDocument:
		return paths(path+".", v.Document())
	case bson.TypeArray:
		items, err := v.Array().Values()
		return func(yield func(string) bool) {
			for _, item := range items {
				below(path+"[]", item)(yield)
			}
			if err != nil {
				yield(err.Error())
			}
		}
	case bson.TypeBinary: // documents one after another
		_, packed := v.Binary()
		if len(packed) < 5 { // bytes of another package
			return func(yield func(string) bool) { yield(path + " " + v.Type.String()) }
		}
		return paths(path+"<>.", bson.Raw(packed[:binary.LittleEndian.Uint32(packed)]))
	default:
		return func(yield func(string) bool) { yield(path + " " + v.Type.String()) }
	}
}

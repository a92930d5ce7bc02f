// Package archtest keeps the floors of the module: which package may import
// which, and which of them use nothing but the standard library. The reasons
// are in docs/adr/0002-floors-and-pure-rooms.md.
package archtest

// Module is the path of the product's module.
const Module = "tulos"

// Room is one package of the module, and what it may import of the others.
type Room struct {
	Floor   int
	Imports []string // from floors below
	Beside  []string // from its own floor: the exceptions
	Tests   []string // what its tests import on top of that
	Pure    bool     // nothing but the standard library, also indirectly
}

// TestSupport lists what the tests of every package may import.
func TestSupport() []string {
	return []string{"configs", "internal/testtool"}
}

// House lists every package of the module by its path below the module's. A
// new package is given its floor here first.
func House() map[string]Room { //nolint:funlen // a table
	return map[string]Room{
		"cmd/tulos": {Floor: 5, Imports: []string{
			"configs", "internal/bundle", "internal/config", "internal/i18n", "internal/mail", "internal/partnership", "internal/results",
			"internal/sample", "internal/seal", "internal/service", "internal/store", "internal/store/archive", "internal/store/mongo", "internal/store/sqlite",
			"internal/web", "pkg/openid", "pkg/workbook", "reports", "reports/excel", "reports/iati", "reports/pdf",
		}, Tests: []string{"internal/store/mongo/mongotest", "pkg/iati/iatitest"}},
		"cmd/bench": {Floor: 5, Imports: []string{
			"internal/bundle", "internal/partnership", "internal/results", "internal/sample", "internal/service", "internal/store",
			"internal/store/archive", "internal/store/mongo", "internal/store/sqlite", "internal/store/storebench", "internal/web",
			"reports", "reports/excel", "reports/html", "reports/pdf",
		}},
		"cmd/check": {Floor: 5, Imports: []string{"internal/testtool"}},

		"internal/web": {
			Floor: 4, Beside: []string{"internal/web/api"}, Imports: []string{
				"docs", "internal/bundle", "internal/i18n", "internal/logbook", "internal/partnership", "internal/results", "internal/seal", "internal/service",
				"internal/store", "internal/store/archive", "pkg/codelist", "pkg/openid", "pkg/pace", "pkg/photo", "reports", "reports/html",
			},
			Tests: []string{"internal/sample", "internal/store/sqlite", "pkg/iati/iatitest", "pkg/openid/openidtest"},
		},
		"internal/web/api": {Floor: 4, Imports: []string{"internal/bundle", "internal/i18n", "internal/partnership", "internal/results", "internal/service", "internal/store", "pkg/pace", "pkg/photo"}},

		"internal/service": {
			Floor: 3, Imports: []string{
				"internal/bundle", "internal/i18n", "internal/logbook", "internal/mail", "internal/partnership", "internal/results", "internal/seal", "internal/store", "internal/store/archive",
				"pkg/codelist", "pkg/photo", "pkg/pii", "pkg/rates", "pkg/workbook", "reports", "reports/excel", "reports/html", "reports/iati", "reports/pdf",
			},
			Tests: []string{"internal/sample", "internal/store/mongo/mongotest", "internal/store/sqlite"},
		},

		"internal/bundle": {
			Floor: 2, Imports: []string{"internal/i18n", "internal/partnership", "internal/results"},
			Tests: []string{"internal/sample"}, // to read projects of size
		},
		"internal/logbook": {
			Floor: 2, Imports: []string{"internal/i18n", "internal/partnership", "internal/results", "pkg/codelist", "pkg/workbook"},
			Beside: []string{"reports", "reports/excel"},
			Tests:  []string{"internal/bundle"}, // to read the demo
		},
		"internal/store":                 {Floor: 2},
		"internal/store/sqlite":          {Floor: 2, Beside: []string{"internal/store"}, Tests: []string{"internal/store/storetest"}},
		"internal/store/mongo":           {Floor: 2, Beside: []string{"internal/store"}, Tests: []string{"internal/store/mongo/mongotest", "internal/store/storetest"}},
		"internal/store/mongo/mongotest": {Floor: 2, Beside: []string{"internal/store", "internal/store/mongo"}},
		"internal/store/storebench":      {Floor: 2, Beside: []string{"internal/store"}},
		"internal/store/storetest":       {Floor: 2, Beside: []string{"internal/store"}},
		"internal/store/archive": {
			Floor: 2, Imports: []string{"internal/partnership", "internal/results"}, Beside: []string{"internal/store"},
			Tests: []string{"internal/bundle", "internal/sample", "internal/store/mongo/mongotest", "internal/store/sqlite"},
		},
		"internal/sample": {
			Floor: 2, Imports: []string{"internal/partnership", "internal/results"},
			Tests: []string{"internal/bundle"}, // to check what it makes
		},
		"reports": {
			Floor: 2, Imports: []string{"internal/i18n", "internal/partnership", "internal/results", "pkg/disclosure", "pkg/photo", "pkg/workbook"},
			Tests: []string{"internal/bundle", "internal/sample"}, // to read the demo, and projects of size
		},
		"reports/excel": {Floor: 2, Beside: []string{"reports"}},
		"reports/iati": {
			Floor: 2, Imports: []string{"internal/i18n", "internal/partnership", "internal/results", "pkg/iati"}, Beside: []string{"reports"},
			Tests: []string{"internal/bundle", "internal/sample", "pkg/iati/iatitest"}, // to read the demo, make up projects, and hold files against the standard
		},
		"reports/pdf": {Floor: 2, Imports: []string{"pkg/pdfua"}, Beside: []string{"reports"}, Tests: []string{
			"internal/bundle", "internal/i18n", "internal/partnership", "internal/sample", "pkg/pdfua/pdfuatest", // to read whole projects
		}},
		"reports/html": {Floor: 2, Beside: []string{"reports"}, Tests: []string{ // to compare the files of whole projects
			"internal/bundle", "internal/i18n", "internal/partnership", "internal/results", "internal/sample", "reports/excel", "reports/pdf",
		}},

		"internal/partnership": {Floor: 1, Imports: []string{"internal/results", "pkg/codelist"}, Pure: true},

		"internal/results":      {Floor: 0, Pure: true},
		"internal/i18n":         {Floor: 0},
		"internal/seal":         {Floor: 0, Pure: true},
		"internal/archtest":     {Floor: 0},
		"internal/config":       {Floor: 0},
		"internal/mail":         {Floor: 0},
		"internal/testtool":     {Floor: 0},
		"pkg/codelist":          {Floor: 0},
		"pkg/disclosure":        {Floor: 0, Pure: true},
		"pkg/iati":              {Floor: 0, Pure: true, Tests: []string{"pkg/iati/iatitest"}},
		"pkg/iati/iatitest":     {Floor: 0, Beside: []string{"pkg/iati"}},
		"pkg/openid":            {Floor: 0, Tests: []string{"pkg/openid/openidtest"}},
		"pkg/openid/openidtest": {Floor: 0},
		"pkg/pace":              {Floor: 0},
		"pkg/pdfua":             {Floor: 0, Pure: true, Tests: []string{"pkg/pdfua/pdfuatest"}},
		"pkg/pdfua/pdfuatest":   {Floor: 0},
		"pkg/photo":             {Floor: 0},
		"pkg/pii":               {Floor: 0, Pure: true},
		"pkg/rates":             {Floor: 0, Pure: true},
		"pkg/workbook":          {Floor: 0, Pure: true},
		"configs":               {Floor: 0},
		"docs":                  {Floor: 0, Tests: []string{"internal/bundle", "internal/i18n", "internal/results"}}, // to hold guides against the screen, and the demo
	}
}

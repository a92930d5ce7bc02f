package excel

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

// A bar rule as both halves of a sheet have it: the one of 2007 and the
// extension that newer programs read.
type readRule struct{ Cells, ID, Low, High, OldHigh string }

func rulesOf(t *testing.T, file []byte) []readRule {
	t.Helper()
	var sheet struct {
		Old []struct {
			Cells string `xml:"sqref,attr"`
			ID    string `xml:"cfRule>extLst>ext>id"`
			Ends  []struct {
				Val string `xml:"val,attr"`
			} `xml:"cfRule>dataBar>cfvo"`
		} `xml:"conditionalFormatting"`
		New []struct {
			Cells string `xml:"sqref"`
			Rule  struct {
				ID   string   `xml:"id,attr"`
				Ends []string `xml:"dataBar>cfvo>f"`
			} `xml:"cfRule"`
		} `xml:"extLst>ext>conditionalFormattings>conditionalFormatting"`
	}
	if err := xml.Unmarshal([]byte(xmlOf(t, file, "xl/worksheets/sheet1.xml")), &sheet); err != nil {
		t.Fatal(err)
	}
	if len(sheet.Old) != len(sheet.New) {
		t.Fatalf("%d rules, %d in the extension", len(sheet.Old), len(sheet.New))
	}
	var out []readRule
	for i, o := range sheet.Old {
		n := sheet.New[i]
		if o.ID != n.Rule.ID || o.ID == "" || o.Cells != n.Cells {
			t.Errorf("rule %d is %s at %s, in the extension %s at %s", i, o.ID, o.Cells, n.Rule.ID, n.Cells)
		}
		out = append(out, readRule{o.Cells, o.ID, n.Rule.Ends[0], n.Rule.Ends[1], o.Ends[1].Val})
	}
	return out
}

func TestBars(t *testing.T) {
	bar := func(decimal string, share float64) reports.Row {
		return rowOf(barred(num("", decimal, 1), share))
	}
	percent := func(decimal string, share float64) reports.Row {
		return rowOf(barred(pct("", decimal), share))
	}
	word := rowOf(barred(cellOf("not reported"), 0))
	group := reports.Row{Group: true, Cells: []reports.Cell{cellOf("g")}}
	total := reports.Row{Total: true, Cells: []reports.Cell{num("", "5", 0)}}
	tests := []struct {
		name string
		rows []reports.Row
		want []string // cells and the figure of a full bar
	}{
		{"percent", []reports.Row{percent("70.720721", 0.70720721), percent("33.333333", 0.33333333)}, []string{"A2:A3 100"}},
		{"rounded shares", []reports.Row{percent("70.720721", 0.707), percent("33.333333", 0.333)}, []string{"A2:A3 100"}},
		{"beyond full", []reports.Row{percent("130", 1), percent("50", 0.5), percent("-10", 0)}, []string{"A2:A4 100"}},
		{"percent, all clipped", []reports.Row{percent("130", 1), percent("0", 0)}, []string{"A2:A3 100"}},
		{"share of the highest", []reports.Row{bar("450", 1), bar("90", 0.2)}, []string{"A2:A3 450"}},
		{"all clipped", []reports.Row{bar("450", 1), bar("0", 0)}, []string{"A2:A3 450"}},
		{"each of its own target", []reports.Row{bar("50", 0.5), bar("50", 0.25)}, []string{"A2 100", "A3 200"}},
		{"gaps", []reports.Row{percent("10", 0.1), group, percent("20", 0.2), word, percent("30", 0.3), percent("40", 0.4), total}, []string{"A2 A4 A6:A7 100"}},
		{"nothing to draw", []reports.Row{word, total}, nil},
		{"all zero", []reports.Row{bar("0", 0)}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, r := range rulesOf(t, render(t, documentOf(sheetOf(tableOf(1, tt.rows...))))) {
				got = append(got, r.Cells+" "+r.High)
				if r.Low != "0" || r.OldHigh != r.High {
					t.Errorf("bars go from %s to %s, for Excel 2007 to %s", r.Low, r.High, r.OldHigh)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("rules (-want +got):\n%s", diff)
			}
		})
	}
}

// TestManyBars has more scales than a column can show: it goes without bars.
func TestManyBars(t *testing.T) {
	var rows []reports.Row
	for i := range 100 {
		rows = append(rows, rowOf(barred(num("", "50", 0), 1/float64(i+2)), barred(num("", fmt.Sprint(i), 0), float64(i)/100)))
	}
	rules := rulesOf(t, render(t, documentOf(sheetOf(tableOf(2, rows...)))))
	if len(rules) != 1 || rules[0].Cells != "B2:B101" || !strings.HasPrefix(rules[0].High, "100") {
		t.Errorf("rules are %+v, want one of the second column", rules)
	}
}

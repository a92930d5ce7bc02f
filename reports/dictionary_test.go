package reports

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"tulos/internal/i18n"
)

// TestEveryColumnHasAMeaning: the dictionary explains whatever column a definition
// gives to a sheet, in every language, and no two columns of a sheet have one tag.
func TestEveryColumnHasAMeaning(t *testing.T) {
	heads := func(all ...string) map[string]string {
		named := map[string]string{}
		for _, head := range all {
			named[head] = head
		}
		return named
	}
	keys, err := i18n.Keys()
	if err != nil {
		t.Fatal(err)
	}
	sheets := map[string]map[string]string{
		"results": headsOf(indicatorColumns), "periods": headsOf(indicatorColumns), "logframe": headsOf(frameColumns), "restated": headsOf(restatedColumns),
		"spending": headsOf(spendingColumns), "receipts": headsOf(receiptColumns), "invoices": headsOf(invoiceColumns),
		"workplan": headsOf(planColumns), "partners": headsOf(shareColumns), "activities": headsOf(activityColumns),
		"publications": headsOf(publicationColumns), "evidence": headsOf(evidenceColumns),
		"breakdown": heads("code", "indicator", "this-period", "cumulative", "numerator", "denominator", "dimension.gender"),
		"checks":    heads(checkColumns[2:]...),
	}
	for kind := range sheetKinds {
		if _, ok := sheets[kind]; !ok && !slices.Contains([]string{"summary", "method", dictionary}, kind) {
			t.Errorf("columns of %s are not looked at", kind)
		}
	}
	for kind, columns := range sheets {
		for _, head := range slices.Sorted(maps.Values(columns)) {
			key, m := meaningOf(kind, Column{key: holds(head)})
			if !slices.Contains(keys, "column."+key) || m.unit == "" || m.source == "" || !strings.HasPrefix(m.tag, "#") {
				t.Errorf("%s: column %s means %q, %+v", kind, head, key, m)
			}
		}
	}
}

func headsOf[T any](columns map[string]column[T]) map[string]string {
	heads := map[string]string{}
	for name, c := range columns {
		heads[name] = c.head
	}
	return heads
}

package service_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// spentRows is a table of expenses, of which the second and the third say the same.
const spentRows = "line;date;paid;invoice;reference;description;amount;currency\r\n" +
	"B2;2026-10-14;2026-10-20;R-77;4711;Room for the seminar;1120.50;EUR\r\n" +
	"B3;2026-10-15;;;;Taxi;12.00;SEK\r\n" +
	"B3;2026-10-15;;;;Taxi;12.00;SEK\r\n"

// TestLogbookOfExpenses: a table of expenses is stored once, as drafts; rows that say the
// same are told; what is wrong is told at its cell, and nothing is stored then.
func TestLogbookOfExpenses(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		count := func() int {
			n, err := in.CountExpenses(ctx, in.by("staff"), baltic, service.Filter{Partner: drosa, Status: partnership.Draft})
			in.ok(err)
			return n
		}
		before := count()
		faulty := strings.NewReplacer("B2", "B99", "12.00;SEK\r\nB3", "12.005;SEK\r\nB3").Replace(spentRows)
		table, p := in.read([]byte(faulty))
		var found []string
		for _, e := range p.Entries {
			for _, f := range e.Faults {
				found = append(found, fmt.Sprint(f.Cell, f.Warning))
			}
		}
		if got := strings.Join(found, " "); got != "A2false G3false" || table.Sort != logbook.Expenses {
			in.Errorf("faults of %s: %s", table.Sort, got)
		}
		_, err := in.StoreLog(ctx, in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen})
		in.refused(err, service.Invalid)

		table, p = in.read([]byte(spentRows))
		if p.Counts[service.LogNew] != 3 || len(p.Entries[2].Faults) != 1 || p.Entries[2].Faults[0].Message != "logbook.same-as" || !p.IsStorable() {
			in.Fatalf("%v, %+v", p.Counts, p.Entries)
		}
		_, err = in.StoreLog(ctx, in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen, Submit: true})
		in.refused(err, service.NotPossible) // each is submitted by itself
		stored, err := in.StoreLog(ctx, in.by("staff"), baltic, table, service.LogStoring{Seen: p.Seen})
		in.ok(err)
		if stored != 3 || count() != before+3 {
			in.Errorf("%d stored, %d drafts, were %d", stored, count(), before)
		}
		if _, p = in.read([]byte(spentRows)); p.Counts[service.LogUnchanged] != 3 || p.IsStorable() {
			in.Errorf("sent again: %v", p.Counts)
		}
		words, err := i18n.For(i18n.English)
		in.ok(err)
		var form bytes.Buffer
		in.ok(in.LogForm(ctx, in.by("staff"), baltic, service.LogFormOf{Sort: logbook.Expenses, Period: 2, Words: words, Format: service.XLSX}, &form))
		_, p = in.read(form.Bytes())
		if p.Counts[service.LogUnchanged] < 3 || p.Counts[service.LogNew]+p.Counts[service.LogChanged]+p.Counts[service.LogFaulty] != 0 {
			in.Errorf("the next form: %v", p.Counts)
		}
		in.sound()
	})
}

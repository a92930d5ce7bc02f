package service_test

import (
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// received is a receipt of the demo's second period, of the project or passed on.
func received(partner results.PartnerID, amount string) partnership.Receipt {
	n, err := results.ParseAmount(amount)
	if err != nil {
		panic(err)
	}
	return partnership.Receipt{
		Partner: partner, Kind: partnership.Interim, Date: results.DateOf(2026, 10, 1), Amount: &n, Payer: "CBSS", Reference: "PSF 7/2",
	}
}

// TestReceipts follows receipts from their record to their correction, removal and
// return, and the statement with them.
func TestReceipts(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		_, err := in.RecordReceipt(ctx, lead, baltic, received("", "60000"))
		in.ok(err)
		no, err := in.RecordReceipt(ctx, lead, baltic, received(drosa, "20000.50"))
		in.ok(err)
		if row := in.row(); row.Received.Fixed(2) != "20000.50" || !row.Balance().Equal(row.Received.Sub(row.Spent())) {
			in.Errorf("received %s, left %s", row.Received.Fixed(2), row.Balance().Fixed(2))
		}
		st, err := in.Statement(ctx, lead, baltic, 1, "")
		in.ok(err)
		if st.Total.Received.Sign() != 0 {
			in.Error("it counts before it came")
		}

		wrong, eighth := received("stellit", "1"), results.Int(1).Div(results.Int(8))
		wrong.Amount, wrong.Note = &eighth, "Anna, 161175-19997"
		err = in.CorrectReceipt(ctx, lead, baltic, no, 1, service.ReceiptCorrection{Receipt: wrong, Reason: ""})
		in.refused(err, service.Invalid)
		if got := problems(err); !slices.Equal(got, []string{"partner passed-to-lead", "amount not-cents", "note personal-here", "reason missing"}) {
			in.Errorf("it is refused for %v", got)
		}
		in.ok(in.CorrectReceipt(ctx, lead, baltic, no, 1, service.ReceiptCorrection{Receipt: received(drosa, "20500"), Reason: "A digit was missing"}))
		if !in.noted("A digit was missing") {
			in.Error("the audit does not say why")
		}
		in.refused(in.CorrectReceipt(ctx, lead, baltic, no, 1, service.ReceiptCorrection{Receipt: received(drosa, "1"), Reason: "Late"}), service.Conflict)

		kept, err := in.RemoveReceipt(ctx, lead, baltic, no, 2)
		in.ok(err)
		if row := in.row(); row.Received.Sign() != 0 {
			in.Error("it counts after it was removed")
		}
		in.ok(in.RestoreReceipt(ctx, lead, baltic, no, kept))
		in.refused(in.RestoreReceipt(ctx, lead, baltic, no, kept), service.NotPossible)
		if row := in.row(); row.Received.Fixed(2) != "20500.00" {
			in.Errorf("back again: %s", row.Received.Fixed(2))
		}
		for who, want := range map[string]int{"lead": 2, "auditor": 2, "staff": 1, "other": 0} {
			all, err := in.Receipts(ctx, in.by(who), baltic)
			in.ok(err)
			if len(all) != want {
				in.Errorf("%s sees %d receipts", who, len(all))
			}
		}
		in.sound()
	})
}

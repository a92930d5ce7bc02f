package service_test

import (
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// spending is an expense of the second period as the staff of a partner begin it.
func spending(partner results.PartnerID, amount, currency string) partnership.Expense {
	n, err := results.ParseAmount(amount)
	if err != nil {
		panic(err)
	}
	return partnership.Expense{
		Partner: partner, Line: "B2", Date: results.DateOf(2026, 10, 14), Paid: results.DateOf(2026, 10, 20), Invoice: "R-77", Reference: "4711",
		Amount: &n, Currency: currency, Description: results.Text{"en": "Room for the seminar"},
	}
}

// spend takes an expense a step on, as it is now.
func (in *installation) spend(name, ref string, step partnership.Step, comment string) error {
	in.Helper()
	is, err := in.Expense(in.Context(), in.by(name), baltic, ref)
	if err != nil {
		return err
	}
	return in.MoveExpense(in.Context(), in.by(name), baltic, ref, service.Move{Seen: is.Rev, Step: step, Comment: comment})
}

// row is that of a partner in the second period's statement.
func (in *installation) row() partnership.StatementLine {
	in.Helper()
	st, err := in.Statement(in.Context(), in.by("lead"), baltic, 2, drosa)
	in.ok(err)
	return st.Total
}

// TestExpense follows an expense from its draft until it is verified and reopened, and
// the statement with it.
func TestExpense(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		before := in.row()
		ref, err := in.LogExpense(ctx, in.by("staff"), baltic, spending(drosa, "120.50", "EUR"))
		in.ok(err)
		if now := in.row(); !now.Waiting.Equal(before.Waiting) {
			in.Error("a draft counts")
		}
		changed := spending(drosa, "125.50", "EUR")
		changed.Ref = ref
		is, err := in.Expense(ctx, in.by("manager"), baltic, ref)
		in.ok(err)
		in.ok(in.EditExpense(ctx, in.by("staff"), baltic, is.Rev, changed))
		in.refused(in.EditExpense(ctx, in.by("staff"), baltic, is.Rev, changed), service.Conflict)
		in.ok(in.spend("staff", ref, partnership.Submit, ""))
		waits := in.row()
		if got := waits.Waiting.Sub(before.Waiting).Fixed(2); got != "125.50" || !waits.Now.Equal(before.Now) {
			in.Errorf("submitted: %s waits", got)
		}
		in.refused(in.spend("lead", ref, partnership.Verify, ""), service.Forbidden)
		in.refused(in.spend("controller", ref, partnership.Verify, ""), service.NotPossible)
		in.ok(in.spend("lead", ref, partnership.Accept, ""))
		in.ok(in.spend("controller", ref, partnership.Verify, ""))
		done := in.row()
		if got := done.Now.Sub(before.Now).Fixed(2); got != "125.50" || !done.Waiting.Equal(before.Waiting) || done.Verified.Sub(before.Verified).Fixed(2) != "125.50" {
			in.Errorf("verified: %s, %+v", got, done)
		}
		in.refused(in.spend("lead", ref, partnership.Reopen, "Wrong line"), service.Forbidden)
		in.refused(in.spend("controller", ref, partnership.Reopen, ""), service.Invalid)
		in.ok(in.spend("controller", ref, partnership.Reopen, "Wrong line"))
		if now := in.row(); !now.Now.Equal(before.Now) || !now.Verified.Equal(before.Verified) {
			in.Error("it counts after it was reopened")
		}
		in.sound()
	})
}

// TestExpenseIsConverted: by the rate of the month in which it is submitted, which then
// stays; without one it cannot be submitted.
func TestExpenseIsConverted(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		ref, err := in.LogExpense(ctx, in.by("lead"), baltic, spending("stellit", "10000", "RUB"))
		in.ok(err)
		in.ok(in.spend("lead", ref, partnership.Submit, ""))
		is, err := in.Expense(ctx, in.by("lead"), baltic, ref)
		in.ok(err)
		c := is.Value.Value.Converted
		// 10,000 / 96.03 = 104.134…, November's rate
		if c == nil || c.Amount.Fixed(2) != "104.13" || c.Of != "2026-11" || c.PerUnit.String() != "96.03" || c.Source != "illustrative" ||
			c.Rule != partnership.MonthSubmitted || is.Value.Value.Submitted != results.DateOf(2026, 11, 23) {
			in.Errorf("converted to %+v", c)
		}
		in.ok(in.spend("lead", ref, partnership.Withdraw, ""))
		is, err = in.Expense(ctx, in.by("lead"), baltic, ref)
		in.ok(err)
		if is.Value.Value.Converted != nil {
			in.Error("a draft stays converted")
		}

		ref, err = in.LogExpense(ctx, in.by("staff"), baltic, spending(drosa, "10000", "SEK"))
		in.ok(err)
		err = in.spend("staff", ref, partnership.Submit, "")
		in.refused(err, service.Invalid)
		if got := problems(err); !slices.Equal(got, []string{"currency no-rate"}) {
			in.Errorf("without a rate it is refused for %v", got)
		}
		in.sound()
	})
}

// TestExpensesBelongToTheirPartner: other partners do not see them.
func TestExpensesBelongToTheirPartner(t *testing.T) {
	each(t, func(in *installation) {
		for name, want := range map[string][]results.PartnerID{
			"staff": {drosa}, "other": {suoja}, "controller": {drosa, "stellit", suoja}, "lead": {drosa, "stellit", suoja},
		} {
			var seen []results.PartnerID
			for e, err := range in.EachExpense(in.Context(), in.by(name), baltic, service.Listing{}) {
				in.ok(err)
				if p := e.Value.Value.Partner; !slices.Contains(seen, p) {
					seen = append(seen, p)
				}
			}
			if slices.Sort(seen); !slices.Equal(seen, want) {
				in.Errorf("%s sees %v", name, seen)
			}
		}
		found, err := in.Expenses(in.Context(), in.by("lead"), baltic, service.Listing{
			Filter: service.Filter{Kind: "B1", Search: "salaries", Partner: drosa}, Limit: 3,
		})
		in.ok(err)
		if found.Count < 3 || len(found.Items) != 3 || found.Items[0].Value.Value.Line != "B1" {
			in.Errorf("%d found: %+v", found.Count, found.Items)
		}
		_, err = in.Expenses(in.Context(), in.by("funder"), baltic, service.Listing{Limit: 1})
		in.refused(err, service.Forbidden)
		_, err = in.Statement(in.Context(), in.by("other"), baltic, 1, drosa)
		in.refused(err, service.Forbidden)
	})
}

// TestSumsFollowTheSetUp: with other periods, what was spent is in others; a line of the
// budget with expenses cannot go; and verify finds a sum that somebody changed.
func TestSumsFollowTheSetUp(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		before := in.row()
		now, draft, err := in.DraftSetup(ctx, in.by("lead"), baltic)
		in.ok(err)
		draft.Project.RateRule = partnership.MonthOfExpense
		lines := draft.Project.BudgetLines
		draft.Project.BudgetLines = lines[1:]
		in.refused(in.ChangeSetup(ctx, in.by("lead"), baltic, now.Rev, draft), service.NotPossible)
		draft.Project.BudgetLines = lines
		periods := draft.Project.Periods
		periods[0].End = periods[0].End.AddDays(31)
		periods[1].Start = periods[0].End.Next()
		in.ok(in.ChangeSetup(ctx, in.by("lead"), baltic, now.Rev, draft))
		after := in.row()
		if after.Before.Cmp(before.Before) <= 0 || !after.Spent().Equal(before.Spent()) {
			in.Errorf("before the period %s, was %s", after.Before.Fixed(2), before.Before.Fixed(2))
		}
		in.sound()

		var all store.Unit
		for found, err := range archive.SpendingTable.Find(ctx, in.Engine, store.Query{}) {
			in.ok(err)
			all = append(all, archive.SpendingTable.Delete(found).Write)
		}
		in.ok(in.Engine.Commit(ctx, all)) // as an installation had none before
		in.ok(in.SumSpending(ctx))
		in.ok(in.SumSpending(ctx))
		in.sound()

		for found, err := range archive.SpendingTable.Find(ctx, in.Engine, store.Query{Where: []store.Condition{store.Equal("project", baltic)}}) {
			in.ok(err)
			found.Value.Spent.Accepted.Count++
			w, err := archive.SpendingTable.Replace(found, found.Value)
			in.ok(err)
			in.ok(in.Engine.Commit(ctx, store.Unit{w.Write}))
			break
		}
		snapshot, err := in.Engine.Snapshot(ctx)
		in.ok(err)
		defer snapshot.Close()
		v, err := service.Verify(ctx, snapshot, baltic)
		in.ok(err)
		if len(v.Differences) != 1 || v.Differences[0].Message != "verify.spending-differs" {
			in.Errorf("verify finds %+v", v.Differences)
		}
	})
}

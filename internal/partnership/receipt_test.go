package partnership_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// receipt is of a day counted from the start of the project.
func receipt(p *partnership.Project, partner string, day, cents int) partnership.Receipt {
	amount := results.Int(cents).Div(results.Int(100))
	return partnership.Receipt{
		Partner: results.PartnerID(partner), Kind: partnership.Interim, Date: p.Start.AddDays(day), Amount: &amount, Payer: "The fund",
	}
}

// TestReceivedAndLeft: what a partner has is what was passed on to it, and the lead has
// the rest; what comes after the end of the last period counts in that one.
func TestReceivedAndLeft(t *testing.T) {
	t.Parallel()
	p := budgeted()
	p.Partners[0].Role = partnership.LeadPartner
	spending := partnership.Spending{}
	x := partnership.NewExchange(p, nil)
	for _, e := range []partnership.Expense{
		expense(p, "a", "B1", 1, 30010, partnership.Accepted),
		expense(p, "b", "B1", 2, 5005, partnership.Verified),
		expense(p, "b", "B1", 2, 99999, partnership.Submitted),
	} {
		spending.Add(x, &e)
	}
	money := partnership.Money{Spending: spending, Receipts: []partnership.Receipt{
		receipt(p, "", 230, 50000), // the final payment, a month after the end
		receipt(p, "", -10, 100000), receipt(p, "b", 0, 40000), receipt(p, "", 99, 5), receipt(p, "b", 100, -1050),
	}}
	for _, c := range []struct {
		k       results.PeriodNo
		partner results.PartnerID
		want    []string // of each partner and the total: received, left
	}{
		{1, "", []string{"600.05 299.95", "400.00 400.00", "1000.05 699.95"}},
		{2, "", []string{"1110.55 810.45", "389.50 339.45", "1500.05 1149.90"}},
		{2, "a", []string{"1110.55 810.45", "1110.55 810.45"}},
		{1, "b", []string{"400.00 400.00", "400.00 400.00"}},
	} {
		st := p.Statement(money, c.k, c.partner)
		var got []string
		for _, l := range append(st.Partners, st.Total) {
			got = append(got, l.Received.Fixed(2)+" "+l.Balance().Fixed(2))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("period %d, %q (-want +got):\n%s", c.k, c.partner, diff)
		}
	}
}

// TestReceiptsThatAreWrong are told at their fields.
func TestReceiptsThatAreWrong(t *testing.T) {
	t.Parallel()
	p := budgeted()
	p.Partners[0].Role = partnership.LeadPartner
	checker := partnership.NewChecker(&partnership.Dossier{Project: *p})
	right := receipt(p, "b", 0, 100)
	zero, mills := results.Int(0), results.Int(1).Div(results.Int(8))
	for name, edit := range map[string]func(*partnership.Receipt){
		"":                       func(*partnership.Receipt) {},
		"partner not-partner":    func(r *partnership.Receipt) { r.Partner = "c" },
		"partner passed-to-lead": func(r *partnership.Receipt) { r.Partner = "a" },
		"kind not-in-list":       func(r *partnership.Receipt) { r.Kind = "gift" },
		"kind missing":           func(r *partnership.Receipt) { r.Kind = "" },
		"date missing":           func(r *partnership.Receipt) { r.Date = results.Date{} },
		"amount missing":         func(r *partnership.Receipt) { r.Amount = &zero },
		"amount not-cents":       func(r *partnership.Receipt) { r.Amount = &mills },
		"payer missing":          func(r *partnership.Receipt) { r.Payer = "" },
	} {
		r, got := right, ""
		edit(&r)
		for _, problem := range checker.Receipt(&r) {
			got += problem.Path + " " + string(problem.Code)
		}
		if got != name {
			t.Errorf("want %q, got %q", name, got)
		}
	}
}

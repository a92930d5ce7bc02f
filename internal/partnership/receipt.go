package partnership

import (
	"slices"

	"tulos/internal/results"
)

// A ReceiptKind says which part of a grant money is.
type ReceiptKind string

// The kinds of receipts.
const (
	PreFinancing ReceiptKind = "pre-financing" // before anything was spent
	Interim      ReceiptKind = "interim"
	Balance      ReceiptKind = "balance" // the last payment
)

// ReceiptKinds are all kinds, in the order in which grants are paid.
func ReceiptKinds() []ReceiptKind { return []ReceiptKind{PreFinancing, Interim, Balance} }

// A Receipt is money that the project received, or the part of it that the lead passed on
// to a partner. Amounts are in the project's currency.
type Receipt struct {
	Partner   results.PartnerID // that it was passed on to; empty: the project received it
	Kind      ReceiptKind
	Date      results.Date
	Amount    *results.Number // below 0 it was paid back
	Payer     string
	Reference string // of the payment
	Note      string
}

// Receipt finds what is wrong with a receipt; paths are relative to it.
func (c *Checker) Receipt(r *Receipt) []results.Problem {
	var f results.Findings
	if r.Partner != "" {
		c.scope.CheckPartner(&f, "partner", r.Partner)
	}
	if r.Partner != "" && r.Partner == c.dossier.Project.Lead() {
		f.Wrong("partner", PassedToLead)
	}
	f.Require("kind", r.Kind != "")
	if r.Kind != "" {
		results.Choose(&f, "kind", r.Kind, ReceiptKinds()...)
	}
	f.Require("date", !r.Date.IsZero())
	f.Require("amount", r.Amount != nil && r.Amount.Sign() != 0)
	cents(&f, "amount", r.Amount)
	f.Require("payer", r.Payer != "")
	return f.Problems()
}

// cents finds an amount that is not of whole cents.
func cents(f *results.Findings, path string, n *results.Number) {
	if n != nil && !n.Equal(n.Round(2)) {
		f.Wrong(path, NotCents, "Value", n.String())
	}
}

// ReceivedBy are the receipts that count in the statement of a period, by date: those
// until its end, and in the last period also those after it, for balances are paid late.
func (p *Project) ReceivedBy(k results.PeriodNo, all []Receipt) []Receipt {
	var counted []Receipt
	for _, r := range all {
		if int(k) == len(p.Periods) || !p.Periods[k-1].End.Before(r.Date) {
			counted = append(counted, r)
		}
	}
	slices.SortStableFunc(counted, func(a, b Receipt) int { return a.Date.Compare(b.Date) })
	return counted
}

// receive puts what was received into a statement. The lead has what it did not pass on.
func (st *Statement) receive(p *Project, all []Receipt, partner results.PartnerID) {
	byPartner := map[results.PartnerID]results.Number{}
	lead := p.Lead()
	for _, r := range p.ReceivedBy(st.Period, all) {
		if r.Partner == "" {
			st.Total.Received = st.Total.Received.Add(*r.Amount)
			byPartner[lead] = byPartner[lead].Add(*r.Amount)
			continue
		}
		byPartner[r.Partner] = byPartner[r.Partner].Add(*r.Amount)
		byPartner[lead] = byPartner[lead].Sub(*r.Amount)
	}
	for n := range st.Partners {
		st.Partners[n].Received = byPartner[st.Partners[n].Partner]
	}
	if partner != "" {
		st.Total.Received = byPartner[partner]
	}
}

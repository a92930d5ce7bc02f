package partnership

import "tulos/internal/results"

// Spending is what the expenses of a project come to, by partner, budget line and
// reporting period. Expenses are put in and taken out in any order.
type Spending map[SpendingKey]*Spent

// A SpendingKey says whose spending it is, on what, and when; period 0 is outside of
// all periods.
type SpendingKey struct {
	Partner results.PartnerID
	Line    string
	Period  results.PeriodNo
}

// Spent is what expenses come to by where they stand.
type Spent struct {
	Submitted Sum // and not yet accepted
	Accepted  Sum // and not yet verified
	Verified  Sum
}

// A Sum of expenses is in the project's currency.
type Sum struct {
	Count       int // of all of them
	Amount      results.Number
	Unconverted int // those whose amounts are not in it, for want of a rate
}

func (s Sum) plus(t Sum) Sum {
	return Sum{s.Count + t.Count, s.Amount.Add(t.Amount), s.Unconverted + t.Unconverted}
}

// Counted is what is accepted, verified or not.
func (s Spent) Counted() Sum { return s.Accepted.plus(s.Verified) }

// Equal says whether both are the same.
func (s Spent) Equal(t Spent) bool {
	return s.Submitted.equal(t.Submitted) && s.Accepted.equal(t.Accepted) && s.Verified.equal(t.Verified)
}

func (s Sum) equal(t Sum) bool {
	return s.Count == t.Count && s.Unconverted == t.Unconverted && s.Amount.Equal(t.Amount)
}

// IsZero says that there is nothing.
func (s Spent) IsZero() bool { return s.Submitted.Count+s.Accepted.Count+s.Verified.Count == 0 }

// in is the sum to which expenses of a status belong; nil for open ones.
func (s *Spent) in(status Status) *Sum {
	switch status {
	case Submitted:
		return &s.Submitted
	case Accepted:
		return &s.Accepted
	case Verified:
		return &s.Verified
	default:
		return nil
	}
}

// Key is where an expense is counted.
func (x *Exchange) Key(e *Expense) SpendingKey {
	return SpendingKey{e.Partner, e.Line, x.frame.PeriodOf(e.Date)}
}

// Count puts an expense into what was spent, n times: -1 takes it out.
func (x *Exchange) Count(s *Spent, e *Expense, n int) {
	sum := s.in(e.Status)
	if sum == nil {
		return
	}
	sum.Count += n
	if value, ok := x.Value(e); ok {
		sum.Amount = sum.Amount.Add(value.Mul(results.Int(n)))
	} else {
		sum.Unconverted += n
	}
}

// Accepted is the spending with nothing but what is accepted, verified or not.
func (s Spending) Accepted() Spending {
	all := Spending{}
	for key, spent := range s {
		all[key] = &Spent{Accepted: spent.Accepted, Verified: spent.Verified}
	}
	return all
}

// Spending makes the sums of all expenses of the dossier, by its rates.
func (d *Dossier) Spending() Spending {
	x, all := NewExchange(&d.Project, d.Rates), Spending{}
	for n := range d.Expenditure {
		all.Add(x, &d.Expenditure[n])
	}
	return all
}

// Add puts an expense in.
func (s Spending) Add(x *Exchange, e *Expense) {
	if e.Status.IsOpen() {
		return
	}
	key := x.Key(e)
	if s[key] == nil {
		s[key] = &Spent{}
	}
	x.Count(s[key], e, 1)
}

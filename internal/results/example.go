package results

// An Example shows with small numbers what the rules of an indicator make of them:
// what two partners contribute in two periods, and the figures of these.
type Example struct {
	Given []ExampleGiven
	Rows  []Row // of the two periods
}

// An ExampleGiven is what a partner contributes in a period, in order.
type ExampleGiven struct {
	Partner       PartnerID
	Period        PeriodNo
	Contributions []Contribution
}

// Example makes the example of the indicator for two partners. It has no rows for
// an indicator that is not combined, or lacks its stages.
func (i *Indicator) Example(a, b PartnerID) Example {
	e := Example{Given: i.exampleGiven(a, b)}
	if !i.IsCombined() || !i.measures() {
		return Example{}
	}
	is := Indicator{
		Measure: i.Measure, WithinPeriod: i.WithinPeriod, AcrossPeriods: i.AcrossPeriods, AcrossPartners: i.AcrossPartners,
		Stages: i.Stages, Unique: i.Unique, Decimals: i.Decimals,
	}
	f := &Frame{
		Start: DateOf(2026, 1, 1), End: DateOf(2026, 12, 31), Members: []Member{{Partner: a}, {Partner: b}},
		Periods: []Period{{DateOf(2026, 1, 1), DateOf(2026, 6, 30)}, {DateOf(2026, 7, 1), DateOf(2026, 12, 31)}},
	}
	tallies := Tallies{}
	for _, g := range e.Given {
		day := f.period(g.Period).Start
		for _, c := range g.Contributions {
			tallies.Add(f, &is, g.Partner, Entry{Date: day, Contribution: c})
			day.day++
		}
	}
	for k := range f.Periods {
		e.Rows = append(e.Rows, f.Span(tallies, &is, PeriodNo(k+1), PeriodNo(k+1)))
	}
	return e
}

func (i *Indicator) exampleGiven(a, b PartnerID) []ExampleGiven {
	number := func(n int) *Number {
		v := Int(n)
		return &v
	}
	var all [4][]Contribution // partner a in both periods, then b
	switch {
	case i.IsPair():
		pair := func(n, of int) Contribution { return Contribution{Numerator: number(n), Denominator: number(of)} }
		all = [4][]Contribution{{pair(1, 4), pair(5, 6)}, {pair(9, 10)}, {pair(10, 40)}, {pair(30, 40)}}
	case i.Measure == MeasureStage && len(i.Stages) > 0:
		stage := func(n int) []Contribution { return []Contribution{{Stage: i.Stages[min(n, len(i.Stages))-1].Key}} }
		all = [4][]Contribution{stage(1), stage(3), stage(1), stage(2)}
	case i.Unique:
		people := func(n, before int) Contribution {
			return Contribution{Value: number(n), AlreadyCounted: number(before)}
		}
		all = [4][]Contribution{{people(10, 0), people(4, 1)}, {people(6, 2)}, {people(20, 0)}, {people(8, 0)}}
	default:
		plain := func(n int) Contribution { return Contribution{Value: number(n)} }
		all = [4][]Contribution{{plain(10), plain(4)}, {plain(6)}, {plain(20)}, {plain(8)}}
	}
	return []ExampleGiven{{a, 1, all[0]}, {b, 1, all[2]}, {a, 2, all[1]}, {b, 2, all[3]}}
}

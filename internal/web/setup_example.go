package web

import (
	"tulos/internal/i18n"
	"tulos/internal/results"
)

// An exampleView shows what the rules make of small numbers.
type exampleView struct {
	Partners []string
	Periods  []examplePeriod
}

type examplePeriod struct {
	No         int
	Given      []string // by each partner
	Value      string   // of the period
	Cumulative string
}

// example shows the rules at work.
func (f indicatorForm) example() *exampleView {
	e := f.i.Example("a", "b")
	v := &exampleView{Partners: []string{f.request.words.Text("setup.partner-a", nil), f.request.words.Text("setup.partner-b", nil)}}
	for n := range e.Rows {
		row := &e.Rows[n]
		p := examplePeriod{No: n + 1, Value: orNone(figure(f.request.words, f.i, row.Value)), Cumulative: orNone(figure(f.request.words, f.i, row.Cumulative))}
		for _, g := range e.Given {
			if g.Period == row.Period {
				p.Given = append(p.Given, f.given(g.Contributions))
			}
		}
		v.Periods = append(v.Periods, p)
	}
	if len(v.Periods) == 0 {
		return nil
	}
	return v
}

// given is what a partner contributes in words.
func (f indicatorForm) given(all []results.Contribution) string {
	var texts []string
	for _, c := range all {
		switch {
		case f.i.IsPair():
			texts = append(texts, f.request.words.Text("setup.example-pair", i18n.Args{"Numerator": c.Numerator.String(), "Denominator": c.Denominator.String()}))
		case f.i.Measure == results.MeasureStage:
			texts = append(texts, figure(f.request.words, f.i, f.i.StageNumber(c.Stage)))
		case c.AlreadyCounted != nil && c.AlreadyCounted.Sign() > 0:
			texts = append(texts, f.request.words.Text("setup.example-counted", i18n.Args{"Value": c.Value.String(), "Counted": c.AlreadyCounted.String()}))
		default:
			texts = append(texts, exact(f.request.words, c.Value))
		}
	}
	return f.request.words.List(texts)
}

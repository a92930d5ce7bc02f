package reports

import (
	"cmp"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// Figures are those of a report for machines: of each indicator that is combined,
// for every period up to the report's last, as far as its readers get them. It refuses
// periods that the project does not have.
func Figures(d *partnership.Dossier, o Options) ([]results.IndicatorFigures, error) {
	if err := o.check(&d.Project); err != nil {
		return nil, err
	}
	b := newBuilder(d, o, nil)
	all := b.truth()
	for n := range all {
		f := &all[n]
		veil := b.veils[f.Indicator.Code]
		for k := range f.Rows {
			if f.Rows[k] = veil.over(f.Rows[k]); veil.isWhole() {
				f.Rows[k].Breakdown = nil
			}
		}
	}
	return all, nil
}

// Stated is what a report for readers outside the partnership states, with its figures as
// the partnership has them, in the framework's order. It refuses periods that the project
// does not have.
func Stated(d *partnership.Dossier, o Options) (results.Stated, []results.IndicatorFigures, error) {
	if err := o.check(&d.Project); err != nil {
		return results.Stated{}, nil, err
	}
	b := newBuilder(d, o, nil)
	s := results.Stated{Period: o.To, Over: o.To, Limit: d.Project.SuppressionThreshold()}
	for s.Over > 0 && !d.Project.Periods[s.Over-1].End.Before(o.AsOf) {
		s.Over--
	}
	all := b.truth()
	for n := range all {
		f := &all[n]
		veil := b.veils[f.Indicator.Code]
		if veil.isWhole() {
			s.Withheld = append(s.Withheld, f.Indicator.Code)
			continue
		}
		s.Hidden = append(s.Hidden, veil.hidden(f.Indicator.Code)...)
	}
	return s, all, nil
}

// hidden are the counts that a veil hides, in order.
func (v *veil) hidden(code results.IndicatorCode) []results.HiddenCount {
	if v == nil {
		return nil
	}
	var all []results.HiddenCount
	for name := range v.cells {
		f, _ := v.mark(name)
		if mark, ok := f.Mark(); ok {
			all = append(all, results.HiddenCount{Indicator: code, From: name.From, To: name.To, Cell: name.By, Mark: mark})
		}
	}
	slices.SortFunc(all, func(x, y results.HiddenCount) int {
		return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.From, y.From), cmp.Compare(x.Cell, y.Cell))
	})
	return all
}

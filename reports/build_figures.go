package reports

import (
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
	all := b.frame.Figures(b.tallies)
	for n := range all {
		f := &all[n]
		f.Rows = f.Rows[:o.To]
		veil := b.veils[f.Indicator.Code]
		for k := range f.Rows {
			if f.Rows[k] = veil.over(f.Rows[k]); veil.isWhole() {
				f.Rows[k].Breakdown = nil
			}
		}
	}
	return all, nil
}

package logbook

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A Difference is what a results framework has become since a form was made: the
// codes that came, went, or mean something else.
type Difference struct {
	From, To              int // versions of the set-up
	Added, Gone, Changed  []string
	PlannedNow, PlannedNo []string // activities of the work plan that came and went
}

// IsNothing says whether nothing of what forms show differs.
func (d Difference) IsNothing() bool {
	return len(d.Added)+len(d.Gone)+len(d.Changed)+len(d.PlannedNow)+len(d.PlannedNo) == 0
}

// Compare tells how two versions of a set-up differ for who fills in a form.
func Compare(old, now *partnership.Setup) Difference {
	d := Difference{From: old.Version, To: now.Version}
	was := map[results.IndicatorCode]*results.Indicator{}
	for i := range results.Indicators(old.Project.Results) {
		was[i.Code] = i
	}
	for i := range results.Indicators(now.Project.Results) {
		before, ok := was[i.Code]
		delete(was, i.Code)
		switch {
		case !ok:
			d.Added = append(d.Added, string(i.Code))
		case before.Measure != i.Measure || !slices.Equal(before.Breakdown, i.Breakdown) || !sameText(before.Title, i.Title):
			d.Changed = append(d.Changed, string(i.Code))
		}
	}
	for i := range results.Indicators(old.Project.Results) {
		if was[i.Code] != nil {
			d.Gone = append(d.Gone, string(i.Code))
		}
	}
	before, after := plannedCodes(&old.Project), plannedCodes(&now.Project)
	d.PlannedNow, d.PlannedNo = missing(after, before), missing(before, after)
	categories, formerly := categoriesOf(&now.Project), categoriesOf(&old.Project)
	d.Added = append(d.Added, missing(categories, formerly)...)
	d.Gone = append(d.Gone, missing(formerly, categories)...)
	return d
}

func sameText(a, b results.Text) bool {
	if len(a) != len(b) {
		return false
	}
	for l, s := range a {
		if b[l] != s {
			return false
		}
	}
	return true
}

func plannedCodes(p *partnership.Project) []string {
	var all []string
	for r := range results.All(p.Results) {
		for _, planned := range r.Planned {
			all = append(all, string(planned.Code))
		}
	}
	return all
}

// categoriesOf are the categories by dimension: "profession: social".
func categoriesOf(p *partnership.Project) []string {
	var all []string
	for _, d := range p.Dimensions {
		for _, c := range d.Categories {
			all = append(all, string(d.Key)+": "+string(c.Key))
		}
	}
	return all
}

// missing are those of all that the others do not have.
func missing(all, others []string) []string {
	var only []string
	for _, s := range all {
		if !slices.Contains(others, s) {
			only = append(only, s)
		}
	}
	return only
}

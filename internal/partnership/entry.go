package partnership

import "tulos/internal/results"

// A Narrative is what the partnership, or a partner, wrote for a section of the
// report of a period.
type Narrative struct {
	Period  results.PeriodNo
	Partner results.PartnerID // "": the whole project
	Section string
	Text    results.Text
}

// A Dossier is a whole project: its set-up, its log, and its money.
type Dossier struct {
	Organisations []Organisation
	Project       Project
	Activities    []Activity
	Measurements  []Measurement
	Deductions    []results.Deduction
	Expenditure   []Expense
	Rates         []Rate
	Narratives    []Narrative
}

// Frame is what the project sets around its figures.
func (d *Dossier) Frame() *results.Frame { return d.Project.Frame(d.Deductions) }

// Tallies count what was accepted. Contributions to indicators that the project
// does not have count nowhere.
func (d *Dossier) Tallies() results.Tallies {
	c := NewCounter(&d.Project, nil)
	for n := range d.Activities {
		c.Count(&d.Activities[n])
	}
	for n := range d.Measurements {
		c.Count(&d.Measurements[n])
	}
	return c.Tallies
}

// Organisation finds an organisation by its identity.
func (d *Dossier) Organisation(id results.PartnerID) (Organisation, bool) {
	for _, o := range d.Organisations {
		if o.ID == id {
			return o, true
		}
	}
	return Organisation{}, false
}

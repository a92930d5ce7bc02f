package partnership

import "tulos/internal/results"

// A textWalk calls what it is for every text that there is.
type textWalk func(results.Text)

func (w textWalk) texts(texts ...results.Text) {
	for _, t := range texts {
		if t != nil {
			w(t)
		}
	}
}

func (w textWalk) project(p *Project) {
	w.texts(p.Title, p.Summary)
	for _, partner := range p.Partners {
		if partner.Suspended != nil {
			w.texts(partner.Suspended.Reason)
		}
		for _, s := range partner.Suspensions {
			w.texts(s.Reason)
		}
	}
	for _, d := range p.Dimensions {
		w.texts(d.Title)
		for _, c := range d.Categories {
			w.texts(c.Title)
		}
	}
	for r := range results.All(p.Results) {
		w.result(r)
	}
	for _, l := range p.BudgetLines {
		w.texts(l.Title)
	}
}

func (w textWalk) result(r *results.Result) {
	w.texts(r.Title, r.Assumptions)
	for n := range r.Indicators {
		i := &r.Indicators[n]
		w.texts(i.Title, i.Unit, i.Source)
		for _, s := range i.Stages {
			w.texts(s.Title)
		}
	}
	for _, p := range r.Planned {
		w.texts(p.Title)
	}
}

func (w textWalk) activity(a *Activity) {
	w.texts(a.Title, a.Narrative)
	for n := range a.Contributions {
		w.texts(a.Contributions[n].Text)
	}
	for _, p := range a.Publications {
		w.texts(p.Title)
	}
	for _, q := range a.Quotes {
		w.texts(q.Text, q.Role)
	}
	for _, e := range a.Evidence {
		w.texts(e.Caption)
	}
}

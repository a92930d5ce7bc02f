package results

// CheckResults finds what is wrong with the results framework; paths start with
// the number of the result ("[0].indicators[1].target").
func (s *Scope) CheckResults(results []Result) []Problem {
	c := frameworkCheck{scope: s}
	return c.results(results)
}

// A frameworkCheck knows which names have been given so far.
type frameworkCheck struct {
	scope      *Scope
	codes      Names[ResultCode]
	indicators Names[IndicatorCode]
	planned    Names[PlannedCode]
}

func (c *frameworkCheck) results(results []Result) []Problem {
	var f Findings
	for n := range results {
		f.Item("", n, c.result(&results[n]))
	}
	return f.Problems()
}

func (c *frameworkCheck) result(r *Result) []Problem {
	var f Findings
	CheckName(&f, "code", r.Code, &c.codes)
	f.Require("level", r.Level != "")
	Choose(&f, "level", r.Level, Impact, Outcome, Output)
	c.scope.RequireText(&f, "title", r.Title)
	c.scope.CheckText(&f, "assumptions", r.Assumptions)
	for n := range r.Indicators {
		i := &r.Indicators[n]
		if i.Code != "" && !c.indicators.Add(i.Code) {
			f.Wrong(At("indicators", n)+".code", Repeated, "Value", string(i.Code))
		}
		f.Item("indicators", n, i.Check(c.scope))
	}
	for n := range r.Planned {
		f.Item("planned", n, c.plan(&r.Planned[n]))
	}
	f.Under("results", c.results(r.Results))
	return f.Problems()
}

func (c *frameworkCheck) plan(p *PlannedActivity) []Problem {
	var f Findings
	CheckName(&f, "code", p.Code, &c.planned)
	c.scope.RequireText(&f, "title", p.Title)
	CheckSpan(&f, p.Start, p.End)
	for n, partner := range p.Partners {
		c.scope.CheckPartner(&f, At("partners", n), partner)
	}
	return f.Problems()
}

// CheckName finds a name missing, or given before.
func CheckName[S ~string](f *Findings, path string, name S, before *Names[S]) {
	switch {
	case name == "":
		f.Wrong(path, Missing)
	case !before.Add(name):
		f.Wrong(path, Repeated, "Value", string(name))
	}
}

// CheckSpan finds the fields start or end missing, or in the wrong order.
func CheckSpan(f *Findings, start, end Date) {
	f.Require("start", !start.IsZero())
	f.Require("end", !end.IsZero())
	CheckOrder(f, start, "end", end)
}

// CheckOrder finds the later of two days before the earlier. One that is not
// there is in order.
func CheckOrder(f *Findings, start Date, path string, end Date) {
	if !end.IsZero() && end.Before(start) {
		f.Wrong(path, EndBeforeStart, "Value", end.String(), "Start", start.String())
	}
}

// CheckDimension finds what is wrong with a dimension; its key is checked with
// those before it.
func (s *Scope) CheckDimension(d *Dimension, before *Names[DimensionKey]) []Problem {
	var f Findings
	var keys Names[CategoryKey]
	CheckName(&f, "key", d.Key, before)
	s.RequireText(&f, "title", d.Title)
	for n := range d.Categories {
		var inner Findings
		CheckName(&inner, "key", d.Categories[n].Key, &keys)
		s.RequireText(&inner, "title", d.Categories[n].Title)
		f.Item("categories", n, inner.Problems())
	}
	return f.Problems()
}

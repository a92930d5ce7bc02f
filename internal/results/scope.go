package results

import "slices"

// A Scope is what the parts of a project refer to. Where the name of a thing is
// missing, which is a problem of its own, references to its kind are not judged.
type Scope struct {
	frame      *Frame
	isLanguage func(string) bool
	partners   Names[PartnerID]
	results    Names[ResultCode]
	planned    Names[PlannedCode]
	codes      Names[IndicatorCode]
	indicators map[IndicatorCode]*Indicator
	dimensions Names[DimensionKey]
	categories map[DimensionKey]*Names[CategoryKey]
	numbered   bool // the periods are known
	dated      bool // and their days, in order
}

// NewScope makes the scope of a project; isLanguage tells BCP 47 tags.
func NewScope(f *Frame, dimensions []Dimension, isLanguage func(string) bool) *Scope {
	s := &Scope{
		frame: f, isLanguage: isLanguage, numbered: len(f.Periods) > 0,
		indicators: map[IndicatorCode]*Indicator{}, categories: map[DimensionKey]*Names[CategoryKey]{},
	}
	for _, m := range f.Members {
		s.partners.Add(m.Partner)
	}
	s.dated = s.numbered
	var last Date
	for _, p := range f.Periods {
		s.numbered = s.numbered && (!p.Start.IsZero() || !p.End.IsZero())
		s.dated = s.dated && last.Before(p.Start) && !p.End.Before(p.Start)
		last = p.End
	}
	for _, d := range dimensions {
		s.dimensions.Add(d.Key)
		if s.categories[d.Key] == nil {
			s.categories[d.Key] = &Names[CategoryKey]{}
		}
		for _, c := range d.Categories {
			s.categories[d.Key].Add(c.Key)
		}
	}
	for r := range All(f.Results) {
		s.addResult(r)
	}
	return s
}

func (s *Scope) addResult(r *Result) {
	s.results.Add(r.Code)
	if r.Code == "" {
		s.codes.Add("")
		s.planned.Add("")
	}
	for n := range r.Indicators {
		i := &r.Indicators[n]
		if s.codes.Add(i.Code) {
			s.indicators[i.Code] = i
		}
	}
	for _, p := range r.Planned {
		s.planned.Add(p.Code)
	}
}

// HasResult says whether there may be such a result.
func (s *Scope) HasResult(code ResultCode) bool { return s.results.Has(code) }

// HasPlanned says whether there may be such a planned activity.
func (s *Scope) HasPlanned(code PlannedCode) bool { return s.planned.Has(code) }

// CheckPartner finds a partner missing or not of the project.
func (s *Scope) CheckPartner(f *Findings, path string, partner PartnerID) {
	switch {
	case partner == "":
		f.Wrong(path, Missing)
	case !s.partners.Has(partner):
		f.Wrong(path, NotPartner, "Value", string(partner))
	}
}

// CheckPeriod finds a period that the project does not have.
func (s *Scope) CheckPeriod(f *Findings, path string, k PeriodNo) {
	if s.numbered && (k < 1 || int(k) > len(s.frame.Periods)) {
		f.Wrong(path, NoSuchPeriod, "Value", int(k), "Last", len(s.frame.Periods))
	}
}

// Indicator finds an indicator missing or not of the project. It is nil where
// contributions to it cannot be judged: it is not known, or not what it measures.
func (s *Scope) Indicator(f *Findings, path string, code IndicatorCode) *Indicator {
	switch {
	case code == "":
		f.Wrong(path, Missing)
	case !s.codes.Has(code):
		f.Wrong(path, NoSuchIndicator, "Value", string(code))
	case s.indicators[code] != nil && s.indicators[code].measures():
		return s.indicators[code]
	}
	return nil
}

// dividesBy says whether all dimensions are there, each once.
func (s *Scope) dividesBy(dimensions []DimensionKey) bool {
	for n, d := range dimensions {
		if d == "" || !s.dimensions.Has(d) || slices.Contains(dimensions[:n], d) {
			return false
		}
	}
	return true
}

// knowsEnd says whether it is known on which day the project ends.
func (s *Scope) knowsEnd() bool {
	return s.dated && !s.frame.End.IsZero() && !s.frame.End.Before(s.frame.Start)
}

// IsOutside says that a day is in none of the project's periods.
func (s *Scope) IsOutside(day Date) bool {
	return s.dated && !day.IsZero() && s.frame.PeriodOf(day) == 0
}

// CheckText finds what is wrong with a text that may be left out.
func (s *Scope) CheckText(f *Findings, path string, t Text) {
	if t != nil && len(t) == 0 {
		f.Wrong(path, Empty)
	}
	for language, text := range t {
		switch {
		case !s.isLanguage(language):
			f.Wrong(Join(path, Excerpt(language)), NoSuchLanguage, "Value", language)
		case isBlank(text):
			f.Wrong(Join(path, language), Empty)
		}
	}
}

// RequireText finds what is wrong with a text that must be there.
func (s *Scope) RequireText(f *Findings, path string, t Text) {
	f.Require(path, t != nil)
	s.CheckText(f, path, t)
}

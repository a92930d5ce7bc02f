package partnership

import (
	"maps"
	"slices"

	"tulos/internal/results"
)

// A TextPart is a kind of thing in a project that has texts.
type TextPart string

// The parts of a project that have texts: first those of its set-up.
const (
	PartDetails     TextPart = "details"
	PartResult      TextPart = "result"
	PartIndicator   TextPart = "indicator"
	PartPlanned     TextPart = "planned"
	PartDimension   TextPart = "dimension"
	PartPartner     TextPart = "partner"
	PartBudget      TextPart = "budget"
	PartActivity    TextPart = "activity"
	PartMeasurement TextPart = "measurement"
	PartNarrative   TextPart = "narrative"
)

// A LackingText is a text that is not there in every language of its project.
type LackingText struct {
	Part  TextPart
	Name  string // code, key or reference of what the text belongs to; empty for the project's own
	Text  results.Text
	Lacks []string // languages, in the project's order

	Period  results.PeriodNo  // of a narrative
	Partner results.PartnerID // of a narrative; empty for the project's
}

// LackingTexts lists the texts of an activity that lack one of the languages.
func (a *Activity) LackingTexts(languages []string) []LackingText {
	l := &lacking{languages: languages}
	l.add(PartActivity, a.Ref, a.Title, a.Narrative)
	for _, c := range a.Contributions {
		l.add(PartActivity, a.Ref, c.Text)
	}
	for _, p := range a.Publications {
		l.add(PartActivity, a.Ref, p.Title)
	}
	for _, q := range a.Quotes {
		l.add(PartActivity, a.Ref, q.Text, q.Role)
	}
	for _, e := range a.Evidence {
		l.add(PartActivity, a.Ref, e.Caption)
	}
	return l.found
}

// LackingTexts lists the texts of a measurement that lack one of the languages.
func (m *Measurement) LackingTexts(languages []string) []LackingText {
	l := &lacking{languages: languages}
	l.add(PartMeasurement, m.Ref, m.Text)
	return l.found
}

// LackingTexts lists the text of a section that lacks one of the languages.
func (n *Narrative) LackingTexts(languages []string) []LackingText {
	l := &lacking{languages: languages}
	l.add(PartNarrative, n.Section, n.Text)
	for k := range l.found {
		l.found[k].Period, l.found[k].Partner = n.Period, n.Partner
	}
	return l.found
}

// LackingTexts lists the texts of a project's set-up that lack one of its languages.
func (p *Project) LackingTexts() []LackingText {
	l := &lacking{languages: p.Languages}
	l.add(PartDetails, "", p.Title, p.Summary)
	for r := range results.All(p.Results) {
		l.result(r)
	}
	for _, d := range p.Dimensions {
		l.add(PartDimension, string(d.Key), d.Title)
		for _, c := range d.Categories {
			l.add(PartDimension, string(d.Key), c.Title)
		}
	}
	for _, partner := range p.Partners {
		if partner.Suspended != nil {
			l.add(PartPartner, string(partner.Organisation), partner.Suspended.Reason)
		}
		for _, s := range partner.Suspensions {
			l.add(PartPartner, string(partner.Organisation), s.Reason)
		}
	}
	for _, line := range p.BudgetLines {
		l.add(PartBudget, line.Code, line.Title)
	}
	return l.found
}

type lacking struct {
	languages []string
	found     []LackingText
}

func (l *lacking) result(r *results.Result) {
	l.add(PartResult, string(r.Code), r.Title, r.Assumptions)
	for n := range r.Indicators {
		i := &r.Indicators[n]
		l.add(PartIndicator, string(i.Code), i.Title, i.Unit, i.Source)
		for _, s := range i.Stages {
			l.add(PartIndicator, string(i.Code), s.Title)
		}
	}
	for _, p := range r.Planned {
		l.add(PartPlanned, string(p.Code), p.Title)
	}
}

// add takes the texts that there are and that lack a language.
func (l *lacking) add(part TextPart, name string, texts ...results.Text) {
	for _, t := range texts {
		if !slices.ContainsFunc(slices.Collect(maps.Values(t)), func(text string) bool { return text != "" }) {
			continue
		}
		lacks := slices.DeleteFunc(slices.Clone(l.languages), func(language string) bool { return t[language] != "" })
		if len(lacks) > 0 {
			l.found = append(l.found, LackingText{Part: part, Name: name, Text: t, Lacks: lacks})
		}
	}
}

package partnership

import (
	"slices"

	"tulos/internal/results"
)

// A SetupPart is a kind of thing in a set-up that has texts.
type SetupPart string

// The parts of a set-up that have texts.
const (
	PartDetails   SetupPart = "details"
	PartResult    SetupPart = "result"
	PartIndicator SetupPart = "indicator"
	PartPlanned   SetupPart = "planned"
	PartDimension SetupPart = "dimension"
	PartPartner   SetupPart = "partner"
	PartBudget    SetupPart = "budget"
)

// A LackingText is a text that is not there in every language of its project.
type LackingText struct {
	Part  SetupPart
	Name  string // code or key of what the text belongs to; empty for the project's own
	Text  results.Text
	Lacks []string // languages, in the project's order
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
func (l *lacking) add(part SetupPart, name string, texts ...results.Text) {
	for _, t := range texts {
		if t == nil {
			continue
		}
		lacks := slices.DeleteFunc(slices.Clone(l.languages), func(language string) bool { return t[language] != "" })
		if len(lacks) > 0 {
			l.found = append(l.found, LackingText{part, name, t, lacks})
		}
	}
}

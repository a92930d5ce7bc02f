package logbook

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// types are those of activities, in the order of their list.
var types = []partnership.ActivityType{
	partnership.Training, partnership.Consultation, partnership.Webinar, partnership.Conference, partnership.Meeting,
	partnership.Campaign, partnership.Research, partnership.Publishing, partnership.Outreach, partnership.OtherType,
}

// choices are what can stand in columns with lists, by how it may be written:
// as in the list of any language, or as its code.
type choices struct {
	types      map[string]partnership.ActivityType
	countries  map[string]string
	online     map[string]bool
	partners   map[string]results.PartnerID
	categories map[results.DimensionKey]map[string]results.CategoryKey
	lines      map[string]string // of the budget: their codes
}

func choicesOf(setup *partnership.Setup) choices {
	c := choices{
		types: map[string]partnership.ActivityType{}, countries: map[string]string{}, online: map[string]bool{"1": true, "0": false, "x": true},
		partners: map[string]results.PartnerID{}, categories: map[results.DimensionKey]map[string]results.CategoryKey{},
		lines: map[string]string{},
	}
	for _, l := range setup.Project.BudgetLines {
		for _, title := range l.Title {
			c.lines[folded(title)] = l.Code
		}
	}
	for _, l := range setup.Project.BudgetLines { // a code is meant before a title
		c.lines[folded(l.Code)] = l.Code
	}
	for _, words := range localizers() {
		for _, t := range types {
			c.types[folded(words.Text("type."+string(t), nil))] = t
			c.types[string(t)] = t
		}
		for _, share := range setup.Project.Countries {
			c.countries[folded(words.CountryName(share.Country))] = share.Country
		}
		for _, o := range setup.Organisations {
			c.countries[folded(words.CountryName(o.Country))] = o.Country
		}
		c.online[folded(words.Text("logbook.yes", nil))] = true
		c.online[folded(words.Text("logbook.no-answer", nil))] = false
	}
	for _, o := range setup.Organisations {
		c.partners[folded(o.Name)] = o.ID
		c.partners[folded(string(o.ID))] = o.ID
	}
	for _, d := range setup.Project.Dimensions {
		known := map[string]results.CategoryKey{}
		for _, category := range d.Categories {
			for _, title := range category.Title {
				known[folded(title)] = category.Key
			}
			known[folded(string(category.Key))] = category.Key
		}
		c.categories[d.Key] = known
	}
	return c
}

func (c choices) country(text string) (string, bool) {
	if code := strings.ToUpper(strings.TrimSpace(text)); codelist.Country(code) {
		return code, true
	}
	code, ok := c.countries[folded(text)]
	return code, ok
}

// coded is the code that a choice begins with: "A1.1" of "A1.1 · Trainings".
func coded(text string) string {
	code, _, _ := strings.Cut(strings.TrimSpace(text), " · ")
	return strings.TrimSpace(code)
}

// withTitle is a choice that begins with a code.
func withTitle(code string, title string) string {
	if title == "" {
		return code
	}
	return code + " · " + title
}

// stages are the titles of an indicator's stages by how they may be written.
func stage(i *results.Indicator, text string) (results.StageKey, bool) {
	for _, s := range i.Stages {
		if string(s.Key) == strings.TrimSpace(text) {
			return s.Key, true
		}
		for _, title := range s.Title {
			if folded(title) == folded(text) {
				return s.Key, true
			}
		}
	}
	return "", false
}

// lists are the choices of each column as the form shows them, in a language.
func lists(setup *partnership.Setup, words *i18n.Localizer) map[Key][]string {
	p, all := &setup.Project, map[Key][]string{}
	for _, t := range types {
		all[Type] = append(all[Type], words.Text("type."+string(t), nil))
	}
	for _, c := range p.Countries {
		all[Country] = append(all[Country], words.CountryName(c.Country))
	}
	all[Online] = []string{words.Text("logbook.yes", nil), words.Text("logbook.no-answer", nil)}
	for r := range results.All(p.Results) {
		for _, planned := range r.Planned {
			all[Part] = append(all[Part], withTitle(string(planned.Code), textIn(planned.Title, words.Language(), p)))
		}
		if r.Level == results.Output && r.Code != "" {
			all[Part] = append(all[Part], withTitle(string(r.Code), textIn(r.Title, words.Language(), p)))
		}
		for n := range r.Indicators {
			i := &r.Indicators[n]
			all[Indicator] = append(all[Indicator], withTitle(string(i.Code), textIn(i.Title, words.Language(), p)))
			for _, s := range i.Stages {
				all[Stage] = append(all[Stage], textIn(s.Title, words.Language(), p))
			}
		}
	}
	for _, line := range p.BudgetLines {
		all[BudgetLine] = append(all[BudgetLine], withTitle(line.Code, textIn(line.Title, words.Language(), p)))
	}
	for _, d := range p.Dimensions {
		for _, c := range d.Categories {
			all[dimensionKey(d.Key)] = append(all[dimensionKey(d.Key)], textIn(c.Title, words.Language(), p))
		}
	}
	return all
}

package reports

import "tulos/internal/partnership"

// coverFacts are the facts that a cover can tell; an empty one is left out.
var coverFacts = map[string]struct {
	label string
	value func(*builder) string
}{
	"project-code":     {"report.project-code", func(b *builder) string { return string(b.project.Code) }},
	"grant-number":     {"report.grant-number", func(b *builder) string { return b.project.GrantNumber }},
	"funder":           {"report.funder", func(b *builder) string { return b.organisation(b.project.Funder) }},
	"lead":             {"report.lead", func(b *builder) string { return b.organisation(b.lead()) }},
	"partners":         {"report.partners", (*builder).otherPartners},
	"countries":        {"report.countries", (*builder).countries},
	"project-period":   {"report.project-period", func(b *builder) string { return b.dates(b.project.Start, b.project.End) }},
	"reporting-period": {"report.reporting-period", (*builder).reportingPeriod},
	"data-as-of":       {"report.data-as-of", func(b *builder) string { return b.date(b.dated) }},
}

func (b *builder) otherPartners() string {
	var names []string
	for _, p := range b.project.Partners {
		if p.Role != partnership.LeadPartner {
			names = append(names, b.organisation(p.Organisation))
		}
	}
	return b.List(names)
}

func (b *builder) countries() string {
	var names []string
	for _, c := range b.project.Countries {
		names = append(names, b.CountryName(c.Country))
	}
	return b.List(names)
}

func (b *builder) reportingPeriod() string {
	from, to := b.project.Periods[b.options.From-1], b.project.Periods[b.options.To-1]
	return b.dates(from.Start, to.End)
}

func (b *builder) facts(names []string) []Fact {
	var facts []Fact
	for _, name := range names {
		f := coverFacts[name]
		if value := f.value(b); value != "" {
			facts = append(facts, Fact{b.Text(f.label, nil), Plain(value)})
		}
	}
	return facts
}

func (b *builder) cover(s Section) []Block {
	return []Block{Cover{
		Kind:     b.Text("report.title", nil),
		Title:    b.text(b.project.Title),
		Subtitle: b.periodName() + " · " + b.reportingPeriod(),
		Notice:   b.notice(),
		Facts:    b.facts(s.Facts),
	}}
}

// notice tells that the report's period has not ended.
func (b *builder) notice() string {
	if !b.isRunning() {
		return ""
	}
	return b.Text("report.running", nil)
}

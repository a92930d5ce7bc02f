package reports

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// projectFacts are what a cover or a table of facts can tell; an empty one is left
// out.
var projectFacts = map[string]struct {
	label string
	value func(*builder) string
}{
	"project-code":     {"report.project-code", func(b *builder) string { return string(b.project.Code) }},
	"grant-number":     {"report.grant-number", func(b *builder) string { return b.project.GrantNumber }},
	"funder":           {"report.funder", func(b *builder) string { return b.organisation(b.project.Funder) }},
	"title":            {"report.project", func(b *builder) string { return b.plain(b.project.Title) }},
	"report-number":    {"report.report-number", (*builder).reportNumber},
	"lead-type":        {"report.organisation-type", func(b *builder) string { return b.Text("organisation."+string(b.leader().Type), nil) }},
	"lead-country":     {"report.country", func(b *builder) string { return b.CountryName(b.leader().Country) }},
	"lead-identifier":  {"report.identifier", func(b *builder) string { return b.leader().Identifier }},
	"lead-website":     {"report.website", func(b *builder) string { return b.leader().Website }},
	"co-organisers":    {"report.co-organisers", func(b *builder) string { return b.organisations(b.project.Collaborators) }},
	"lead":             {"report.lead", func(b *builder) string { return b.organisation(b.project.Lead()) }},
	"partners":         {"report.partners", (*builder).otherPartners},
	"countries":        {"report.countries", (*builder).countries},
	"project-period":   {"report.project-period", func(b *builder) string { return b.dates(b.project.Start, b.project.End) }},
	"reporting-period": {"report.reporting-period", (*builder).reportingPeriod},
	"data-as-of":       {"report.data-as-of", func(b *builder) string { return b.date(b.dated) }},
}

// leader is the organisation that leads the project.
func (b *builder) leader() partnership.Organisation {
	o, _ := b.dossier.Organisation(b.project.Lead())
	return o
}

func (b *builder) reportNumber() string {
	if b.options.From == b.options.To {
		return b.Integer(int(b.options.To))
	}
	return b.Integer(int(b.options.From)) + "–" + b.Integer(int(b.options.To))
}

func (b *builder) organisations(ids []results.PartnerID) string {
	var names []string
	for _, id := range ids {
		names = append(names, b.organisation(id))
	}
	return b.List(names)
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
		f := projectFacts[name]
		if value := f.value(b); value != "" {
			facts = append(facts, Fact{b.Text(f.label, nil), Plain(value)})
		}
	}
	return facts
}

func (b *builder) cover(s Section) []Block {
	return []Block{Cover{
		Kind:     b.worded(b.def.Title).String(),
		Title:    b.text(b.project.Title),
		Subtitle: b.periodName() + " · " + b.reportingPeriod(),
		Notice:   b.notice(),
		Logos:    b.logos(),
		Facts:    b.facts(s.Facts),
		Support:  b.worded(s.Statement),
	}}
}

// notice tells that the report is a draft, and that its period has not ended.
func (b *builder) notice() string {
	var draft, running string
	if b.options.IsDraft {
		draft = b.Text("report.draft", nil)
	}
	if b.isRunning() {
		running = b.Text("report.running", nil)
	}
	return joined(draft, running)
}

// factTable tells facts of the project in a table, below what was written.
func (b *builder) factTable(s Section) []Block {
	t := Table{Columns: []Column{{Head: b.Text("report.item", nil), Width: 2}, {Head: b.Text("report.information", nil), Width: 5}}}
	for _, f := range b.facts(s.Facts) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{plainCell(f.Label), {Text: f.Value}}})
	}
	return append(b.opened(s), t)
}

package reports

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// question is a section that people have written.
func (b *builder) question(s Section) []Block {
	written := b.narrative(s.Question)
	if len(written) == 0 {
		if s.Optional {
			return nil
		}
		written = []Block{Paragraph{Style: Note, Text: Plain(b.Text("report.nothing-written", nil))}}
	}
	return append([]Block{b.heading(s)}, written...)
}

// narrative is what was written for a section: by the project first, then by the
// partners in the project's order, each under its name.
func (b *builder) narrative(section string) []Block {
	var blocks []Block
	for k := b.options.From; k <= b.options.To; k++ {
		blocks = append(blocks, b.passages(section, k, "")...)
		for _, p := range b.project.Partners {
			blocks = append(blocks, b.passages(section, k, p.Organisation)...)
		}
	}
	return blocks
}

func (b *builder) passages(section string, k results.PeriodNo, partner results.PartnerID) []Block {
	var blocks []Block
	for _, n := range b.dossier.Narratives {
		if n.Section != section || n.Period != k || n.Partner != partner {
			continue
		}
		var label []string
		if b.options.From != b.options.To {
			label = append(label, b.Text("report.period", i18n.Args{"Period": b.Integer(int(k))}))
		}
		if partner != "" {
			label = append(label, b.organisation(partner))
		}
		if len(label) > 0 {
			blocks = append(blocks, Paragraph{Style: Label, Text: Plain(joined(label...))})
		}
		blocks = append(blocks, b.paragraphs(n.Text)...)
	}
	return blocks
}

// paragraphs are the paragraphs of a text; the last tells its language, if that
// is not the report's.
func (b *builder) paragraphs(t results.Text) []Block {
	text := b.text(t)
	if len(text) == 0 {
		return nil
	}
	var blocks []Block
	for part := range strings.SplitSeq(text[0].Text, "\n") {
		if part = strings.TrimSpace(part); part != "" {
			blocks = append(blocks, Paragraph{Text: Text{{Text: part, Language: text[0].Language}}})
		}
	}
	if last := len(blocks) - 1; last >= 0 && len(text) > 1 {
		if p, ok := blocks[last].(Paragraph); ok {
			p.Text = append(p.Text, text[1:]...)
			blocks[last] = p
		}
	}
	return blocks
}

var partnerColumns = map[string]column[partnership.Partner]{
	"organisation": {"report.organisation", 5, Start, func(b *builder, p partnership.Partner) Cell {
		return plainCell(b.organisation(p.Organisation))
	}},
	"role": {"report.role", 2, Start, func(b *builder, p partnership.Partner) Cell {
		return plainCell(b.Text("role."+string(p.Role), nil))
	}},
	"organisation-type": {"report.organisation-type", 3, Start, func(b *builder, p partnership.Partner) Cell {
		o, _ := b.dossier.Organisation(p.Organisation)
		return plainCell(b.Text("organisation."+string(o.Type), nil))
	}},
	"country": {"report.country", 2, Start, func(b *builder, p partnership.Partner) Cell {
		o, _ := b.dossier.Organisation(p.Organisation)
		return plainCell(b.CountryName(o.Country))
	}},
	"identifier": {"report.identifier", 3, Start, func(b *builder, p partnership.Partner) Cell {
		o, _ := b.dossier.Organisation(p.Organisation)
		return plainCell(o.Identifier)
	}},
	"website": {"report.website", 3, Start, func(b *builder, p partnership.Partner) Cell {
		o, _ := b.dossier.Organisation(p.Organisation)
		return Cell{Text: Text{{Text: o.Website, URL: o.Website}}}
	}},
	"membership": {"report.membership", 3, Start, func(b *builder, p partnership.Partner) Cell {
		from, to := b.project.Start, b.project.End
		if !p.Joined.IsZero() {
			from = p.Joined
		}
		if !p.Left.IsZero() {
			to = p.Left
		}
		return plainCell(b.dates(from, to))
	}},
}

func (b *builder) partners(s Section) []Block {
	t := table(b, partnerColumns, s.Columns, b.project.Partners)
	t.Caption, t.Anchor = Plain(b.Text("report.partners-table", nil)), "table-partners"
	t.Notes = b.suspensions()
	blocks := append(b.opened(s), t)
	if len(b.project.Collaborators) > 0 {
		blocks = append(blocks, Paragraph{Text: Plain(b.Text("report.co-organised-with", i18n.Args{
			"Organisations": b.organisations(b.project.Collaborators),
		}))})
	}
	return blocks
}

// suspensions tell of each that began by the report's last day; why, to the partnership
// alone.
func (b *builder) suspensions() []Text {
	var notes []Text
	note := func(key string, p *partnership.Partner, from, to results.Date, reason results.Text) {
		if b.lastDay().Before(from) {
			return
		}
		text := Plain(b.Text(key, i18n.Args{"Partner": b.organisation(p.Organisation), "Date": b.date(from), "Until": b.date(to)}))
		if b.options.Audience == Partnership {
			text = append(append(text, Plain(" "+b.Text("method.suspension-reason", nil)+" ")...), b.text(reason)...)
		}
		notes = append(notes, text)
	}
	for n := range b.project.Partners {
		p := &b.project.Partners[n]
		for _, s := range p.Suspensions {
			note("method.suspended-until", p, s.From, s.To, s.Reason)
		}
		if s := p.Suspended; s != nil {
			note("method.suspended", p, s.From, results.Date{}, s.Reason)
		}
	}
	return notes
}

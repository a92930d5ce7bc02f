package iati

import (
	"net/url"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"

	standard "tulos/pkg/iati"
)

// identifier is that of the project's activity, or of a partner's part of it: the
// lead's, the project's code, and the partner's name in the project, with hyphens.
func (b *builder) identifier(partner results.PartnerID) string {
	lead, _ := b.Organisation(b.Project.Lead())
	id := lead.Identifier + "-" + string(b.Project.Code)
	if partner == "" {
		return id
	}
	return id + "-" + strings.Map(func(c rune) rune {
		if standard.IsClean(string(c)) {
			return c
		}
		return '_'
	}, string(partner))
}

// organisation is one with a role; without one it reports.
func (b *builder) organisation(id results.PartnerID, role string) standard.Organisation {
	o, _ := b.Organisation(id)
	return standard.Organisation{
		Ref: o.Identifier, Role: role, Type: organisationType(o.Type), Narratives: []standard.Narrative{{Text: o.Name}},
	}
}

// organisationType is the code of OrganisationType.
func organisationType(t partnership.OrganisationType) string {
	switch t {
	case partnership.Government:
		return "10"
	case partnership.International:
		return "40"
	case partnership.Private:
		return "70"
	case partnership.Academic:
		return "80"
	case partnership.NGO:
	}
	return "22"
}

// participating are the funder, the lead, the partners, and who organises with them.
func (b *builder) participating() []standard.Organisation {
	p := &b.Project
	all := []standard.Organisation{b.organisation(p.Funder, "1")}
	for _, partner := range p.Partners {
		role := "4"
		if partner.Role == partnership.LeadPartner {
			role = "2"
		}
		o := b.organisation(partner.Organisation, role)
		if b.options.Partners {
			o.ActivityID = b.identifier(partner.Organisation)
		}
		all = append(all, o)
	}
	for _, id := range p.Collaborators {
		all = append(all, b.organisation(id, "4"))
	}
	return all
}

// grant is the funder's number of the project.
func (b *builder) grant() []standard.OtherIdentifier {
	if b.Project.GrantNumber == "" {
		return nil
	}
	owner := b.organisation(b.Project.Funder, "")
	owner.Type = ""
	return []standard.OtherIdentifier{{Ref: b.Project.GrantNumber, Type: "A1", Owner: &owner}}
}

// contact is the lead's page, if it has one.
func (b *builder) contact() *standard.Contact {
	lead, _ := b.Organisation(b.Project.Lead())
	if !isWebsite(lead.Website) {
		return nil
	}
	name := standard.Text{Narratives: []standard.Narrative{{Text: lead.Name}}}
	return &standard.Contact{Type: "1", Organisation: name, Website: lead.Website}
}

// isWebsite says whether a text is the whole address of a page on the web.
func isWebsite(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(text, " \t\r\n")
}

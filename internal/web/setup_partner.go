package web

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// partnerNames are the partners of a set-up.
func partnerNames(s *partnership.Setup) []string {
	var all []string
	for _, p := range s.Project.Partners {
		all = append(all, string(p.Organisation))
	}
	return all
}

// partner is that of the address; at is -1 where there is none.
func (a *setupAim) partner() (at int, path string) {
	at = slices.IndexFunc(a.setup.Project.Partners, func(p partnership.Partner) bool { return string(p.Organisation) == a.name })
	return at, results.At("project.partners", max(at, 0))
}

// partnerPart edits partners, and takes organisations in as such.
func partnerPart() setupPart {
	return setupPart{kind: "partners", names: partnerNames, open: openPartner}
}

func openPartner(a *setupAim) *openPart {
	if a.name == "" {
		return openJoining(a)
	}
	at, path := a.partner()
	if at < 0 {
		return nil
	}
	all := a.setup.Project.Partners
	p := all[at]
	o := &openPart{title: organisationName(a.setup, p.Organisation), advice: "setup.partner-advice", more: []link{
		{Text: a.request.words.Text("setup.leave", nil), Path: a.request.partPath("leave", a.name)},
		{Text: a.request.words.Text("setup.suspend", nil), Path: a.request.partPath("suspend", a.name)},
		{Text: a.request.words.Text("setup.reassign", nil), Path: a.request.partPath("reassign", a.name)},
		{Text: a.request.words.Text("people.organisation", nil), Path: a.request.partPath("organisations", a.name)},
	}}
	o.bind = func(b *binding) {
		b.at("organisation", "role")
		b.hint(pick(b, "role", "setup.role", &p.Role, a.request.options("people.part-", string(partnership.LeadPartner), string(partnership.OtherPartner))), "setup.role-hint")
		b.hint(b.date("joined", "setup.joined", &p.Joined), "setup.joined-hint")
		b.number("budget", "setup.budget-of-partner", &p.Budget)
	}
	o.remove = func() { a.setup.Project.Partners = slices.Delete(slices.Clone(all), at, at+1) }
	o.settle = func() string {
		if p.Role == partnership.LeadPartner && all[at].Role != partnership.LeadPartner {
			for n := range all {
				all[n].Role = partnership.OtherPartner
			}
		}
		all[at] = p
		return path
	}
	return o
}

// openJoining takes an organisation into the project as a partner.
func openJoining(a *setupAim) *openPart {
	var known results.PartnerID
	organisation := partnership.Organisation{}
	p := partnership.Partner{Role: partnership.OtherPartner}
	o := &openPart{title: a.request.words.Text("setup.new-partner", nil), advice: "setup.join-advice"}
	o.bind = func(b *binding) {
		var strangers []option
		for _, option := range a.request.organisationOptions(a.setup) {
			if _, isPartner := a.setup.Project.Partner(results.PartnerID(option.Value)); !isPartner {
				strangers = append(strangers, option)
			}
		}
		pick(b, "organisation", "setup.known-organisation", &known, append([]option{a.request.none("setup.new-one")}, strangers...))
		a.request.organisation(b, &organisation)
		b.hint(b.date("joined", "setup.joined", &p.Joined), "setup.joined-hint")
		b.number("budget", "setup.budget-of-partner", &p.Budget)
	}
	o.settle = func() string {
		p.Organisation = known
		if known == "" {
			organisation.ID = newOrganisationID(a.setup, organisation.Name)
			p.Organisation = organisation.ID
			o.also = results.At("organisations", len(a.setup.Organisations))
			a.setup.Organisations = append(a.setup.Organisations, organisation)
		}
		organisation.ID = p.Organisation
		a.setup.Project.Partners = append(a.setup.Project.Partners, p)
		return results.At("project.partners", len(a.setup.Project.Partners)-1)
	}
	o.change = func(by service.By, seen int64) error {
		return a.request.Service.JoinPartner(a.request.ctx(), by, a.request.project(), seen, organisation, p)
	}
	return o
}

// newOrganisationID is an identity that no organisation of the set-up has.
func newOrganisationID(s *partnership.Setup, name string) results.PartnerID {
	var taken []results.PartnerID
	for _, o := range s.Organisations {
		taken = append(taken, o.ID)
	}
	return service.NewKey(name, "organisation", taken)
}

// organisation binds an organisation.
func (r *request) organisation(b *binding, o *partnership.Organisation) {
	line(b, "name", "setup.organisation-name", &o.Name)
	pick(b, "country", "people.country", &o.Country, r.countryOptions())
	pick(b, "type", "setup.organisation-type", &o.Type, append([]option{{}}, r.options("organisation.", string(partnership.NGO),
		string(partnership.Government), string(partnership.International), string(partnership.Academic), string(partnership.Private))...))
}

// organisationPart edits organisations.
func organisationPart() setupPart {
	return setupPart{kind: "organisations", open: openOrganisation, names: func(s *partnership.Setup) []string {
		var all []string
		for _, o := range s.Organisations {
			all = append(all, string(o.ID))
		}
		return all
	}}
}

func openOrganisation(a *setupAim) *openPart {
	all := &a.setup.Organisations
	at := slices.IndexFunc(*all, func(o partnership.Organisation) bool { return string(o.ID) == a.name })
	var organisation partnership.Organisation
	o := &openPart{title: a.request.words.Text("setup.new-organisation", nil), advice: "setup.organisation-advice"}
	switch {
	case at >= 0:
		organisation = (*all)[at]
		o.title = organisation.Name
	case a.name != "":
		return nil
	}
	o.bind = func(b *binding) {
		a.request.organisation(b, &organisation)
		b.hint(line(b, "identifier", "setup.identifier", &organisation.Identifier), "setup.identifier-hint")
		line(b, "website", "setup.website", &organisation.Website)
	}
	o.remove = func() { *all = slices.Delete(slices.Clone(*all), at, at+1) }
	o.settle = func() string {
		if at >= 0 {
			(*all)[at] = organisation
			return results.At("organisations", at)
		}
		organisation.ID = newOrganisationID(a.setup, organisation.Name)
		*all = append(*all, organisation)
		return results.At("organisations", len(*all)-1)
	}
	return o
}

// leavePart lets a partner leave.
func leavePart() setupPart {
	return setupPart{kind: "leave", names: partnerNames, open: func(a *setupAim) *openPart {
		at, path := a.partner()
		if at < 0 {
			return nil
		}
		p := &a.setup.Project.Partners[at]
		last := p.Left
		return &openPart{
			title: organisationName(a.setup, p.Organisation), advice: "setup.leave-advice",
			bind: func(b *binding) { b.hint(b.date("left", "setup.left", &last), "setup.left-hint") },
			settle: func() string {
				p.Left = last
				return path
			},
			change: func(by service.By, seen int64) error {
				return a.request.Service.LeavePartner(a.request.ctx(), by, a.request.project(), seen, p.Organisation, last)
			},
		}
	}}
}

// suspendPart suspends a partner, and ends its suspension.
func suspendPart() setupPart {
	return setupPart{kind: "suspend", names: partnerNames, open: func(a *setupAim) *openPart {
		at, path := a.partner()
		if at < 0 {
			return nil
		}
		p := &a.setup.Project.Partners[at]
		var s partnership.Suspension
		o := &openPart{title: organisationName(a.setup, p.Organisation), advice: "setup.suspend-advice"}
		if p.Suspended != nil {
			s = *p.Suspended
			o.removeText = "setup.resume"
			o.remove = func() {
				p.Resume(a.request.Service.Today())
				o.change = func(by service.By, seen int64) error {
					return a.request.Service.ResumePartner(a.request.ctx(), by, a.request.project(), seen, p.Organisation)
				}
			}
		}
		o.bind = func(b *binding) {
			b.date("suspended.from", "setup.suspended-from", &s.From)
			if a.request.maySetUp() || a.request.actor.May(partnership.ReadAccepted) { // why is not for funders
				b.hint(b.text(areaInput, "suspended.reason", "setup.reason", &s.Reason), "setup.suspended-hint")
			}
		}
		o.settle = func() string {
			p.Suspended = &s
			if a.hasPlans(p.Organisation) {
				o.then = a.request.partPath("reassign", a.name)
			}
			return path
		}
		o.change = func(by service.By, seen int64) error {
			return a.request.Service.SuspendPartner(a.request.ctx(), by, a.request.project(), seen, p.Organisation, s)
		}
		return o
	}}
}

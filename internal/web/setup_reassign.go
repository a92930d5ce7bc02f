package web

import (
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
)

// reassignPart gives planned activities and targets of a partner to others.
func reassignPart() setupPart {
	return setupPart{kind: "reassign", names: partnerNames, open: openReassigning}
}

func openReassigning(a *setupAim) *openPart {
	at, _ := a.partner()
	if at < 0 {
		return nil
	}
	r := service.Reassignment{From: results.PartnerID(a.name)}
	return &openPart{
		title: organisationName(a.setup, r.From), advice: "setup.reassign-advice",
		settle: func() string { return reassignment },
		bind:   func(b *binding) { a.bindReassignment(b, &r) },
		change: func(by service.By, seen int64) error {
			return a.request.Service.Reassign(a.request.ctx(), by, a.request.project(), seen, r)
		},
	}
}

// reassignment is where the problems of the form are, which is no part of the set-up.
const reassignment = "reassignment"

func (a *setupAim) bindReassignment(b *binding, r *service.Reassignment) {
	others := slices.DeleteFunc(a.request.partnerOptions(a.setup), func(o option) bool { return o.Value == a.name })
	planned := checks(b, "planned", "setup.reassign-planned", &r.Planned, a.plannedOptions(r.From))
	to := pick(b, "to", "setup.reassign-to", &r.To, append([]option{a.request.none("setup.choose")}, others...))
	if !a.request.maySetUp() {
		return
	}
	a.bindTargets(b, r, others)
	reason := b.hint(line(b, "reason", "setup.reason", &r.Reason), "setup.reassign-reason-hint")
	if b.sent == nil {
		return
	}
	switch {
	case len(r.Planned)+len(r.Targets) == 0 && len(*b.mistakes) == 0:
		b.wrong(planned, "setup.choose-planned")
	case len(r.Planned) > 0 && r.To == "":
		b.wrong(to, "setup.choose-partner")
	}
	if r.Reason == "" {
		b.wrong(reason, "setup.reason-needed")
	}
}

// bindTargets binds how much of each of the partner's own targets goes where.
func (a *setupAim) bindTargets(b *binding, r *service.Reassignment, others []option) {
	targets, err := a.request.Service.OpenTargets(a.request.ctx(), a.request.by(), a.request.project(), r.From)
	if err != nil {
		a.request.logFault(err)
		return
	}
	for _, t := range targets {
		i, name := t.Indicator, "target."+string(t.Indicator.Code)
		label := a.request.words.Text("setup.reassign-target", i18n.Args{
			"Indicator": a.request.titled(string(i.Code), i.Title), "Target": typedNumber(a.request.words, &t.Target), "Left": typedNumber(a.request.words, &t.Left),
		})
		b.group(&inputView{Kind: sectionInput, Label: label}, func() {
			move := service.TargetMove{Indicator: i.Code}
			amount := &t.Left
			value := b.number(name+".value", "setup.reassign-amount", &amount)
			to := pick(b, name+".to", "setup.reassign-target-to", &move.To, append([]option{a.request.none("setup.reassign-stays")}, others...))
			if b.sent == nil || move.To == "" {
				return
			}
			switch {
			case value.Problem != "":
			case amount == nil || amount.Sign() <= 0 || amount.Cmp(t.Target) > 0:
				b.wrong(value, "setup.reassign-too-much")
			case !slices.ContainsFunc(others, func(o option) bool { return o.Value == string(move.To) }):
				b.wrong(to, "setup.choose-partner")
			default:
				move.Value = *amount
				r.Targets = append(r.Targets, move)
			}
		})
	}
}

// hasPlans says whether a partner has planned activities, or targets of its own that it
// has not reached.
func (a *setupAim) hasPlans(partner results.PartnerID) bool {
	if len(a.plannedOptions(partner)) > 0 {
		return true
	}
	targets, err := a.request.Service.OpenTargets(a.request.ctx(), a.request.by(), a.request.project(), partner)
	return err == nil && len(targets) > 0
}

// plannedOptions are the planned activities of a partner.
func (a *setupAim) plannedOptions(partner results.PartnerID) []option {
	var all []option
	for result := range results.All(a.setup.Project.Results) {
		for _, p := range result.Planned {
			if slices.Contains(p.Partners, partner) {
				all = append(all, option{Value: string(p.Code), Text: a.request.titled(string(p.Code), p.Title)})
			}
		}
	}
	return all
}

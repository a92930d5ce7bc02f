package service

import (
	"context"
	"fmt"
	"maps"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store/archive"
)

// NotYet is the problem of a day that has still to come.
const NotYet results.ProblemCode = "not-yet"

// A ConsentItem is a quote or a photo of an activity, with what is told of its consent
// to whoever may change that.
type ConsentItem struct {
	Activity Stored[Logged[partnership.Activity]]
	partnership.Item
	Also      int                         // how many other activities have the same
	Sealed    []partnership.ProjectReport // that show it: those that were submitted, by period
	MayChange bool
}

// ConsentItem finds a quote or a photo by its key, for the people of its partner, the
// lead and auditors. The lead may change its consent, and the partner while it reports.
func (s *Service) ConsentItem(ctx context.Context, by By, project partnership.ProjectCode, ref, key string) (*ConsentItem, error) {
	found, err := s.Activity(ctx, by, project, ref)
	if err != nil {
		return nil, err
	}
	actor, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return nil, err
	}
	a := &found.Value.Value
	if !MayReadConsent(actor, a.Partner) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	item, ok := a.Item(key)
	if !ok {
		return nil, errNoItem(ref)
	}
	one := &ConsentItem{Activity: found, Item: item, MayChange: s.mayConsent(actor, &now.setup.Value.Project, a.Partner)}
	for other, err := range archive.Activities.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("look for what is the same: %w", err)
		}
		if o := &other.Value.Value; o.Ref != ref && o.Has(item) {
			one.Also++
		}
	}
	for report, err := range archive.ProjectReports.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("look through sealed reports: %w", err)
		}
		if report.Value.Status != partnership.Draft && report.Value.Holds(a, item) {
			one.Sealed = append(one.Sealed, report.Value)
		}
	}
	return one, nil
}

func errNoItem(ref string) error { return refuse(NotFound, "error.no-such-item", "Ref", ref) }

// MayReadConsent says whether someone may see all about consents of what belongs to a
// partner.
func MayReadConsent(a partnership.Actor, partner results.PartnerID) bool {
	return a.May(partnership.ReadDrafts) || a.MayFor(partnership.ReadOwnDrafts, partner)
}

// mayConsent says whether someone may change consents of what belongs to a partner.
func (s *Service) mayConsent(a partnership.Actor, p *partnership.Project, partner results.PartnerID) bool {
	return a.May(partnership.Review) || a.MayFor(partnership.LogEntries, partner) && p.IsReporting(partner, s.Today())
}

// A ConsentChange says of which item the consent changes: that of an activity, seen at
// a revision, with a key.
type ConsentChange struct {
	Ref  string
	Seen int64
	Key  string
}

// WithdrawConsent takes a quote or a photo out of all that is shown from now on, in
// every activity of the project that has the same, also in accepted ones, which stay
// so. It needs the day of the withdrawal; a reason may be told, without what identifies
// people. It returns the key that the item has then.
func (s *Service) WithdrawConsent(ctx context.Context, by By, project partnership.ProjectCode,
	w ConsentChange, day results.Date, reason string,
) (key string, err error) {
	t := task{by: by, project: project, what: "consent.retract", asked: []any{w, day, reason}}
	return s.changeConsent(ctx, t, w, func(c *change, item partnership.Item) (consentStep, error) {
		var f results.Findings
		f.Require("day", !day.IsZero())
		if c.service.Today().Before(day) {
			f.Wrong("day", NotYet, "Value", day.String())
		}
		if item.Withdrawn != nil {
			return nil, refuse(NotPossible, "error.withdrawn-already")
		}
		c.audit.Note = reason
		step := func(a *partnership.Activity) bool { return a.Withdraw(item, day, reason) }
		return step, reject(append(f.Problems(), personal(maps.All(map[string]string{"reason": reason}))...))
	})
}

// GiveConsent puts a new consent in place of that of a quote or a photo, in every
// activity with the same of which the person may change it, and so brings back what was
// withdrawn. It returns the key that the item has then.
func (s *Service) GiveConsent(ctx context.Context, by By, project partnership.ProjectCode,
	g ConsentChange, consent partnership.Consent,
) (key string, err error) {
	t := task{by: by, project: project, what: "consent.give", asked: []any{g, consent}}
	return s.changeConsent(ctx, t, g, func(c *change, item partnership.Item) (consentStep, error) {
		may := func(partner results.PartnerID) bool { return s.mayConsent(c.actor, &c.setup.Value.Project, partner) }
		step := func(a *partnership.Activity) bool { return may(a.Partner) && a.Give(item, consent) }
		return step, reject(append(consent.Check(), personal(maps.All(map[string]string{"means": consent.Means}))...))
	})
}

// A consentStep changes the consent of an item in an activity, and says whether it is
// there.
type consentStep func(*partnership.Activity) bool

// changeConsent takes a step in the activity that is named, then in all others.
func (s *Service) changeConsent(ctx context.Context, t task, at ConsentChange,
	prepare func(*change, partnership.Item) (consentStep, error),
) (string, error) {
	t.do = func(c *change) (string, error) {
		old, err := c.service.activities().visible(c, at.Ref)
		if err != nil {
			return "", err
		}
		if !s.mayConsent(c.actor, &c.setup.Value.Project, old.Value.Value.Partner) {
			return "", refuse(Forbidden, "error.forbidden")
		}
		if err := expect(at.Seen, old); err != nil {
			return "", err
		}
		item, ok := old.Value.Value.Item(at.Key)
		if !ok {
			return "", errNoItem(at.Ref)
		}
		step, err := prepare(c, item)
		if err != nil {
			return "", err
		}
		next := old.Value
		step(&next.Value)
		if err := c.put(archive.Activities.Replace(old, next)); err != nil {
			return "", err
		}
		return next.Value.KeyOf(item), c.everywhereElse(at.Ref, step)
	}
	return s.run(ctx, t)
}

// everywhereElse takes a step in all activities but one.
func (c *change) everywhereElse(ref string, step consentStep) error {
	for old, err := range archive.ActivitiesWithItems(c.ctx, c.service.Engine, c.chain.Value.Project) {
		if err != nil {
			return fmt.Errorf("look for what is the same: %w", err)
		}
		next := old.Value
		if next.Value.Ref == ref || !step(&next.Value) {
			continue
		}
		if err := c.put(archive.Activities.Replace(old, next)); err != nil {
			return err
		}
	}
	return nil
}

// ConsentCounts is how many quotes and photos ask for somebody: their consent ends
// soon, has ended, or was withdrawn lately (partnership.ConsentWarning).
type ConsentCounts struct{ Ending, Ended, Withdrawn int }

// consentCounts counts for those who may change consents: the lead those of all, the
// people of a partner their own; none for others. The first to ask after the program has
// started waits until the project's activities have been looked through.
func (s *Service) consentCounts(ctx context.Context, actor partnership.Actor, project partnership.ProjectCode) (n ConsentCounts, err error) {
	isLead := actor.May(partnership.Review)
	if !isLead && !actor.May(partnership.LogEntries) {
		return n, nil
	}
	items, err := s.items(ctx, project)
	if err != nil {
		return n, err
	}
	today := s.Today()
	for l := range items.lines.all() {
		if !isLead && l.partner != actor.Organisation {
			continue
		}
		switch l.state(today) {
		case partnership.ConsentEnding:
			n.Ending++
		case partnership.ConsentEnded:
			n.Ended++
		case partnership.ConsentWithdrawn:
			if today.DaysSince(l.withdrawn) <= partnership.ConsentWarning {
				n.Withdrawn++
			}
		case partnership.ConsentNone, partnership.ConsentValid, partnership.ConsentFuture:
		}
	}
	return n, nil
}

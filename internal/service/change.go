package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A task is a use case that changes something.
type task struct {
	by      By
	project partnership.ProjectCode
	what    string // as the audit has it, such as "activity.accept"
	asked   any    // all that was asked for: the same key with something else is an error
	do      func(c *change) (outcome string, err error)
}

// A change is a use case under way: what it has read, and what it will write.
type change struct {
	service *Service
	ctx     context.Context // of one use case, during which the change lives
	at      time.Time
	actor   partnership.Actor
	setup   archive.Stored[partnership.Setup] // empty for the installation
	chain   archive.Stored[partnership.Chain]
	unit    store.Unit
	audit   partnership.Audit
	earlier []partnership.Audit // of the steps before, where the task has several
	// tallied tells which figures the change counted something into, or out of.
	tallied []partnership.Change
}

// attempts is how often a use case is run when other processes are quicker.
const attempts = 20

// run carries a task out and returns its outcome; that of the first time where it
// was sent before.
func (s *Service) run(ctx context.Context, t task) (outcome string, err error) {
	var actor partnership.Actor
	if t.project != partnership.Installation { // who asks hangs on another chain: others need not wait for that
		if actor, err = s.actor(ctx, s.Engine, t.by, t.project); err != nil {
			return "", fmt.Errorf("%s in %s: %w", t.what, t.project, err)
		}
	}
	leave, err := s.lanes.enter(ctx, t.project)
	if err != nil {
		return "", err
	}
	defer func() { leave(err) }()
	for range attempts {
		outcome, err = s.attempt(ctx, t, actor)
		if !errors.Is(err, store.ErrConflict) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("%s in %s: %w", t.what, t.project, err)
	}
	return outcome, nil
}

func (s *Service) attempt(ctx context.Context, t task, actor partnership.Actor) (string, error) {
	c, err := s.begin(ctx, t, actor)
	if err != nil {
		return "", err
	}
	content, err := contentOf(t)
	if err != nil {
		return "", err
	}
	if t.by.Key != "" {
		if outcome, done, err := c.recall(t, content); done || err != nil {
			return outcome, err
		}
	}
	outcome, err := t.do(c)
	if err != nil || len(c.unit) == 0 {
		return outcome, err
	}
	audits, err := c.finish(t, content, outcome)
	if err != nil {
		return "", err
	}
	if err := s.Engine.Commit(ctx, c.unit); err != nil {
		return "", err
	}
	s.went(t.project, endOf(c.chain.Value), audits)
	last := audits[len(audits)-1]
	s.wrote(t.project, mark{last.No, last.Hash}, c.unit)
	return outcome, nil
}

// begin reads the end of the chain first, anew: what is read after it cannot change
// before the unit is applied.
func (s *Service) begin(ctx context.Context, t task, actor partnership.Actor) (*change, error) {
	store.Forget(ctx, archive.Chains.Collection(), string(t.project))
	c := &change{service: s, ctx: ctx, at: s.Now(), actor: actor, audit: partnership.Audit{By: t.by.User, What: t.what}}
	var err error
	c.chain, err = archive.Chains.Get(ctx, s.Engine, string(t.project))
	switch {
	case errors.Is(err, store.ErrNotFound) && t.project == partnership.Installation:
		c.chain.Value.Project = t.project
	case err != nil:
		return nil, orNotFound(err, "error.no-such-project", "Project", string(t.project))
	}
	if t.project == partnership.Installation {
		c.actor, err = s.actor(ctx, s.Engine, t.by, t.project)
		return c, err
	}
	c.setup, err = archive.Projects.Get(ctx, s.Engine, string(t.project))
	return c, orNotFound(err, "error.no-such-project", "Project", string(t.project))
}

// finish completes the unit by the audit entries, the chain's new end, and the
// memory of the form.
func (c *change) finish(t task, content, outcome string) (audits []partnership.Audit, err error) {
	c.audit.Changes = append(c.audit.Changes, c.tallied...)
	chain := c.chain.Value
	for _, a := range append(c.earlier, c.audit) {
		a.At, a.Step = c.at, len(archive.Schema().Migrations)
		a = chain.Append(a)
		entry, err := archive.Audits.Insert(a)
		if err != nil {
			return nil, err
		}
		audits, c.unit = append(audits, a), append(c.unit, entry.Write)
	}
	var end archive.Write
	if c.chain.Rev == 0 {
		end, err = archive.Chains.Insert(chain)
	} else {
		end, err = archive.Chains.Replace(c.chain, chain)
	}
	if err != nil {
		return nil, err
	}
	c.unit = append(c.unit, end.Write)
	if t.by.Key == "" {
		return audits, nil
	}
	request, err := archive.Requests.Insert(archive.Request{
		Project: t.project, Key: t.by.Key, By: t.by.User, Content: content, Outcome: outcome, At: c.at,
	})
	c.unit = append(c.unit, request.Write)
	return audits, err
}

// recall finds the outcome of the form if it was sent before.
func (c *change) recall(t task, content string) (outcome string, done bool, err error) {
	id := archive.Requests.ID(archive.Request{Project: t.project, Key: t.by.Key})
	request, err := archive.Requests.Get(c.ctx, c.service.Engine, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", false, nil
	case err != nil:
		return "", false, err
	case request.Value.By != t.by.User || request.Value.Content != content:
		return "", false, refuse(Conflict, "error.key-used")
	}
	return request.Value.Outcome, true, nil
}

// contentOf is the hash of what a task asks for.
func contentOf(t task) (string, error) {
	text, err := json.Marshal([]any{t.what, t.asked})
	if err != nil {
		return "", fmt.Errorf("hash what was asked: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// put adds a write to the unit and to its audit entry.
func (c *change) put(w archive.Write, err error) error {
	if err != nil {
		return err
	}
	c.unit = append(c.unit, w.Write)
	c.audit.Changes = append(c.audit.Changes, w.Change)
	return nil
}

// Sets that stand in place of a collection for figures, by the id of their tally: the
// entry that was counted out of them, or the deduction that is taken off no more, is
// before; that which counts now is after. Deductions are of no partner.
const (
	countedSet  = "counted"
	deductedSet = "deducted"
)

// tally notes that something of the log counts in a figure, or does no more.
func (c *change) tally(set string, key results.TallyKey, out, in string) {
	c.tallied = append(c.tallied, partnership.Change{Collection: set, ID: tallyID(c.chain.Value.Project, key), Before: out, After: in})
}

func tallyID(project partnership.ProjectCode, key results.TallyKey) string {
	return archive.TallyTable.ID(archive.Tally{Project: project, Key: key})
}

// number gives out the next number of the project's log.
func (c *change) number() int {
	c.chain.Value.LastLog++
	return c.chain.Value.LastLog
}

// require refuses who lacks the permission in the project.
func (c *change) require(p partnership.Permission) error {
	if !c.actor.May(p) {
		return refuse(Forbidden, "error.forbidden")
	}
	return nil
}

// requireOwn refuses who lacks the permission for what belongs to the partner, and
// people of a partner that does not report now.
func (c *change) requireOwn(p partnership.Permission, partner results.PartnerID) error {
	if !c.actor.MayFor(p, partner) {
		return refuse(Forbidden, "error.forbidden")
	}
	if !c.setup.Value.Project.IsReporting(partner, c.service.Today()) {
		return refuse(NotReporting, "error.not-reporting", "Partner", string(partner))
	}
	return nil
}

// expect refuses a change of something that someone else has changed.
func expect[T any](seen int64, now archive.Stored[T]) error {
	if seen != now.Rev {
		return refuse(Conflict, "error.changed-meanwhile")
	}
	return nil
}

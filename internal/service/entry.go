package service

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Stored value comes with the revision to name when it is changed.
type Stored[T any] = archive.Stored[T]

// Logged is a thing of a project's log.
type Logged[T any] = partnership.Logged[T]

// An entry is an activity, a measurement or an expense: what partners log and the
// lead reviews.
type entry[T any] interface {
	*T
	partnership.Countable
	Check(*partnership.Checker) []results.Problem
	Written() iter.Seq2[string, string]
	Keep(was *T)
}

// entries are the use cases of one sort of entries.
type entries[T any, E entry[T]] struct {
	service *Service
	table   archive.Table[Logged[T]]
	name    string // as the audit has it
	prefix  string // of references made here
	// mayRead says whether a person may see an entry.
	mayRead func(partnership.Actor, partnership.Head) bool
	// steps are those that there are.
	steps []partnership.Step
	// moved is what a step does besides, from an entry to what it is now.
	moved func(c *change, was, now E) error
}

func (s *Service) activities() entries[partnership.Activity, *partnership.Activity] {
	return entries[partnership.Activity, *partnership.Activity]{
		s, archive.Activities, "activity", "A", mayReadEntry, entrySteps(), counted[partnership.Activity],
	}
}

func (s *Service) measurements() entries[partnership.Measurement, *partnership.Measurement] {
	return entries[partnership.Measurement, *partnership.Measurement]{
		s, archive.Measurements, "measurement", "M", mayReadEntry, entrySteps(), counted[partnership.Measurement],
	}
}

func mayReadEntry(a partnership.Actor, h partnership.Head) bool {
	return a.MayRead(*h.Partner, *h.Status)
}

// entrySteps are the steps of what makes figures.
func entrySteps() []partnership.Step {
	return []partnership.Step{partnership.Submit, partnership.Withdraw, partnership.Return, partnership.Accept, partnership.Reopen}
}

// find reads an entry by its reference.
func (es entries[T, E]) find(ctx context.Context, r store.Reader, project partnership.ProjectCode, ref string) (Stored[Logged[T]], error) {
	found, err := es.table.First(ctx, r, store.Equal("project", project), store.Equal("ref", ref))
	return found, orNotFound(err, "error.no-such-entry", "Ref", ref)
}

// get reads an entry for someone; what they may not see is not there for them.
func (es entries[T, E]) get(ctx context.Context, by By, project partnership.ProjectCode, ref string) (Stored[Logged[T]], error) {
	actor, err := es.service.actor(ctx, es.service.Engine, by, project)
	if err != nil {
		return Stored[Logged[T]]{}, err
	}
	found, err := es.find(ctx, es.service.Engine, project, ref)
	if err != nil {
		return Stored[Logged[T]]{}, err
	}
	if !es.mayRead(actor, E(&found.Value.Value).Head()) {
		return Stored[Logged[T]]{}, refuse(NotFound, "error.no-such-entry", "Ref", ref)
	}
	return found, nil
}

// log keeps a new draft, which need not be complete, under a reference of its own. With a
// submission it is submitted in the same go, or stays a draft where it cannot be.
func (es entries[T, E]) log(ctx context.Context, by By, project partnership.ProjectCode, v T, submission *Move) (ref string, err error) {
	return es.service.run(ctx, task{by, project, es.name + ".log", v, func(c *change) (string, error) {
		head := E(&v).Head()
		if err := c.requireOwn(partnership.LogEntries, *head.Partner); err != nil {
			return "", err
		}
		if err := c.requireKnown(by, E(&v)); err != nil {
			return "", err
		}
		logged := Logged[T]{Project: project, No: c.number()}
		if *head.Ref, err = c.newRef(es.prefix, logged.No); err != nil {
			return "", err
		}
		*head.Status = partnership.Draft
		logged.Value = v
		w, err := es.table.Insert(logged)
		if err := c.put(w, err); err != nil || submission == nil {
			return *head.Ref, err
		}
		return *head.Ref, es.submitNew(c, Stored[Logged[T]]{ID: w.ID, Hash: w.Change.After, Value: logged}, *submission)
	}})
}

// submitNew takes the draft that was put into the unit last a step on, in the same write.
func (es entries[T, E]) submitNew(c *change, draft Stored[Logged[T]], m Move) error {
	logging, at := c.audit, len(c.unit)-1
	c.audit = partnership.Audit{By: logging.By, What: es.name + "." + string(m.Step)}
	submitted, err := es.advance(c, draft, m)
	if IsKind(err, Invalid) {
		c.audit = logging // whoever submits the draft is told why
		return nil
	}
	if err != nil {
		return err
	}
	w, err := es.table.Replace(draft, submitted)
	c.earlier = append(c.earlier, logging)
	c.audit.Changes = append(c.audit.Changes, w.Change)
	c.unit[at].Body = w.Body
	return err
}

// newRef makes a reference that no entry of the project has.
func (c *change) newRef(prefix string, no int) (string, error) {
	base := fmt.Sprintf("%s-%04d", prefix, no)
	ref := base
	for n := 2; ; n++ {
		isTaken, err := c.hasRef(ref)
		if err != nil || !isTaken {
			return ref, err
		}
		ref = base + "-" + strconv.Itoa(n)
	}
}

func (c *change) hasRef(ref string) (bool, error) {
	project := c.chain.Value.Project
	_, err := c.service.activities().find(c.ctx, c.service.Engine, project, ref)
	if IsKind(err, NotFound) {
		_, err = c.service.measurements().find(c.ctx, c.service.Engine, project, ref)
	}
	if IsKind(err, NotFound) {
		_, err = c.service.expenses().find(c.ctx, c.service.Engine, project, ref)
	}
	if IsKind(err, NotFound) {
		return false, nil
	}
	return err == nil, err
}

// edit puts new content in place of that of an open entry, seen at a revision.
func (es entries[T, E]) edit(ctx context.Context, by By, project partnership.ProjectCode, seen int64, v T) error {
	type asked struct {
		Seen int64
		As   T
	}
	_, err := es.service.run(ctx, task{by, project, es.name + ".edit", asked{seen, v}, func(c *change) (string, error) {
		old, err := es.own(c, *E(&v).Head().Ref, seen)
		if err != nil {
			return "", err
		}
		E(&v).Keep(&old.Value.Value)
		if err := c.requireKnown(by, E(&v)); err != nil {
			return "", err
		}
		edited := old.Value
		edited.Value = v
		return *E(&v).Head().Ref, c.put(es.table.Replace(old, edited))
	}})
	return err
}

// own finds an open entry of the actor's organisation, seen at a revision.
func (es entries[T, E]) own(c *change, ref string, seen int64) (Stored[Logged[T]], error) {
	old, err := es.visible(c, ref)
	if err != nil {
		return old, err
	}
	head := E(&old.Value.Value).Head()
	if err := c.requireOwn(partnership.LogEntries, *head.Partner); err != nil {
		return old, err
	}
	if err := expect(seen, old); err != nil {
		return old, err
	}
	if !head.Status.IsOpen() {
		return old, refuse(NotPossible, "error.not-open", "Ref", ref)
	}
	return old, nil
}

func (es entries[T, E]) visible(c *change, ref string) (Stored[Logged[T]], error) {
	old, err := es.find(c.ctx, c.service.Engine, c.chain.Value.Project, ref)
	if err != nil {
		return old, err
	}
	if !es.mayRead(c.actor, E(&old.Value.Value).Head()) {
		return old, refuse(NotFound, "error.no-such-entry", "Ref", ref)
	}
	return old, nil
}

// requireKnown refuses a draft of a program that names what the project does not have, or
// says what its indicators do not take: the forms of people offer nothing of that.
func (c *change) requireKnown(by By, e interface {
	Check(*partnership.Checker) []results.Problem
},
) error {
	if by.Token == nil {
		return nil
	}
	return reject(slices.DeleteFunc(e.Check(partnership.NewChecker(c.setup.Value.Dossier())), func(p results.Problem) bool {
		return slices.Contains(unfinished(), p.Code)
	}))
}

// unfinished is what can be wrong with a draft, as long as it is one.
func unfinished() []results.ProblemCode {
	return []results.ProblemCode{
		results.Missing, results.HalfPair, results.EndBeforeStart, results.Negative, results.NotPositive, results.OutOfRange,
		results.DividesByZero, results.AboveValue, results.CellsAboveValue,
	}
}

// counted counts an entry into the tallies where it was accepted, and out of them where it
// was reopened.
func counted[T any, E entry[T]](c *change, was, now E) error {
	isIn, wasIn := *now.Head().Status == partnership.Accepted, *was.Head().Status == partnership.Accepted
	if isIn == wasIn {
		return nil
	}
	for e := range now.Entries() {
		if err := c.count(*now.Head().Partner, e, isIn); err != nil {
			return err
		}
	}
	return nil
}

// count counts an entry into its tally, or out of it.
func (c *change) count(partner results.PartnerID, e results.Entry, in bool) error {
	project := &c.setup.Value.Project
	frame := project.Frame(nil)
	key := results.TallyKey{Indicator: e.Indicator, Partner: partner, Period: frame.PeriodOf(e.Date)}
	i, ok := indicator(project, e.Indicator)
	if key.Period == 0 || !ok {
		return nil
	}
	t, err := archive.TallyFor(c.ctx, c.service.Engine, project.Code, key, e.Ref)
	if err != nil {
		return err
	}
	if in {
		t.Tally.Add(i, e)
		c.tally(countedSet, key, "", e.Ref)
	} else {
		if err := t.Tally.Remove(i, e); err != nil {
			return errors.Join(store.ErrCorrupt, err)
		}
		c.tally(countedSet, key, e.Ref, "")
	}
	w, ok, err := t.Write()
	if ok {
		c.unit = append(c.unit, w)
	}
	return err
}

func indicator(p *partnership.Project, code results.IndicatorCode) (*results.Indicator, bool) {
	for i := range results.Indicators(p.Results) {
		if i.Code == code {
			return i, true
		}
	}
	return nil, false
}

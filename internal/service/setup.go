package service

import (
	"context"
	"fmt"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An Effect is what a change of the set-up does to what has been accepted.
type Effect struct {
	Figures []FigureChange
	// Broken are accepted entries, and deductions, that the new set-up does not
	// allow; as long as there are any the change cannot be made.
	Broken []Broken
	// Periods are those with something in them that get other days.
	Periods []PeriodChange
}

// A FigureChange is a cumulative figure that becomes another; none is an indicator
// that comes or goes.
type FigureChange struct {
	Indicator results.IndicatorCode
	Period    results.PeriodNo
	Was, Is   results.Figure
}

// Broken is an entry, by its reference and the collection it is in, with what would be
// wrong with it; a deduction has none.
type Broken struct {
	Ref      string
	In       string
	Problems []results.Problem
}

// Setup reads a project's set-up as it is now.
func (s *Service) Setup(ctx context.Context, by By, project partnership.ProjectCode) (Stored[partnership.Setup], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return Stored[partnership.Setup]{}, err
	}
	if !actor.May(partnership.ReadProject) && !actor.Administrator {
		return Stored[partnership.Setup]{}, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	return setup, orNotFound(err, "error.no-such-project", "Project", string(project))
}

// PreviewSetup tells what putting another set-up in place of the present one
// would do. A set-up that is wrong by itself is Invalid.
func (s *Service) PreviewSetup(ctx context.Context, by By, project partnership.ProjectCode, next partnership.Setup) (Effect, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return Effect{}, err
	}
	if !maySetUp(actor) {
		return Effect{}, refuse(Forbidden, "error.forbidden")
	}
	snapshot, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return Effect{}, err
	}
	defer snapshot.Close()
	old, err := archive.Projects.Get(ctx, snapshot, string(project))
	if err != nil {
		return Effect{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	a, err := assess(ctx, snapshot, &old.Value, &next)
	if err == nil {
		err = a.effect.allowedTo(actor)
	}
	if err != nil {
		return Effect{}, err
	}
	return a.effect, nil
}

// maySetUp says whether someone may change the set-up: the lead, and administrators
// as far as nothing that was accepted is touched.
func maySetUp(actor partnership.Actor) bool {
	return actor.May(partnership.EditSetup) || actor.May(partnership.Administer)
}

// IsNone says that a change touches nothing that was accepted, and no period with
// something in it.
func (e *Effect) IsNone() bool { return !e.touchesAccepted() && len(e.Periods) == 0 }

func (e *Effect) touchesAccepted() bool { return len(e.Figures) > 0 || len(e.Broken) > 0 }

// allowedTo refuses administrators what touches accepted entries.
func (e *Effect) allowedTo(actor partnership.Actor) error {
	if e.touchesAccepted() && !actor.May(partnership.EditSetup) {
		return refuse(NotPossible, "error.lead-changes-accepted")
	}
	return nil
}

// ChangeSetup puts another set-up in place of the one seen at a revision, keeps
// that one as an earlier version, and counts what was accepted anew.
func (s *Service) ChangeSetup(ctx context.Context, by By, project partnership.ProjectCode, seen int64, next partnership.Setup) error {
	return s.changeSetup(ctx, setupTask{by: by, project: project, what: "setup.change", seen: seen, asked: next}, func(setup *partnership.Setup) error {
		setup.Organisations, setup.Project = next.Organisations, next.Project
		return nil
	})
}

// A setupTask is a task that changes the set-up seen at a revision.
type setupTask struct {
	by      By
	project partnership.ProjectCode
	what    string
	seen    int64
	asked   any
	note    string // why, for the audit
}

func (s *Service) changeSetup(ctx context.Context, t setupTask, edit func(*partnership.Setup) error) error {
	_, err := s.run(ctx, task{t.by, t.project, t.what, []any{t.seen, t.asked}, func(c *change) (string, error) {
		if !maySetUp(c.actor) {
			return "", refuse(Forbidden, "error.forbidden")
		}
		if err := expect(t.seen, c.setup); err != nil {
			return "", err
		}
		next, err := archive.Projects.Get(ctx, c.service.Engine, string(t.project)) // a copy of its own
		if err != nil {
			return "", err
		}
		if err := edit(&next.Value); err != nil {
			return "", err
		}
		c.audit.Note = t.note
		return "", c.replaceSetup(next.Value)
	}})
	return err
}

func (c *change) replaceSetup(next partnership.Setup) error {
	a, err := assess(c.ctx, c.service.Engine, &c.setup.Value, &next)
	if err != nil {
		return err
	}
	if err := a.effect.allowedTo(c.actor); err != nil {
		return err
	}
	if len(a.effect.Broken) > 0 {
		return refuse(NotPossible, "error.accepted-would-break",
			"Count", len(a.effect.Broken), "Ref", a.effect.Broken[0].Ref)
	}
	next.Version, next.At, next.By = c.setup.Value.Version+1, c.at, c.actor.User
	if err := c.put(archive.Versions.Insert(c.setup.Value)); err != nil {
		return err
	}
	if err := c.put(archive.Projects.Replace(c.setup, next)); err != nil {
		return err
	}
	if err := c.retally(a.counter.Tallies); err != nil {
		return err
	}
	rates, err := ratesOf(c.ctx, c.service.Engine, next.Project.Code)
	if err != nil {
		return err
	}
	return c.respend(&next.Project, rates)
}

// retally writes the tallies that are not as they should be.
func (c *change) retally(should results.Tallies) error {
	project, kept := c.chain.Value.Project, map[results.TallyKey]bool{}
	for t, err := range archive.TallyTable.Find(c.ctx, c.service.Engine, ofProject(project)) {
		if err != nil {
			return err
		}
		key := t.Value.Key
		kept[key] = true
		if should[key] == nil {
			c.unit = append(c.unit, archive.TallyTable.Delete(t).Write)
			continue
		}
		w, err := archive.TallyTable.Replace(t, archive.Tally{Project: project, Key: key, Tally: should[key]})
		if err != nil {
			return err
		}
		if w.Change.Before != w.Change.After {
			c.unit = append(c.unit, w.Write)
		}
	}
	for key, tally := range should {
		if kept[key] {
			continue
		}
		w, err := archive.TallyTable.Insert(archive.Tally{Project: project, Key: key, Tally: tally})
		if err != nil {
			return err
		}
		c.unit = append(c.unit, w.Write)
	}
	return nil
}

// An assessment is what a set-up makes of what was accepted under another.
type assessment struct {
	effect  Effect
	checker *partnership.Checker
	counter *partnership.Counter
	code    partnership.ProjectCode
}

func assess(ctx context.Context, r store.Reader, old, next *partnership.Setup) (*assessment, error) {
	a := &assessment{checker: partnership.NewChecker(next.Dossier()), counter: partnership.NewCounter(&next.Project, nil), code: old.Project.Code}
	if err := reject(a.check(old, next)); err != nil {
		return nil, err
	}
	deductions, err := deductionsOf(ctx, r, old.Project.Code)
	if err != nil {
		return nil, err
	}
	for n := range deductions {
		a.judge(Broken{Problems: a.checker.Deduction(&deductions[n])})
	}
	if err := assessEntries(ctx, r, a, archive.Activities); err != nil {
		return nil, err
	}
	if err := assessEntries(ctx, r, a, archive.Measurements); err != nil {
		return nil, err
	}
	if err := assessEntries(ctx, r, a, archive.Expenditure, partnership.Verified); err != nil {
		return nil, err
	}
	before, err := archive.Tallies(ctx, r, old.Project.Code)
	if err != nil {
		return nil, err
	}
	a.effect.Figures = compareFigures(
		old.Project.Frame(deductions).Figures(before),
		next.Project.Frame(deductions).Figures(a.counter.Tallies))
	a.effect.Periods, err = changedPeriods(ctx, r, &old.Project, &next.Project)
	return a, err
}

// check finds what is wrong with the next set-up by itself.
func (a *assessment) check(old, next *partnership.Setup) []results.Problem {
	var f results.Findings
	f.Under("organisations", a.checker.Organisations())
	f.Under("project", a.checker.Project())
	if next.Project.Code != old.Project.Code {
		f.Wrong("project.code", CodeStays, "Value", string(old.Project.Code))
	}
	return f.Problems()
}

// CodeStays says that the code of a project cannot change.
const CodeStays results.ProblemCode = "code-stays"

// judge notes an entry with problems and says whether it has none.
func (a *assessment) judge(b Broken) bool {
	if !results.HasErrors(b.Problems) {
		return true
	}
	a.effect.Broken = append(a.effect.Broken, b)
	return false
}

// assessEntries checks the entries of one sort that are accepted, or in a status that
// follows, and counts them.
func assessEntries[T any, E entry[T]](ctx context.Context, r store.Reader, a *assessment, table archive.Table[Logged[T]], further ...partnership.Status) error {
	for _, status := range append([]partnership.Status{partnership.Accepted}, further...) {
		q := ofProject(a.code)
		q.Where = append(q.Where, store.Equal("status", status))
		for found, err := range table.Find(ctx, r, q) {
			if err != nil {
				return err
			}
			e := E(&found.Value.Value)
			if a.judge(Broken{*e.Head().Ref, table.Collection(), e.Check(a.checker)}) {
				a.counter.Count(e)
			}
		}
	}
	return nil
}

// ofProject asks for all that a collection has of a project, in the log's order.
func ofProject(project partnership.ProjectCode) store.Query {
	return store.Query{Where: []store.Condition{store.Equal("project", project)}}
}

// compareFigures lists the cumulative figures that differ. Figures of indicators
// come in the framework's order, those that go first.
func compareFigures(was, is []results.IndicatorFigures) []FigureChange {
	rows := map[results.IndicatorCode][]results.Row{}
	for _, f := range is {
		rows[f.Indicator.Code] = f.Rows
	}
	var changes []FigureChange
	for _, f := range was {
		changes = append(changes, compareRows(f.Indicator.Code, f.Rows, rows[f.Indicator.Code])...)
		delete(rows, f.Indicator.Code)
	}
	for _, f := range is {
		if _, isNew := rows[f.Indicator.Code]; isNew {
			changes = append(changes, compareRows(f.Indicator.Code, nil, f.Rows)...)
		}
	}
	return changes
}

func compareRows(code results.IndicatorCode, was, is []results.Row) []FigureChange {
	var changes []FigureChange
	for n := range max(len(was), len(is)) {
		c := FigureChange{Indicator: code, Period: results.PeriodNo(n + 1)}
		if n < len(was) {
			c.Was = was[n].Cumulative
		}
		if n < len(is) {
			c.Is = is[n].Cumulative
		}
		if !c.Was.Equal(c.Is) {
			changes = append(changes, c)
		}
	}
	return changes
}

// deductionsOf reads the deductions of a project.
func deductionsOf(ctx context.Context, r store.Reader, project partnership.ProjectCode) ([]results.Deduction, error) {
	var all []results.Deduction
	for d, err := range archive.Deductions.Find(ctx, r, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("read deductions: %w", err)
		}
		all = append(all, d.Value.Value)
	}
	return slices.Clip(all), nil
}

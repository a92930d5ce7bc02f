package service

import (
	"context"
	"errors"
	"fmt"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// NoRate says that there is no exchange rate for an expense that is submitted.
const NoRate results.ProblemCode = "no-rate"

func (s *Service) expenses() entries[partnership.Expense, *partnership.Expense] {
	return entries[partnership.Expense, *partnership.Expense]{
		s, archive.Expenditure, "expense", "E", mayReadExpense, append(entrySteps(), partnership.Verify), (*change).spend,
	}
}

func mayReadExpense(a partnership.Actor, h partnership.Head) bool { return a.MayReadMoney(*h.Partner) }

// Expense reads an expense that the person may see.
func (s *Service) Expense(ctx context.Context, by By, project partnership.ProjectCode, ref string) (Stored[Logged[partnership.Expense]], error) {
	return s.expenses().get(ctx, by, project, ref)
}

// Conversion is how an expense is converted into the project's currency; nil where it is in
// that, or there is no rate.
func (s *Service) Conversion(ctx context.Context, project *partnership.Project, e *partnership.Expense) (*partnership.Conversion, error) {
	if e.Converted != nil {
		return e.Converted, nil
	}
	rates, err := ratesOf(ctx, s.Engine, project.Code, e.Currency, project.Currency)
	if err != nil {
		return nil, err
	}
	c, err := partnership.NewExchange(project, rates).Conversion(e)
	var missing *partnership.MissingRateError
	if errors.As(err, &missing) {
		return nil, nil //nolint:nilnil // it cannot be converted
	}
	return c, err
}

// LogExpense keeps a new draft of an expense of the person's own organisation and returns
// the reference that it was given. A draft need not be complete; its files come by
// AttachToExpense.
func (s *Service) LogExpense(ctx context.Context, by By, project partnership.ProjectCode, e partnership.Expense) (ref string, err error) {
	return s.newExpense(ctx, by, project, e, nil)
}

// SubmitNewExpense is LogExpense, and submits what was logged in the same go. What cannot
// be submitted stays a draft: MoveExpense says why.
func (s *Service) SubmitNewExpense(ctx context.Context, by By, project partnership.ProjectCode, e partnership.Expense, why string) (ref string, err error) {
	return s.newExpense(ctx, by, project, e, &Move{Step: partnership.Submit, Comment: why})
}

func (s *Service) newExpense(ctx context.Context, by By, project partnership.ProjectCode, e partnership.Expense, submission *Move) (ref string, err error) {
	if err := keepFiles(e.Ref, nil, e.Evidence); err != nil {
		return "", err
	}
	e.Submitted, e.Converted = results.Date{}, nil
	return s.expenses().log(ctx, by, project, e, submission)
}

// EditExpense puts e in place of the draft or returned expense with its reference, seen
// at that revision. Partner, status and files stay.
func (s *Service) EditExpense(ctx context.Context, by By, project partnership.ProjectCode, seen int64, e partnership.Expense) error {
	is, err := s.Expense(ctx, by, project, e.Ref)
	if err == nil && is.Rev == seen { // at another revision it is a Conflict, or was done before
		err = keepFiles(e.Ref, is.Value.Value.Evidence, e.Evidence)
	}
	if err != nil {
		return err
	}
	e.Submitted, e.Converted = results.Date{}, nil
	return s.expenses().edit(ctx, by, project, seen, e)
}

// MoveExpense submits, withdraws, returns, accepts, verifies or reopens an expense. When it
// is submitted it is converted into the project's currency; without a rate for that it
// cannot be: Invalid, with NoRate at "currency".
func (s *Service) MoveExpense(ctx context.Context, by By, project partnership.ProjectCode, ref string, m Move) error {
	return s.expenses().move(ctx, by, project, ref, m)
}

// DeleteExpense deletes a draft that was never reviewed, seen at that revision, and
// returns what brings it back.
func (s *Service) DeleteExpense(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64) (Deleted, error) {
	return s.expenses().remove(ctx, by, project, ref, seen)
}

// RestoreExpense brings a draft back that DeleteExpense deleted, if nothing happened to it
// since.
func (s *Service) RestoreExpense(ctx context.Context, by By, project partnership.ProjectCode, ref string, kept Deleted) error {
	return s.expenses().restore(ctx, by, project, ref, kept)
}

// spend converts an expense that was submitted, and moves it among the sums of what was
// spent.
func (c *change) spend(was, now *partnership.Expense) error {
	project := &c.setup.Value.Project
	rates, err := ratesOf(c.ctx, c.service.Engine, project.Code, now.Currency, project.Currency)
	if err != nil {
		return err
	}
	x := partnership.NewExchange(project, rates)
	switch {
	case now.Status == partnership.Submitted:
		now.Submitted = c.service.Today()
		if now.Converted, err = x.Convert(now, now.Submitted); err != nil {
			return noRate(err)
		}
	case now.Status.IsOpen():
		now.Submitted, now.Converted = results.Date{}, nil
	}
	spent := archive.Spent{Project: project.Code, Key: x.Key(now)}
	old, err := archive.SpendingTable.Get(c.ctx, c.service.Engine, archive.SpendingTable.ID(spent))
	switch {
	case err == nil:
		spent = old.Value
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	x.Count(&spent.Spent, was, -1)
	x.Count(&spent.Spent, now, 1)
	return c.keepSpent(old, spent)
}

func noRate(err error) error {
	var missing *partnership.MissingRateError
	if !errors.As(err, &missing) {
		return err
	}
	var f results.Findings
	f.Wrong("currency", NoRate, "Currency", missing.Currency, "Value", missing.Of)
	return reject(f.Problems())
}

// keepSpent puts a sum in place of another, if it is one.
func (c *change) keepSpent(old Stored[archive.Spent], spent archive.Spent) error {
	var (
		w   archive.Write
		err error
	)
	switch {
	case spent.Spent.IsZero() && old.Rev == 0:
		return nil
	case spent.Spent.IsZero():
		w = archive.SpendingTable.Delete(old)
	case old.Rev == 0:
		w, err = archive.SpendingTable.Insert(spent)
	default:
		w, err = archive.SpendingTable.Replace(old, spent)
	}
	if err == nil && w.Change.Before != w.Change.After {
		c.unit = append(c.unit, w.Write)
	}
	return err
}

// ratesOf reads the rates of a project, of some currencies or of all.
func ratesOf(ctx context.Context, r store.Reader, project partnership.ProjectCode, currencies ...string) ([]partnership.Rate, error) {
	queries := []store.Query{ofProject(project)}
	if len(currencies) > 0 {
		queries = nil
	}
	for _, currency := range currencies {
		q := ofProject(project)
		q.Where = append(q.Where, store.Equal("currency", currency))
		queries = append(queries, q)
	}
	var all []partnership.Rate
	for _, q := range queries {
		for found, err := range archive.Rates.Find(ctx, r, q) {
			if err != nil {
				return nil, fmt.Errorf("read exchange rates: %w", err)
			}
			all = append(all, found.Value.Value)
		}
	}
	return all, nil
}

// spendingOf makes the sums of all that was spent anew.
func spendingOf(ctx context.Context, r store.Reader, project *partnership.Project, rates []partnership.Rate) (partnership.Spending, error) {
	x, all := partnership.NewExchange(project, rates), partnership.Spending{}
	for found, err := range archive.Expenditure.Find(ctx, r, ofProject(project.Code)) {
		if err != nil {
			return nil, fmt.Errorf("read expenditure: %w", err)
		}
		all.Add(x, &found.Value.Value)
	}
	return all, nil
}

// SumSpending makes the sums of what was spent in projects that have none: those of an
// installation from before there were any. It is done when an installation starts.
func (s *Service) SumSpending(ctx context.Context) error {
	for p, err := range archive.Projects.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		project := &p.Value.Project
		_, err := archive.SpendingTable.First(ctx, s.Engine, store.Equal("project", project.Code))
		if !errors.Is(err, store.ErrNotFound) {
			if err != nil {
				return err
			}
			continue
		}
		rates, err := ratesOf(ctx, s.Engine, project.Code)
		if err != nil {
			return err
		}
		all, err := spendingOf(ctx, s.Engine, project, rates)
		if err != nil {
			return err
		}
		if _, err := store.Load(ctx, s.Engine, spent(project.Code, all)); err != nil {
			return fmt.Errorf("keep what was spent in %s: %w", project.Code, err)
		}
	}
	return nil
}

// respend writes the sums of what was spent that are not as they should be with a set-up
// and rates that are new.
func (c *change) respend(project *partnership.Project, rates []partnership.Rate) error {
	should, err := spendingOf(c.ctx, c.service.Engine, project, rates)
	if err != nil {
		return err
	}
	for old, err := range archive.SpendingTable.Find(c.ctx, c.service.Engine, ofProject(project.Code)) {
		if err != nil {
			return err
		}
		next := archive.Spent{Project: project.Code, Key: old.Value.Key}
		if spent := should[next.Key]; spent != nil {
			next.Spent = *spent
			delete(should, next.Key)
		}
		if err := c.keepSpent(old, next); err != nil {
			return err
		}
	}
	for key, spent := range should {
		if err := c.keepSpent(Stored[archive.Spent]{}, archive.Spent{Project: project.Code, Key: key, Spent: *spent}); err != nil {
			return err
		}
	}
	return nil
}

// Statement is what was spent by the end of a period against the budget, of one partner or
// with "" of all that the person may see.
func (s *Service) Statement(ctx context.Context, by By, project partnership.ProjectCode, k results.PeriodNo, partner results.PartnerID) (*partnership.Statement, error) {
	actor, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return nil, err
	}
	p := &now.setup.Value.Project
	if k < 1 || int(k) > len(p.Periods) {
		return nil, refuse(NotFound, "error.no-such-period", "Period", int(k))
	}
	if !actor.MayReadMoney(partner) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	money, err := archive.Money(ctx, s.Engine, project)
	if err != nil {
		return nil, err
	}
	return p.Statement(money, k, partner), nil
}

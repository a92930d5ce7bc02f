package service

import (
	"context"
	"slices"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Receipts reads what a project received, and what its lead passed on, by date: all for
// those who read everybody's money, else what the person's own organisation got.
func (s *Service) Receipts(ctx context.Context, by By, project partnership.ProjectCode) ([]Stored[Logged[partnership.Receipt]], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.MayReadMoney(actor.Organisation) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	all, err := collect(archive.Receipts.Find(ctx, s.Engine, store.Query{Where: ofProject(project).Where}))
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(r Stored[Logged[partnership.Receipt]]) bool {
		return !actor.MayReadMoney(r.Value.Value.Partner)
	})
	slices.SortStableFunc(all, func(a, b Stored[Logged[partnership.Receipt]]) int {
		return a.Value.Value.Date.Compare(b.Value.Value.Date)
	})
	return all, nil
}

// RecordReceipt keeps what was received and returns its number in the project's log.
func (s *Service) RecordReceipt(ctx context.Context, by By, project partnership.ProjectCode, r partnership.Receipt) (no int, err error) {
	outcome, err := s.run(ctx, task{by, project, "receipt.log", r, func(c *change) (string, error) {
		if err := c.require(partnership.KeepAccounts); err != nil {
			return "", err
		}
		if err := reject(checkReceipt(&c.setup.Value, &r)); err != nil {
			return "", err
		}
		logged := Logged[partnership.Receipt]{Project: project, No: c.number(), Value: r}
		return strconv.Itoa(logged.No), c.put(archive.Receipts.Insert(logged))
	}})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(outcome)
}

// checkReceipt finds what is wrong with a receipt.
func checkReceipt(setup *partnership.Setup, r *partnership.Receipt) []results.Problem {
	return slices.Concat(
		partnership.NewChecker(setup.Dossier()).Receipt(r), withoutPersonal("payer", r.Payer), withoutPersonal("note", r.Note))
}

// A ReceiptCorrection is what a receipt should have been, and why it was not. The reason
// must be given.
type ReceiptCorrection struct {
	Receipt partnership.Receipt
	Reason  string
}

// CorrectReceipt corrects the receipt with that number, seen at a revision; the reason
// stands in the audit.
func (s *Service) CorrectReceipt(ctx context.Context, by By, project partnership.ProjectCode, no int, seen int64, r ReceiptCorrection) error {
	_, err := s.run(ctx, task{by, project, "receipt.edit", []any{no, seen, r}, func(c *change) (string, error) {
		old, err := c.receipt(no, seen)
		if err != nil {
			return "", err
		}
		var f results.Findings
		f.Under("", checkReceipt(&c.setup.Value, &r.Receipt))
		f.Require("reason", r.Reason != "")
		f.Under("", withoutPersonal("reason", r.Reason))
		if err := reject(f.Problems()); err != nil {
			return "", err
		}
		next := old.Value
		next.Value, c.audit.Note = r.Receipt, r.Reason
		return "", c.put(archive.Receipts.Replace(old, next))
	}})
	return err
}

// RemoveReceipt takes a receipt out, seen at a revision, and returns what brings it back.
// Where the same form had done it before there is nothing to bring back.
func (s *Service) RemoveReceipt(ctx context.Context, by By, project partnership.ProjectCode, no int, seen int64) (Deleted, error) {
	var kept Deleted
	_, err := s.run(ctx, task{by, project, "receipt.delete", []any{no, seen}, func(c *change) (string, error) {
		old, err := c.receipt(no, seen)
		if err != nil {
			return "", err
		}
		if kept, err = archive.Receipts.Pack(old.Value); err != nil {
			return "", err
		}
		return "", c.put(archive.Receipts.Delete(old), nil)
	}})
	return kept, err
}

// RestoreReceipt brings a receipt back that RemoveReceipt took out, if nothing happened to
// it since.
func (s *Service) RestoreReceipt(ctx context.Context, by By, project partnership.ProjectCode, no int, kept Deleted) error {
	_, err := s.run(ctx, task{by, project, "receipt.restore", []any{no, []byte(kept)}, func(c *change) (string, error) {
		if err := c.require(partnership.KeepAccounts); err != nil {
			return "", err
		}
		gone := refuse(NotPossible, "error.receipt-stays-out", "No", no)
		was, err := archive.Receipts.Unpack(kept)
		if err != nil || was.Value.Project != project || was.Value.No != no {
			return "", gone
		}
		last, err := lastChange(ctx, c.service.Engine, project, archive.Receipts.Collection(), was.ID)
		if err != nil {
			return "", err
		}
		if last.Before != was.Hash || last.After != "" {
			return "", gone
		}
		if err := reject(checkReceipt(&c.setup.Value, &was.Value.Value)); err != nil {
			return "", err
		}
		return "", c.put(archive.Receipts.Insert(was.Value))
	}})
	return err
}

// receipt reads a receipt that the person may change, seen at a revision.
func (c *change) receipt(no int, seen int64) (Stored[Logged[partnership.Receipt]], error) {
	id := archive.Receipts.ID(Logged[partnership.Receipt]{Project: c.chain.Value.Project, No: no})
	if err := c.require(partnership.KeepAccounts); err != nil {
		return Stored[Logged[partnership.Receipt]]{}, err
	}
	old, err := archive.Receipts.Get(c.ctx, c.service.Engine, id)
	if err != nil {
		return old, orNotFound(err, "error.no-such-receipt", "No", no)
	}
	return old, expect(seen, old)
}

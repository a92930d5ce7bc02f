package service

import (
	"context"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A Move is a step of the workflow of what was seen at a revision, with the
// comment that returning and reopening need.
type Move struct {
	Seen    int64
	Step    partnership.Step
	Comment string
}

// Check finds what is wrong with a move by itself: a comment that is missing, or names
// people. The comment of who submits is to say why personal data stays; it may.
func (m Move) Check() []results.Problem {
	switch {
	case m.Step == partnership.Submit:
		return nil
	case m.Step.NeedsComment() && m.Comment == "":
		return []results.Problem{{Path: "comment", Code: results.Missing}}
	default:
		return withoutPersonal("comment", m.Comment)
	}
}

// move takes an entry a step on.
func (es entries[T, E]) move(ctx context.Context, by By, project partnership.ProjectCode, ref string, m Move) error {
	_, err := es.service.run(ctx, task{by, project, es.name + "." + string(m.Step), []any{ref, m}, func(c *change) (string, error) {
		old, err := es.visible(c, ref)
		if err != nil {
			return "", err
		}
		head := E(&old.Value.Value).Head()
		if err := c.mayMove(permissionFor(m.Step, *head.Status), *head.Partner); err != nil {
			return "", err
		}
		if err := expect(m.Seen, old); err != nil {
			return "", err
		}
		moved, err := es.advance(c, old, m)
		if err != nil {
			return "", err
		}
		return ref, c.put(es.table.Replace(old, moved))
	}})
	return err
}

// advance is the entry after a step that the actor may take, with what the step does
// besides.
func (es entries[T, E]) advance(c *change, old Stored[Logged[T]], m Move) (moved Logged[T], err error) {
	moved = old.Value
	head := E(&moved.Value).Head()
	if !slices.Contains(es.steps, m.Step) {
		return moved, notPossible(m.Step, *head.Status)
	}
	unexplained := justify(&m, E(&moved.Value).Written())
	if moved.Comments, err = c.step(head.Status, moved.Comments, m); err != nil {
		return moved, err
	}
	if err := c.fit(E(&moved.Value), m.Step, unexplained); err != nil {
		return moved, err
	}
	return moved, es.moved(c, E(&old.Value.Value), E(&moved.Value))
}

// permissionFor is what it takes for a step from a status.
func permissionFor(step partnership.Step, from partnership.Status) partnership.Permission {
	switch {
	case step == partnership.Submit, step == partnership.Withdraw:
		return partnership.LogEntries
	case step == partnership.Verify, from == partnership.Verified:
		return partnership.VerifyExpenses
	default:
		return partnership.Review
	}
}

// mayMove refuses who may not take a step with what belongs to the partner.
func (c *change) mayMove(p partnership.Permission, partner results.PartnerID) error {
	if p == partnership.LogEntries || p == partnership.SubmitPartnerReport {
		return c.requireOwn(p, partner)
	}
	return c.require(p)
}

// step moves a status on and adds the comment.
func (c *change) step(status *partnership.Status, comments []partnership.Comment, m Move) ([]partnership.Comment, error) {
	next, ok := status.After(m.Step)
	if !ok {
		return nil, notPossible(m.Step, *status)
	}
	if err := reject(m.Check()); err != nil {
		return nil, err
	}
	*status = next
	if m.Comment == "" {
		return comments, nil
	}
	c.audit.Note = m.Comment
	return append(comments, partnership.Comment{By: c.actor.User, At: c.at, Step: m.Step, Text: m.Comment}), nil
}

func notPossible(step partnership.Step, status partnership.Status) error {
	return refuse(NotPossible, "error.step-not-possible", "Step", string(step), "Status", string(status))
}

// fit refuses to submit or accept an entry that is not right, or has personal data that is
// unexplained.
func (c *change) fit(e interface {
	Check(*partnership.Checker) []results.Problem
}, step partnership.Step, unexplained []results.Problem,
) error {
	if step != partnership.Submit && step != partnership.Accept {
		return nil
	}
	checker := partnership.NewChecker(c.setup.Value.Dossier())
	return reject(append(e.Check(checker), unexplained...))
}

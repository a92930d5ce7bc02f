package service

import (
	"context"
	"errors"
	"maps"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// WriteNarrative keeps what a partner wrote for a section of its report, or the
// lead for one of the project's report (no partner), while that report is open.
// seen is the revision of the section's text, 0 where there was none. A nil text
// removes the section.
func (s *Service) WriteNarrative(ctx context.Context, by By, project partnership.ProjectCode, seen int64, n partnership.Narrative) error {
	_, err := s.run(ctx, task{by, project, "narrative.write", []any{seen, n}, func(c *change) (string, error) {
		if err := c.mayWrite(n.Period, n.Partner); err != nil {
			return "", err
		}
		old, err := c.narrative(n)
		if err != nil {
			return "", err
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		return "", c.writeNarrative(old, n)
	}})
	return err
}

// A Passage is what was written for a section, in some languages: an empty text
// takes its language out. Seen is the revision of the section's text, 0 where there
// was none.
type Passage struct {
	Section string
	Seen    int64
	Text    results.Text
}

// WritePassages keeps passages of a report, one for a section, all or none, as
// WriteNarrative does. What is written in other languages stays. Problems name the
// section first.
func (s *Service) WritePassages(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, partner results.PartnerID, passages []Passage,
) error {
	_, err := s.run(ctx, task{by, project, "narrative.write", []any{period, partner, passages}, func(c *change) (string, error) {
		if err := c.mayWrite(period, partner); err != nil {
			return "", err
		}
		for _, p := range passages {
			n := partnership.Narrative{Period: period, Partner: partner, Section: p.Section}
			if err := c.writePassage(n, p); err != nil {
				return "", err
			}
		}
		return "", nil
	}})
	return err
}

// TakePassage adds what a partner wrote for a section, in a language, to what the
// project's report says there, under the partner's name, and remembers it as it was.
// Passages that are sent with it are kept first, as WritePassages does.
func (s *Service) TakePassage(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, t partnership.Taken, passages []Passage,
) error {
	t.Text = ""
	_, err := s.run(ctx, task{by, project, "narrative.take", []any{period, t, passages}, func(c *change) (string, error) {
		if err := c.mayWrite(period, ""); err != nil {
			return "", err
		}
		theirs, err := c.narrative(partnership.Narrative{Period: period, Partner: t.Partner, Section: t.Section})
		if err != nil {
			return "", err
		}
		if t.Text = theirs.Value.Value.Text[t.Language]; t.Text == "" || t.Partner == "" {
			return "", refuse(NotFound, "error.no-such-partner", "Partner", string(t.Partner))
		}
		own, err := c.narrative(partnership.Narrative{Period: period, Section: t.Section})
		if err != nil {
			return "", err
		}
		if err := c.writeTaken(period, t, own, passages); err != nil {
			return "", err
		}
		report, err := c.projectReport(period)
		if err != nil {
			return "", err
		}
		next := report.Value
		next.Take(t)
		return "", save(c, archive.ProjectReports, report, next)
	}})
	return err
}

// writeTaken writes the passages, that of the section with what was taken over below
// it.
func (c *change) writeTaken(period results.PeriodNo, t partnership.Taken, own Stored[Logged[partnership.Narrative]], passages []Passage) error {
	taken := Passage{Section: t.Section, Seen: own.Rev, Text: results.Text{}}
	for _, p := range passages {
		if p.Section == t.Section {
			taken = p
			taken.Text = maps.Clone(p.Text)
			continue
		}
		if err := c.writePassage(partnership.Narrative{Period: period, Section: p.Section}, p); err != nil {
			return err
		}
	}
	before, isSent := taken.Text[t.Language]
	if !isSent {
		before = own.Value.Value.Text[t.Language]
	}
	if before != "" {
		before += "\n\n"
	}
	o, _ := c.setup.Value.Dossier().Organisation(t.Partner)
	taken.Text[t.Language] = before + o.Name + ":\n" + t.Text
	return c.writePassage(partnership.Narrative{Period: period, Section: t.Section}, taken)
}

func (c *change) writePassage(n partnership.Narrative, p Passage) error {
	old, err := c.narrative(n)
	if err != nil {
		return err
	}
	if err := expect(p.Seen, old); err != nil {
		return err
	}
	n.Text = results.Text{}
	maps.Copy(n.Text, old.Value.Value.Text)
	maps.Copy(n.Text, p.Text)
	maps.DeleteFunc(n.Text, func(_, text string) bool { return text == "" })
	if len(n.Text) == 0 {
		n.Text = nil
	}
	if maps.Equal(n.Text, old.Value.Value.Text) {
		return nil
	}
	return c.writeNarrative(old, n)
}

// narrative reads the text of the section of n, if there is one.
func (c *change) narrative(n partnership.Narrative) (Stored[Logged[partnership.Narrative]], error) {
	old, err := archive.Narratives.First(c.ctx, c.service.Engine,
		store.Equal("project", c.chain.Value.Project), store.Equal("period", int(n.Period)),
		store.Equal("partner", n.Partner), store.Equal("section", n.Section))
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return old, err
}

func (c *change) writeNarrative(old Stored[Logged[partnership.Narrative]], n partnership.Narrative) error {
	switch {
	case n.Text == nil && old.Rev == 0:
		return nil
	case n.Text == nil:
		return c.put(archive.Narratives.Delete(old), nil)
	}
	checker := partnership.NewChecker(c.setup.Value.Dossier())
	var f results.Findings
	f.Under(n.Section, checker.Narrative(&n))
	if err := reject(f.Problems()); err != nil {
		return err
	}
	if old.Rev == 0 {
		return c.put(archive.Narratives.Insert(Logged[partnership.Narrative]{
			Project: c.chain.Value.Project, No: c.number(), Value: n,
		}))
	}
	next := old.Value
	next.Value = n
	return c.put(archive.Narratives.Replace(old, next))
}

// mayWrite refuses who may not write in the report, and a report that is not open.
func (c *change) mayWrite(period results.PeriodNo, partner results.PartnerID) error {
	var status partnership.Status
	if partner == "" {
		if err := c.require(partnership.AssembleReport); err != nil {
			return err
		}
		report, err := c.projectReport(period)
		if err != nil {
			return err
		}
		status = report.Value.Status
	} else {
		if err := c.requireOwn(partnership.LogEntries, partner); err != nil {
			return err
		}
		report, err := c.partnerReport(period, partner)
		if err != nil {
			return err
		}
		status = report.Value.Status
	}
	if !status.IsOpen() {
		return refuse(NotPossible, "error.report-not-open")
	}
	return nil
}

// Narratives reads what was written for the report of a period: all of it for those
// who may see drafts, what the own organisation wrote for its people.
func (s *Service) Narratives(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo) ([]Stored[Logged[partnership.Narrative]], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadDrafts) && !actor.May(partnership.ReadOwnDrafts) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	var seen []Stored[Logged[partnership.Narrative]]
	for n, err := range archive.Narratives.Find(ctx, s.Engine, ofPeriod(project, period)) {
		if err != nil {
			return nil, err
		}
		if actor.May(partnership.ReadDrafts) || actor.MayFor(partnership.ReadOwnDrafts, n.Value.Value.Partner) {
			seen = append(seen, n)
		}
	}
	return seen, nil
}

func ofPeriod(project partnership.ProjectCode, period results.PeriodNo) store.Query {
	q := ofProject(project)
	q.Where = append(q.Where, store.Equal("period", int(period)))
	return q
}

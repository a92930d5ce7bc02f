package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
)

// An AuditFilter describes entries of a project's audit; what is zero is not asked
// for.
type AuditFilter struct {
	By       partnership.UserID
	Sort     string // of things: the first part of what was done, "activity"
	Ref      string // of an activity or a measurement
	From, To results.Date
}

// An AuditEntry is an entry of the audit with what it was about.
type AuditEntry struct {
	partnership.Audit
	Name    string // of whoever did it; empty where the person is not there any more
	About   Event
	IsGone  bool // what it was about was deleted since
	IsSound bool // its hash is the one that it must have
}

// An AuditPage is a page of a project's audit, the latest first.
type AuditPage struct {
	Entries []AuditEntry
	Next    store.Cursor
	Chain   ChainState
	People  []partnership.User // of the project, by name
}

// A ChainState tells how far the chain of a project's audit was found whole.
type ChainState struct {
	Checked int // entries, from the first on
	Length  int // entries that there are
	Broken  int // the number of the entry that does not follow from the one before it; 0: none
	hash    string
}

// mostChecked is how many entries of a chain are checked at once; the rest is when it
// is asked for again.
const mostChecked = 10_000

// Audit reads a page of a project's audit, for those who may see it. A cursor that is
// none is store.ErrCursor.
func (s *Service) Audit(ctx context.Context, by By, project partnership.ProjectCode, f AuditFilter, after store.Cursor, limit int) (*AuditPage, error) {
	q, err := s.auditQuery(ctx, by, project, f)
	if err != nil {
		return nil, err
	}
	q.After, q.Limit = after, limit
	found, next, err := archive.Audits.Page(ctx, s.Engine, q)
	if err != nil {
		return nil, err
	}
	page := &AuditPage{Next: next}
	names := map[partnership.UserID]string{}
	for n := range found {
		e, err := s.auditEntry(ctx, &found[n].Value, names)
		if err != nil {
			return nil, err
		}
		page.Entries = append(page.Entries, e)
	}
	if page.People, err = s.peopleOf(ctx, project); err != nil {
		return nil, err
	}
	page.Chain, err = s.chainState(ctx, project)
	return page, err
}

// auditQuery asks for what the filter describes. A reference that there is none of is
// NotFound.
func (s *Service) auditQuery(ctx context.Context, by By, project partnership.ProjectCode, f AuditFilter) (store.Query, error) {
	q := ofProject(project)
	q.Order = store.Descending("at")
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return q, err
	}
	if !actor.May(partnership.ReadAudit) {
		return q, refuse(Forbidden, "error.forbidden")
	}
	if f.By != "" {
		q.Where = append(q.Where, store.Equal("by", f.By))
	}
	if f.Sort != "" {
		q.Where = append(q.Where, store.Equal("sort", f.Sort))
	}
	if f.Ref != "" {
		thing, err := s.thing(ctx, project, f.Ref)
		if err != nil {
			return q, err
		}
		q.Where = append(q.Where, store.Equal("thing", thing))
	}
	if !f.From.IsZero() {
		q.Where = append(q.Where, store.AtLeast("at", startOf(f.From).UnixMilli()))
	}
	if !f.To.IsZero() {
		q.Where = append(q.Where, store.Below("at", startOf(f.To).AddDate(0, 0, 1).UnixMilli()))
	}
	return q, nil
}

func startOf(d results.Date) time.Time {
	year, month, day := d.Parts()
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// thing is what the audit calls the entry with a reference.
func (s *Service) thing(ctx context.Context, project partnership.ProjectCode, ref string) (string, error) {
	a, err := s.activities().find(ctx, s.Engine, project, ref)
	if err == nil {
		return archive.Thing(archive.Activities.Collection(), a.ID), nil
	}
	if !IsKind(err, NotFound) {
		return "", err
	}
	m, err := s.measurements().find(ctx, s.Engine, project, ref)
	if err == nil {
		return archive.Thing(archive.Measurements.Collection(), m.ID), nil
	}
	if !IsKind(err, NotFound) {
		return "", err
	}
	e, err := s.expenses().find(ctx, s.Engine, project, ref)
	return archive.Thing(archive.Expenditure.Collection(), e.ID), err
}

// auditEntry finds out who did it, and what it was about.
func (s *Service) auditEntry(ctx context.Context, a *partnership.Audit, names map[partnership.UserID]string) (AuditEntry, error) {
	e := AuditEntry{Audit: *a, IsSound: a.Sum() == a.Hash}
	name, isKnown := names[a.By]
	if !isKnown && a.By != "" {
		u, err := archive.Users.Get(ctx, s.Engine, string(a.By))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return e, err
		}
		name = u.Value.Name
		names[a.By] = name
	}
	e.Name = name
	about, err := s.event(ctx, a)
	if errors.Is(err, store.ErrNotFound) {
		e.IsGone, err = true, nil
	}
	e.About = about.Event
	return e, err
}

// peopleOf are the people of a project, by name.
func (s *Service) peopleOf(ctx context.Context, project partnership.ProjectCode) ([]partnership.User, error) {
	var all []partnership.User
	for m, err := range archive.Memberships.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		u, err := archive.Users.Get(ctx, s.Engine, string(m.Value.User))
		if err != nil {
			return nil, err
		}
		all = append(all, u.Value)
	}
	sortByName(all, func(u partnership.User) string { return u.Name })
	return all, nil
}

// chainState walks a project's chain on from where it was walked to before, by at most
// so many entries.
func (s *Service) chainState(ctx context.Context, project partnership.ProjectCode) (ChainState, error) {
	chain, err := chainOf(ctx, s.Engine, project)
	if err != nil {
		return ChainState{}, err
	}
	now, err := s.chains.at(ctx, project,
		func(now *ChainState) bool { return now.Checked == chain.No && now.hash == chain.Hash },
		func(before *ChainState) (*ChainState, error) {
			if before == nil {
				before = &ChainState{}
			}
			return before.walked(ctx, s.Engine, chain)
		})
	if err != nil {
		return ChainState{}, fmt.Errorf("check the chain of %s: %w", project, err)
	}
	return *now, nil
}

// walked is the state after the entries that follow, up to the chain's end.
func (c *ChainState) walked(ctx context.Context, r store.Reader, chain partnership.Chain) (*ChainState, error) {
	now := *c
	now.Length = chain.No
	q := store.Query{
		Where: []store.Condition{
			store.Equal("project", chain.Project), store.Above("no", now.Checked), store.AtMost("no", chain.No),
		},
		Order: store.Ascending("no"), Limit: mostChecked,
	}
	for found, err := range archive.Audits.Find(ctx, r, q) {
		if err != nil {
			return nil, err
		}
		a := &found.Value
		if isRight := a.No == now.Checked+1 && a.Previous == now.hash && a.Sum() == a.Hash; !isRight && now.Broken == 0 {
			now.Broken = now.Checked + 1
		}
		now.Checked, now.hash = a.No, a.Hash
	}
	if now.Checked == chain.No && now.hash != chain.Hash && now.Broken == 0 {
		now.Broken = chain.No
	}
	return &now, nil
}

// An AuditHandout is which entries of the audit are handed out, and in which form.
type AuditHandout struct {
	Filter AuditFilter
	Format SheetFormat
	Words  *i18n.Localizer
}

// AuditFile writes the entries that Audit lists, without pages.
func (s *Service) AuditFile(ctx context.Context, by By, project partnership.ProjectCode, h AuditHandout, w io.Writer) error {
	q, err := s.auditQuery(ctx, by, project, h.Filter)
	if err != nil {
		return err
	}
	out := &sheet[AuditEntry]{words: h.Words, name: "audit.title"}
	out.addNumber(h.Words.Text("entry.number", nil), func(e AuditEntry) reports.Cell {
		n := results.Int(e.No)
		return numberCell(h.Words, &n)
	})
	out.addText("entry.when", func(e AuditEntry) string { return e.At.UTC().Format("2006-01-02T15:04:05Z") })
	out.addText("audit.who", func(e AuditEntry) string { return e.Name })
	out.addText("audit.what", func(e AuditEntry) string { return e.What })
	out.addText("report.reference", func(e AuditEntry) string { return e.About.Ref })
	out.addText("review.comment", func(e AuditEntry) string { return e.Note })
	out.addNumber("SHA-256", func(e AuditEntry) reports.Cell { return reports.Cell{Text: reports.Plain(e.Hash)} })
	names := map[partnership.UserID]string{}
	rows := func(yield func(AuditEntry, error) bool) {
		for found, err := range archive.Audits.Find(ctx, s.Engine, q) {
			var e AuditEntry
			if err == nil {
				e, err = s.auditEntry(ctx, &found.Value, names)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
	return out.write(w, h.Format, s.Today(), rows)
}

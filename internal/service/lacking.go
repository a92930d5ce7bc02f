package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A LackingIn is where texts are looked for that lack a language.
type LackingIn string

// Where texts can lack a language.
const (
	LackingSetup        LackingIn = "" // the project's set-up
	LackingActivities   LackingIn = "activities"
	LackingMeasurements LackingIn = "measurements"
	LackingReports      LackingIn = "reports" // what partners and lead wrote for reports
)

// Lacking are texts that lack one of the project's languages.
type Lacking struct {
	Languages []string // of the project
	Texts     []partnership.LackingText
	Next      store.Cursor // of entries: of the next page; empty on the last
}

// Of entries a page looks through at most so many, and ends when so many texts are
// found.
const (
	mostSearched = 2000
	enoughTexts  = 50
	searchedOnce = 100
)

// LackingTexts lists the texts of a project that lack one of its languages, for its
// lead; those of its set-up for administrators too. Entries come the newest first, in
// pages: a cursor that is none is store.ErrCursor.
func (s *Service) LackingTexts(ctx context.Context, by By, project partnership.ProjectCode, in LackingIn, after store.Cursor) (Lacking, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return Lacking{}, err
	}
	if !maySetPolicy(actor) || in != LackingSetup && !actor.May(partnership.ReadDrafts) {
		return Lacking{}, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return Lacking{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	p := &setup.Value.Project
	found := Lacking{Languages: p.Languages}
	q := ofProject(project)
	switch in {
	case LackingActivities:
		q.Order, q.After = store.Descending("day"), after
		err = lackingEntries(ctx, s.Engine, archive.Activities, q, &found)
	case LackingMeasurements:
		q.Order, q.After = store.Descending("day"), after
		err = lackingEntries(ctx, s.Engine, archive.Measurements, q, &found)
	case LackingReports:
		for n, failed := range archive.Narratives.Find(ctx, s.Engine, q) {
			if failed != nil {
				return found, failed
			}
			found.Texts = append(found.Texts, n.Value.Value.LackingTexts(p.Languages)...)
		}
	case LackingSetup:
		found.Texts = p.LackingTexts()
	}
	return found, err
}

// lackingEntries looks through entries until enough texts are found.
func lackingEntries[T any, E interface {
	*T
	LackingTexts(languages []string) []partnership.LackingText
}](ctx context.Context, r store.Reader, table archive.Table[Logged[T]], q store.Query, found *Lacking) error {
	for searched := 0; searched < mostSearched && len(found.Texts) < enoughTexts; searched += q.Limit {
		q.Limit = searchedOnce
		entries, next, err := table.Page(ctx, r, q)
		if err != nil {
			return err
		}
		for n := range entries {
			found.Texts = append(found.Texts, E(&entries[n].Value.Value).LackingTexts(found.Languages)...)
		}
		if found.Next = next; next == "" {
			return nil
		}
		q.After = next
	}
	return nil
}

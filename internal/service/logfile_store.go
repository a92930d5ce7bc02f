package service

import (
	"context"
	"strconv"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
)

// A LogStoring is how the table of a preview is stored: as drafts, or submitted at once.
type LogStoring struct {
	Seen   string // of the preview that the person saw
	Submit bool
	Why    string // personal data must stay in what is submitted
}

// StoreLog stores what a preview showed, all or nothing: new entries as drafts, changed
// ones in their places, or all activities submitted at once. Where the preview would be
// another one now, Conflict.
func (s *Service) StoreLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table, how LogStoring) (count int, err error) {
	name := s.activities().name
	if t.Sort == logbook.Expenses {
		if how.Submit { // each is converted when it is submitted: one by one
			return 0, refuse(NotPossible, "logbook.cannot-store")
		}
		name = s.expenses().name
	}
	outcome, err := s.run(ctx, task{by, project, name + ".log-file", []any{t, how}, func(c *change) (string, error) {
		setup, partner, err := s.logger(c.ctx, c.service.Engine, by, project)
		if err != nil {
			return "", err
		}
		if t.Sort == logbook.Expenses {
			return storeLog(c, s.loggedExpenses(), logger{setup, partner}, storing{t, how})
		}
		return storeLog(c, s.loggedActivities(), logger{setup, partner}, storing{t, how})
	}})
	if err != nil {
		return 0, err
	}
	count, err = strconv.Atoi(outcome)
	return count, err
}

// storing is what is stored of a table.
type storing struct {
	table logbook.Table
	LogStoring
}

// storeLog adds what a table tells to the unit, and says how much that is.
func storeLog[T any, E entry[T]](c *change, sort logSort[T, E], who logger, w storing) (string, error) {
	p, told, err := previewLog(c.ctx, c.service.Engine, sort, who, w.table)
	if err != nil {
		return "", err
	}
	switch {
	case p.Counts[LogFaulty] > 0:
		return "", refuse(Invalid, "logbook.cannot-store")
	case p.Seen != w.Seen:
		return "", refuse(Conflict, "logbook.changed-meanwhile")
	case w.Submit && w.Why == "" && p.IsPersonal():
		return "", refuse(Invalid, "logbook.say-why")
	}
	stored := 0
	for n := range told {
		if e := &told[n]; e.State == LogNew || e.State == LogChanged {
			stored++
			if err := storeTold(c, sort.entries, e, w.LogStoring); err != nil {
				return "", err
			}
		}
	}
	return strconv.Itoa(stored), nil
}

func storeTold[T any, E entry[T]](c *change, es entries[T, E], e *toldEntry[T], how LogStoring) error {
	logged := e.old.Value
	if e.State == LogNew {
		logged = Logged[T]{Project: c.chain.Value.Project, No: c.number()}
		head := E(&e.value).Head()
		var err error
		if *head.Ref, err = c.newRef(es.prefix, logged.No); err != nil {
			return err
		}
		*head.Status = partnership.Draft
	}
	logged.Value = e.value
	if how.Submit {
		var err error
		if logged, err = es.advance(c, Stored[Logged[T]]{Value: logged}, Move{Step: partnership.Submit, Comment: how.Why}); err != nil {
			return err
		}
	}
	if e.State == LogNew {
		return c.put(es.table.Insert(logged))
	}
	return c.put(es.table.Replace(e.old, logged))
}

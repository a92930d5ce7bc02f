package service

import (
	"context"
	"strconv"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
)

// StoreLog stores what a preview showed, all or nothing: new entries as drafts, changed
// ones in their places, or all activities submitted at once. The preview that the
// person saw is named by its Seen; where it would be another one now, Conflict.
func (s *Service) StoreLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table, seen string, submit bool) (count int, err error) {
	status := partnership.Draft
	name := s.activities().name
	switch isExpenses := t.Sort == logbook.Expenses; {
	case isExpenses && submit: // each is converted when it is submitted: one by one
		return 0, refuse(NotPossible, "logbook.cannot-store")
	case isExpenses:
		name = s.expenses().name
	case submit:
		status = partnership.Submitted
	}
	outcome, err := s.run(ctx, task{by, project, name + ".log-file", []any{t, submit}, func(c *change) (string, error) {
		setup, partner, err := s.logger(c.ctx, c.Engine, by, project)
		if err != nil {
			return "", err
		}
		if t.Sort == logbook.Expenses {
			return storeLog(c, s.loggedExpenses(), logger{setup, partner}, storing{t, seen, status})
		}
		return storeLog(c, s.loggedActivities(), logger{setup, partner}, storing{t, seen, status})
	}})
	if err != nil {
		return 0, err
	}
	count, err = strconv.Atoi(outcome)
	return count, err
}

// storing is what is stored of a table.
type storing struct {
	table  logbook.Table
	seen   string
	status partnership.Status // of what is new or changed then
}

// storeLog adds what a table tells to the unit, and says how much that is.
func storeLog[T any, E entry[T]](c *change, sort logSort[T, E], who logger, w storing) (string, error) {
	p, told, err := previewLog(c.ctx, c.Engine, sort, who, w.table)
	if err != nil {
		return "", err
	}
	if p.Counts[LogFaulty] > 0 {
		return "", refuse(Invalid, "logbook.cannot-store")
	}
	if p.Seen != w.seen {
		return "", refuse(Conflict, "logbook.changed-meanwhile")
	}
	stored := 0
	for n := range told {
		if e := &told[n]; e.State == LogNew || e.State == LogChanged {
			stored++
			if err := storeTold(c, sort.entries, e, w.status); err != nil {
				return "", err
			}
		}
	}
	return strconv.Itoa(stored), nil
}

func storeTold[T any, E entry[T]](c *change, es entries[T, E], e *toldEntry[T], status partnership.Status) error {
	head := E(&e.value).Head()
	if e.State == LogNew {
		logged := Logged[T]{Project: c.chain.Value.Project, No: c.number()}
		var err error
		if *head.Ref, err = c.newRef(es.prefix, logged.No); err != nil {
			return err
		}
		*head.Status = status
		logged.Value = e.value
		return c.put(es.table.Insert(logged))
	}
	if status == partnership.Submitted {
		*head.Status = status
	}
	edited := e.old.Value
	edited.Value = e.value
	return c.put(es.table.Replace(e.old, edited))
}

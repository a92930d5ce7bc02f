package service

import (
	"context"
	"strconv"

	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/store/archive"
)

// StoreLog stores what a preview showed, all or nothing: new activities as drafts,
// changed ones in their places, or all of them submitted at once. The preview that the
// person saw is named by its Seen; where it would be another one now, Conflict.
func (s *Service) StoreLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table, seen string, submit bool) (count int, err error) {
	outcome, err := s.run(ctx, task{by, project, "activity.log-file", []any{t, submit}, func(c *change) (string, error) {
		setup, partner, err := s.logger(c.ctx, c.Engine, by, project)
		if err != nil {
			return "", err
		}
		p, err := s.previewLog(c.ctx, c.Engine, setup, partner, t)
		if err != nil {
			return "", err
		}
		if p.Counts[LogFaulty] > 0 {
			return "", refuse(Invalid, "logbook.cannot-store")
		}
		if p.Seen != seen {
			return "", refuse(Conflict, "logbook.changed-meanwhile")
		}
		stored := 0
		for _, e := range p.Entries {
			if e.State != LogNew && e.State != LogChanged {
				continue
			}
			stored++
			if err := c.storeLogged(e, submit); err != nil {
				return "", err
			}
		}
		return strconv.Itoa(stored), nil
	}})
	if err != nil {
		return 0, err
	}
	count, err = strconv.Atoi(outcome)
	return count, err
}

// storeLogged adds an activity of a file to the unit.
func (c *change) storeLogged(e LogEntry, submit bool) error {
	table := archive.Activities
	if e.State == LogNew {
		logged := Logged[partnership.Activity]{Project: c.chain.Value.Project, No: c.number(), Value: e.Activity}
		var err error
		if logged.Value.Ref, err = c.newRef(c.activities().prefix, logged.No); err != nil {
			return err
		}
		logged.Value.Status = partnership.Draft
		if submit {
			logged.Value.Status = partnership.Submitted
		}
		return c.put(table.Insert(logged))
	}
	edited := e.old.Value
	edited.Value = e.Activity
	if submit {
		edited.Value.Status = partnership.Submitted
	}
	return c.put(table.Replace(e.old, edited))
}

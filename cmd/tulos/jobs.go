package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"

	"tulos/internal/service"
)

// A job is done again and again while the server runs, by each process that serves the
// storage: what it does must be right when another does it too.
type job struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

// jobs are all of them.
func jobs(uses *service.Service) []job {
	return []job{
		{"letters", time.Minute, uses.SendLetters},
	}
}

// runJobs does the jobs until stop is called, which waits for those under way.
func (s *session) runJobs(uses *service.Service, logger *slog.Logger) (stop func() error, err error) {
	scheduler, err := gocron.NewScheduler(gocron.WithStopTimeout(finishTime))
	if err != nil {
		return nil, err
	}
	for _, j := range jobs(uses) {
		do := func(ctx context.Context) {
			if err := j.do(ctx); err != nil && ctx.Err() == nil {
				logger.WarnContext(ctx, "a job failed, and is done again later", "job", j.name, "error", err)
			}
		}
		_, err := scheduler.NewJob(gocron.DurationJob(j.every), gocron.NewTask(do), gocron.WithContext(s.ctx),
			gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithStartAt(gocron.WithStartImmediately()))
		if err != nil {
			return nil, err
		}
	}
	scheduler.Start()
	return scheduler.Shutdown, nil
}

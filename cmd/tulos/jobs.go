package main

import (
	"context"
	"log/slog"

	"github.com/go-co-op/gocron/v2"

	"tulos/internal/service"
)

// runJobs looks after the jobs until stop is called, which waits for those under way.
func (s *session) runJobs(uses *service.Service, logger *slog.Logger) (stop func() error, err error) {
	scheduler, err := gocron.NewScheduler(gocron.WithStopTimeout(finishTime))
	if err != nil {
		return nil, err
	}
	for _, j := range uses.Jobs() {
		do := func(ctx context.Context) {
			if err := uses.Do(ctx, j); err != nil && ctx.Err() == nil {
				logger.WarnContext(ctx, "a job failed, and is done again later", "job", j.Name, "error", err)
			}
		}
		_, err := scheduler.NewJob(gocron.DurationJob(service.LookEvery), gocron.NewTask(do), gocron.WithContext(s.ctx),
			gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithStartAt(gocron.WithStartImmediately()))
		if err != nil {
			return nil, err
		}
	}
	scheduler.Start()
	return scheduler.Shutdown, nil
}

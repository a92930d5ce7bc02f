package main

import (
	"context"
	"log/slog"

	"github.com/go-co-op/gocron/v2"

	"tulos/internal/config"
	"tulos/internal/service"
	"tulos/internal/store/archive"
	"tulos/internal/web"
)

// runJobs looks after the jobs until stop is called, which waits for those under way.
func (s *session) runJobs(uses *service.Service, settings config.Settings, metrics *web.Metrics, logger *slog.Logger) (stop func() error, err error) {
	scheduler, err := gocron.NewScheduler(gocron.WithStopTimeout(finishTime))
	if err != nil {
		return nil, err
	}
	jobs := uses.Jobs()
	if settings.Backup.Folder != "" {
		jobs = append(jobs, s.backupJob(settings, logger))
	}
	for _, j := range jobs {
		do := func(ctx context.Context) {
			if err := uses.Do(ctx, j); err != nil && ctx.Err() == nil {
				logger.WarnContext(ctx, "a job failed, and is done again later", "job", j.Name, "error", err)
			}
			// Done by another process or by this one: each tells how it stands.
			if now, err := archive.Jobs.Get(ctx, uses.Engine, j.Name); err == nil {
				metrics.Job(j.Name, now.Value.Good, now.Value.Faults)
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

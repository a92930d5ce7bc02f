package service_test

import (
	"context"
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// trial is a job of the tests.
func trial(do func(ctx context.Context, s *service.Service) error) service.Job {
	return service.Job{Name: "trial", Every: time.Hour, Longest: time.Hour, Do: do}
}

// write is what a job writes: a session with that token.
func write(ctx context.Context, s *service.Service, token string) error {
	return s.KeepSession(ctx, partnership.Session{Token: token, Until: noon().AddDate(1, 0, 0), Data: []byte("x")})
}

func (in *installation) job() archive.Job {
	in.Helper()
	job, err := archive.Jobs.Get(in.Context(), in.Engine, "trial")
	in.ok(err)
	return job.Value
}

func (in *installation) isWritten(token string) bool {
	in.Helper()
	_, err := archive.Sessions.Get(in.Context(), in.Engine, token)
	if !errors.Is(err, store.ErrNotFound) {
		in.ok(err)
	}
	return err == nil
}

// TestJobOfTwoProcessesAtTheSameTime: of two processes one does it, when it is due.
func TestJobOfTwoProcessesAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		one, two, ctx, done := in.at(c), in.at(c), in.Context(), 0
		count := trial(func(ctx context.Context, s *service.Service) error {
			done++
			return write(ctx, s, c.now().String())
		})
		in.ok(one.Do(ctx, trial(func(ctx context.Context, s *service.Service) error {
			in.ok(two.Do(ctx, count))
			in.ok(one.Do(ctx, count))
			return write(ctx, s, "first")
		})))
		if job := in.job(); done != 0 || !in.isWritten("first") || job.Holder != "" || job.Token != 1 || !job.Good.Equal(noon()) {
			in.Errorf("done %d times meanwhile, then %+v", done, job)
		}
		for n, step := range []struct {
			later time.Duration
			done  int
		}{{time.Hour - time.Second, 0}, {time.Second, 1}, {time.Minute, 1}, {-3 * time.Hour, 2}} { // the last: the clock was wrong
			c.advance(step.later)
			in.ok(two.Do(ctx, count))
			in.ok(one.Do(ctx, count))
			if done != step.done {
				in.Errorf("step %d: done %d times, want %d", n, done, step.done)
			}
		}
	})
}

// TestJobOfAKilledProcess: another takes it when nothing was heard of the first for a
// minute by its own clock, whatever the clock of the other said.
func TestJobOfAKilledProcess(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		killed := service.New(service.Config{Engine: &stoppingEngine{in.Engine, 1}, Now: noon, Random: rand.Reader})
		err := killed.Do(ctx, trial(func(ctx context.Context, s *service.Service) error { return write(ctx, s, "lost") }))
		if !errors.Is(err, errStopped) || in.isWritten("lost") || in.job().Holder == "" {
			in.Fatalf("the killed process: %v, %+v", err, in.job())
		}
		c := clockAt(noon().AddDate(3, 0, 0)) // three years ahead
		next, done := in.at(c), 0
		for _, step := range []struct {
			later time.Duration
			done  int
		}{{0, 0}, {59 * time.Second, 0}, {time.Second, 1}} {
			c.advance(step.later)
			in.ok(next.Do(ctx, trial(func(ctx context.Context, s *service.Service) error {
				done++
				return write(ctx, s, "taken up")
			})))
			if done != step.done {
				in.Errorf("%v later: done %d times, want %d", step.later, done, step.done)
			}
		}
		if job := in.job(); job.Token != 2 || job.Holder != "" || job.Fault != "" {
			in.Errorf("after it was taken up: %+v", job)
		}
	})
}

// TestJobOfAPausedProcess: it can write nothing once another has taken the job, be that
// still at it or done.
func TestJobOfAPausedProcess(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		one, two, ctx := in.at(c), in.at(c), in.Context()
		var paused *service.Service
		busy := trial(func(ctx context.Context, s *service.Service) error {
			if err := write(ctx, paused, "in between"); !errors.Is(err, service.ErrLostLease) {
				in.Errorf("while another is at it: %v", err)
			}
			return write(ctx, s, "two")
		})
		err := one.Do(ctx, trial(func(ctx context.Context, s *service.Service) error {
			paused = s
			in.ok(write(ctx, s, "one"))
			in.ok(two.Do(ctx, busy)) // sees who has it
			c.advance(45 * time.Second)
			in.ok(write(ctx, s, "one again")) // says that it is there
			in.ok(two.Do(ctx, busy))
			c.advance(45 * time.Second)
			in.ok(two.Do(ctx, busy))
			if in.isWritten("two") {
				in.Error("taken from a process that was heard of")
			}
			c.advance(time.Minute)
			in.ok(two.Do(ctx, busy))
			_, err := s.LogActivity(ctx, in.by("staff"), baltic, draft())
			if !errors.Is(err, service.ErrLostLease) {
				in.Errorf("a use case afterwards: %v", err)
			}
			return write(ctx, s, "afterwards")
		}))
		if !errors.Is(err, service.ErrLostLease) || in.isWritten("in between") || in.isWritten("afterwards") || !in.isWritten("two") {
			in.Errorf("the paused process: %v", err)
		}
		if job := in.job(); job.Token != 2 || job.Fault != "" || !job.Good.Equal(c.now()) {
			in.Errorf("what came of it is not that of the second: %+v", job)
		}
		in.sound()
	})
}

// TestJobFails: it is noted until it goes well, and done again in its time; one that was
// broken off because the process stops is done again at once.
func TestJobFails(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		uses, ctx := in.at(c), in.Context()
		broken := errors.New("no paper")
		for faults := range 2 {
			if err := uses.Do(ctx, trial(func(context.Context, *service.Service) error { return broken })); !errors.Is(err, broken) {
				in.Errorf("got %v", err)
			}
			if job := in.job(); job.Fault != "no paper" || job.Faults != faults+1 || !job.Good.IsZero() || job.Holder != "" {
				in.Errorf("after a fault: %+v", job)
			}
			c.advance(time.Hour)
		}
		stopping, stop := context.WithCancel(ctx)
		err := uses.Do(stopping, trial(func(ctx context.Context, _ *service.Service) error {
			stop()
			<-ctx.Done()
			return ctx.Err()
		}))
		if !errors.Is(err, context.Canceled) {
			in.Errorf("stopped: %v", err)
		}
		in.ok(in.at(c).Do(ctx, trial(func(ctx context.Context, s *service.Service) error {
			if _, err := s.Engine.PutFile(ctx, "x", nil); !errors.Is(err, store.ErrInvalid) {
				in.Errorf("a file under a lease: %v", err)
			}
			return nil
		})))
		if job := in.job(); job.Fault != "" || job.Faults != 0 || !job.Good.Equal(c.now()) {
			in.Errorf("after it went well: %+v", job)
		}
	})
}

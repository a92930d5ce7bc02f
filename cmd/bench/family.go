package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"
)

// familyTime is the CPU time of all processes that come of run. A process has the times
// of those only that it has waited for itself. A browser starts the process that sets
// and prints a page through another one and ends without waiting for either: nine
// tenths of its time were missing. So this process takes over what is left behind, and
// waits for it too.
func familyTime(ctx context.Context, run func() error) (time.Duration, error) {
	if err := adopt(); err != nil {
		return 0, fmt.Errorf("take over processes: %w", err)
	}
	before := timeOf(syscall.RUSAGE_CHILDREN)
	if err := run(); err != nil {
		return 0, err
	}
	const pause = 20 * time.Millisecond
	for {
		n, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		switch {
		case errors.Is(err, syscall.ECHILD): // nobody is left
			return timeOf(syscall.RUSAGE_CHILDREN) - before, nil
		case err != nil && !errors.Is(err, syscall.EINTR):
			return 0, fmt.Errorf("wait for processes: %w", err)
		case n > 0:
			continue
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// timeOf is the CPU time of this process or of those it has waited for.
func timeOf(who int) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

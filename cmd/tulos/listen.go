package main

import (
	"context"
	"log/slog"
	"net"
	"net/http"

	"golang.org/x/sync/errgroup"

	"tulos/internal/config"
)

// listeners are the addresses that the server has taken.
type listeners struct {
	pages   net.Listener
	metrics net.Listener // nil where none are wanted
}

// listen takes the addresses, all or none.
func (s *session) listen(settings config.Settings, logger *slog.Logger) (listeners, error) {
	var at listeners
	var err error
	if at.pages, err = new(net.ListenConfig).Listen(s.ctx, "tcp", settings.Listen); err != nil {
		return listeners{}, s.listenProblem(settings.Listen, err)
	}
	if settings.Metrics.Listen == "" {
		return at, nil
	}
	if at.metrics, err = new(net.ListenConfig).Listen(s.ctx, "tcp", settings.Metrics.Listen); err != nil {
		at.close()
		return listeners{}, s.listenProblem(settings.Metrics.Listen, err)
	}
	logger.InfoContext(s.ctx, "metrics", "address", at.metrics.Addr().String())
	return at, nil
}

func (l listeners) close() {
	l.pages.Close()
	if l.metrics != nil {
		l.metrics.Close()
	}
}

// answer serves on all of them until ctx ends or one fails.
func (l listeners) answer(ctx context.Context, pages, metrics http.Handler, logger *slog.Logger) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return answer(ctx, l.pages, pages, logger) })
	if l.metrics != nil {
		group.Go(func() error { return answer(ctx, l.metrics, metrics, logger) })
	}
	return group.Wait()
}

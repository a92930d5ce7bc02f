package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/store"
	"tulos/internal/web"
	"tulos/pkg/openid"
)

// What the server allows a request. Bodies and answers are given long because
// photos and reports go over slow lines.
const (
	headerTime  = 10 * time.Second
	bodyTime    = 5 * time.Minute
	answerTime  = 5 * time.Minute
	idleTime    = 2 * time.Minute
	headerBytes = 64 << 10
	finishTime  = 10 * time.Second // for all requests, once the server is told to stop
)

type serveFlags struct {
	storageFlags
	Listen *string `placeholder:"ADDRESS" help:"Address and port to listen on (default: 127.0.0.1:8080; port 0 takes a free one)."`
}

func (f serveFlags) settings(s *session) (config.Settings, error) {
	return f.storageFlags.settings(s, f.Listen)
}

type serveCommand struct{ serveFlags }

// Run serves until it is told to stop.
func (c *serveCommand) Run(s *session) error {
	settings, err := c.settings(s)
	if err != nil {
		return err
	}
	return s.serve(settings, func(context.Context, store.Engine) ([]web.Person, error) { return nil, nil })
}

// serve opens the address and the storage, has the data prepared, and answers
// requests until the session ends; that is no error.
func (s *session) serve(settings config.Settings, prepare func(context.Context, store.Engine) ([]web.Person, error)) (err error) {
	logger := newLogger(s.Stderr, settings.Log)
	defer func() {
		if s.ctx.Err() != nil && errors.Is(err, context.Canceled) {
			err = nil // told to stop before it had begun
		}
	}()
	if settings.Messages != "" {
		if s.messages, err = i18n.Improved(os.DirFS(settings.Messages)); err != nil {
			return s.problem("cli.bad-messages", i18n.Args{"Place": settings.Messages, "Cause": err})
		}
	}
	forms, err := s.libraryOf(settings)
	if err != nil {
		return err
	}
	// The addresses come first: where one is taken, the data are left alone.
	at, err := s.listen(settings, logger)
	if err != nil {
		return err
	}
	defer at.close()
	engine, err := s.openEngine(s.ctx, settings, dataSchema())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	sample, err := prepare(s.ctx, engine)
	if err != nil {
		return err
	}
	uses, address := s.service(engine, forms, settings), "http://"+at.pages.Addr().String()
	if err := errors.Join(uses.MakeSealKey(s.ctx), uses.SumSpending(s.ctx)); err != nil {
		return err
	}
	signOn, err := s.signOn(settings)
	if err != nil {
		return err
	}
	metrics := web.NewMetrics()
	handler, err := web.New(web.Config{
		Service: uses, Log: logger, Now: s.Now, Secure: settings.IsSecure(), Address: settings.Address, Sample: sample,
		Messages: s.messages, Privacy: web.Privacy(settings.Privacy), SignOn: signOn,
		Proxies: settings.Proxies, Metrics: metrics, Limits: web.Limits(settings.Limits),
	})
	if err != nil {
		return err
	}
	link, err := s.firstLink(uses, cmp.Or(settings.Address, address))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.Stdout, "Tulos listens on %s\n%s", address, link); err != nil {
		logger.WarnContext(s.ctx, "cannot print the address", "error", err)
	}
	logger.InfoContext(s.ctx, "started", "address", at.pages.Addr().String(), "data", place(settings))
	stop, err := s.runJobs(uses, settings, metrics, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if err := at.answer(s.ctx, handler, metrics.Handler(), logger); err != nil {
		return err
	}
	logger.InfoContext(s.ctx, "stopped")
	return nil
}

// signOn is the single sign-on of the settings; none where there is no provider. It asks
// the provider nothing yet.
func (s *session) signOn(settings config.Settings) (web.SignOn, error) {
	if settings.OIDC.Issuer == "" {
		return web.SignOn{}, nil
	}
	secret, err := settings.OIDC.ReadSecret()
	if err != nil {
		return web.SignOn{}, err
	}
	return web.SignOn{Name: settings.OIDC.Name, Client: openid.New(openid.Config{
		Issuer: settings.OIDC.Issuer, ClientID: settings.OIDC.ClientID, Secret: string(secret),
		Redirect: settings.Address + web.SignOnBack, Now: s.Now,
	})}, nil
}

func (s *session) listenProblem(address string, err error) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	key := "cli.cannot-listen"
	if errors.Is(err, syscall.EADDRINUSE) {
		key = "cli.address-taken"
	}
	return s.problem(key, i18n.Args{"Address": address, "Cause": err})
}

// newLogger makes the logger of the program.
func newLogger(w io.Writer, settings config.Log) *slog.Logger {
	options := &slog.HandlerOptions{Level: settings.Level}
	if settings.Format == config.JSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// answer serves on the listener until ctx ends and the requests under way are
// finished, or finishTime is over.
func answer(ctx context.Context, listener net.Listener, handler http.Handler, logger *slog.Logger) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
		// Requests under way outlive ctx.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	logger.InfoContext(ctx, "stopping")
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	if err := server.Shutdown(finish); err != nil {
		logger.WarnContext(ctx, "requests were cut off", "error", err)
		return server.Close()
	}
	return nil
}

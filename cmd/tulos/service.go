package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"tulos/internal/bundle"
	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/reports"
)

// service makes the use cases over an engine, with the forms that reports can have and
// what is set for the installation.
func (s *session) service(e store.Engine, forms *reports.Library, settings config.Settings) *service.Service {
	host, err := os.Hostname()
	if err != nil {
		host = "" // it is told to people alone
	}
	return service.New(service.Config{
		Engine: e, Now: s.Now, Random: rand.Reader, Forms: forms, Messages: s.messages,
		Mail: mailServer(settings.Mail), Host: host, Version: version(),
		Address: settings.Address, Retention: service.RetentionDays(settings.Retention),
		SignOnRules: service.SignOnRules{Domains: settings.OIDC.Domains, SecondFactor: settings.OIDC.SecondFactor},
	})
}

// withService opens the storage of the flags for a command that changes it.
func (s *session) withService(f storageFlags, do func(*service.Service, config.Settings) error) (err error) {
	settings, err := f.settings(s, nil)
	if err != nil {
		return err
	}
	forms, err := s.libraryOf(settings)
	if err != nil {
		return err
	}
	engine, err := s.openEngine(s.ctx, settings, dataSchema())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	return s.explain(settings, do(s.service(engine, forms, settings), settings))
}

// explain says in words why a use case was refused, or what is wrong with the
// storage.
func (s *session) explain(settings config.Settings, err error) error {
	var refused *service.Error
	switch {
	case err == nil, errors.Is(err, errProblems):
		return err
	case errors.As(err, &refused):
		args := refused.Args
		if refused.Cause != nil {
			args = i18n.Args{"Cause": refused.Cause}
			for name, arg := range refused.Args {
				args[name] = arg
			}
		}
		text := s.words.Text(refused.Message, args)
		for _, p := range refused.Problems {
			text += fmt.Sprintf("\n%s: %s", p.Path, bundle.Message(s.words, p))
		}
		return errors.New(text)
	}
	for _, kind := range []error{store.ErrNoSpace, store.ErrUnavailable, store.ErrReadOnly, store.ErrCorrupt} {
		if errors.Is(err, kind) {
			return s.storageProblem(settings, err)
		}
	}
	return err
}

package main

import (
	"errors"
	"fmt"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/mail"
)

type mailCommand struct {
	Test mailTestCommand `cmd:"" help:"Send a letter of trial."`
}

type mailTestCommand struct {
	storageFlags
	Address string `arg:"" help:"Address to send it to."`
}

// Run sends a letter of trial, and says what the mail server answered.
func (c *mailTestCommand) Run(s *session) error {
	to, err := mail.ParseAddress(c.Address)
	if err != nil {
		return s.problem("cli.mail-failed", i18n.Args{"Cause": err})
	}
	settings, err := c.settings(s, nil)
	if err != nil {
		return err
	}
	uses := s.service(nil, nil, settings) // needs no storage
	err = uses.TestMail(s.ctx, to)
	if fault := (*mail.SendError)(nil); errors.As(err, &fault) {
		return s.problem("cli.mail-failed", i18n.Args{"Cause": fault})
	}
	if err := s.explain(settings, err); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.Stdout, s.words.Text("cli.mail-sent", i18n.Args{"Email": to.Mailbox}))
	return err
}

// mailServer is the one of the settings; nil without any.
func mailServer(m config.Mail) *mail.Server {
	if !m.IsOn() {
		return nil
	}
	from, err := mail.ParseAddress(m.From)
	if err != nil {
		return nil // was checked with the settings
	}
	return &mail.Server{
		Host: m.Host, Port: m.Port, TLS: mail.TLSMode(m.TLS), User: m.User, Password: string(m.Password), From: from,
	}
}

package main

import (
	"fmt"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
)

type importCommand struct {
	source
	storageFlags
	Largest int64 `placeholder:"MIB" default:"64" help:"How many MiB the bundle has at most, but for files (default: 64)."`
}

// Run puts a project into the storage, whole or not at all.
func (c *importCommand) Run(s *session) error {
	file, err := c.open(s)
	if err != nil {
		return err
	}
	defer file.Close()
	return s.withService(c.storageFlags, func(uses *service.Service, settings config.Settings) error {
		done, err := uses.Import(s.ctx, service.Operator(), file, service.ImportOptions{
			Sections: uses.Forms.Questions(),
			Progress: s.progress("cli.import-progress"),
			MaxSize:  c.Largest << 20,
			Alone:    settings.MongoDB.URI == "", // the folder is locked
		})
		for _, p := range done.Problems {
			fmt.Fprintln(s.Stderr, line(s, p))
		}
		switch {
		case err != nil:
			return err
		case results.HasErrors(done.Problems):
			return errProblems
		}
		key := "cli.imported"
		if done.Unchanged {
			key = "cli.imported-before"
		}
		_, err = fmt.Fprintln(s.Stdout, s.words.Text(key, i18n.Args{
			"Project": string(done.Project), "Count": done.Items, "Files": done.Files,
		}))
		return err
	})
}

// progressTime is how often a command that takes long says how far it is.
const progressTime = 2 * time.Second

// progress returns a function that says now and then how far a command is.
func (s *session) progress(key string) func(count int) {
	next := s.Now().Add(progressTime)
	return func(count int) {
		if now := s.Now(); !now.Before(next) {
			next = now.Add(progressTime)
			fmt.Fprintln(s.Stderr, s.words.Text(key, i18n.Args{"Count": count}))
		}
	}
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

type demoCommand struct{ serveFlags }

// Run serves the demo project. Its data are new and removed at the end, unless a
// flag says where they are; what is configured as the place of data is left alone.
func (c *demoCommand) Run(s *session) (err error) {
	if c.Data == nil && c.MongoDB == nil {
		var folder string
		if folder, err = os.MkdirTemp("", "tulos-demo-*"); err != nil {
			return fmt.Errorf("make a folder for the demo: %w", err)
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		c.Data = &folder
	}
	settings, err := c.settings(s)
	if err != nil {
		return err
	}
	return s.serve(settings, s.prepareDemo)
}

// prepareDemo puts the demo project into the storage before the server answers.
// Where it is there, and has been worked with, it stays as it is.
func (s *session) prepareDemo(ctx context.Context, e store.Engine) error {
	demo, err := source{File: "demo"}.open(s)
	if err != nil {
		return err
	}
	defer demo.Close()
	done, err := s.service(e).Import(ctx, service.Operator(), demo, service.ImportOptions{})
	switch {
	case service.IsKind(err, service.NotPossible):
		return nil
	case err != nil:
		return err
	case results.HasErrors(done.Problems):
		return errProblems
	}
	return nil
}

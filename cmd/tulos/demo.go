package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"tulos/internal/config"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/web"
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

// demoPassword is that of everybody in the demo.
const demoPassword = "tulos demo password" //nolint:gosec // everybody may know it

// demoPeople are whoever can sign in to the demo, one for each role.
func demoPeople() []demoPerson {
	return []demoPerson{
		{"Anna Koskinen", "anna@suojellaan.example", "suojellaan-lapsia", partnership.RoleStaff},
		{"Līga Bērziņa", "liga@drosa-maja.example", "drosa-maja", partnership.RoleManager},
		{"Irina Sokolova", "irina@stellit.example", "stellit", partnership.RoleLead},
		{"Erik Lindqvist", "erik@cbss.example", "cbss", partnership.RoleFunder},
		{"Maria Nowak", "maria@audit.example", "", partnership.RoleAuditor},
	}
}

type demoPerson struct {
	name, email  string
	organisation results.PartnerID
	role         partnership.Role
}

// prepareDemo puts the demo project and its people into the storage before the
// server answers. Where they are there, and have been worked with, they stay.
func (s *session) prepareDemo(ctx context.Context, e store.Engine) ([]web.Person, error) {
	demo, err := source{File: "demo"}.open(s)
	if err != nil {
		return nil, err
	}
	defer demo.Close()
	uses := s.service(e, nil, config.Settings{})
	done, err := uses.Import(ctx, service.Operator(), demo, service.ImportOptions{})
	switch {
	case service.IsKind(err, service.NotPossible):
	case err != nil:
		return nil, err
	case results.HasErrors(done.Problems):
		return nil, errProblems
	}
	var people []web.Person
	add := func(u partnership.User, is string, places ...partnership.Membership) error {
		u.Language = "en"
		people = append(people, web.Person{Name: u.Name, Email: u.Email, Password: demoPassword, Is: is})
		id, err := uses.AddUser(ctx, service.Operator(), u, places...)
		if service.IsKind(err, service.Invalid) { // there from before
			return nil
		}
		if err != nil {
			return err
		}
		token, err := uses.Invite(ctx, service.Operator(), id)
		if err != nil {
			return err
		}
		_, err = uses.ChoosePassword(ctx, token, demoPassword)
		return err
	}
	for _, p := range demoPeople() {
		err := add(partnership.User{Name: p.name, Email: p.email}, "role."+string(p.role), partnership.Membership{
			Project: demoProject, Organisation: p.organisation, Roles: []partnership.Role{p.role},
		})
		if err != nil {
			return nil, err
		}
	}
	err = add(partnership.User{Name: "Alex Admin", Email: "admin@demo.example", Administrator: true}, "role.administrator")
	return people, err
}

const demoProject partnership.ProjectCode = "CBSS-PSF-2026-07"

package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"testing/fstest"
	"time"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/sqlite"
	"tulos/internal/web"
)

// A place is an installation with a made-up project, in this process.
type place struct {
	engine  store.Engine
	uses    *service.Service
	handler http.Handler
	project partnership.ProjectCode
}

// noon is when it is in a place: within the period sample.Steady.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// withFolder does something with a new folder, which is removed afterwards.
func withFolder(do func(folder string) error) (err error) {
	folder, err := os.MkdirTemp("", "tulos-bench-*")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return do(folder)
}

// withPlace does something with a new installation in the embedded store, with a made-up
// project, which is removed afterwards.
func withPlace(ctx context.Context, made func() *partnership.Dossier, do func(*place) error) error {
	return withFolder(func(folder string) (err error) {
		e, err := sqlite.Open(ctx, folder, archive.Schema())
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, e.Close()) }()
		p, err := newPlace(e)
		if err == nil {
			err = p.fill(ctx, made())
		}
		if err != nil {
			return err
		}
		runtime.GC() // what was made up is not part of what is measured
		return do(p)
	})
}

func newPlace(e store.Engine) (*place, error) {
	uses := service.New(service.Config{Engine: e, Now: noon, Random: rand.Reader})
	handler, err := web.New(web.Config{Service: uses, Now: noon, Log: slog.New(slog.DiscardHandler)})
	return &place{engine: e, uses: uses, handler: handler}, err
}

// largestSample is how many bytes the bundle of a made-up project may have.
const largestSample = 4 << 30

// fill takes a project in.
func (p *place) fill(ctx context.Context, d *partnership.Dossier) error {
	p.project = d.Project.Code
	done, err := p.uses.Import(ctx, service.Operator(), written{d}, service.ImportOptions{Alone: true, MaxSize: largestSample})
	if err == nil && results.HasErrors(done.Problems) {
		err = fmt.Errorf("the made-up project has mistakes: %v", done.Problems[0])
	}
	return err
}

// A written project is a bundle as it is being written, in memory that does not grow with
// it.
type written struct{ *partnership.Dossier }

func (w written) JSON() (io.ReadCloser, error) {
	r, into := io.Pipe()
	go func() { _ = into.CloseWithError(bundle.Encode(into, w.Dossier)) }() // the reader is told
	return r, nil
}

func (written) Beside() fs.FS { return fstest.MapFS{} }

// A person signs in to a place.
type person struct {
	email string
	of    results.PartnerID
	roles []partnership.Role
}

// password is that of all people.
const password = "a password of the benchmark"

// add gives a person a place in the project.
func (p *place) add(ctx context.Context, who person) error {
	id, err := p.uses.AddUser(ctx, service.Operator(), partnership.User{Name: who.email, Email: who.email, Language: "en"},
		partnership.Membership{Project: p.project, Organisation: who.of, Roles: who.roles})
	if err != nil {
		return err
	}
	token, err := p.uses.Invite(ctx, service.Operator(), id)
	if err == nil {
		_, err = p.uses.ChoosePassword(ctx, token, password)
	}
	return err
}

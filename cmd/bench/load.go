package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/sample"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo"
	"tulos/internal/store/sqlite"
)

// mostLoaded is how long 99 of 100 pages, forms and dashboards may take under load.
const mostLoaded = 250 * time.Millisecond

// loadCommand has many people use the program at once.
type loadCommand struct {
	People     int           `default:"200" help:"How many people."`
	Time       time.Duration `default:"5m" help:"For how long, once all have signed in."`
	Pause      time.Duration `default:"6s" help:"How long people look at a page, on average."`
	Activities int           `default:"20000" help:"Size of the project."`
	Stops      int           `help:"How often the storage is taken away in between, for twenty seconds."`
	Engine     string        `default:"sqlite" enum:"sqlite,mongodb" help:"sqlite or mongodb."`
	URI        string        `help:"MongoDB server; the run makes a database of its own and leaves it."`
}

// Run prints how long requests took, by kind, and whether all is there that was
// acknowledged.
func (c *loadCommand) Run(s *session) error {
	return withFolder(func(folder string) error {
		at := &loaded{session: s, loadCommand: c, folder: folder, data: filepath.Join(folder, "data"), database: fmt.Sprintf("tulos_load_%d", time.Now().Unix())}
		people, err := at.prepare()
		if err != nil {
			return fmt.Errorf("prepare: %w", err)
		}
		var away storage = &lockedFile{folder: at.data}
		if c.Engine == "mongodb" {
			if away, at.served, err = newGate(c.URI); err != nil {
				return err
			}
		}
		program, err := at.start()
		if err != nil {
			return fmt.Errorf("start the program: %w", err)
		}
		said, err := at.use(program, people, away)
		if err = errors.Join(err, program.stop()); err != nil {
			return err
		}
		return errors.Join(said.print(s), at.check(said))
	})
}

// loaded is an installation that is put under load.
type loaded struct {
	*session
	*loadCommand
	folder         string
	served         string // connection string of the program
	data, database string // the folder of the storage; on MongoDB its database
}

// open opens the storage in this process, while the program does not run.
func (l *loaded) open() (store.Engine, error) {
	if l.Engine == "sqlite" {
		return sqlite.Open(l.ctx, l.data, archive.Schema())
	}
	return mongo.Open(l.ctx, mongo.Config{URI: l.URI, Database: l.database, WithoutTransactions: true}, archive.Schema())
}

// prepare fills the storage with a project and its people.
func (l *loaded) prepare() (all []person, err error) {
	e, err := l.open()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	p, err := newPlace(e)
	if err == nil {
		err = p.fill(l.ctx, sample.Grown(l.Activities, steadySize))
	}
	for n := range l.People {
		if err == nil {
			all = append(all, personNo(n))
			err = p.add(l.ctx, all[n])
		}
	}
	return all, err
}

// personNo is the n-th of all people: of twenty one leads the project and one is of the
// funder, two manage a partner, and all others are staff of the eight partners.
func personNo(n int) person {
	who := person{email: fmt.Sprintf("person%d@example.org", n), of: sample.Partner(n % sample.Partners), roles: []partnership.Role{partnership.RoleStaff}}
	switch n % 20 {
	case 0:
		who.of, who.roles = sample.Partner(0), []partnership.Role{partnership.RoleLead, partnership.RoleStaff}
	case 1:
		who.of, who.roles = sample.Funder, []partnership.Role{partnership.RoleFunder}
	case 2, 12:
		who.roles = []partnership.Role{partnership.RoleManager}
	}
	return who
}

// use has all people sign in, one after the other, and then work until the time is over.
func (l *loaded) use(program *program, people []person, away storage) (*measured, error) {
	by := &http.Transport{MaxIdleConnsPerHost: len(people), DisableCompression: false}
	defer by.CloseIdleConnections()
	users := make([]*user, len(people))
	for n, who := range people {
		v, err := newVisitor(program.address, by)
		if err == nil {
			err = v.signIn(l.ctx, who.email)
		}
		if err != nil {
			return nil, err
		}
		users[n] = newUser(v, who, n, l.Pause)
	}
	m := &measured{took: map[kind][]time.Duration{}, acknowledged: map[string]bool{}}
	ctx, cancel := context.WithTimeout(l.ctx, l.Time)
	defer cancel()
	var wg sync.WaitGroup
	for _, u := range users {
		wg.Go(func() { u.work(ctx, l.ctx, m) })
	}
	var fault error
	wg.Go(func() { fault = takeAway(ctx, away, l.Stops, l.Time) })
	m.watch(ctx, program)
	wg.Wait()
	return m, errors.Join(fault, l.ctx.Err())
}

// check holds what is stored against what was acknowledged.
func (l *loaded) check(m *measured) error {
	verified, err := l.tulos("verify")
	if err != nil {
		return fmt.Errorf("tulos verify: %w\n%s", err, verified)
	}
	e, err := l.open()
	if err != nil {
		return err
	}
	defer e.Close()
	stored := map[string]int{}
	where := []store.Condition{store.Equal("project", sample.Code)}
	for a, err := range archive.Activities.Find(l.ctx, e, store.Query{Where: where}) {
		if err != nil {
			return err
		}
		stored[a.Value.Value.Title["en"]]++
	}
	lost, double := 0, 0
	for title := range m.acknowledged {
		switch n := stored[title]; {
		case n == 0:
			lost++
		case n > 1:
			double++
		}
	}
	fmt.Fprintf(l.stdout, "tulos verify: clean; of %d acknowledged entries %d are lost and %d are there twice\n", len(m.acknowledged), lost, double)
	switch {
	case lost+double > 0:
		return errors.New("entries are not there once each")
	case len(m.faults) > 0:
		return fmt.Errorf("%d requests failed", len(m.faults))
	case l.Stops == 0 && m.slowest() > mostLoaded:
		return fmt.Errorf("a limit is passed: 99 of 100 within %s", mostLoaded)
	}
	return nil
}

// newUser makes a person at work, the n-th, whose choices are always the same.
func newUser(v *visitor, who person, n int, pause time.Duration) *user {
	return &user{visitor: v, person: who, no: n, pause: pause, chance: rand.New(rand.NewPCG(7, uint64(n)))}
}

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"sync"
	"time"
)

// awayTime is how long the storage is away: longer than the program waits for it.
const awayTime = 20 * time.Second

// A storage can be taken away from the program, and given back.
type storage interface {
	take(ctx context.Context) error
	give() error
}

// takeAway takes the storage away so many times while ctx lasts, at equal distances.
func takeAway(ctx context.Context, s storage, times int, within time.Duration) error {
	for range times {
		if !wait(ctx, within/time.Duration(times+1)-awayTime/2) {
			return nil
		}
		err := s.take(ctx)
		if err == nil {
			wait(ctx, awayTime)
			err = s.give()
		}
		if err != nil {
			return fmt.Errorf("take the storage away: %w", err)
		}
	}
	return nil
}

// A lockedFile is the database of a folder, which something else holds to write while it
// is away.
type lockedFile struct {
	folder string
	db     *sql.DB
}

func (f *lockedFile) take(ctx context.Context) (err error) {
	if f.db, err = sql.Open("sqlite", filepath.Join(f.folder, "tulos.db")+"?_pragma=busy_timeout(10000)"); err != nil {
		return err
	}
	f.db.SetMaxOpenConns(1)
	_, err = f.db.ExecContext(ctx, "BEGIN IMMEDIATE")
	return err
}

func (f *lockedFile) give() error {
	_, err := f.db.ExecContext(context.Background(), "ROLLBACK")
	return errors.Join(err, f.db.Close())
}

// A gate stands before a server. While it is shut, connections break and none are taken,
// as where the server has stopped.
type gate struct {
	server, address string
	mutex           sync.Mutex
	listener        net.Listener
	open            []net.Conn
}

// newGate opens a gate before the server of a connection string, and returns the string
// that leads through it.
func newGate(uri string) (*gate, string, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return nil, "", err
	}
	g := &gate{server: u.Host, address: "127.0.0.1:0"}
	if err := g.give(); err != nil {
		return nil, "", err
	}
	u.Host = g.address
	query := u.Query()
	query.Set("directConnection", "true")
	u.RawQuery, u.Path = query.Encode(), "/"
	return g, u.String(), nil
}

// give opens the gate, at the address that it had.
func (g *gate) give() error {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", g.address)
	if err != nil {
		return err
	}
	g.mutex.Lock()
	g.listener, g.address = listener, listener.Addr().String()
	g.mutex.Unlock()
	go g.serve(listener)
	return nil
}

// take shuts the gate.
func (g *gate) take(context.Context) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	err := g.listener.Close()
	for _, c := range g.open {
		_ = c.Close() // perhaps closed already
	}
	g.open = nil
	return err
}

func (g *gate) serve(listener net.Listener) {
	for {
		from, err := listener.Accept()
		if err != nil {
			return // it is shut
		}
		to, err := new(net.Dialer).Dial("tcp", g.server)
		if err != nil {
			_ = from.Close()
			continue
		}
		g.mutex.Lock()
		g.open = append(g.open, from, to)
		g.mutex.Unlock()
		for _, way := range [][2]net.Conn{{from, to}, {to, from}} {
			go func() {
				_, _ = io.Copy(way[1], way[0]) // until one of them is closed
				_, _ = way[0].Close(), way[1].Close()
			}()
		}
	}
}

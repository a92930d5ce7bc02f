package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"tulos/configs"
	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo"
	"tulos/internal/store/sqlite"
)

// storageFlags are the flags of the commands that use the stored data.
type storageFlags struct {
	Config  string  `placeholder:"FILE" help:"Configuration file (default: the one that TULOS_CONFIG names)."`
	Data    *string `placeholder:"DIR" xor:"storage" help:"Folder of the data."`
	MongoDB *string `name:"mongodb" placeholder:"URI" xor:"storage" help:"MongoDB replica set or cluster with the data. A password is safer in MONGODB_URI."`
}

// settings reads the settings; listen is the flag of the commands that have it.
func (f storageFlags) settings(s *session, listen *string) (config.Settings, error) {
	from := config.Sources{
		Defaults: configs.Defaults,
		File:     f.Config,
		Getenv:   s.Getenv,
		Flags:    map[string]string{},
	}
	if from.File == "" {
		from.File = s.Getenv(config.FileVariable)
	}
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		from.Variables = append(from.Variables, name)
	}
	for name, value := range map[string]*string{"listen": listen, "data": f.Data, "mongodb": f.MongoDB} {
		if value != nil {
			from.Flags[name] = *value
		}
	}
	settings, err := config.Load(from)
	if err != nil {
		return config.Settings{}, s.problem("cli.bad-settings", i18n.Args{"Cause": err})
	}
	return settings, nil
}

// problem is an error in the words of the user's language.
func (s *session) problem(key string, args i18n.Args) error {
	return errors.New(s.words.Text(key, args))
}

// dataSchema is what an installation stores.
func dataSchema() store.Schema { return archive.Schema() }

// withSnapshot shows a command the data of one moment. It works beside a running
// server; a folder is only read.
func (s *session) withSnapshot(f storageFlags, do func(store.Snapshot, config.Settings) error) (err error) {
	settings, err := f.settings(s, nil)
	if err != nil {
		return err
	}
	from, err := s.openReading(s.ctx, settings, dataSchema())
	if err != nil {
		return s.storageProblem(settings, err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	snapshot, err := from.Snapshot(s.ctx)
	if err != nil {
		return s.storageProblem(settings, err)
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if err := s.checkRestored(s.ctx, settings, snapshot); err != nil {
		return err
	}
	return do(snapshot, settings)
}

// shower is a storage that can be shown at one moment.
type shower interface {
	Snapshot(ctx context.Context) (store.Snapshot, error)
	Close() error
}

func (s *session) openReading(ctx context.Context, settings config.Settings, schema store.Schema) (shower, error) {
	if settings.MongoDB.URI == "" {
		return sqlite.OpenReader(ctx, settings.Data, schema)
	}
	return s.openMongoDB(ctx, settings.MongoDB, schema)
}

// openEngine opens the storage of the settings and brings its data up to the
// schema. It refuses data of which only a part was restored.
func (s *session) openEngine(ctx context.Context, settings config.Settings, schema store.Schema) (store.Engine, error) {
	e, err := s.openStorage(ctx, settings, schema)
	if err != nil {
		return nil, err
	}
	if err := s.checkRestored(ctx, settings, e); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

func (s *session) checkRestored(ctx context.Context, settings config.Settings, r store.Reader) error {
	unfinished, err := store.Unfinished(ctx, r)
	if err != nil {
		return s.storageProblem(settings, err)
	}
	if unfinished {
		return s.problem("cli.restore-unfinished", i18n.Args{"Place": place(settings)})
	}
	return nil
}

// openStorage opens the storage, be its data whole or not.
func (s *session) openStorage(ctx context.Context, settings config.Settings, schema store.Schema) (store.Engine, error) {
	var (
		e   store.Engine
		err error
	)
	if settings.MongoDB.URI == "" {
		e, err = sqlite.Open(ctx, settings.Data, schema)
	} else {
		e, err = s.openMongoDB(ctx, settings.MongoDB, schema)
	}
	if err != nil {
		return nil, s.storageProblem(settings, err)
	}
	return e, nil
}

// openMongoDB opens the database. Where a server without transactions is accepted
// and is one, it says what that means.
func (s *session) openMongoDB(ctx context.Context, settings config.MongoDB, schema store.Schema) (store.Engine, error) {
	place := mongo.Config{URI: string(settings.URI), Database: settings.Database}
	e, err := mongo.Open(ctx, place, schema)
	if !settings.WithoutTransactions || !errors.Is(err, store.ErrInvalid) {
		return e, err
	}
	place.WithoutTransactions = true
	e, err = mongo.Open(ctx, place, schema)
	if err == nil {
		fmt.Fprintf(s.Stderr, "tulos: %s\n", s.words.Text("cli.no-transactions", nil))
	}
	return e, err
}

// place names the storage of the settings, without anything secret.
func place(settings config.Settings) string {
	if settings.MongoDB.URI != "" {
		return "MongoDB (" + settings.MongoDB.Database + ")"
	}
	return settings.Data
}

// storageProblem is an error of the storage with a word on what it means.
func (s *session) storageProblem(settings config.Settings, err error) error {
	if stopped := s.ctx.Err(); stopped != nil {
		return stopped
	}
	args := i18n.Args{"Place": place(settings), "Cause": err}
	for _, known := range []struct {
		kind error
		key  string
	}{
		{store.ErrInUse, "cli.storage-in-use"},
		{store.ErrNewer, "cli.storage-newer"},
		{sqlite.ErrOlder, "cli.storage-older"},
		{store.ErrNotFound, "cli.storage-missing"},
		{store.ErrReadOnly, "cli.storage-read-only"},
		{store.ErrUnavailable, "cli.storage-unreachable"},
		{store.ErrCorrupt, "cli.storage-damaged"},
	} {
		if errors.Is(err, known.kind) {
			return s.problem(known.key, args)
		}
	}
	return s.problem("cli.storage-failed", args)
}

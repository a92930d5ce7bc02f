package main

import (
	"errors"
	"os"
	"strings"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/store"
)

type restoreCommand struct {
	storageFlags
	File string `arg:"" help:"Backup to restore."`
}

// Run puts a backup into an empty storage and prints what was in it. The backup is
// checked as a whole before anything is opened or made.
func (c *restoreCommand) Run(s *session) (err error) {
	settings, err := c.settings(s, nil)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return s.problem("cli.cannot-read", i18n.Args{"File": c.File, "Cause": err})
	}
	defer f.Close()
	backup, err := c.read(s, f)
	if err != nil {
		return err
	}
	engine, err := s.openStorage(s.ctx, settings, dataSchema())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	if err := backup.Restore(s.ctx, engine, s.backupProgress("restore")); err != nil {
		return s.restoreProblem(settings, err)
	}
	return s.printBackup(backup.BackupSummary)
}

// read checks the backup.
func (c *restoreCommand) read(s *session, f *os.File) (*store.Backup, error) {
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no file")
	}
	if err != nil {
		return nil, s.problem("cli.cannot-read", i18n.Args{"File": c.File, "Cause": err})
	}
	backup, err := store.ReadBackup(s.ctx, f, info.Size(), dataSchema())
	key := "cli.backup-unusable"
	switch {
	case err == nil:
		return backup, nil
	case s.ctx.Err() != nil:
		return nil, s.ctx.Err()
	case errors.Is(err, store.ErrCorrupt):
		key = "cli.backup-damaged"
	case errors.Is(err, store.ErrNewer):
		key = "cli.backup-newer"
	}
	return nil, s.problem(key, i18n.Args{"File": c.File, "Cause": err})
}

func (s *session) restoreProblem(settings config.Settings, err error) error {
	var occupied *store.NotEmptyError
	switch {
	case errors.As(err, &occupied):
		return s.problem("cli.storage-not-empty", i18n.Args{"Place": place(settings), "Found": strings.Join(occupied.Found, ", ")})
	case errors.Is(err, store.ErrUnfinished):
		return s.problem("cli.restore-broke-off", i18n.Args{"Place": place(settings), "Cause": err})
	}
	return s.storageProblem(settings, err)
}

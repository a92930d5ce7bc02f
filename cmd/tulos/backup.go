package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/store"
)

type backupCommand struct {
	Write backupWriteCommand `cmd:"" default:"withargs" help:"Write everything that is stored into one file, also while the server runs."`
	Drill backupDrillCommand `cmd:"" help:"Restore a backup into a storage that is removed again, and verify it."`
}

type backupWriteCommand struct {
	storageFlags
	File string `arg:"" help:"Backup to write; replaced if it is there."`
}

// Run writes a backup of everything that is stored, also while the server runs,
// and prints what is in it.
func (c *backupWriteCommand) Run(s *session) error {
	return s.withSnapshot(c.storageFlags, func(from store.Snapshot, settings config.Settings) error {
		options := store.BackupOptions{Schema: dataSchema(), Made: s.Now(), Progress: s.backupProgress("backup")}
		var summary store.BackupSummary
		err := writeWhole(c.File, 0o600, func(w io.Writer) (err error) {
			summary, err = store.WriteBackup(s.ctx, w, from, options)
			return err
		})
		switch {
		case err == nil:
			return s.printBackup(summary)
		case s.ctx.Err() != nil:
			return s.ctx.Err()
		case errors.Is(err, store.ErrCorrupt), errors.Is(err, store.ErrUnavailable):
			return s.storageProblem(settings, err)
		}
		return s.problem("cli.cannot-write", i18n.Args{"File": c.File, "Cause": err})
	})
}

func (s *session) printBackup(b store.BackupSummary) error {
	_, err := fmt.Fprintf(s.Stdout, "documents %d\nfiles %d\nbytes %d\nsha256 %s\n", b.Documents, b.Files, b.Bytes, b.SHA256)
	return err
}

// The patience of who watches a command: after progressAfter it tells how far it
// has come, and again after each progressEvery.
const (
	progressAfter = 2 * time.Second
	progressEvery = 5 * time.Second
)

// backupProgress returns what tells, on standard error, how far a command has come when
// it takes long.
func (s *session) backupProgress(command string) func(store.BackupProgress) {
	next := s.Now().Add(progressAfter)
	return func(p store.BackupProgress) {
		now := s.Now()
		if now.Before(next) {
			return
		}
		next = now.Add(progressEvery)
		fmt.Fprintf(s.Stderr, "%s: %d documents, %d files, %d MB\n", command, p.Documents, p.Files, p.Bytes/1_000_000)
	}
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/sqlite"
)

// oldDrill is from which age the newest backup of a folder is a problem by itself, where
// backups are made so many times as often.
const oldDrill = 2

type backupDrillCommand struct {
	storageFlags
	File string `arg:"" optional:"" help:"Backup to try (default: the newest in backup.folder)."`
}

// Run restores a backup into a storage of its own that is removed again, verifies what is
// there, and says what that has proved. The data of the installation are left alone.
func (c *backupDrillCommand) Run(s *session) (err error) {
	settings, err := c.settings(s, nil)
	if err != nil {
		return err
	}
	file, isOld := c.File, false
	if file == "" {
		if file, isOld, err = s.newestBackup(settings); err != nil {
			return err
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return s.problem("cli.cannot-read", i18n.Args{"File": file, "Cause": err})
	}
	defer f.Close()
	backup, err := (&restoreCommand{File: file}).read(s, f)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "tulos-drill-*")
	if err != nil {
		return s.problem("cli.cannot-write", i18n.Args{"File": os.TempDir(), "Cause": err})
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	err = s.drill(config.Settings{Data: filepath.Join(scratch, "data")}, backup)
	if err != nil {
		return err
	}
	made := backup.Made.UTC().Format(time.RFC3339)
	_, err = fmt.Fprintln(s.Stdout, s.words.Text("cli.drill-proved", i18n.Args{
		"File": file, "Made": made, "Documents": backup.Documents, "Files": backup.Files,
	}))
	if err == nil && isOld {
		return s.problem("cli.drill-old", i18n.Args{"File": file, "Made": made})
	}
	return err
}

// newestBackup finds the newest one in the folder of the settings, and whether there should
// be a newer one.
func (s *session) newestBackup(settings config.Settings) (file string, isOld bool, err error) {
	f := backupFolderOf(settings)
	if f.path == "" {
		return "", false, s.problem("cli.no-backup-folder", nil)
	}
	made, err := f.list()
	switch {
	case err != nil:
		return "", false, s.problem("cli.cannot-read", i18n.Args{"File": f.path, "Cause": err})
	case len(made) == 0:
		return "", false, s.problem("cli.no-backups", i18n.Args{"Place": f.path})
	}
	newest := made[len(made)-1]
	every := time.Duration(settings.Backup.Every) * time.Hour
	return f.file(newest), s.Now().Sub(newest) > oldDrill*every, nil
}

// drill restores into the place of the settings, and verifies and counts what is there.
func (s *session) drill(settings config.Settings, backup *store.Backup) (err error) {
	engine, err := sqlite.Open(s.ctx, settings.Data, dataSchema())
	if err != nil {
		return s.storageProblem(settings, err)
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	if err := backup.Restore(s.ctx, engine, s.backupProgress("drill")); err != nil {
		return s.restoreProblem(settings, err)
	}
	snapshot, err := engine.Snapshot(s.ctx)
	if err != nil {
		return s.storageProblem(settings, err)
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	if err := s.countRestored(snapshot, backup.BackupSummary); err != nil {
		return err
	}
	v, err := service.Verify(s.ctx, snapshot, "")
	if err != nil {
		return s.explain(settings, err)
	}
	return s.printVerification(v)
}

// countRestored compares how much is there with what the backup has.
func (s *session) countRestored(r store.Reader, want store.BackupSummary) error {
	var documents, files int64
	for _, c := range dataSchema().Collections {
		n, err := r.Count(s.ctx, store.Query{Collection: c.Name})
		if err != nil {
			return err
		}
		documents += n
	}
	for _, err := range r.ListFiles(s.ctx, "") {
		if err != nil {
			return err
		}
		files++
	}
	if documents != want.Documents || files != want.Files {
		return s.problem("cli.drill-differs", i18n.Args{
			"Documents": documents, "Files": files, "WantDocuments": want.Documents, "WantFiles": want.Files,
		})
	}
	return nil
}

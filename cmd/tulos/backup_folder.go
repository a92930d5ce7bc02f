package main

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tulos/internal/config"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A backupFolder is where the server makes backups by itself. What has the name of a backup
// there is whole: it gets the name once it is on the disk and was read again from
// beginning to end.
type backupFolder struct {
	path string
	keep store.BackupKeeping
}

// backupFolderOf is that of the settings; its path is empty where there is none.
func backupFolderOf(settings config.Settings) backupFolder {
	b := settings.Backup
	return backupFolder{b.Folder, store.BackupKeeping{Daily: b.Daily, Weekly: b.Weekly, Monthly: b.Monthly, Days: settings.Retention.Backups}}
}

// backupName is the name of a backup, by the moment in UTC that it shows.
const backupName = "tulos-20060102T150405Z.zip"

// partSuffix ends the name of one that is being written, or was when its process ended.
const partSuffix = ".part"

// longestBackup is how long it may take to make one.
const longestBackup = 12 * time.Hour

func (f backupFolder) file(at time.Time) string {
	return filepath.Join(f.path, at.UTC().Format(backupName))
}

// list returns the moments of the backups that are there, the newest last.
func (f backupFolder) list() ([]time.Time, error) {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return nil, err
	}
	var made []time.Time
	for _, e := range entries {
		if at, err := time.Parse(backupName, e.Name()); err == nil && e.Type().IsRegular() {
			made = append(made, at)
		}
	}
	slices.SortFunc(made, time.Time.Compare)
	return made, nil
}

// backupJob makes a backup in the folder, and removes those that are kept no longer.
func (s *session) backupJob(settings config.Settings, logger *slog.Logger) service.Job {
	f := backupFolderOf(settings)
	do := func(ctx context.Context, uses *service.Service) error {
		at := s.Now()
		summary, err := f.make(ctx, uses.Engine, at)
		if err != nil {
			return err
		}
		logger.InfoContext(ctx, "backup", "file", f.file(at), "documents", summary.Documents, "files", summary.Files, "bytes", summary.Bytes)
		return f.thin(ctx, uses.Engine, at)
	}
	return service.Job{Name: "backup", Every: time.Duration(settings.Backup.Every) * time.Hour, Longest: longestBackup, Do: do}
}

// make makes a backup of what is stored at that moment, where the engine can be written
// to: under a lease, while it is held.
func (f backupFolder) make(ctx context.Context, from store.Engine, at time.Time) (summary store.BackupSummary, err error) {
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return summary, err
	}
	if err := f.clear(); err != nil {
		return summary, err
	}
	snapshot, err := from.Snapshot(ctx)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, snapshot.Close()) }()
	part := f.file(at) + partSuffix
	out, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return summary, err
	}
	summary, err = writeChecked(ctx, out, snapshot, at)
	err = errors.Join(err, out.Close())
	if err == nil {
		err = from.Commit(ctx, nil)
	}
	if err != nil {
		return summary, errors.Join(err, os.Remove(part))
	}
	return summary, putInPlace(part, f.file(at))
}

// writeChecked writes a backup, waits until it is on the disk, and reads it again.
func writeChecked(ctx context.Context, f *os.File, from store.Snapshot, at time.Time) (store.BackupSummary, error) {
	out := bufio.NewWriterSize(f, 1<<20)
	summary, err := store.WriteBackup(ctx, out, from, store.BackupOptions{Schema: dataSchema(), Made: at})
	if err == nil {
		err = errors.Join(out.Flush(), f.Sync())
	}
	if err != nil {
		return summary, err
	}
	_, err = store.ReadBackup(ctx, f, summary.Bytes, dataSchema())
	return summary, err
}

// clear removes what processes left that ended while they made a backup.
func (f backupFolder) clear() error {
	entries, err := os.ReadDir(f.path)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, isPart := strings.CutSuffix(e.Name(), partSuffix)
		if _, err := time.Parse(backupName, name); !isPart || err != nil {
			continue
		}
		if err := os.Remove(filepath.Join(f.path, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// thin removes the backups that are kept no longer, while the engine can be written to.
func (f backupFolder) thin(ctx context.Context, engine store.Engine, now time.Time) error {
	made, err := f.list()
	if err != nil {
		return err
	}
	for _, at := range f.keep.Thin(made, now) {
		if err := engine.Commit(ctx, nil); err != nil {
			return err
		}
		if err := os.Remove(f.file(at)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

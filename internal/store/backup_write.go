package store

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// BackupOptions say what goes into a backup beside the data.
type BackupOptions struct {
	Schema   Schema // that the data are in
	Made     time.Time
	Progress func(BackupProgress) // called often; may be nil
}

// WriteBackup writes everything that the snapshot shows. The same data, schema
// and time make the same bytes. Storage with a restore that is not finished is
// ErrUnfinished.
func WriteBackup(ctx context.Context, w io.Writer, from Snapshot, o BackupOptions) (BackupSummary, error) {
	summary, err := writeBackup(ctx, w, from, o)
	if err != nil {
		return BackupSummary{}, fmt.Errorf("write backup: %w", err)
	}
	return summary, nil
}

func writeBackup(ctx context.Context, w io.Writer, from Snapshot, o BackupOptions) (BackupSummary, error) {
	catalogue, err := NewCatalogue(o.Schema)
	if err != nil {
		return BackupSummary{}, err
	}
	if unfinished, err := Unfinished(ctx, from); err != nil || unfinished {
		return BackupSummary{}, errors.Join(err, ErrUnfinished)
	}
	seal := newSealer(w)
	b := &backupWriter{
		from:    from,
		archive: zip.NewWriter(seal),
		report:  newReporter(o.Progress),
		m:       manifest{Format: backupFormat, Made: o.Made.UTC().Truncate(time.Second), Schema: catalogue.Installed()},
	}
	if err := b.archive.SetComment(blankSeal()); err != nil {
		return BackupSummary{}, err
	}
	for _, c := range catalogue.Collections() {
		if err := b.documents(ctx, c.Name); err != nil {
			return BackupSummary{}, fmt.Errorf("%s: %w", c.Name, err)
		}
	}
	if err := b.files(ctx); err != nil {
		return BackupSummary{}, err
	}
	if err := b.manifest(); err != nil {
		return BackupSummary{}, err
	}
	if err := b.archive.Close(); err != nil {
		return BackupSummary{}, err
	}
	summary := b.m.summary()
	summary.Bytes, summary.SHA256, err = seal.finish()
	return summary, err
}

type backupWriter struct {
	from    Snapshot
	archive *zip.Writer
	report  *reporter
	m       manifest
}

// entryWriter writes one entry and keeps its record meanwhile.
type entryWriter struct {
	to   io.Writer
	sum  hash.Hash
	size int64
	note func(n int)
}

func (w *entryWriter) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.size += int64(n)
	w.sum.Write(p[:n])
	w.note(n)
	return n, err
}

// entry writes an entry of what fill gives and returns its size and SHA-256.
func (b *backupWriter) entry(name string, method uint16, fill func(w io.Writer) error) (int64, string, error) {
	to, err := b.archive.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return 0, "", err
	}
	entry := &entryWriter{to: to, sum: sha256.New(), note: b.report.bytes}
	buffer := bufio.NewWriterSize(entry, 64<<10)
	if err := fill(buffer); err != nil {
		return 0, "", err
	}
	err = buffer.Flush()
	return entry.size, hex.EncodeToString(entry.sum.Sum(nil)), err
}

func (b *backupWriter) documents(ctx context.Context, collection string) error {
	count := int64(0)
	size, sum, err := b.entry(documentsFolder+collection, zip.Deflate, func(w io.Writer) error {
		for d, err := range b.from.Find(ctx, Query{Collection: collection}) {
			if err != nil {
				return err
			}
			raw, err := bson.Marshal(stored{d.ID, d.Rev, d.Body})
			if err != nil {
				return fmt.Errorf("%s: %w", d.ID, err)
			}
			if _, err := w.Write(raw); err != nil {
				return err
			}
			count++
			b.report.documents(1)
		}
		return nil
	})
	b.m.Documents = append(b.m.Documents, documentsEntry{collection, count, size, sum})
	return err
}

func (b *backupWriter) files(ctx context.Context) error {
	for info, err := range b.from.ListFiles(ctx, "") {
		if err != nil {
			return err
		}
		if len(b.m.Files) == maxBackupFiles {
			return fmt.Errorf("more than %d files", maxBackupFiles)
		}
		if err := b.file(ctx, info); err != nil {
			return fmt.Errorf("file %s: %w", info.Name, err)
		}
	}
	return nil
}

func (b *backupWriter) file(ctx context.Context, info FileInfo) error {
	f, err := b.from.OpenFile(ctx, info.Name)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(&steadyReader{ctx: ctx, from: f}, trialSize)
	start, err := in.Peek(trialSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	method, err := fittingMethod(start)
	if err != nil {
		return err
	}
	size, sum, err := b.entry(fileEntryName(len(b.m.Files)), method, func(w io.Writer) error {
		_, err := io.Copy(w, in)
		return err
	})
	b.m.Files = append(b.m.Files, fileEntry{info.Name, size, sum})
	b.report.files(1)
	return err
}

// trialSize is how much of a file is packed to see whether that is worth while.
const trialSize = 32 << 10

// fittingMethod returns Store for what packing makes hardly smaller, as it does
// photos and PDF files.
func fittingMethod(start []byte) (uint16, error) {
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		return 0, err
	}
	if _, err := w.Write(start); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	if packed.Len() > len(start)*9/10 {
		return zip.Store, nil
	}
	return zip.Deflate, nil
}

func (b *backupWriter) manifest() error {
	if err := b.m.check(); err != nil {
		return fmt.Errorf("cannot be read again: %w", err)
	}
	text, err := json.Marshal(b.m)
	if err != nil {
		return err
	}
	if len(text) > maxBackupManifest {
		return fmt.Errorf("%s is larger than %d bytes", manifestEntry, maxBackupManifest)
	}
	_, _, err = b.entry(manifestEntry, zip.Deflate, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
	return err
}

// reporter tells how far it has come.
type reporter struct {
	now  BackupProgress
	tell func(BackupProgress)
}

func newReporter(tell func(BackupProgress)) *reporter {
	if tell == nil {
		tell = func(BackupProgress) {}
	}
	return &reporter{tell: tell}
}

func (r *reporter) documents(n int64) { r.now.Documents += n; r.tell(r.now) }
func (r *reporter) files(n int64)     { r.now.Files += n; r.tell(r.now) }
func (r *reporter) bytes(n int)       { r.now.Bytes += int64(n); r.tell(r.now) }

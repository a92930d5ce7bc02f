package store

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"sync/atomic"
)

// Backup is a backup that was found whole and fit for a schema.
type Backup struct {
	BackupSummary
	catalogue *Catalogue
	renewals  map[string]Renewal // what brings older documents up to the schema
	m         manifest
	entries   []*zip.File // as m.entries names them
}

// ReadBackup reads the backup from beginning to end and checks every byte of it,
// and every document against the schema. What is damaged or cut off is ErrCorrupt
// and names the entry; a backup of a newer schema is ErrNewer; another file, or a
// backup of an unrelated schema, is ErrInvalid. One of an older schema is good.
func ReadBackup(ctx context.Context, r io.ReaderAt, size int64, schema Schema) (*Backup, error) {
	catalogue, err := NewCatalogue(schema)
	if err != nil {
		return nil, err
	}
	whole, sum, err := checkSeal(ctx, r, size)
	if err != nil {
		return nil, err
	}
	b := &Backup{catalogue: catalogue}
	err = b.read(ctx, r, size)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil && !whole && !errors.Is(err, ErrCorrupt):
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	case err != nil:
		return nil, err
	case !whole:
		return nil, damaged("the archive around its entries has changed")
	}
	b.BackupSummary = b.m.summary()
	b.Bytes, b.SHA256 = size, sum
	return b, nil
}

func (b *Backup) read(ctx context.Context, r io.ReaderAt, size int64) error {
	archive, err := openArchive(r, size, maxBackupDirectory)
	if err != nil {
		return damaged("list of entries: %v", err)
	}
	b.entries = archive.File
	if err := b.readManifest(); err != nil {
		return err
	}
	if b.renewals, err = b.catalogue.renewals(b.m.Schema); err != nil {
		return fmt.Errorf("schema of the backup: %w", err)
	}
	return b.checkEntries(ctx)
}

// openArchive reads the list of entries, which may take so many bytes and no
// more.
func openArchive(r io.ReaderAt, size, limit int64) (*zip.Reader, error) {
	limited := &limitedReaderAt{from: r}
	limited.left.Store(limit)
	archive, err := zip.NewReader(limited, size)
	limited.left.Store(-1)
	return archive, err
}

type limitedReaderAt struct {
	from io.ReaderAt
	left atomic.Int64 // negative = no limit
}

func (r *limitedReaderAt) ReadAt(p []byte, at int64) (int, error) {
	if left := r.left.Load(); left >= 0 {
		if left < int64(len(p)) {
			return 0, errors.New("too long")
		}
		r.left.Add(-int64(len(p)))
	}
	return r.from.ReadAt(p, at)
}

func (b *Backup) readManifest() error {
	last := len(b.entries) - 1
	if last < 0 || b.entries[last].Name != manifestEntry {
		return damaged("%s is missing", manifestEntry)
	}
	r, err := b.entries[last].Open()
	if err != nil {
		return damaged("%s: %v", manifestEntry, err)
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxBackupManifest+1))
	if err != nil {
		return damaged("%s: %v", manifestEntry, err)
	}
	if len(text) > maxBackupManifest {
		return damaged("%s: too long", manifestEntry)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&b.m); err != nil {
		return damaged("%s: %v", manifestEntry, err)
	}
	if err := b.m.check(); err != nil {
		return fmt.Errorf("%s: %w", manifestEntry, err)
	}
	names := b.m.entries()
	if len(names) != len(b.entries) {
		return damaged("%d entries, %d in %s", len(b.entries), len(names), manifestEntry)
	}
	for i, name := range names {
		if b.entries[i].Name != name {
			return damaged("entry %.70q where %s should be", b.entries[i].Name, name)
		}
	}
	return nil
}

// renewals returns what documents of that schema need, by collection.
func (c *Catalogue) renewals(in Installed) (map[string]Renewal, error) {
	_, list, err := c.Upgrade(in)
	if err != nil {
		return nil, err
	}
	byName := map[string]Renewal{}
	for _, r := range list {
		byName[r.In.Name] = r
	}
	return byName, nil
}

func (b *Backup) checkEntries(ctx context.Context) error {
	for i, entry := range b.m.Documents {
		n := int64(0)
		for w, err := range b.writes(ctx, i) {
			if err == nil && w.Body != nil {
				_, err = b.catalogue.checkWrite(w)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", b.entries[i].Name, err)
			}
			n++
		}
		if n != entry.Count {
			return damaged("%s: %d documents, not %d", b.entries[i].Name, n, entry.Count)
		}
	}
	for i := range b.m.Files {
		f, err := b.openFile(ctx, i)
		if err == nil {
			_, err = io.Copy(io.Discard, f)
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writes yields what restores the documents of a collection, by ascending id. Of
// a collection that the schema no longer has the writes are without a body.
func (b *Backup) writes(ctx context.Context, index int) iter.Seq2[Write, error] {
	return func(yield func(Write, error) bool) {
		entry := b.m.Documents[index]
		r, err := b.open(ctx, index, entry.Size, entry.SHA256)
		if err != nil {
			yield(Write{}, err)
			return
		}
		defer r.Close()
		in, before := bufio.NewReaderSize(r, 64<<10), ""
		for {
			d, err := nextDocument(in)
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && d.ID <= before {
				err = damaged("document %.70q after %.70q", d.ID, before)
			}
			if err != nil {
				yield(Write{}, err)
				return
			}
			before = d.ID
			if w, err := b.write(entry.Collection, d); !yield(w, err) || err != nil {
				return
			}
		}
	}
}

// write returns the write that restores the document, brought up to the schema.
func (b *Backup) write(collection string, d Document) (Write, error) {
	if b.catalogue.byName[collection] == nil {
		return Write{Collection: collection, ID: d.ID}, nil
	}
	body := d.Body
	if r, older := b.renewals[collection]; older {
		var err error
		if body, _, err = r.Body(d.ID, body); err != nil {
			return Write{}, err
		}
		if !bytes.Equal(body, d.Body) {
			d.Rev++
		}
	}
	return InsertAt(collection, d.ID, d.Rev, body), nil
}

// nextDocument reads one document: io.EOF if there is none. Memory grows with
// what is really there.
func nextDocument(r *bufio.Reader) (Document, error) {
	head, err := r.Peek(4)
	if err != nil {
		if errors.Is(err, io.EOF) && len(head) > 0 {
			return Document{}, damaged("the last document is cut off")
		}
		return Document{}, err
	}
	length := int64(binary.LittleEndian.Uint32(head))
	if length > maxStored {
		return Document{}, damaged("a document of %d bytes", length)
	}
	var raw bytes.Buffer
	if n, err := io.CopyN(&raw, r, length); err != nil {
		if errors.Is(err, io.EOF) {
			err = damaged("the last document is cut off: %d of %d bytes", n, length)
		}
		return Document{}, err
	}
	return parseStored(raw.Bytes())
}

// openFile opens a file of the backup.
func (b *Backup) openFile(ctx context.Context, index int) (*entryReader, error) {
	f := b.m.Files[index]
	r, err := b.open(ctx, len(b.m.Documents)+index, f.Size, f.SHA256)
	if err != nil {
		return nil, fmt.Errorf("%s (%s): %w", fileEntryName(index), f.Name, err)
	}
	r.name = fmt.Sprintf("%s (%s)", fileEntryName(index), f.Name)
	return r, nil
}

// open opens an entry of that size and SHA-256.
func (b *Backup) open(ctx context.Context, index int, size int64, sum string) (*entryReader, error) {
	from, err := b.entries[index].Open()
	if err != nil {
		return nil, damaged("%v", err)
	}
	return &entryReader{ctx: ctx, from: from, left: size, want: sum, sum: sha256.New()}, nil
}

// entryReader reads an entry and compares it with its record: ErrCorrupt, in
// place of io.EOF or as soon as there is too much of it.
type entryReader struct {
	ctx  context.Context
	from io.ReadCloser
	name string // begins its errors, if it is set
	left int64
	want string
	sum  hash.Hash
}

func (r *entryReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.from.Read(p)
	r.left -= int64(n)
	r.sum.Write(p[:n])
	switch {
	case r.left < 0:
		err = damaged("longer than recorded")
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		err = damaged("%v", err)
	case r.left > 0 || hex.EncodeToString(r.sum.Sum(nil)) != r.want:
		err = damaged("not what was recorded")
	default:
		return n, io.EOF
	}
	if r.name != "" {
		err = fmt.Errorf("%s: %w", r.name, err)
	}
	return n, err
}

func (r *entryReader) Close() error { return r.from.Close() }

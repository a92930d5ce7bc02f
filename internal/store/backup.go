package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// A backup is one zip file, written from beginning to end without seeking:
//
//	documents/<collection>   the documents, one after the other: BSON of
//	                         {_id, rev, doc}, by ascending _id
//	files/<number>           the bytes of the files, by ascending name
//	manifest.json            what the others are, with their SHA-256
//
// The archive's comment holds the SHA-256 of all bytes before it, so that no byte
// of the file can change unseen. One storage makes one sequence of bytes, whatever
// its engine.
const (
	backupFormat    = "tulos-backup/1"
	backupFamily    = "tulos-backup/"
	documentsFolder = "documents/"
	filesFolder     = "files/"
	manifestEntry   = "manifest.json"
)

// What a backup may have at most. Writing keeps to it too.
const (
	maxBackupCollections = 1000
	maxBackupFiles       = 1 << 20
	maxBackupContent     = 1 << 40 // bytes of all entries, unpacked
	maxBackupManifest    = 256 << 20
	maxBackupDirectory   = 100 << 20 // the archive's own list of entries
	maxStored            = MaxBody + 4<<10
)

// ErrUnfinished says that a restore into the storage began and did not end.
var ErrUnfinished = errors.New("a restore is not finished")

// BackupSummary says what a backup holds.
type BackupSummary struct {
	Made      time.Time
	Documents int64
	Files     int64
	Bytes     int64  // of the backup itself
	SHA256    string // of the backup itself
}

// BackupProgress is how far a backup or restore has come.
type BackupProgress struct {
	Documents int64
	Files     int64
	Bytes     int64 // of documents and files
}

// manifest is what manifest.json holds.
type manifest struct {
	Format    string           `json:"format"`
	Made      time.Time        `json:"made"`
	Schema    Installed        `json:"schema"`
	Documents []documentsEntry `json:"documents"` // in the order of the schema
	Files     []fileEntry      `json:"files"`     // entry files/00000001 and on
}

type documentsEntry struct {
	Collection string `json:"collection"`
	Count      int64  `json:"count"`
	Size       int64  `json:"size"`
	SHA256     string `json:"sha256"`
}

type fileEntry struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

func fileEntryName(index int) string { return fmt.Sprintf("%s%08d", filesFolder, index+1) }

// entries returns the names of the archive's entries, in their order.
func (m manifest) entries() []string {
	var names []string
	for _, d := range m.Documents {
		names = append(names, documentsFolder+d.Collection)
	}
	for i := range m.Files {
		names = append(names, fileEntryName(i))
	}
	return append(names, manifestEntry)
}

func (m manifest) summary() BackupSummary {
	s := BackupSummary{Made: m.Made, Files: int64(len(m.Files))}
	for _, d := range m.Documents {
		s.Documents += d.Count
	}
	return s
}

// check returns what is wrong with a manifest by itself.
func (m manifest) check() error {
	if m.Format != backupFormat {
		return damaged("format %.40q", m.Format)
	}
	if len(m.Documents) != len(m.Schema.Collections) || len(m.Documents) > maxBackupCollections {
		return damaged("%d collections for %d of the schema", len(m.Documents), len(m.Schema.Collections))
	}
	if len(m.Files) > maxBackupFiles {
		return damaged("%d files", len(m.Files))
	}
	left := int64(maxBackupContent)
	for i, d := range m.Documents {
		if d.Collection != m.Schema.Collections[i].Name || d.Count < 0 || d.Size < 0 || d.Size > left {
			return damaged("documents %.70q", d.Collection)
		}
		left -= d.Size
	}
	before := ""
	for i, f := range m.Files {
		if CheckFileName(f.Name) != nil || f.Name <= before || f.Name == restoring || f.Size < 0 || f.Size > left {
			return damaged("%s: file %.70q", fileEntryName(i), f.Name)
		}
		before = f.Name
		left -= f.Size
	}
	return nil
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
}

// stored is a document as a backup has it.
type stored struct {
	ID  string   `bson:"_id"`
	Rev int64    `bson:"rev"`
	Doc bson.Raw `bson:"doc"`
}

// parseStored reads a document of a backup.
func parseStored(raw bson.Raw) (Document, error) {
	if err := raw.Validate(); err != nil {
		return Document{}, damaged("a document is not BSON: %v", err)
	}
	elements, err := raw.Elements()
	if err != nil || len(elements) != 3 {
		return Document{}, damaged("a document is not of an id, a revision and a body")
	}
	id, okID := elements[0].Value().StringValueOK()
	rev, okRev := elements[1].Value().Int64OK()
	body, okBody := elements[2].Value().DocumentOK()
	names := strings.Join([]string{elements[0].Key(), elements[1].Key(), elements[2].Key()}, " ")
	if !okID || !okRev || !okBody || rev < 1 || names != "_id rev doc" {
		return Document{}, damaged("a document is not of an id, a revision and a body")
	}
	return Document{ID: id, Rev: rev, Body: body}, nil
}

package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/photo"
)

// How large a part of an upload is at most, and how many somebody can have waiting in a
// project. A file is as large as the largest that is taken, which is a photo.
const (
	LargestPart   = 256 << 10
	mostParts     = 256
	largestUpload = photo.MaxSize
)

// Uploaded is how many bytes of a file of a draft are there, which the person is sending
// in parts: 0 where none is. length is that of the whole file, -1 as long as it is not
// known. A draft that was taken has all of its files: taken is true.
func (s *Service) Uploaded(ctx context.Context, by By, project partnership.ProjectCode, draft string, no int) (offset, length int64, taken bool, err error) {
	if err := s.requireKeeping(ctx, by, project); err != nil {
		return 0, -1, false, err
	}
	if _, taken, err = s.Sent(ctx, By{User: by.User, Key: draft}, project); taken || err != nil {
		return 0, -1, taken, err
	}
	last, err := s.lastPart(ctx, by, project, draft, no)
	if errors.Is(err, store.ErrNotFound) {
		return 0, -1, false, nil
	}
	return last.End, last.Length, false, err
}

func (s *Service) lastPart(ctx context.Context, by By, project partnership.ProjectCode, draft string, no int) (partnership.UploadPart, error) {
	q := store.Query{Where: partsOfFile(by, project, draft, no), Order: store.Descending("end"), Limit: 1}
	for p, err := range archive.UploadParts.Find(ctx, s.Engine, q) {
		return p.Value, err
	}
	return partnership.UploadPart{}, store.ErrNotFound
}

// AddPart keeps the next part of a file, from where Uploaded says on, and returns how
// many bytes are there then. A part that begins elsewhere, or is of a file of another
// length, is a Conflict; one that is too large, or too much together with all that waits,
// is NotPossible.
func (s *Service) AddPart(ctx context.Context, by By, p partnership.UploadPart, offset int64) (int64, error) {
	there, length, taken, err := s.Uploaded(ctx, by, p.Project, p.Draft, p.No)
	switch {
	case err != nil:
		return 0, err
	case taken, there != offset, length >= 0 && length != p.Length:
		return 0, refuse(Conflict, "error.changed-meanwhile")
	}
	p.End = offset + int64(len(p.Data))
	if len(p.Data) > LargestPart || p.Length > largestUpload || p.End > p.Length {
		return 0, refuse(NotPossible, "fault.too-large")
	}
	count, err := archive.UploadParts.Count(ctx, s.Engine, keptBy(by, p.Project)...)
	if err != nil {
		return 0, err
	}
	if count >= mostParts {
		return 0, refuse(NotPossible, "fault.too-large")
	}
	p.User, p.At = by.User, s.Now()
	w, err := archive.UploadParts.Insert(p)
	if err != nil {
		return 0, err
	}
	err = s.Engine.Commit(ctx, store.Unit{w.Write})
	if errors.Is(err, store.ErrConflict) {
		return 0, refuse(Conflict, "error.changed-meanwhile")
	}
	return p.End, err
}

func partsOfFile(by By, project partnership.ProjectCode, draft string, no int) []store.Condition {
	return append(partsOfDraft(by, project, draft), store.Equal("no", no))
}

func partsOfDraft(by By, project partnership.ProjectCode, draft string) []store.Condition {
	return append(keptBy(by, project), store.Equal("draft", draft))
}

// uploadOf puts the parts of a file together. One that is not all there, or another than
// it should be, is NotPossible.
func (c *change) uploadOf(by By, f SentFile) ([]byte, error) {
	parts, err := collect(archive.UploadParts.Find(c.ctx, c.service.Engine, store.Query{
		Where: partsOfFile(by, c.chain.Value.Project, by.Key, f.No), Order: store.Ascending("end"),
	}))
	if err != nil {
		return nil, err
	}
	var all bytes.Buffer
	for _, p := range parts {
		all.Write(p.Value.Data)
	}
	if sum := sha256.Sum256(all.Bytes()); hex.EncodeToString(sum[:]) != f.SHA256 {
		return nil, refuse(NotPossible, "error.upload-missing")
	}
	return all.Bytes(), nil
}

// DropUploads takes away what waits for a draft, so that it is sent anew.
func (s *Service) DropUploads(ctx context.Context, by By, project partnership.ProjectCode, draft string) error {
	unit, err := s.uploadsOf(ctx, by, project, draft)
	if err != nil || len(unit) == 0 {
		return err
	}
	return s.Engine.Commit(ctx, unit)
}

// uploadsOf takes away all parts that wait for a draft.
func (s *Service) uploadsOf(ctx context.Context, by By, project partnership.ProjectCode, draft string) (store.Unit, error) {
	var unit store.Unit
	for p, err := range archive.UploadParts.Find(ctx, s.Engine, store.Query{Where: partsOfDraft(by, project, draft)}) {
		if err != nil {
			return nil, err
		}
		unit = append(unit, archive.UploadParts.Delete(p).Write)
	}
	return unit, nil
}

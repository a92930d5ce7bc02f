package service

import (
	"errors"
	"io"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// attachment reads a file to its end and holds it against its record.
func (v *verifier) attachment(a *partnership.Attachment) error {
	v.files[a.Name] = *a
	v.found.Files++
	f, err := v.reader.OpenFile(v.ctx, fileName(v.chain, a.Name))
	if err == nil {
		defer f.Close()
		_, err = io.Copy(io.Discard, f)
	}
	switch {
	case errors.Is(err, store.ErrNotFound):
		v.differ("verify.file-missing", "File", a.Name)
	case errors.Is(err, store.ErrCorrupt), err == nil && (f.SHA256 != a.SHA256 || f.Size != a.Size):
		v.differ("verify.file-damaged", "File", a.Name)
	case err != nil:
		return err
	}
	return nil
}

// unrecorded counts files that no attachment tells of.
func (v *verifier) unrecorded() error {
	prefix := fileName(v.chain, "")
	for f, err := range v.reader.ListFiles(v.ctx, prefix) {
		if err != nil {
			return err
		}
		if _, ok := v.files[f.Name[len(prefix):]]; !ok {
			v.found.Unrecorded++
		}
	}
	return nil
}

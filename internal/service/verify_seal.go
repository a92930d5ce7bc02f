package service

import (
	"bytes"
	"errors"
	"fmt"
	"path"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store"
)

// readKeys reads the keys that sealed reports are signed with.
func (v *verifier) readKeys() error {
	keys, err := SealKeys(v.ctx, v.reader)
	if err != nil {
		return err
	}
	if len(keys) > 0 {
		since := keys[0].Since
		v.keySince = results.DateOf(since.Year(), int(since.Month()), since.Day())
	}
	v.keys, err = trustedKeys(v.ctx, v.reader)
	return err
}

// report checks that the files of a report are there and, where it was submitted,
// that they and what it says are as they were signed.
func (v *verifier) report(r *partnership.ProjectReport) error {
	ref := fmt.Sprintf("%d/%d", r.Period, r.Version)
	files, manifest := map[string]partnership.Attachment{}, ""
	for _, name := range r.Files {
		a, ok := v.files[name]
		switch {
		case !ok:
			v.differ("verify.file-unknown", "Ref", ref, "File", name)
		case path.Base(name) == manifestFile:
			manifest = name
		default:
			files[path.Base(name)] = a
		}
	}
	if _, ok := v.files[r.Stated]; !ok && r.Stated != "" {
		v.differ("verify.file-unknown", "Ref", ref, "File", r.Stated)
	}
	if r.Status == partnership.Draft {
		return nil
	}
	if manifest == "" {
		return v.unsigned(r, ref)
	}
	v.found.Seals++
	m, err := v.readManifest(manifest)
	if err != nil {
		return err
	}
	if !m.isSigned(v.keys) {
		v.differ("verify.seal-wrong", "Ref", ref)
		return nil
	}
	isSaid, err := m.says(r)
	if err == nil && !isSaid {
		v.differ("verify.seal-report", "Ref", ref)
	}
	for _, f := range m.Files {
		if a := files[f.Name]; a.SHA256 != f.SHA256 || a.Size != f.Size {
			v.differ("verify.seal-file", "Ref", ref, "File", f.Name)
		}
		delete(files, f.Name)
	}
	for name := range files {
		v.differ("verify.seal-file", "Ref", ref, "File", name)
	}
	return err
}

// unsigned counts a version without a manifest, which none can be that was submitted
// after the first key was made.
func (v *verifier) unsigned(r *partnership.ProjectReport, ref string) error {
	if len(v.keys) > 0 && v.keySince.Before(r.AsOf) {
		v.differ("verify.seal-missing", "Ref", ref)
		return nil
	}
	v.found.Unsigned++
	return nil
}

// A signedManifest is a manifest that can be held against a report.
type signedManifest struct{ *seal.Manifest }

// readManifest reads the manifest in a file. One that is damaged, or none, is empty:
// no key has signed it.
func (v *verifier) readManifest(name string) (signedManifest, error) {
	m, err := openManifest(v.ctx, v.reader, v.chain, name)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrCorrupt) || errors.Is(err, seal.ErrNoManifest) {
		return signedManifest{&seal.Manifest{}}, nil
	}
	return signedManifest{m}, err
}

func (m signedManifest) isSigned(trusted seal.Keys) bool { return m.Check(trusted) == nil }

// says tells whether the manifest is of the version, with its day and its texts.
func (m signedManifest) says(r *partnership.ProjectReport) (bool, error) {
	var b bytes.Buffer
	if err := bundle.EncodeNarratives(&b, r.Project, r.Narratives); err != nil {
		return false, err
	}
	narratives, err := seal.Hash(&b)
	if err != nil {
		return false, err
	}
	figures := ""
	for _, f := range m.Files {
		if f.Name == seal.FiguresFile {
			figures = f.SHA256
		}
	}
	return m.Project == string(r.Project) && m.Period == int(r.Period) && m.Version == r.Version &&
		m.DataDate == r.AsOf.String() && m.Data == seal.DataHash(figures, narratives), nil
}

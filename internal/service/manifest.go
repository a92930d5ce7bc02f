package service

import (
	"context"
	"io"
	"path"

	"tulos/internal/partnership"
	"tulos/internal/seal"
	"tulos/internal/store"
)

// manifestFile is the file of a version with its manifest.
const manifestFile = "manifest.json"

// sign makes the manifest of a version, signed with the key in use, and stores it
// beside its files.
func (c *change) sign(report *partnership.ProjectReport, made sealed) (partnership.Attachment, error) {
	key, err := sealKeyInUse(c.ctx, c.service.Engine)
	if err != nil {
		return partnership.Attachment{}, err
	}
	m := seal.Manifest{
		Project: string(report.Project), Period: int(report.Period), Version: report.Version,
		DataDate: made.asOf.String(), Sealed: c.at, Data: made.data,
	}
	for _, f := range made.files {
		m.Files = append(m.Files, seal.File{Name: path.Base(f.Name), SHA256: f.SHA256, Size: f.Size})
	}
	text, err := m.Sign(key.Value.Seed)
	if err != nil {
		return partnership.Attachment{}, err
	}
	return c.service.keep(c.ctx, *report, manifestFile, text)
}

// openManifest reads the manifest of a version, by the full name of its file:
// seal.ErrNoManifest where it is none.
func openManifest(ctx context.Context, r store.Reader, project partnership.ProjectCode, name string) (*seal.Manifest, error) {
	f, err := r.OpenFile(ctx, fileName(project, name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	return seal.Parse(text)
}

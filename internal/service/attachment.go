package service

import (
	"errors"
	"net/url"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// fileName is the name under which the engine keeps a file of a project. Names of
// one project never begin as another's do.
func fileName(project partnership.ProjectCode, name string) string {
	return url.PathEscape(string(project)) + "/" + name
}

// record keeps the record of a file that is stored; the one of that name goes.
func (c *change) record(a partnership.Attachment) error {
	old, err := archive.Attachments.Get(c.ctx, c.service.Engine, archive.Attachments.ID(a))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return save(c, archive.Attachments, old, a)
}

// reportFiles is the folder of the files of reports.
const reportFiles = "reports/"

func isReportFile(name string) bool { return strings.HasPrefix(name, reportFiles) }

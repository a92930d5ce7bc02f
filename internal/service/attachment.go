package service

import (
	"bytes"
	"errors"
	"net/url"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// fileName is the name under which the engine keeps a file of a project. Names of
// one project never begin as another's do.
func fileName(project partnership.ProjectCode, name string) string {
	return url.PathEscape(string(project)) + "/" + name
}

// attach keeps a file and its record; the one that has the name already goes.
func (c *change) attach(name string, data []byte) error {
	info, err := c.Engine.PutFile(c.ctx, fileName(c.chain.Value.Project, name), bytes.NewReader(data))
	if err != nil {
		return err
	}
	attachment := partnership.Attachment{
		Project: c.chain.Value.Project, Name: name, Size: info.Size, SHA256: info.SHA256,
	}
	old, err := archive.Attachments.Get(c.ctx, c.Engine, archive.Attachments.ID(attachment))
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	if err != nil {
		return err
	}
	return save(c, archive.Attachments, old, attachment)
}

// figuresJSON are the figures of the project as it is now.
func (c *change) figuresJSON() ([]byte, error) {
	project := &c.setup.Value.Project
	all, err := figures(c.ctx, c.Engine, project)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = bundle.EncodeFigures(&b, project.Code, all)
	return b.Bytes(), err
}

// reportFiles is the folder of the files of reports.
const reportFiles = "reports/"

func isReportFile(name string) bool { return strings.HasPrefix(name, reportFiles) }

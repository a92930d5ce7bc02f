package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/photo"
)

// evidenceFiles is the folder of the files of entries.
const evidenceFiles = "evidence/"

// An Upload is a file that becomes evidence of an activity: Evidence with its
// content, whose name the service gives.
type Upload struct {
	partnership.Evidence
	Data []byte
}

// Attach adds a photo or a document to the evidence of a draft or returned
// activity of the own organisation, seen at a revision, and returns the name it is
// kept under. A photo loses everything but the picture. A file that cannot be
// taken is Invalid, with a problem at "file".
func (s *Service) Attach(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64, u Upload) (name string, err error) {
	hash := sha256.Sum256(u.Data)
	asked := []any{ref, seen, u.Evidence, hex.EncodeToString(hash[:])}
	return s.run(ctx, task{by, project, "activity.attach", asked, func(c *change) (string, error) {
		old, err := c.activities().own(c, ref, seen)
		if err != nil {
			return "", err
		}
		if u.Kind != partnership.Photo && u.Kind != partnership.Document {
			return "", rejectFile(notDocument)
		}
		data, extension, err := prepared(u.Kind, u.Data)
		if err != nil {
			return "", err
		}
		evidence := u.Evidence
		if evidence.File, err = c.newFile(&old.Value.Value, data, extension); err != nil {
			return "", err
		}
		if err := c.keepFile(evidence.File, data); err != nil {
			return "", err
		}
		next := old.Value
		next.Value.Evidence = append(slices.Clip(next.Value.Evidence), evidence)
		return evidence.File, c.put(archive.Activities.Replace(old, next))
	}})
}

// keepFile keeps a file of a new name, and its record.
func (c *change) keepFile(name string, data []byte) error {
	project := c.chain.Value.Project
	info, err := c.Engine.PutFile(c.ctx, fileName(project, name), bytes.NewReader(data))
	if err != nil {
		return err
	}
	return c.put(archive.Attachments.Insert(partnership.Attachment{
		Project: project, Name: name, Size: info.Size, SHA256: info.SHA256,
	}))
}

// Detach takes a photo or a document off an activity, as Attach adds it. The file
// goes with it if no other entry has it.
func (s *Service) Detach(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64, name string) error {
	isLast := false
	_, err := s.run(ctx, task{by, project, "activity.detach", []any{ref, seen, name}, func(c *change) (string, error) {
		old, err := c.activities().own(c, ref, seen)
		if err != nil {
			return "", err
		}
		next := old.Value
		next.Value.Evidence = slices.DeleteFunc(slices.Clone(next.Value.Evidence), func(e partnership.Evidence) bool {
			return isFile(e) && e.File == name
		})
		if len(next.Value.Evidence) == len(old.Value.Value.Evidence) {
			return "", refuse(NotFound, "error.no-such-file", "File", name)
		}
		if err := c.put(archive.Activities.Replace(old, next)); err != nil {
			return "", err
		}
		isLast, err = c.forgetFile(ref, name)
		return name, err
	}})
	if err == nil && isLast {
		err = s.Engine.DeleteFile(ctx, fileName(project, name))
	}
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return err
}

// forgetFile removes the record of a file that no other entry has.
func (c *change) forgetFile(ref, name string) (isLast bool, err error) {
	if isReportFile(name) {
		return false, nil
	}
	if !strings.HasPrefix(name, namesOf(ref)) { // not given here: others may have it
		for a, err := range archive.Activities.Find(c.ctx, c.Engine, ofProject(c.chain.Value.Project)) {
			if err != nil {
				return false, err
			}
			if o := &a.Value.Value; o.Ref != ref && (hasFile(o, name) || hasWithdrawn(o, name)) {
				return false, nil
			}
		}
	}
	id := archive.Attachments.ID(partnership.Attachment{Project: c.chain.Value.Project, Name: name})
	record, err := archive.Attachments.Get(c.ctx, c.Engine, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, c.put(archive.Attachments.Delete(record), nil)
}

// newFile makes the name of a file of an activity, which none has yet. It ends in the beginning of the
// content's hash: two processes never put different files under one name.
func (c *change) newFile(a *partnership.Activity, data []byte, extension string) (string, error) {
	sum := sha256.Sum256(data)
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%d-%s.%s", namesOf(a.Ref), n, hex.EncodeToString(sum[:4]), extension)
		id := archive.Attachments.ID(partnership.Attachment{Project: c.chain.Value.Project, Name: name})
		_, err := archive.Attachments.Get(c.ctx, c.Engine, id)
		switch {
		case errors.Is(err, store.ErrNotFound) && !hasFile(a, name):
			return name, nil
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return "", err
		}
	}
}

// namesOf is how the names of the files of an entry begin that are given here.
func namesOf(ref string) string {
	safe := strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, ref)
	return evidenceFiles + safe[:min(len(safe), 100)] + "-"
}

// EvidenceFile opens a file that is evidence of an activity which the person may
// see. ref may be empty: then all of those are searched for the file. A photo that was
// withdrawn is Gone, for everybody.
func (s *Service) EvidenceFile(ctx context.Context, by By, project partnership.ProjectCode, ref, name string) (*store.File, error) {
	if ref == "" {
		if err := s.findFile(ctx, by, project, name); err != nil {
			return nil, err
		}
	} else if a, err := s.Activity(ctx, by, project, ref); err != nil {
		return nil, err
	} else if err := mayOpen(&a.Value.Value, name); err != nil {
		return nil, err
	}
	f, err := s.Engine.OpenFile(ctx, fileName(project, name))
	return f, orNotFound(err, "error.no-such-file", "File", name)
}

// A thumbnail has no side longer than that many pixels; only few are made at once, since
// a large photo takes its pixels in memory.
const (
	thumbnailLongest = 640
	thumbnailsAtOnce = 2
)

// Thumbnail makes a small JPEG of the photo in a file that EvidenceFile opened, the right
// way up.
func (s *Service) Thumbnail(ctx context.Context, f *store.File) ([]byte, error) {
	select {
	case s.shrinking <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-s.shrinking }()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.Name, err)
	}
	small, _, _, err := photo.Upright(data, thumbnailLongest)
	if err != nil {
		return nil, fmt.Errorf("make a thumbnail of %s: %w", f.Name, err)
	}
	return small, nil
}

// findFile looks for a file among the entries that the person may see: what was
// accepted, and all of the own organisation.
func (s *Service) findFile(ctx context.Context, by By, project partnership.ProjectCode, name string) error {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return err
	}
	for _, f := range []Filter{{Partner: actor.Organisation}, {}} {
		f, err := s.narrowed(ctx, by, project, f)
		if err != nil {
			return err
		}
		for a, err := range archive.Activities.Find(ctx, s.Engine, store.Query{Where: f.conditions(project, "day")}) {
			if err != nil {
				return err
			}
			if err := mayOpen(&a.Value.Value, name); !IsKind(err, NotFound) {
				return err
			}
		}
	}
	return refuse(NotFound, "error.no-such-file", "File", name)
}

// mayOpen refuses a file that is no evidence of an activity, or was withdrawn.
func mayOpen(a *partnership.Activity, name string) error {
	switch {
	case hasFile(a, name):
		return nil
	case hasWithdrawn(a, name):
		return refuse(Gone, "fault.withdrawn-text")
	}
	return refuse(NotFound, "error.no-such-file", "File", name)
}

func isFile(e partnership.Evidence) bool { return e.Kind != partnership.Link && e.File != "" }

func hasFile(a *partnership.Activity, name string) bool {
	return slices.ContainsFunc(a.Evidence, func(e partnership.Evidence) bool { return isFile(e) && e.File == name })
}

func hasWithdrawn(a *partnership.Activity, name string) bool {
	return slices.ContainsFunc(a.Withdrawn, func(w partnership.Withdrawn) bool { return w.Photo != nil && w.Photo.File == name })
}

// keepFiles refuses an edit that would name other files than the activity has:
// they come by Attach and go by Detach, so that nobody reads a file by naming it.
func keepFiles(was, now *partnership.Activity) error {
	if !slices.Equal(filesIn(was), filesIn(now)) {
		return refuse(NotPossible, "error.files-stay", "Ref", now.Ref)
	}
	return nil
}

func filesIn(a *partnership.Activity) []string {
	var names []string
	for _, e := range a.Evidence {
		if isFile(e) {
			names = append(names, string(e.Kind)+" "+e.File)
		}
	}
	slices.Sort(names)
	return names
}

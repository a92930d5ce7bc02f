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

// A backed entry is one with evidence: an activity or an expense.
type backed[T any] interface {
	entry[T]
	Backing() *[]partnership.Evidence
}

// An Upload is a file that becomes evidence of an entry: Evidence with its
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
	return s.run(ctx, task{by, project, "activity.attach", u.asked(ref, seen), func(c *change) (string, error) {
		return attach(c, c.service.activities(), ref, seen, u)
	}})
}

// AttachToExpense adds a file to the evidence of an expense, as Attach does to that of an
// activity.
func (s *Service) AttachToExpense(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64, u Upload) (name string, err error) {
	return s.run(ctx, task{by, project, "expense.attach", u.asked(ref, seen), func(c *change) (string, error) {
		return attach(c, c.service.expenses(), ref, seen, u)
	}})
}

// asked is what tells one upload from another.
func (u Upload) asked(ref string, seen int64) []any {
	hash := sha256.Sum256(u.Data)
	return []any{ref, seen, u.Evidence, hex.EncodeToString(hash[:])}
}

func attach[T any, E backed[T]](c *change, es entries[T, E], ref string, seen int64, u Upload) (name string, err error) {
	old, err := es.own(c, ref, seen)
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
	if evidence.File, err = c.newFile(ref, *E(&old.Value.Value).Backing(), data, extension); err != nil {
		return "", err
	}
	if err := c.keepFile(evidence.File, data); err != nil {
		return "", err
	}
	next := old.Value
	all := E(&next.Value).Backing()
	*all = append(slices.Clip(*all), evidence)
	return evidence.File, c.put(es.table.Replace(old, next))
}

// keepFile keeps a file of a new name, and its record.
func (c *change) keepFile(name string, data []byte) error {
	project := c.chain.Value.Project
	info, err := c.service.Engine.PutFile(c.ctx, fileName(project, name), bytes.NewReader(data))
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
	_, err := s.run(ctx, task{by, project, "activity.detach", []any{ref, seen, name}, func(c *change) (_ string, err error) {
		isLast, err = detach(c, c.service.activities(), ref, seen, name)
		return name, err
	}})
	if err == nil && isLast {
		err = s.dropFile(ctx, project, name)
	}
	return err
}

// DetachFromExpense takes a file off an expense, as Detach does off an activity.
func (s *Service) DetachFromExpense(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64, name string) error {
	isLast := false
	_, err := s.run(ctx, task{by, project, "expense.detach", []any{ref, seen, name}, func(c *change) (_ string, err error) {
		isLast, err = detach(c, c.service.expenses(), ref, seen, name)
		return name, err
	}})
	if err == nil && isLast {
		err = s.dropFile(ctx, project, name)
	}
	return err
}

func detach[T any, E backed[T]](c *change, es entries[T, E], ref string, seen int64, name string) (isLast bool, err error) {
	old, err := es.own(c, ref, seen)
	if err != nil {
		return false, err
	}
	next := old.Value
	all := E(&next.Value).Backing()
	before := len(*all)
	*all = slices.DeleteFunc(slices.Clone(*all), isNamed(name))
	if len(*all) == before {
		return false, refuse(NotFound, "error.no-such-file", "File", name)
	}
	if err := c.put(es.table.Replace(old, next)); err != nil {
		return false, err
	}
	return c.forgetFile(old.ID, ref, name)
}

// dropFile removes a file that may have gone already.
func (s *Service) dropFile(ctx context.Context, project partnership.ProjectCode, name string) error {
	err := s.Engine.DeleteFile(ctx, fileName(project, name))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// forgetFile removes the record of a file that no entry but that of the document has.
func (c *change) forgetFile(of, ref, name string) (isLast bool, err error) {
	if isReportFile(name) {
		return false, nil
	}
	if !strings.HasPrefix(name, namesOf(ref)) { // not given here: others may have it
		has, err := othersHave(c, c.service.activities(), of, name)
		if !has && err == nil {
			has, err = othersHave(c, c.service.expenses(), of, name)
		}
		if has || err != nil {
			return false, err
		}
	}
	id := archive.Attachments.ID(partnership.Attachment{Project: c.chain.Value.Project, Name: name})
	record, err := archive.Attachments.Get(c.ctx, c.service.Engine, id)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, c.put(archive.Attachments.Delete(record), nil)
}

// othersHave says whether an entry of a sort has a file, but for that of the document.
func othersHave[T any, E backed[T]](c *change, es entries[T, E], id, name string) (bool, error) {
	for found, err := range es.table.Find(c.ctx, c.service.Engine, ofProject(c.chain.Value.Project)) {
		if err != nil {
			return false, err
		}
		e := E(&found.Value.Value)
		if found.ID != id && (hasFile(*e.Backing(), name) || slices.ContainsFunc(withdrawnFrom(e), isNamed(name))) {
			return true, nil
		}
	}
	return false, nil
}

// newFile makes the name of a file of an entry, which it does not have yet. It ends in the
// beginning of the content's hash: two processes never put different files under one name.
func (c *change) newFile(ref string, has []partnership.Evidence, data []byte, extension string) (string, error) {
	sum := sha256.Sum256(data)
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%d-%s.%s", namesOf(ref), n, hex.EncodeToString(sum[:4]), extension)
		id := archive.Attachments.ID(partnership.Attachment{Project: c.chain.Value.Project, Name: name})
		_, err := archive.Attachments.Get(c.ctx, c.service.Engine, id)
		switch {
		case errors.Is(err, store.ErrNotFound) && !hasFile(has, name):
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

// EvidenceFile opens a file that is evidence of an activity or an expense which the person
// may see. ref may be empty: then all activities are searched for the file. A photo that
// was withdrawn is Gone, for everybody.
func (s *Service) EvidenceFile(ctx context.Context, by By, project partnership.ProjectCode, ref, name string) (*store.File, error) {
	var err error
	if ref == "" {
		err = s.findFile(ctx, by, project, name)
	} else {
		// An activity and an expense of an import can have the same reference.
		err = openIn(ctx, s.activities(), by, project, ref, name)
		if IsKind(err, NotFound) {
			err = openIn(ctx, s.expenses(), by, project, ref, name)
		}
	}
	if err != nil {
		return nil, err
	}
	f, err := s.Engine.OpenFile(ctx, fileName(project, name))
	return f, orNotFound(err, "error.no-such-file", "File", name)
}

// openIn refuses a file that is no evidence of an entry of a sort which the person may see.
func openIn[T any, E backed[T]](ctx context.Context, es entries[T, E], by By, project partnership.ProjectCode, ref, name string) error {
	found, err := es.get(ctx, by, project, ref)
	if err != nil {
		return err
	}
	return mayOpen[T](E(&found.Value.Value), name)
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
			if err := mayOpen[partnership.Activity](&a.Value.Value, name); !IsKind(err, NotFound) {
				return err
			}
		}
	}
	return refuse(NotFound, "error.no-such-file", "File", name)
}

// mayOpen refuses a file that is no evidence of an entry, or was withdrawn.
func mayOpen[T any, E backed[T]](e E, name string) error {
	switch {
	case hasFile(*e.Backing(), name):
		return nil
	case slices.ContainsFunc(withdrawnFrom(e), isNamed(name)):
		return refuse(Gone, "fault.withdrawn-text")
	}
	return refuse(NotFound, "error.no-such-file", "File", name)
}

func isFile(e partnership.Evidence) bool { return e.Kind != partnership.Link && e.File != "" }

func isNamed(name string) func(partnership.Evidence) bool {
	return func(e partnership.Evidence) bool { return isFile(e) && e.File == name }
}

func hasFile(all []partnership.Evidence, name string) bool {
	return slices.ContainsFunc(all, isNamed(name))
}

// withdrawnFrom are the photos of an entry that were withdrawn; only activities have such.
func withdrawnFrom(e any) []partnership.Evidence {
	a, ok := e.(*partnership.Activity)
	if !ok {
		return nil
	}
	var all []partnership.Evidence
	for _, w := range a.Withdrawn {
		if w.Photo != nil {
			all = append(all, *w.Photo)
		}
	}
	return all
}

// keepFiles refuses an edit that would name other files than the entry has:
// they come by Attach and go by Detach, so that nobody reads a file by naming it.
func keepFiles(ref string, was, now []partnership.Evidence) error {
	if !slices.Equal(filesIn(was), filesIn(now)) {
		return refuse(NotPossible, "error.files-stay", "Ref", ref)
	}
	return nil
}

func filesIn(all []partnership.Evidence) []string {
	var names []string
	for _, e := range all {
		if isFile(e) {
			names = append(names, string(e.Kind)+" "+e.File)
		}
	}
	slices.Sort(names)
	return names
}

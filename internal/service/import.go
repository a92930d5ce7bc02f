package service

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"time"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/photo"
	"tulos/reports/pdf"
)

// longestCode is how many bytes the code of a project has at most; it is part of
// the identities of all its documents.
const longestCode = 100

// staleImport is how long after its start an import that another process may be
// at is taken for broken off.
const staleImport = 10 * time.Minute

// A Source is a bundle to be imported.
type Source interface {
	JSON() (io.ReadCloser, error)
	Beside() fs.FS // where its evidence lies
}

// ImportOptions are how a bundle is imported.
type ImportOptions struct {
	Sections []string        // of narratives that report definitions ask for; nil: any
	Progress func(items int) // is told now and then how much has been read; may be nil
	Alone    bool            // no other process uses the engine
	MaxSize  int64           // bytes of the bundle, but for files; 0: the usual
	What     string          // as the audit has it; "project.import" if empty
}

// An Imported project.
type Imported struct {
	Project   partnership.ProjectCode
	Items     int               // entries of its log
	Files     int               // of evidence
	Problems  []results.Problem // where they are errors nothing was imported
	Unchanged bool              // all of it was there already
}

// Import takes a project in, whole or not at all. Memory does not grow with it:
// what is read is put in at once, where nobody sees it until the project itself is
// there, and is taken out again if something turns out to be wrong. The same
// bundle again changes nothing; another one of the same project is NotPossible.
// Photos lose everything but the picture.
func (s *Service) Import(ctx context.Context, by By, source Source, o ImportOptions) (done Imported, err error) {
	actor, err := s.actor(ctx, s.Engine, by, partnership.Installation)
	if err != nil {
		return Imported{}, err
	}
	if !actor.May(partnership.Administer) {
		return Imported{}, refuse(Forbidden, "error.forbidden")
	}
	im := &importing{service: s, by: by, source: source, options: o}
	defer func() { im.leave(err) }()
	problems, err := bundle.Stream(source.JSON, im.check(), im.sink(ctx))
	im.done.Problems = problems
	if errors.Is(err, errDiffers) {
		err = refuse(NotPossible, "error.project-exists", "Project", string(im.done.Project))
	}
	if im.intake == nil { // nothing begun: the project is there, or the set-up is wrong
		return im.done, im.compared(err, problems)
	}
	err = im.intake.close(err)
	if err == nil && !results.HasErrors(problems) {
		if err = im.finish(ctx); err == nil {
			return im.done, nil
		}
	}
	// The cause may be that ctx has ended; what was put in must go all the same.
	return im.done, errors.Join(err, s.clear(context.WithoutCancel(ctx), im.done.Project))
}

// importing is an import under way.
type importing struct {
	service *Service
	by      By
	source  Source
	options ImportOptions
	unlock  func(error)

	setup   partnership.Setup
	counter *partnership.Counter
	intake  *intake     // where the project is new
	present *comparison // where it is there already
	files   map[string]bool
	rates   []partnership.Rate
	done    Imported
}

func (im *importing) leave(err error) {
	if im.present != nil {
		im.present.close()
	}
	if im.unlock != nil {
		im.unlock(err)
	}
}

func (im *importing) check() bundle.Options {
	return bundle.Options{Sections: im.options.Sections, Evidence: im.source.Beside(), EvidenceRequired: true, Undrawable: pdf.Undrawable, MaxSize: im.options.MaxSize}
}

// compared is the outcome where nothing was put in.
func (im *importing) compared(err error, problems []results.Problem) error {
	if err != nil || im.present == nil || results.HasErrors(problems) {
		return err
	}
	if im.done.Unchanged, err = im.present.isOver(); err == nil && !im.done.Unchanged {
		err = refuse(NotPossible, "error.project-exists", "Project", string(im.done.Project))
	}
	return err
}

func (im *importing) sink(ctx context.Context) bundle.Sink {
	return bundle.Sink{
		Setup: func(p *partnership.Project, o []partnership.Organisation) error { return im.begin(ctx, p, o) },
		Activity: func(a *partnership.Activity) error {
			im.counter.Count(a)
			if err := im.evidence(ctx, a.Evidence); err != nil {
				return err
			}
			return take(im, archive.Activities, *a)
		},
		Measurement: func(m *partnership.Measurement) error {
			im.counter.Count(m)
			return take(im, archive.Measurements, *m)
		},
		Deduction: func(d *results.Deduction) error { return take(im, archive.Deductions, *d) },
		Expense: func(e *partnership.Expense) error {
			if err := im.evidence(ctx, e.Evidence); err != nil {
				return err
			}
			return take(im, archive.Expenditure, *e)
		},
		Rate: func(r *partnership.Rate) error {
			im.rates = append(im.rates, *r)
			return take(im, archive.Rates, *r)
		},
		Narrative: func(n *partnership.Narrative) error { return take(im, archive.Narratives, *n) },
	}
}

// take puts an item of the log in, or compares it with the one that is there.
func take[T any](im *importing, table archive.Table[Logged[T]], v T) error {
	im.done.Items++
	if p := im.options.Progress; p != nil && im.done.Items%1000 == 0 {
		p(im.done.Items)
	}
	if im.present != nil {
		return compare(im.present, table, v)
	}
	return im.intake.put(table.Insert(Logged[T]{Project: im.done.Project, No: im.done.Items, Value: v}))
}

// begin marks the project as being imported, or begins to compare it with what is
// there.
func (im *importing) begin(ctx context.Context, p *partnership.Project, o []partnership.Organisation) (err error) {
	im.done.Project = p.Code
	im.setup = partnership.Setup{Version: 1, At: im.service.Now(), By: im.by.User, Organisations: o, Project: *p}
	im.counter = partnership.NewCounter(&im.setup.Project, nil)
	im.files = map[string]bool{}
	if p.Code == partnership.Installation || len(p.Code) > longestCode {
		return refuse(Invalid, "error.project-code", "Project", string(p.Code))
	}
	if im.unlock, err = im.service.lanes.enter(ctx, p.Code); err != nil {
		return err
	}
	there, err := archive.Projects.Get(ctx, im.service.Engine, string(p.Code))
	switch {
	case err == nil:
		im.present, err = newComparison(ctx, im.service.Engine, there, im.setup)
		return err
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	if err := im.mark(ctx); err != nil {
		return err
	}
	im.intake = startIntake(ctx, im.service.Engine)
	return nil
}

// mark leaves the mark of an import under way. One that was broken off is cleared
// first.
func (im *importing) mark(ctx context.Context) error {
	mark := archive.Import{Project: im.done.Project, At: im.service.Now()}
	old, err := archive.Imports.Get(ctx, im.service.Engine, archive.Imports.ID(mark))
	switch {
	case err == nil && !im.options.Alone && im.service.Now().Sub(old.Value.At) < staleImport:
		return refuse(NotPossible, "error.import-under-way", "Project", string(mark.Project))
	case err == nil:
		if err := im.service.clear(ctx, mark.Project); err != nil {
			return err
		}
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	w, err := archive.Imports.Insert(mark)
	if err != nil {
		return err
	}
	return im.service.Engine.Commit(ctx, store.Unit{w.Write})
}

// evidence puts the files of an entry in.
func (im *importing) evidence(ctx context.Context, all []partnership.Evidence) error {
	for _, e := range all {
		if e.Kind == partnership.Link || im.files[e.File] {
			continue
		}
		im.files[e.File] = true
		data, err := im.read(e)
		if err != nil {
			return err
		}
		if im.present != nil {
			if err := im.present.file(e.File, data); err != nil {
				return err
			}
			continue
		}
		info, err := im.service.Engine.PutFile(ctx, fileName(im.done.Project, e.File), bytes.NewReader(data))
		if err != nil {
			return err
		}
		im.done.Files++
		err = im.intake.put(archive.Attachments.Insert(partnership.Attachment{
			Project: im.done.Project, Name: e.File, Size: info.Size, SHA256: info.SHA256,
		}))
		if err != nil {
			return err
		}
	}
	return nil
}

// read reads a file of evidence, a photo without anything but the picture.
func (im *importing) read(e partnership.Evidence) ([]byte, error) {
	data, err := fs.ReadFile(im.source.Beside(), e.File)
	if err == nil && e.Kind == partnership.Photo {
		data, err = photo.Clean(data)
	}
	if err != nil {
		return nil, &Error{Kind: Invalid, Message: "error.evidence", Args: map[string]any{"File": e.File}, Cause: err}
	}
	return data, nil
}

// finish makes the project visible: set-up, chain, audit entry and the end of the
// mark in one unit, after the tallies.
func (im *importing) finish(ctx context.Context) error {
	code := im.done.Project
	if _, err := store.Load(ctx, im.service.Engine, im.tallies()); err != nil {
		return err
	}
	spending, err := spendingOf(ctx, im.service.Engine, &im.setup.Project, im.rates)
	if err != nil {
		return err
	}
	if _, err := store.Load(ctx, im.service.Engine, spent(code, spending)); err != nil {
		return err
	}
	mark, err := archive.Imports.Get(ctx, im.service.Engine, string(code))
	if err != nil {
		return err
	}
	setup, err := archive.Projects.Insert(im.setup)
	if err != nil {
		return err
	}
	chain := partnership.Chain{Project: code, LastLog: im.done.Items}
	audit, err := archive.Audits.Insert(chain.Append(partnership.Audit{
		At: im.service.Now(), By: im.by.User, What: cmp.Or(im.options.What, "project.import"), Step: len(archive.Schema().Migrations),
		Changes: []partnership.Change{setup.Change, im.intake.digest.change(code)},
	}))
	if err != nil {
		return err
	}
	end, err := archive.Chains.Insert(chain)
	if err != nil {
		return err
	}
	unit := store.Unit{setup.Write, audit.Write, end.Write, archive.Imports.Delete(mark).Write}
	if im.by.Key != "" {
		request, err := archive.Requests.Insert(archive.Request{Project: code, Key: im.by.Key, By: im.by.User, At: im.service.Now()})
		if err != nil {
			return err
		}
		unit = append(unit, request.Write)
	}
	if err := im.service.Engine.Commit(ctx, unit); err != nil {
		return fmt.Errorf("finish the import of %s: %w", code, err)
	}
	return nil
}

func (im *importing) tallies() iter.Seq2[store.Write, error] {
	return func(yield func(store.Write, error) bool) {
		for key, tally := range im.counter.Tallies {
			w, err := archive.TallyTable.Insert(archive.Tally{Project: im.done.Project, Key: key, Tally: tally})
			if !yield(w.Write, err) {
				return
			}
		}
	}
}

func spent(project partnership.ProjectCode, all partnership.Spending) iter.Seq2[store.Write, error] {
	return func(yield func(store.Write, error) bool) {
		for key, sum := range all {
			w, err := archive.SpendingTable.Insert(archive.Spent{Project: project, Key: key, Spent: *sum})
			if !yield(w.Write, err) {
				return
			}
		}
	}
}

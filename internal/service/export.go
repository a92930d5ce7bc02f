package service

import (
	"context"
	"iter"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An Exported project is read while it is written: Content first, then Files and
// LeftOut.
type Exported struct {
	Content bundle.Content
	// Files are the attachments that are evidence, by name, without photos that were
	// withdrawn.
	Files iter.Seq2[partnership.Attachment, error]
	// LeftOut are the references of drafts that are not complete enough for a
	// bundle.
	LeftOut []string

	ctx     context.Context // of the export, during which it lives
	reader  store.Reader
	checker *partnership.Checker
	project partnership.ProjectCode
	gone    map[string]bool // files of photos that were withdrawn; known once Content is read
}

// Export reads a project as a bundle, as it is in r: a snapshot.
func Export(ctx context.Context, r store.Reader, project partnership.ProjectCode) (*Exported, error) {
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	e := &Exported{
		ctx: ctx, reader: r, project: project,
		checker: partnership.NewChecker(setup.Value.Dossier()), gone: map[string]bool{},
	}
	e.Content = bundle.Content{
		Project:       &setup.Value.Project,
		Organisations: setup.Value.Organisations,
		Activities:    exportEntries(e, archive.Activities),
		Measurements:  exportEntries(e, archive.Measurements),
		Deductions:    export[results.Deduction](e, archive.Deductions),
		Expenditure:   export[partnership.Expense](e, archive.Expenditure),
		Rates:         export[partnership.Rate](e, archive.Rates),
		Narratives:    export[partnership.Narrative](e, archive.Narratives),
	}
	e.Files = e.evidence
	return e, nil
}

// Open opens a file of the project.
func (e *Exported) Open(a partnership.Attachment) (*store.File, error) {
	return e.reader.OpenFile(e.ctx, fileName(e.project, a.Name))
}

func export[T any](e *Exported, table archive.Table[Logged[T]]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for v, err := range table.Find(e.ctx, e.reader, ofProject(e.project)) {
			if !yield(&v.Value.Value, err) || err != nil {
				return
			}
		}
	}
}

// exportEntries leaves out what a bundle cannot hold: drafts that lack something.
func exportEntries[T any, E entry[T]](e *Exported, table archive.Table[Logged[T]]) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for v, err := range export(e, table) {
			e.leaveOut(v)
			if err == nil && E(v).Head().Status.IsOpen() && results.HasErrors(E(v).Check(e.checker)) {
				e.LeftOut = append(e.LeftOut, *E(v).Head().Ref)
				continue
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// leaveOut notes the files of an entry that were withdrawn. A bundle has no place for
// what is withdrawn.
func (e *Exported) leaveOut(entry any) {
	if a, ok := entry.(*partnership.Activity); ok && a != nil {
		for _, w := range a.Withdrawn {
			if w.Photo != nil {
				e.gone[w.Photo.File] = true
			}
		}
	}
}

// evidence yields the files that activities name.
func (e *Exported) evidence(yield func(partnership.Attachment, error) bool) {
	for a, err := range archive.Attachments.Find(e.ctx, e.reader, ofProject(e.project)) {
		if err == nil && (isReportFile(a.Value.Name) || e.gone[a.Value.Name]) {
			continue
		}
		if !yield(a.Value, err) || err != nil {
			return
		}
	}
}

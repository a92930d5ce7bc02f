package web

import (
	"context"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

type (
	deletes  func(ctx context.Context, by service.By, project partnership.ProjectCode, ref string, seen int64) (service.Deleted, error)
	restores func(ctx context.Context, by service.By, project partnership.ProjectCode, ref string, kept service.Deleted) error
)

// deleteActivity deletes a draft that was never reviewed.
func deleteActivity(r *request) error {
	return r.deleteEntry(r.activityPath(r.Param("ref")), r.Service.DeleteActivity)
}

// deleteMeasurement deletes a draft that was never reviewed.
func deleteMeasurement(r *request) error {
	return r.deleteEntry(r.measurementPath(r.Param("ref")), r.Service.DeleteMeasurement)
}

// deleteEntry deletes a draft. The session keeps it, until another is deleted or the
// session ends, so that the page that says so can offer to bring it back.
func (r *request) deleteEntry(path string, do deletes) error {
	ref := r.Param("ref")
	kept, err := do(r.ctx(), r.by(), r.project(), ref, seenRevision(r.PostForm("rev")))
	if err != nil {
		return err
	}
	r.notice(r.words.Text("activity.deleted", i18n.Args{"Ref": ref}))
	if len(kept) > 0 { // else the same form was sent before, and the session has it
		r.sessions.Put(r.ctx(), deletedKey, []byte(kept))
	}
	r.offerUndo(undoForm{Path: path + "/restore", Text: r.words.Text("activity.bring-back", nil)})
	return r.to(base(r.project()) + "/work")
}

// restoreActivity brings back the draft that was deleted in this session.
func restoreActivity(r *request) error {
	return r.restoreEntry(r.activityPath(r.Param("ref")), r.Service.RestoreActivity)
}

// restoreMeasurement brings back the draft that was deleted in this session.
func restoreMeasurement(r *request) error {
	return r.restoreEntry(r.measurementPath(r.Param("ref")), r.Service.RestoreMeasurement)
}

// restoreEntry leaves the draft in the session: the form may come twice, and is known
// by its key then.
func (r *request) restoreEntry(path string, do restores) error {
	ref := r.Param("ref")
	if err := do(r.ctx(), r.by(), r.project(), ref, r.sessions.GetBytes(r.ctx(), deletedKey)); err != nil {
		return err
	}
	r.notice(r.words.Text("activity.restored", i18n.Args{"Ref": ref}))
	return r.to(path)
}

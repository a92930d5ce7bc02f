package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A setupVersionsView lists the versions of a set-up.
type setupVersionsView struct {
	Back     string
	Versions []setupVersion
}

type setupVersion struct {
	Version   int
	Path      string
	At        time.Time
	By        string
	IsPresent bool
	Changes   []string // titles of what was changed
}

var setupVersionsPage = page[setupVersionsView]{"setup/versions.html"}

func showSetupVersions(r *request) error {
	all, err := r.Service.Versions(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	names, err := r.versionNames(all)
	if err != nil {
		return err
	}
	v := setupVersionsView{Back: r.setupPath()}
	for n := range all {
		s := &all[n]
		row := setupVersion{
			Version: s.Version, Path: r.partPath("versions", strconv.Itoa(s.Version)), At: s.At, By: names[s.By], IsPresent: n == 0,
		}
		if n+1 < len(all) {
			for _, d := range r.differences(&all[n+1], s) {
				row.Changes = append(row.Changes, r.words.Text("setup.kind-"+d.Kind, nil)+": "+d.Title)
			}
		}
		v.Versions = append(v.Versions, row)
	}
	return show(r, http.StatusOK, setupVersionsPage, r.words.Text("setup.versions", nil), v)
}

// versionNames are the names of whoever made versions.
func (r *request) versionNames(all []partnership.Setup) (map[partnership.UserID]string, error) {
	var ids []partnership.UserID
	for _, s := range all {
		ids = append(ids, s.By)
	}
	return r.Service.Names(r.ctx(), r.by(), r.project(), ids...)
}

// A setupVersionView is a version of a set-up beside another.
type setupVersionView struct {
	Back, Path   string
	Version      int
	Other        int // the version that it is compared with
	Present      int
	At           time.Time
	By           string
	Rev          int64
	CanRestore   bool
	Message      string
	Differences  []differenceView
	PresentPath  string // compares with the present version
	PreviousPath string
}

var setupVersionPage = page[setupVersionView]{"setup/version.html"}

func showSetupVersion(r *request) error { return r.setupVersionPage(http.StatusOK, "") }

func (r *request) setupVersionPage(status int, message string) error {
	all, err := r.Service.Versions(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	at, ok := versionNamed(all, r.Param("name"))
	if !ok {
		return errNotFound
	}
	names, err := r.versionNames(all)
	if err != nil {
		return err
	}
	stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	s := &all[at]
	path := r.partPath("versions", strconv.Itoa(s.Version))
	v := setupVersionView{
		Back: r.setupPath() + "/versions", Path: path, Version: s.Version, Present: all[0].Version, At: s.At, By: names[s.By],
		Rev: stored.Rev, CanRestore: at > 0 && r.maySetUp(), Message: message,
	}
	other := at + 1
	if with, ok := versionNamed(all, r.Query("with")); ok {
		other = with
	}
	if at > 0 {
		v.PresentPath = path + "?with=" + strconv.Itoa(all[0].Version)
	}
	if other < len(all) && other != at {
		v.Other = all[other].Version
		older, newer := max(at, other), min(at, other)
		v.Differences = r.differences(&all[older], &all[newer])
	}
	if at+1 < len(all) {
		v.PreviousPath = path
	}
	return show(r, status, setupVersionPage, r.words.Text("setup.version", map[string]any{"Version": s.Version}), v)
}

// versionNamed finds a version by its number.
func versionNamed(all []partnership.Setup, name string) (at int, ok bool) {
	at = slices.IndexFunc(all, func(s partnership.Setup) bool { return strconv.Itoa(s.Version) == name })
	return at, at >= 0
}

// restoreSetup makes an earlier version the present one again, after its effect was
// shown where it has any.
func restoreSetup(r *request) error {
	if _, was, err := r.Service.Sent(r.ctx(), r.by(), r.project()); err != nil || was {
		return r.doneSetup(err)
	}
	if _, _, err := r.Service.DraftSetup(r.ctx(), r.by(), r.project()); err != nil {
		return err // may not change it
	}
	all, err := r.Service.Versions(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	at, ok := versionNamed(all, r.Param("name"))
	if !ok {
		return errNotFound
	}
	next := all[at]
	effect, err := r.Service.PreviewSetup(r.ctx(), r.by(), r.project(), next)
	if err == nil && !effect.IsNone() && (len(effect.Broken) > 0 || r.PostForm("confirm") != digestOf(effect)) {
		path := r.partPath("versions", strconv.Itoa(next.Version))
		return r.showEffect(effect, path, r.words.Text("setup.restore", nil), &next)
	}
	if err == nil {
		err = r.Service.ChangeSetup(r.ctx(), r.by(), r.project(), seenRevision(r.PostForm("rev")), next)
	}
	switch {
	case service.IsKind(err, service.Conflict), service.IsKind(err, service.NotPossible):
		return r.setupVersionPage(http.StatusConflict, r.refusalText(err))
	default:
		return r.doneSetup(err)
	}
}

package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A setupPart is a kind of things in a set-up that have a page each. All parts are
// edited alike: what a form says is put into a copy of the set-up, its effect on
// what was accepted is shown before it is made, and then it is made.
type setupPart struct {
	kind  string // in addresses and in keys of messages
	names func(s *partnership.Setup) []string
	open  func(a *setupAim) *openPart // nil: there is no such thing

	prepare func(a *setupAim) error // reads what a form that was sent needs besides; nil: nothing
}

// A setupAim is the thing in a set-up that a page is about.
type setupAim struct {
	request *request
	setup   *partnership.Setup
	name    string // empty: a new one
	in      string // what a new one belongs to

	held []partnership.Period // that stay when periods are made
}

// An openPart is a thing in a set-up that can be edited.
type openPart struct {
	title      string
	advice     string                        // key of what is said above the form
	bind       func(*binding)                // ties the form to the thing
	settle     func() string                 // puts the thing where it belongs, and tells its path
	also       string                        // another path of what the form says, once it is settled
	remove     func()                        // nil: it stays
	removeText string                        // key of the button, if it is another
	change     func(service.By, int64) error // the use case; nil: ChangeSetup
	more       []link                        // what else can be done about it
	then       string                        // the page that follows; empty: the set-up
}

// A setupPartView is the page of a thing in a set-up.
type setupPartView struct {
	Kind, Title, Advice string
	Path, Back          string
	BackText            string // key of what Back leads to, if it is not the set-up
	Rev                 int64
	IsNew, CanEdit      bool
	CanRemove           bool
	RemoveText          string // key
	Problems            []problemLink
	Message             string
	Versions            []versionRow // mine and what someone else has stored meanwhile
	Meanwhile           []differenceView
	Inputs              []*inputView
	Leaves              []leafView
	More                []link
}

// A leafView is a value that can only be read.
type leafView struct{ Label, Value string }

var setupPartPage = page[setupPartView]{"setup/part.html"}

// A setupEdit is the editing of a thing in a set-up under way.
type setupEdit struct {
	request *request
	part    setupPart
	aim     setupAim
	now     service.Stored[partnership.Setup]
	draft   partnership.Setup
	thing   *openPart
	form    *binding
}

func (r *request) setupPath() string { return base(r.project()) + "/setup" }

// partPath is the page of a thing in the set-up.
func (r *request) partPath(kind, name string) string {
	return r.setupPath() + "/" + kind + "/" + url.PathEscape(name)
}

// maySetUp says whether the person may change the set-up.
func (r *request) maySetUp() bool {
	return r.actor.May(partnership.EditSetup) || r.actor.May(partnership.Administer)
}

func (r *request) aim(setup *partnership.Setup) setupAim {
	return setupAim{request: r, setup: setup, name: r.Param("name"), in: r.Query("in")}
}

// showPart makes the handler that shows a thing: its form to those who may change
// the set-up, what it is to others.
func showPart(p setupPart) func(*request) error {
	return func(r *request) error {
		stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
		if err != nil {
			return err
		}
		e := &setupEdit{request: r, part: p, now: stored}
		e.aim = r.aim(&e.now.Value)
		if e.aim.name == "" && !r.maySetUp() && !p.isAlone() {
			return errForbidden
		}
		if e.thing = p.open(&e.aim); e.thing == nil {
			return errNotFound
		}
		e.form = newBinding(r.words, stored.Value.Project.Languages, nil)
		e.thing.bind(e.form)
		return e.page(http.StatusOK, e.view())
	}
}

// isAlone says that there is one such thing in a set-up, which needs no name.
func (p setupPart) isAlone() bool { return p.names == nil }

func (e *setupEdit) action() string {
	path := e.request.setupPath() + "/" + e.part.kind
	switch {
	case e.aim.name != "":
		path = e.request.partPath(e.part.kind, e.aim.name)
	case e.aim.in != "":
		path += "?in=" + url.QueryEscape(e.aim.in)
	}
	return path
}

func (e *setupEdit) view() setupPartView {
	v := setupPartView{
		Kind: e.part.kind, Title: e.thing.title, Advice: e.thing.advice, Path: e.action(), Back: e.request.setupPath(), Rev: e.now.Rev,
		IsNew: e.aim.name == "" && !e.part.isAlone(), CanEdit: e.request.maySetUp(), Inputs: e.form.inputs,
	}
	if v.CanEdit {
		v.CanRemove, v.More = e.thing.remove != nil && !v.IsNew, e.thing.more
		v.RemoveText = cmp.Or(e.thing.removeText, "setup.remove")
		return v
	}
	for _, l := range e.request.leaves(e.form.inputs) {
		if l.Value != "" {
			v.Leaves = append(v.Leaves, leafView{l.Label, l.Value})
		}
	}
	return v
}

func (e *setupEdit) page(status int, v setupPartView) error {
	return e.request.formPage(status, v)
}

// formPage shows the form of a thing; what is refused says so in its title.
func (r *request) formPage(status int, v setupPartView) error {
	title := v.Title
	if status == http.StatusUnprocessableEntity {
		title = r.words.Text("activity.error", nil) + ": " + title
	}
	return show(r, status, setupPartPage, title, v)
}

// editPart makes the handler that changes a thing as its form says.
func editPart(p setupPart) func(*request) error {
	return func(r *request) error {
		if _, was, err := r.Service.Sent(r.ctx(), r.by(), r.project()); err != nil || was {
			return r.doneSetup(err) // sent twice
		}
		e := &setupEdit{request: r, part: p}
		var err error
		if e.now, e.draft, err = r.Service.DraftSetup(r.ctx(), r.by(), r.project()); err != nil {
			return err
		}
		e.aim = r.aim(&e.draft)
		if p.prepare != nil {
			if err := p.prepare(&e.aim); err != nil {
				return err
			}
		}
		if e.thing = p.open(&e.aim); e.thing == nil {
			return errNotFound
		}
		return e.edit()
	}
}

func (e *setupEdit) edit() error {
	values := e.request.Request.PostForm
	languages := e.now.Value.Project.Languages
	if values.Get("do") == "remove" && e.thing.remove != nil {
		e.form = newBinding(e.request.words, languages, nil)
		e.thing.bind(e.form)
		e.thing.remove()
		return e.put("")
	}
	e.form = newBinding(e.request.words, languages, &sent{values})
	e.thing.bind(e.form)
	switch {
	case values.Has("add") || values.Has("remove") || values.Get("do") == "again":
		return e.page(http.StatusOK, e.view())
	case len(*e.form.mistakes) > 0:
		return e.refuse(nil, "")
	}
	return e.put(e.thing.settle())
}

// put makes the change, after its effect was shown where it has any.
func (e *setupEdit) put(path string) error {
	seen := seenRevision(e.request.PostForm("rev"))
	if seen != e.now.Rev {
		return e.conflict()
	}
	effect, err := e.request.Service.PreviewSetup(e.request.ctx(), e.request.by(), e.request.project(), e.draft)
	if err != nil {
		return e.answer(err, path)
	}
	if !effect.IsNone() && (len(effect.Broken) > 0 || e.request.PostForm("confirm") != digestOf(effect)) {
		return e.request.showEffect(effect, e.action(), e.thing.title, &e.draft)
	}
	if e.thing.change != nil {
		err = e.thing.change(e.request.by(), seen)
	} else {
		err = e.request.Service.ChangeSetup(e.request.ctx(), e.request.by(), e.request.project(), seen, e.draft)
	}
	if err != nil {
		return e.answer(err, path)
	}
	e.request.notice(e.request.words.Text("setup.saved", nil))
	return e.request.to(cmp.Or(e.thing.then, e.request.setupPath()))
}

// doneSetup goes back to the set-up.
func (r *request) doneSetup(err error) error {
	if err != nil {
		return err
	}
	r.notice(r.words.Text("setup.saved", nil))
	return r.to(r.setupPath())
}

// answer shows why a change was refused.
func (e *setupEdit) answer(err error, path string) error {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return err
	}
	switch refused.Kind {
	case service.Invalid:
		return e.refuse(refused.Problems, path)
	case service.Conflict:
		return e.conflict()
	case service.NotPossible:
		v := e.view()
		v.Message = e.request.words.Text(refused.Message, refused.Args)
		return e.page(http.StatusConflict, v)
	default:
		return err
	}
}

// refuse shows the form with what is wrong at its inputs. What is wrong elsewhere
// is listed with a link to where it is.
func (e *setupEdit) refuse(problems []results.Problem, path string) error {
	v := e.view()
	var here []results.Problem
	var elsewhere []problemLink
	for _, p := range problems {
		if p.Warning {
			continue
		}
		rest, isHere := e.isHere(p, path)
		if isHere {
			p.Path = rest
			here = append(here, p)
			continue
		}
		place := e.request.placeOf(&e.draft, p.Path)
		elsewhere = append(elsewhere, problemLink{place.Path, place.Text + ": " + bundle.Message(e.request.words, p)})
	}
	v.Problems = append(e.form.problems(e.request, here), elsewhere...)
	return e.page(http.StatusUnprocessableEntity, v)
}

// isHere says whether a problem is one of the thing that is edited, and where in
// it. Of two things with the same name this is the one that is wrong.
func (e *setupEdit) isHere(p results.Problem, path string) (rest string, isHere bool) {
	for _, path := range []string{path, e.thing.also} {
		rest, ok := strings.CutPrefix(p.Path, path)
		if ok && path != "" && (rest == "" || rest[0] == '.' || rest[0] == '[') {
			return strings.TrimPrefix(rest, "."), true
		}
	}
	last := p.Path[strings.LastIndexByte(p.Path, '.')+1:]
	if in := e.form.inputOf[last]; p.Code == results.Repeated && in != nil && in.Value == p.Args["Value"] {
		return last, true
	}
	return "", false
}

// conflict shows what was typed beside what someone else has stored meanwhile.
func (e *setupEdit) conflict() error {
	now, _, err := e.request.Service.DraftSetup(e.request.ctx(), e.request.by(), e.request.project())
	if err != nil {
		return err
	}
	e.now = now
	stored := e.request.aim(&e.now.Value)
	is := e.part.open(&stored)
	if is == nil {
		return errNotFound
	}
	shown := newBinding(e.request.words, e.now.Value.Project.Languages, nil)
	is.bind(shown)
	v := e.view()
	v.Versions = versionRows(e.request.leaves(e.form.inputs), e.request.leaves(shown.inputs))
	if versions, err := e.request.Service.Versions(e.request.ctx(), e.request.by(), e.request.project()); err == nil && len(versions) > 1 {
		v.Meanwhile = e.request.differences(&versions[1], &versions[0])
	}
	return e.page(http.StatusConflict, v)
}

// versionRows are the values of two forms side by side.
func versionRows(mine, stored []leaf) []versionRow {
	other := map[string]string{}
	for _, l := range stored {
		other[l.Name] = l.Value
	}
	var rows []versionRow
	for _, l := range mine {
		rows = append(rows, versionRow{l.Label, l.Value, other[l.Name], l.Value != other[l.Name]})
		delete(other, l.Name)
	}
	for _, l := range stored {
		if value, isLeft := other[l.Name]; isLeft {
			rows = append(rows, versionRow{l.Label, "", value, value != ""})
		}
	}
	return rows
}

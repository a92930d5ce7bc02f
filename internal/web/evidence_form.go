package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An evidenceForm is what the form of an entry tells of its evidence.
type evidenceForm struct {
	Files []fileForm
	Links []linkForm
}

// A fileForm is what can be changed about a file that is there.
type fileForm struct {
	No      int
	File    string
	Caption typedText
	Consent consentForm
}

type linkForm struct {
	No      int
	URL     string
	Caption typedText
	Consent consentForm // not asked for, but kept
}

func (l *linkForm) isEmpty() bool { return l.URL == "" && l.Caption.isEmpty() }

// linkGroup is what the groups of fields of links are called.
const linkGroup = "link"

func (f *evidenceForm) addLink() {
	f.Links = append(f.Links, linkForm{No: nextNo(f.Links, func(l linkForm) int { return l.No })})
}

func (f *evidenceForm) removeLink(no int) {
	f.Links = slices.DeleteFunc(f.Links, func(l linkForm) bool { return l.No == no })
}

// evidence is what a form that was sent tells of the evidence.
func (s sent) evidence() evidenceForm {
	var f evidenceForm
	for _, n := range s.numbers("file") {
		p := at("file", n)
		f.Files = append(f.Files, fileForm{n, s.values.Get(p + "name"), s.typedText(p + "caption"), s.consent(p)})
	}
	for _, n := range s.numbers(linkGroup) {
		p := at(linkGroup, n)
		f.Links = append(f.Links, linkForm{n, s.line(p + "url"), s.typedText(p + "caption"), s.consent(p)})
	}
	return f
}

// evidence is the evidence of an entry as its form.
func (m formMaker) evidence(all []partnership.Evidence) evidenceForm {
	var f evidenceForm
	for n, e := range all {
		if e.Kind == partnership.Link {
			f.Links = append(f.Links, linkForm{n, e.File, m.text(e.Caption), consentTyped(e.Consent)})
		} else {
			f.Files = append(f.Files, fileForm{n, e.File, m.text(e.Caption), consentTyped(e.Consent)})
		}
	}
	return f
}

// evidence keeps the files, with what was said about them, and takes the links of
// the form. What was there before keeps its place.
func (r *reader) evidence(f *evidenceForm, was []partnership.Evidence) []partnership.Evidence {
	said := map[string]*fileForm{}
	for n := range f.Files {
		said[f.Files[n].File] = &f.Files[n]
	}
	links := map[int]*linkForm{}
	for n := range f.Links {
		links[f.Links[n].No] = &f.Links[n]
	}
	var all []partnership.Evidence
	for n, e := range was {
		link := links[n]
		switch s := said[e.File]; {
		case e.Kind == partnership.Link && link != nil:
			all = r.addLink(all, link)
			delete(links, n)
		case e.Kind != partnership.Link && s != nil:
			p := at("file", s.No)
			r.fields[results.At("evidence", len(all))] = p
			e.Caption, e.Consent = r.text(p+"caption", s.Caption), r.consent(p, s.Consent)
			all = append(all, e)
		case e.Kind != partnership.Link:
			all = append(all, e)
		}
	}
	for n := range f.Links {
		if links[f.Links[n].No] != nil {
			all = r.addLink(all, &f.Links[n])
		}
	}
	return all
}

func (r *reader) addLink(all []partnership.Evidence, l *linkForm) []partnership.Evidence {
	if l.isEmpty() {
		return all
	}
	p := at("link", l.No)
	r.fields[results.At("evidence", len(all))] = p
	return append(all, partnership.Evidence{
		File: l.URL, Kind: partnership.Link, Caption: r.text(p+"caption", l.Caption), Consent: r.consent(p, l.Consent),
	})
}

// evidenceFields are the fields of evidence.
type evidenceFields struct {
	NewFile    *fileField // of which a script makes others; nil where files are sent with the form
	Heading    string     // message
	Files      []fileField
	Links      []linkField
	FilesField fieldView
}

type fileField struct {
	fieldGroup
	fileForm
	No      string
	Path    string
	Short   string // the file's name without its folder
	IsPhoto bool

	HasConsent bool // there are fields for that
}

// Small is the address of a photo as a small one.
func (f fileField) Small() string { return withQuery(f.Path, "size", "small") }

type linkField struct {
	fieldGroup
	linkForm
	No string
}

// evidenceFields makes the fields of the form as it is, under a heading.
func (e *entryEdit[T]) evidenceFields(heading string, f *evidenceForm, wrong faults) evidenceFields {
	v := evidenceFields{Heading: heading, FilesField: wrong.Field("files", "", "activity.files-add", "activity.files-hint")}
	known := map[string]partnership.Evidence{}
	for _, one := range *e.uses.backing(&e.was.Value) {
		known[one.File] = one
	}
	for _, file := range f.Files {
		no := strconv.Itoa(file.No)
		is, isThere := known[file.File]
		if !isThere {
			continue
		}
		v.Files = append(v.Files, fileField{
			fieldGroup: fieldGroup{wrong, group("file", no)}, fileForm: file, No: no, Path: e.request.filePath(e.ref(), is),
			Short: file.File[strings.LastIndexByte(file.File, '/')+1:], IsPhoto: is.Kind == partnership.Photo,
		})
	}
	for _, l := range append(f.Links, linkForm{No: -1}) {
		no := groupNo(l.No)
		v.Links = append(v.Links, linkField{fieldGroup{wrong, group(linkGroup, no)}, l, no})
	}
	return v
}

// A backedForm is the page of a form of entries with evidence.
type backedForm[T any] interface {
	entryForm[T]
	turn(values url.Values) // changes the groups of fields as a button asks
	takeFiles()             // takes the files of the entry as they are now for those of the form
	kept() error            // tells what is to be known of an entry that was kept
}

// saveBacked does what the buttons of the form of an entry with evidence ask for: keep it,
// keep it and submit it, add files, or only change which fields there are.
func (e *entryEdit[T]) saveBacked(form backedForm[T], v T) error {
	values := e.request.Request.PostForm
	files, err := e.request.uploads()
	if err != nil {
		return err
	}
	switch {
	case e.request.wantsJSON():
		return e.autosave(v)
	case isRound(values) && len(files) == 0:
		form.turn(values)
		return form.page(http.StatusOK, nil)
	case len(e.reader.mistakes) > 0:
		return form.page(http.StatusUnprocessableEntity, form.messages(nil))
	}
	detach := values.Get("detach")
	isHandedIn := values.Get("do") == "submit" && len(files) == 0 && detach == ""
	if err := e.store(v, isHandedIn); err != nil {
		return e.answerStoring(form, err, v)
	}
	problems, err := e.changeFiles(files, detach)
	if err != nil {
		return err
	}
	if len(files) > 0 || detach != "" {
		form.takeFiles()
		e.placeFiles()
	}
	switch {
	case len(problems) > 0:
		return form.page(http.StatusUnprocessableEntity, e.fileMessages(problems))
	case values.Get("do") == "submit":
		return e.submitBacked(form, v)
	case isRound(values):
		form.turn(values)
		return form.page(http.StatusOK, nil)
	case len(files) > 0 || values.Has("detach") || values.Get("do") == "attach":
		e.request.notice(e.request.words.Text("activity.saved", i18n.Args{"Ref": e.ref()}))
		return e.request.to(e.filesPath())
	}
	if err := form.kept(); err != nil {
		return err
	}
	return e.goToWork()
}

// placeFiles tells where in the form files are that came with it.
func (e *entryEdit[T]) placeFiles() {
	for n, one := range *e.uses.backing(&e.was.Value) {
		if one.Kind != partnership.Link {
			e.reader.fields[results.At("evidence", n)] = at("file", n)
		}
	}
}

// submitBacked hands the entry in; what is wrong is shown at its fields.
func (e *entryEdit[T]) submitBacked(form backedForm[T], v T) error {
	if err := e.handIn(); err != nil {
		return e.answerStoring(form, err, v)
	}
	if err := form.kept(); err != nil {
		return err
	}
	return e.goToSubmitted()
}

// filesPath leads to the files in the form of the entry, in the language of its texts.
func (e *entryEdit[T]) filesPath() string {
	return e.uses.path(e.request, e.ref()) + "/edit?language=" + url.QueryEscape(e.reader.language) + "#files"
}

// fileMessages say what was wrong with files.
func (e *entryEdit[T]) fileMessages(problems []results.Problem) []fieldMessage {
	var all []fieldMessage
	for _, p := range problems {
		all = append(all, fieldMessage{"files", e.request.fileMessage(p)})
	}
	return all
}

// keptFiles are the files that are stored, and the links as they are now.
func keptFiles(now, stored []partnership.Evidence) []partnership.Evidence {
	var all []partnership.Evidence
	for _, e := range stored {
		if e.Kind != partnership.Link {
			all = append(all, e)
		}
	}
	for _, e := range now {
		if e.Kind == partnership.Link {
			all = append(all, e)
		}
	}
	return all
}

// knownFiles are those of the stored evidence that mine has too: others were added since.
func knownFiles(mine, stored []partnership.Evidence) []partnership.Evidence {
	return slices.DeleteFunc(slices.Clone(stored), func(e partnership.Evidence) bool {
		return !slices.ContainsFunc(mine, func(m partnership.Evidence) bool { return m.File == e.File })
	})
}

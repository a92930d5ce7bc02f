package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A newProjectView is a page on which a project is begun: by a form, from a file, or
// as a copy of another.
type newProjectView struct {
	Title, Advice, Path string
	HasFile             bool
	Problems            []problemLink
	Inputs              []*inputView
	Ways                []link // the other ways
}

var newProjectPage = page[newProjectView]{"setup/new.html"}

// The ways to begin a project.
const (
	byForm = "/new-project"
	byFile = "/new-project/file"
	byCopy = "/new-project/copy"
)

func (r *request) newProject(status int, path string, b *binding, problems []problemLink) error {
	key := map[string]string{byForm: "begin.by-form", byFile: "begin.by-file", byCopy: "begin.by-copy"}
	v := newProjectView{
		Title: r.words.Text(key[path], nil), Advice: key[path] + "-text", Path: path, HasFile: path == byFile,
		Problems: problems, Inputs: b.inputs,
	}
	for _, other := range []string{byForm, byFile, byCopy} {
		if other != path {
			v.Ways = append(v.Ways, link{Text: r.words.Text(key[other], nil), Path: other})
		}
	}
	return show(r, status, newProjectPage, v.Title, v)
}

// created goes on to the set-up of a new project.
func (r *request) created(code partnership.ProjectCode) error {
	r.notice(r.words.Text("begin.created", nil))
	return r.to(base(code) + "/setup")
}

// A projectDraft is a new project as its form describes it.
type projectDraft struct {
	request *request
	known   []partnership.Organisation
	title   string
	cast    []castMember
	project partnership.Project
}

// A castMember is an organisation of a new project: one that is known, or a new one.
type castMember struct {
	known        results.PartnerID
	organisation partnership.Organisation
	part         service.CastPart
}

func (m *castMember) isBlank() bool {
	return m.known == "" && m.organisation == (partnership.Organisation{})
}

func (r *request) projectDraft(sent *sent) (*projectDraft, *binding, error) {
	d := &projectDraft{request: r}
	var err error
	if d.known, err = r.Service.KnownOrganisations(r.ctx(), r.by()); err != nil {
		return nil, nil, err
	}
	if sent == nil {
		d.project.Languages, d.project.Currency = []string{string(r.words.Language())}, "EUR"
		d.cast = []castMember{{part: service.CastLead}, {part: service.CastPartner}, {part: service.CastFunder}}
	}
	b := newBinding(r.words, nil, sent)
	d.bind(b)
	return d, b, nil
}

func (d *projectDraft) bind(b *binding) {
	p, aim := &d.project, &setupAim{request: d.request, setup: &partnership.Setup{Project: d.project}}
	b.section("setup.part-what", func() {
		line(b, "title", "activity.title", &d.title)
		b.hint(line(b, "code", "setup.code", &p.Code), "begin.code-hint")
		b.date("start", "activity.start", &p.Start)
		b.date("end", "activity.end", &p.End)
		line(b, "currency", "setup.currency", &p.Currency)
		p.Currency = strings.ToUpper(p.Currency)
	})
	b.section("setup.part-languages", func() {
		b.hint(rows(b, "languages", "setup.language", &p.Languages, func(b *binding, l *string) {
			b.names[b.path] = pick(b, "language", "setup.language", l, aim.languageOptions()).Name
		}, isEmpty), "setup.languages-hint")
	})
	b.section("people.organisations", func() {
		b.hint(rows(b, "organisations", "people.organisation", &d.cast, d.member, (*castMember).isBlank), "begin.organisations-hint")
		b.at("partners", "organisations")
		b.at("funder", "organisations")
	})
	b.section("setup.periods", func() {
		d.request.schedule(b, p, nil)
		rows(b, "periods", "setup.period", &p.Periods, bindPeriod, isNoPeriod)
	})
}

func (d *projectDraft) member(b *binding, m *castMember) {
	known := []option{d.request.none("setup.new-one")}
	for _, o := range d.known {
		known = append(known, option{Value: string(o.ID), Text: o.Name})
	}
	m.part = cmp.Or(m.part, service.CastPartner)
	pick(b, "part", "people.part", &m.part, d.request.options("people.part-", string(service.CastLead), string(service.CastPartner),
		string(service.CastFunder), string(service.CastCollaborator)))
	if len(known) > 1 {
		pick(b, "known", "setup.known-organisation", &m.known, known)
	}
	b.at("id", "name")
	d.request.organisation(b, &m.organisation)
}

// setup is the set-up that the form describes.
func (d *projectDraft) setup() partnership.Setup {
	s := partnership.Setup{Project: d.project}
	p := &s.Project
	if len(p.Languages) > 0 && d.title != "" {
		p.Title = results.Text{p.Languages[0]: d.title}
	}
	var taken []results.PartnerID
	for _, o := range d.known {
		taken = append(taken, o.ID)
	}
	for _, m := range d.cast {
		o := m.organisation
		if at := slices.IndexFunc(d.known, func(o partnership.Organisation) bool { return o.ID == m.known }); at >= 0 {
			o = d.known[at]
		} else {
			o.ID = service.NewKey(o.Name, "organisation", taken)
			taken = append(taken, o.ID)
		}
		s.Organisations = append(s.Organisations, o)
		switch m.part {
		case service.CastLead:
			p.Partners = append(p.Partners, partnership.Partner{Organisation: o.ID, Role: partnership.LeadPartner})
		case service.CastPartner:
			p.Partners = append(p.Partners, partnership.Partner{Organisation: o.ID, Role: partnership.OtherPartner})
		case service.CastFunder:
			p.Funder = o.ID
		case service.CastCollaborator:
			p.Collaborators = append(p.Collaborators, o.ID)
		}
	}
	return s
}

func showNewProject(r *request) error {
	_, b, err := r.projectDraft(nil)
	if err != nil {
		return err
	}
	return r.newProject(http.StatusOK, byForm, b, nil)
}

// createProject begins a project by its form.
func createProject(r *request) error {
	values := r.Request.PostForm
	d, b, err := r.projectDraft(&sent{values})
	if err != nil {
		return err
	}
	switch {
	case values.Has("add") || values.Has("remove") || values.Get("do") == "again":
		return r.newProject(http.StatusOK, byForm, b, nil)
	case len(*b.mistakes) > 0:
		return r.newProject(http.StatusUnprocessableEntity, byForm, b, b.problems(r, nil))
	}
	setup := d.setup()
	err = r.Service.CreateProject(r.ctx(), r.by(), setup)
	if service.IsKind(err, service.Invalid) {
		return r.newProject(http.StatusUnprocessableEntity, byForm, b, b.problems(r, ofProject(problemsOf(err))))
	}
	if err != nil {
		return err
	}
	return r.created(setup.Project.Code)
}

// ofProject gives problems of a set-up their paths in its project's form.
func ofProject(all []results.Problem) []results.Problem {
	for n := range all {
		all[n].Path = strings.TrimPrefix(all[n].Path, "project.")
	}
	return all
}

func (r *request) copyForm(sent *sent) (*binding, service.Copy, error) {
	var c service.Copy
	all, err := r.casts()
	if err != nil {
		return nil, c, err
	}
	options := []option{r.none("setup.choose")}
	for _, cast := range all {
		options = append(options, option{Value: string(cast.Project), Text: r.titled(string(cast.Project), cast.Title)})
	}
	b, title := newBinding(r.words, nil, sent), ""
	pick(b, "from", "begin.from", &c.From, options)
	line(b, "title", "activity.title", &title)
	b.hint(line(b, "code", "setup.code", &c.Code), "begin.code-hint")
	if title != "" {
		c.Title = results.Text{string(r.words.Language()): title}
	}
	return b, c, nil
}

func showCopyProject(r *request) error {
	b, _, err := r.copyForm(nil)
	if err != nil {
		return err
	}
	return r.newProject(http.StatusOK, byCopy, b, nil)
}

// copyProject begins a project as a copy of another.
func copyProject(r *request) error {
	b, c, err := r.copyForm(&sent{r.Request.PostForm})
	if err != nil {
		return err
	}
	err = r.Service.CopyProject(r.ctx(), r.by(), c)
	switch {
	case service.IsKind(err, service.NotFound):
		missing := []results.Problem{{Path: "from", Code: results.Missing}}
		return r.newProject(http.StatusUnprocessableEntity, byCopy, b, b.problems(r, missing))
	case service.IsKind(err, service.Invalid):
		return r.newProject(http.StatusUnprocessableEntity, byCopy, b, b.problems(r, ofProject(problemsOf(err))))
	case err != nil:
		return err
	}
	return r.created(c.Code)
}

func (r *request) fileForm() *binding {
	b := newBinding(r.words, nil, nil)
	b.hint(b.input(fileInput, "file", "begin.file"), "begin.file-hint")
	return b
}

func showImportProject(r *request) error {
	return r.newProject(http.StatusOK, byFile, r.fileForm(), nil)
}

// mostImportProblems is how many problems of a file are listed.
const mostImportProblems = 50

// importProject takes a project in from a file.
func importProject(r *request) error {
	refuse := func(problems ...results.Problem) error {
		b := r.fileForm()
		return r.newProject(http.StatusUnprocessableEntity, byFile, b, b.problems(r, problems))
	}
	uploaded, header, err := r.Request.FormFile("file")
	if err != nil {
		return refuse(results.Problem{Path: "file", Code: results.Missing})
	}
	defer uploaded.Close()
	file, err := bundle.OpenReader(uploaded, header.Size, header.Filename)
	if err != nil {
		return refuse(results.Problem{Path: "file", Code: bundle.NotJSON})
	}
	defer file.Close()
	forms, err := r.Service.ReportForms()
	if err != nil {
		return err
	}
	var sections []string
	for _, f := range forms {
		sections = append(sections, f.Questions()...)
	}
	done, err := r.Service.Import(r.ctx(), r.by(), file, service.ImportOptions{Sections: sections})
	switch {
	case service.IsKind(err, service.Invalid), service.IsKind(err, service.NotPossible):
		b := r.fileForm()
		return r.newProject(http.StatusUnprocessableEntity, byFile, b, []problemLink{{"#file", r.refusalText(err)}})
	case err != nil:
		return err
	case results.HasErrors(done.Problems):
		return r.newProject(http.StatusUnprocessableEntity, byFile, r.fileForm(), r.importProblems(done.Problems))
	}
	return r.created(done.Project)
}

// importProblems are what is wrong with a file, with the place in it.
func (r *request) importProblems(all []results.Problem) []problemLink {
	var links []problemLink
	count := 0
	for _, p := range all {
		if p.Warning {
			continue
		}
		if count++; count <= mostImportProblems {
			links = append(links, problemLink{"#file", strings.TrimPrefix(p.Path+": ", ": ") + bundle.Message(r.words, p)})
		}
	}
	if more := count - mostImportProblems; more > 0 {
		links = append(links, problemLink{"#file", r.words.Text("problem.too-many", i18n.Args{"Count": more})})
	}
	return links
}

package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A reportEditView is the page on which the lead writes the project's report.
type reportEditView struct {
	No      int
	Period  partnership.Period
	Version int
	State   partnership.Status
	Asked   []commentView // by the funder
	Steps   []stepView
	Writing writingView
	Preview string
	Back    string
	Latest  string // the version that was submitted, where it cannot be written any more
	Form    *formView
}

var reportEditPage = page[reportEditView]{"report/edit.html"}

// periodOf is the period of the path.
func (r *request) periodOf(p *partnership.Project) (results.PeriodNo, error) {
	k, err := strconv.Atoi(r.Param("period"))
	if err != nil || k < 1 || k > len(p.Periods) || strconv.Itoa(k) != r.Param("period") {
		return 0, errNotFound
	}
	return results.PeriodNo(k), nil
}

// setupAndPeriod are the set-up of the project, and the period of the path.
func (r *request) setupAndPeriod() (service.Stored[partnership.Setup], results.PeriodNo, error) {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return setup, 0, err
	}
	k, err := r.periodOf(&setup.Value.Project)
	return setup, k, err
}

// withQuery adds a value to an address, unless it is empty.
func withQuery(path, name, value string) string {
	if value == "" {
		return path
	}
	sign := "?"
	if strings.Contains(path, "?") {
		sign = "&"
	}
	return path + sign + name + "=" + url.QueryEscape(value)
}

// A reportEditing is the project's report of a period while the lead writes it.
type reportEditing struct {
	setup *partnership.Setup
	*writing
	all []service.Stored[service.Logged[partnership.Narrative]]
}

func (r *request) reportEditing() (*reportEditing, error) {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	k, err := r.periodOf(&setup.Value.Project)
	if err != nil {
		return nil, err
	}
	e := &reportEditing{setup: &setup.Value}
	e.writing, e.all, err = r.readWriting(&setup.Value.Project, k, "")
	return e, err
}

func showReportEdit(r *request) error {
	e, err := r.reportEditing()
	if err != nil {
		return err
	}
	return r.reportEditPage(http.StatusOK, e, nil)
}

// reportEditPage shows the form; refill puts in what was sent, where it was.
func (r *request) reportEditPage(status int, e *reportEditing, refill func(*writingView)) error {
	ready, err := r.Service.Readiness(r.ctx(), r.by(), r.project(), e.period)
	if err != nil {
		return err
	}
	path := r.reportPath(e.period)
	latest := ready.Report.Value
	view := reportEditView{
		No: int(e.period), Period: e.project.Periods[e.period-1], Version: latest.Version, State: latest.Status,
		Preview: path + "/preview", Back: base(r.project()) + "/reports",
		Writing: r.writingView(e.writing, path+"/edit", latest.Status.IsOpen() || refill != nil),
	}
	if view.Asked, err = r.comments(ready.Asked); err != nil {
		return err
	}
	if latest.Status.IsOpen() {
		if view.Steps, err = r.steps(e.setup, ready); err != nil {
			return err
		}
		if view.Form, err = r.formView(ready, path); err != nil {
			return err
		}
	} else {
		view.Latest = path + "/versions/" + strconv.Itoa(latest.Version)
	}
	r.addPassages(&view.Writing, e, ready)
	if refill != nil {
		refill(&view.Writing)
	}
	return show(r, status, reportEditPage, r.words.Text("reports.edit-title", arguments([]any{"Period", int(e.period)})), view)
}

// addPassages puts what partners wrote beside the sections.
func (r *request) addPassages(v *writingView, e *reportEditing, ready *service.Readiness) {
	states := map[results.PartnerID]partnership.Status{}
	for _, report := range ready.Partners {
		states[report.Value.Partner] = report.Value.Status
	}
	for n := range v.Sections {
		s := &v.Sections[n]
		for _, narrative := range e.all {
			told := narrative.Value.Value
			if told.Partner == "" || told.Section != s.Name {
				continue
			}
			for _, p := range r.passages(told.Text, "") {
				p.Partner, p.Status = organisationName(e.setup, told.Partner), states[told.Partner]
				p.Take = strings.Join([]string{s.Name, p.Language, string(told.Partner)}, "|")
				if taken, ok := ready.Report.Value.TakenFrom(s.Name, told.Partner, p.Language); ok {
					p.IsTaken, p.HasChanged = true, taken.Text != p.Text
				}
				s.Passages = append(s.Passages, p)
			}
		}
	}
}

func editReport(r *request) error {
	e, err := r.reportEditing()
	if err != nil {
		return err
	}
	path := r.reportPath(e.period)
	sent := r.writingView(e.writing, path+"/edit", true)
	changed := r.sentPassages(&sent)
	if r.wantsJSON() {
		return r.autosaveWriting(e.writing, changed)
	}
	then := withQuery(path+"/edit", "language", e.language)
	notice := "writing.saved"
	switch button := r.PostForm("take"); {
	case button != "":
		taken := takenBy(button)
		then = withQuery(path+"/edit", "language", taken.Language) + "#section-" + taken.Section
		notice = "reports.taken"
		err = r.Service.TakePassage(r.ctx(), r.by(), r.project(), e.period, taken, changed)
	case r.PostForm("then") == "preview":
		then = withQuery(path+"/preview", "language", e.language)
		fallthrough
	default:
		err = r.Service.WritePassages(r.ctx(), r.by(), r.project(), e.period, "", changed)
	}
	if status, ok := refusedForm(err); ok {
		now, failed := r.reportEditing()
		if failed != nil {
			return failed
		}
		return r.reportEditPage(status, now, r.refill(now.writing, changed, err))
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text(notice, nil))
	return r.to(then)
}

// takenBy reads the button that takes a passage over.
func takenBy(button string) partnership.Taken {
	section, rest, _ := strings.Cut(button, "|")
	language, partner, _ := strings.Cut(rest, "|")
	return partnership.Taken{Section: section, Language: language, Partner: results.PartnerID(partner)}
}

// A previewView is the project's report as it would be today.
type previewView struct {
	No        int
	Period    partnership.Period
	Version   int
	State     partnership.Status
	Rev       int64
	Steps     []stepView
	Problems  []problemAt
	Message   string
	Languages []choiceView
	Audiences []choiceView
	Language  string // of the article
	Article   template.HTML
	Edit      string
	Step      string
	Back      string
	IsBlocked bool
	CanSubmit bool
	Why       *whyView
	Form      written
	Files     []fileView // of the draft
}

var previewPage = page[previewView]{"report/preview.html"}

func showPreview(r *request) error { return r.previewPage(http.StatusOK, nil) }

// previewPage shows the report as it would be, and why submitting it was refused.
func (r *request) previewPage(status int, refused error) error {
	setup, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	ready, err := r.Service.Readiness(r.ctx(), r.by(), r.project(), k)
	if err != nil {
		return err
	}
	language, audience := r.previewOf(&setup.Value.Project)
	article, err := r.Service.DraftReport(r.ctx(), r.by(), r.project(), k, service.Draft{Language: language, Audience: audience, Format: "html"})
	if err != nil {
		return err
	}
	path, latest := r.reportPath(k), ready.Report.Value
	view := previewView{
		No: int(k), Period: setup.Value.Project.Periods[k-1], Version: latest.Version, State: latest.Status, Rev: ready.Report.Rev,
		Language: string(language), Article: template.HTML(article), //nolint:gosec // of reports/html, which escapes
		Step: path + "/step", Back: base(r.project()) + "/reports", Form: worded(r.words, ready.Form.Title),
		Files: draftFiles(path, language, audience),
	}
	if r.actor.May(partnership.AssembleReport) && latest.Status.IsOpen() {
		view.CanSubmit, view.Edit = true, withQuery(path+"/edit", "language", string(language))
	}
	if latest.Status.IsOpen() {
		if view.Steps, err = r.steps(&setup.Value, ready); err != nil {
			return err
		}
	}
	for _, s := range ready.Sections {
		view.IsBlocked = view.IsBlocked || s.Mandatory && !s.IsWritten
	}
	r.previewChoices(&view, path+"/preview", language, audience)
	view.Why = r.why(refused)
	r.explainSubmit(&view, ready.Sections, refused)
	r.allowPictures()
	return show(r, status, previewPage, r.words.Text("reports.preview-title", arguments([]any{"Period", int(k)})), view)
}

// previewOf is the language and the audience that are asked for.
func (r *request) previewOf(p *partnership.Project) (i18n.Language, reports.Audience) {
	language := r.words.Language()
	if l := i18n.Language(r.Query("language")); l.IsShipped() {
		language = l
	} else if len(p.Languages) > 0 && i18n.Language(p.Languages[0]).IsShipped() && r.Query("language") == "" {
		language = i18n.Language(p.Languages[0])
	}
	if r.Query("audience") == string(reports.Partnership) {
		return language, reports.Partnership
	}
	return language, reports.Funder
}

func (r *request) previewChoices(v *previewView, path string, language i18n.Language, audience reports.Audience) {
	for _, l := range languages() {
		address := withQuery(withQuery(path, "language", string(l)), "audience", string(audience))
		v.Languages = append(v.Languages, choiceView{string(l), r.words.LanguageName(string(l)), address, l == language})
	}
	for _, a := range []reports.Audience{reports.Funder, reports.Partnership} {
		address := withQuery(withQuery(path, "language", string(language)), "audience", string(a))
		v.Audiences = append(v.Audiences, choiceView{string(a), r.words.Text("reports.audience-"+string(a), nil), address, a == audience})
	}
}

// explainSubmit tells why the report was not submitted.
func (r *request) explainSubmit(v *previewView, sections []service.SectionState, err error) {
	for _, p := range problemsOf(err) {
		section, language, _ := strings.Cut(p.Path, ".")
		heading := section
		for _, s := range sections {
			if s.Name == section {
				heading = worded(r.words, s.Heading).Text
			}
		}
		edit, text := v.Edit, r.words.Text("reports.section-needed", nil)
		if service.IsPersonal(p) {
			page, _, _ := strings.Cut(v.Edit, "?")
			edit, text = withQuery(page, "language", language), bundle.Message(r.words, p)
		}
		v.Problems = append(v.Problems, problemAt{edit + "#section-" + section, heading + ": " + text})
	}
	if len(v.Problems) == 0 {
		v.Message = r.refusalText(err)
	}
}

func stepReport(r *request) error {
	_, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	version := int(r.whole("version"))
	err = r.Service.MoveProjectReport(r.ctx(), r.by(), r.project(), k, version, r.submission(r.whole("rev")))
	if status, ok := refusedForm(err); ok {
		return r.previewPage(status, err)
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text("reports.submitted", nil))
	return r.to(r.reportPath(k) + "/versions/" + strconv.Itoa(version))
}

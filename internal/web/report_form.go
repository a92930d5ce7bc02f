package web

import (
	"mime"
	"net/http"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/reports"
)

// A formView is the choice of the report's form.
type formView struct {
	Action  string
	Rev     int64 // of the report
	Setup   int64 // revision of the set-up
	Missing string
	Choices []formChoice
}

// A formChoice is a form that the report can have.
type formChoice struct {
	Value        string
	Title, About written
	IsChosen     bool
}

func (r *request) formView(ready *service.Readiness, path string) (*formView, error) {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	forms, err := r.Service.ReportForms()
	if err != nil {
		return nil, err
	}
	v := &formView{Action: path + "/form", Rev: ready.Report.Rev, Setup: setup.Rev, Missing: ready.Form.Missing}
	for _, f := range forms {
		c := formChoice{Value: f.Name, Title: worded(r.words, f.Title), IsChosen: v.Missing == "" && f.Name == ready.Form.Name}
		if !f.About.IsEmpty() {
			c.About = worded(r.words, f.About)
		}
		v.Choices = append(v.Choices, c)
	}
	return v, nil
}

// chooseForm gives the report a form, or all reports of the project that have none
// of their own.
func chooseForm(r *request) error {
	_, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	err = r.Service.ChooseReportForm(r.ctx(), r.by(), r.project(), k, service.FormChoice{
		Form: r.PostForm("form"), IsProjects: r.PostForm("for") == "project", Seen: r.whole("rev"), SeenSetup: r.whole("setup"),
	})
	if status, ok := refusedForm(err); ok {
		now, failed := r.reportEditing()
		if failed != nil {
			return failed
		}
		return r.reportEditPage(status, now, func(v *writingView) { v.Message = r.refusalText(err) })
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text("reports.form-chosen", nil))
	return r.to(r.reportPath(k) + "/edit")
}

// draftFiles are the report as it would be, to be downloaded.
func draftFiles(path string, l i18n.Language, audience reports.Audience) []fileView {
	var files []fileView
	for _, kind := range []string{"pdf", "xlsx"} {
		address := withQuery(path+"/draft/report."+string(l)+"."+kind, "audience", string(audience))
		files = append(files, fileView{Kind: kind, Path: address})
	}
	return files
}

// draftDownload sends a file of the report as it would be today.
func draftDownload(r *request) error {
	setup, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	name := r.Param("name")
	rest, isReport := strings.CutPrefix(name, "report.")
	language, kind, _ := strings.Cut(rest, ".")
	contentType := fileTypes()["."+kind]
	if !isReport || !i18n.Language(language).IsShipped() || contentType == "" || kind == "json" {
		return errNotFound
	}
	_, audience := r.previewOf(&setup.Value.Project)
	data, err := r.Service.DraftReport(r.ctx(), r.by(), r.project(), k, service.Draft{
		Language: i18n.Language(language), Audience: audience, Format: kind,
	})
	if err != nil {
		return err
	}
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{
		"filename": fileCode(r.project()) + "-P" + r.Param("period") + "-draft." + rest,
	}))
	r.Data(http.StatusOK, contentType, data)
	return nil
}

// allowPictures lets the page show pictures that it carries itself: the photos of a
// report.
func (r *request) allowPictures() {
	r.Header("Content-Security-Policy", strings.Replace(policy, "img-src 'self'", "img-src 'self' data:", 1))
}

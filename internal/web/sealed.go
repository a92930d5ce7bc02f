package web

import (
	"cmp"
	"html/template"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A versionView is a version of the project's report that was submitted.
type versionView struct {
	No           int
	State        partnership.Status
	AsOf         results.Date
	Path         string
	SupersededBy int // the next version that was submitted
	Files        []languageFiles
	Data         []fileView // for machines
}

// languageFiles are the files of a version in a language.
type languageFiles struct {
	Code, Name string
	Files      []fileView
}

// A fileView is a file to be downloaded.
type fileView struct{ Kind, Path, Size string }

// fileTypes are the files that can be downloaded, by their endings.
func fileTypes() map[string]string {
	return map[string]string{
		".pdf":  "application/pdf",
		".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		".json": "application/json",
	}
}

// versionViews are the versions of a period that were submitted, the latest first.
func (r *request) versionViews(all []service.ReportVersion, k results.PeriodNo) []versionView {
	var views []versionView
	next := 0
	for _, version := range slices.Backward(all) {
		v := version.Value
		if v.Period != k || v.Status == partnership.Draft {
			continue
		}
		view := versionView{
			No: v.Version, State: v.Status, AsOf: v.AsOf, SupersededBy: next,
			Path: r.reportPath(k) + "/versions/" + strconv.Itoa(v.Version),
		}
		r.addFiles(&view, version.Files)
		views = append(views, view)
		next = v.Version
	}
	return views
}

func (r *request) addFiles(v *versionView, files []partnership.Attachment) {
	for _, f := range files {
		name := path.Base(f.Name)
		file := fileView{
			Kind: strings.TrimPrefix(path.Ext(name), "."), Path: v.Path + "/files/" + name, Size: size(r.words, f.Size),
		}
		if fileTypes()[path.Ext(name)] == "" {
			continue
		}
		language := languageOf(name)
		if language == "" {
			file.Kind = strings.TrimSuffix(name, path.Ext(name))
			v.Data = append(v.Data, file)
			continue
		}
		n := slices.IndexFunc(v.Files, func(l languageFiles) bool { return l.Code == language })
		if n < 0 {
			n = len(v.Files)
			v.Files = append(v.Files, languageFiles{Code: language, Name: r.words.LanguageName(language)})
		}
		v.Files[n].Files = append(v.Files[n].Files, file)
	}
}

// languageOf is the language in a file's name: "en" of "report.en.pdf".
func languageOf(name string) string {
	parts := strings.Split(name, ".")
	if len(parts) != 3 {
		return ""
	}
	return parts[1]
}

// size writes a number of bytes for people.
func size(words *i18n.Localizer, bytes int64) string {
	kilobytes := max(1, (bytes+500)/1000)
	if kilobytes < 1000 {
		return words.Text("sealed.kilobytes", i18n.Args{"Size": words.Integer(int(kilobytes))})
	}
	tenths := (kilobytes + 50) / 100
	decimal := strconv.FormatInt(tenths/10, 10) + "." + strconv.FormatInt(tenths%10, 10)
	return words.Text("sealed.megabytes", i18n.Args{"Size": words.Number(decimal, 1)})
}

// A sealedView is a version of the report to read, and the funder's answer.
type sealedView struct {
	Period    int
	Of        partnership.Period
	Version   versionView
	Rev       int64
	Languages []choiceView
	Language  string // of the article
	Article   template.HTML
	Comments  []commentView
	CanAnswer bool
	Answer    string
	Comment   string // as it was sent
	Problem   string // with the comment
	Message   string
	Edit      string // where the lead writes the next version
	Back      string
}

var sealedPage = page[sealedView]{"sealed/sealed.html"}

func showSealed(r *request) error { return r.sealedPage(http.StatusOK, nil) }

// sealedPage shows a version, and why the answer to it was refused.
func (r *request) sealedPage(status int, refused error) error {
	setup, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	all, err := r.Service.ProjectReports(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	view, found := sealedView{Period: int(k), Of: setup.Value.Project.Periods[k-1], Back: base(r.project()) + "/reports"}, service.ReportVersion{}
	for _, v := range r.versionViews(all, k) {
		if strconv.Itoa(v.No) == r.Param("version") {
			view.Version = v
		}
	}
	if view.Version.No == 0 {
		return cmp.Or(refused, errNotFound)
	}
	for _, v := range all {
		if v.Value.Period == k && v.Value.Version == view.Version.No {
			found = v
		}
	}
	view.Rev, view.Answer = found.Rev, r.reportPath(k)+"/answer"
	view.CanAnswer = found.Value.Status == partnership.Submitted && r.actor.May(partnership.AnswerReport)
	if found.Value.Status == partnership.Returned && view.Version.SupersededBy == 0 && r.actor.May(partnership.AssembleReport) {
		view.Edit = r.reportPath(k) + "/edit"
	}
	if view.Comments, err = r.comments(found.Value.Comments); err != nil {
		return err
	}
	if err := r.addArticle(&view, k, found); err != nil {
		return err
	}
	r.explainAnswer(&view, refused)
	title := r.words.Text("sealed.title", arguments([]any{"Period", int(k), "Version", view.Version.No}))
	r.allowPictures()
	r.allowPictures()
	return show(r, status, sealedPage, title, view)
}

// addArticle reads the report in the language asked for, else the reader's, else
// the first that there is.
func (r *request) addArticle(v *sealedView, k results.PeriodNo, version service.ReportVersion) error {
	var known []string
	for _, f := range version.Files {
		if name := path.Base(f.Name); path.Ext(name) == ".html" {
			known = append(known, languageOf(name))
		}
	}
	if len(known) == 0 {
		return nil
	}
	v.Language = known[0]
	for _, wanted := range []string{string(r.words.Language()), r.Query("language")} {
		if slices.Contains(known, wanted) {
			v.Language = wanted
		}
	}
	for _, l := range known {
		v.Languages = append(v.Languages, choiceView{l, r.words.LanguageName(l), withQuery(v.Version.Path, "language", l), l == v.Language})
	}
	data, err := r.sealedFile(k, v.Version.No, "report."+v.Language+".html")
	v.Article = template.HTML(data) //nolint:gosec // of reports/html, which escapes
	return err
}

// sealedFile reads a file of a version to its end: what differs from what was
// stored is an error, and nothing of it is shown.
func (r *request) sealedFile(k results.PeriodNo, version int, name string) ([]byte, error) {
	file, err := r.Service.ReportFile(r.ctx(), r.by(), r.project(), k, version, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// explainAnswer tells why an answer was refused; what was written stays.
func (r *request) explainAnswer(v *sealedView, err error) {
	if err == nil {
		return
	}
	v.Comment = r.PostForm("comment")
	if service.IsKind(err, service.Invalid) {
		v.Problem = r.commentProblem(problemsOf(err), "sealed.comment-needed")
		return
	}
	v.Message = r.refusalText(err)
}

func sealedDownload(r *request) error {
	_, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	version, err := strconv.Atoi(r.Param("version"))
	if err != nil {
		return errNotFound
	}
	name := r.Param("name")
	contentType := fileTypes()[path.Ext(name)]
	if contentType == "" {
		return errNotFound
	}
	data, err := r.sealedFile(k, version, name)
	if err != nil {
		return err
	}
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": downloadName(r.project(), k, version, name)}))
	r.Data(http.StatusOK, contentType, data)
	return nil
}

// downloadName is what a file is called where it is kept by its reader.
func downloadName(project partnership.ProjectCode, k results.PeriodNo, version int, name string) string {
	return fileCode(project) + "-P" + strconv.Itoa(int(k)) + "-V" + strconv.Itoa(version) + "-" + name
}

// fileCode is the code of a project as the beginning of a file's name.
func fileCode(project partnership.ProjectCode) string {
	code := strings.Map(func(c rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, c) || c < ' ' {
			return '-'
		}
		return c
	}, string(project))
	return cmp.Or(code, "report")
}

func answerReport(r *request) error {
	_, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	version := int(r.whole("version"))
	m := service.Move{Seen: r.whole("rev"), Step: partnership.Step(r.PostForm("step")), Comment: cleaned(r.PostForm("comment"))}
	err = r.Service.MoveProjectReport(r.ctx(), r.by(), r.project(), k, version, m)
	if status, ok := refusedForm(err); ok {
		r.Params = slices.Concat(r.Params, gin.Params{{Key: "version", Value: strconv.Itoa(version)}})
		return r.sealedPage(status, err)
	}
	if err != nil {
		return err
	}
	notice := "sealed.accepted"
	if m.Step == partnership.Return {
		notice = "sealed.asked"
	}
	r.notice(r.words.Text(notice, nil))
	return r.to(r.reportPath(k) + "/versions/" + strconv.Itoa(version))
}

package web

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"

	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A fillView is where a donor's own workbook is filled in.
type fillView struct {
	Path, Reports string
	Period        int
	Languages     []choiceView
	Problem       string // why the file was not taken
	Wrong         []wrongMark
	Groups        []reports.PlaceholderGroup
}

// A wrongMark is a placeholder that cannot be filled.
type wrongMark struct{ Place, Mark, Text string }

var fillPage = page[fillView]{"fill/fill.html"}

func showFill(r *request) error { return r.fillPage(http.StatusOK, nil, "") }

func (r *request) fillPage(status int, wrong []reports.Placeholder, problem string) error {
	_, k, err := r.setupAndPeriod()
	if err != nil {
		return err
	}
	v := fillView{
		Path: r.reportPath(k) + "/fill", Reports: base(r.project()) + "/reports", Period: int(k), Problem: problem,
	}
	chosen := string(r.words.Language())
	if l := r.PostForm("language"); l != "" {
		chosen = l
	}
	for _, l := range languages() {
		v.Languages = append(v.Languages, choiceView{string(l), r.words.LanguageName(string(l)), "", string(l) == chosen})
	}
	for _, p := range wrong {
		v.Wrong = append(v.Wrong, wrongMark{p.Sheet + "!" + p.Cell, p.Text, r.words.Text(p.Message, p.Args)})
	}
	if v.Groups, err = r.Service.Placeholders(r.ctx(), r.self(), r.project()); err != nil {
		return err
	}
	title := r.words.Text("fill.title", nil)
	if problem != "" || len(wrong) > 0 {
		title = r.words.Text("activity.error", nil) + ": " + title
	}
	return show(r, status, fillPage, title, v)
}

// fillTemplate sends the donor's workbook back, filled in.
func fillTemplate(r *request) error {
	k, err := strconv.Atoi(r.Param("period"))
	if err != nil {
		return errNotFound
	}
	file, err := r.oneUpload()
	if err != nil {
		return err
	}
	if len(file.Data) == 0 {
		return r.fillPage(http.StatusUnprocessableEntity, nil, r.words.Text("logbook.choose-file", nil))
	}
	language := r.words.Language()
	for _, l := range languages() {
		if string(l) == r.PostForm("language") {
			language = l
		}
	}
	var b bytes.Buffer
	wrong, err := r.Service.FillTemplate(r.ctx(), r.self(), r.project(), service.Template{
		Period: results.PeriodNo(k), Language: language, File: file.Data,
	}, &b)
	var refused *service.Error
	if errors.As(err, &refused) && refused.Kind == service.Invalid {
		return r.fillPage(http.StatusUnprocessableEntity, nil, r.words.Text(refused.Message, refused.Args))
	}
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return r.fillPage(http.StatusUnprocessableEntity, wrong, "")
	}
	name := strings.TrimSuffix(file.Name, path.Ext(file.Name)) + "-P" + strconv.Itoa(k) + ".xlsx"
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	r.Data(http.StatusOK, fileTypes()[".xlsx"], b.Bytes())
	return nil
}

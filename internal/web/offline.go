package web

import (
	"net/http"
	"net/url"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A deviceFrame is what a page's script keeps on the device of somebody who logs, so
// that logging goes on without a connection: whose it is, and the pages that are needed.
type deviceFrame struct {
	Person string
	Pages  string // paths, with spaces between them
}

const offlinePath = "/offline"

// deviceFrame is that of a person with places; nil where the person logs nothing.
func (r *request) deviceFrame(places []service.Place) *deviceFrame {
	pages := []string{offlinePath}
	for _, p := range places {
		if logs(p) {
			pages = append(pages, base(p.Project)+offlinePath)
		}
	}
	if len(pages) == 1 {
		return nil
	}
	return &deviceFrame{Person: string(r.user.ID), Pages: strings.Join(pages, " ")}
}

func logs(p service.Place) bool {
	return partnership.Actor{Roles: p.Roles}.May(partnership.LogEntries)
}

// An offlineView is the page on which waits what was not sent yet. A script fills it in.
type offlineView struct {
	Forms []link // of the projects in which the person logs
	Days  int    // after which it is asked what is to become of a draft
}

var offlinePage = page[offlineView]{"offline/offline.html"}

func showOffline(r *request) error {
	r.isOnDevice = true
	places, err := r.Service.Places(r.ctx(), service.By{User: r.user.ID})
	if err != nil {
		return err
	}
	v := offlineView{Days: service.DaysOnDevice}
	for _, p := range places {
		if logs(p) {
			v.Forms = append(v.Forms, link{Text: inLanguage(r.words, p.Title), Path: base(p.Project) + offlinePath})
		}
	}
	return show(r, http.StatusOK, offlinePage, r.words.Text("offline.title", nil), v)
}

// showOfflineForm shows the form of a new activity as it is kept on a device: with all
// indicators, and without anything that was reported.
func showOfflineForm(r *request) error {
	r.isOnDevice = true
	e, err := r.activityEdit()
	if err != nil {
		return err
	}
	e.overview.Figures = nil
	e.form = formMaker{r.words, string(r.words.Language())}.form(e.fromPlan(nil))
	e.form.ShowAll = true
	v, err := e.view()
	if err != nil {
		return err
	}
	e.fillIn(&v)
	v.Device = &deviceForm{
		Send: base(r.project()) + offlinePath, Project: inLanguage(r.words, e.project().Title), Days: service.DaysOnDevice,
	}
	v.NewFile = &fileField{fieldGroup: fieldGroup{v.Faults, group("file", anyNumber)}, No: anyNumber}
	v.Autosave = ""
	v.fit(e.project())
	return show(r, http.StatusOK, activityFormPage, r.words.Text("activity.new", nil), v)
}

// A deviceForm is what the form has besides where it is kept on a device.
type deviceForm struct {
	Send    string // path below which drafts are sent
	Project string
	Days    int
}

// fit tells which indicators fit which parts of the work plan: at the indicators the
// result that each is of, at each output the results that it contributes to.
func (v *activityFormView) fit(p *partnership.Project) {
	of := map[string]string{}
	above := map[string]string{}
	var walk func(all []results.Result, path []string)
	walk = func(all []results.Result, path []string) {
		for n := range all {
			r := &all[n]
			code := url.QueryEscape(string(r.Code))
			chain := append(path[:len(path):len(path)], code)
			above[string(r.Code)] = strings.Join(chain, " ")
			for k := range r.Indicators {
				of[string(r.Indicators[k].Code)] = code
			}
			walk(r.Results, chain)
		}
	}
	walk(p.Results, nil)
	for n := range v.Parts {
		output, _ := partNamed(v.Parts[n].Options[0].Value)
		v.Parts[n].Fits = above[string(output)]
	}
	for n := range v.Contributions {
		v.Contributions[n].Of = of[v.Contributions[n].Indicator]
	}
}

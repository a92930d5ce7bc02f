package web

import (
	"slices"
	"strings"
	"sync"

	"tulos/internal/service"
)

// helpHome is the page that lists all help.
const helpHome = "/help"

// helpChapters tells which chapters of guides help with the pages whose route begins so;
// the longest beginning counts. Of several, the first of a guide of the reader's roles is
// shown, or else the first.
var helpChapters = sync.OnceValue(func() map[string][]string {
	const project = "/projects/:project"
	return map[string][]string{
		"/sign-in":    {"staff#sign-in"},
		"/invitation": {"staff#sign-in"},
		"/first":      {"administrator#become-the-first-administrator"},
		"/me":         {"staff#your-account"},
		offlinePath:   {"staff#without-a-connection"},
		"/verify":     {"funder#check-a-sealed-report"},
		"/privacy":    {"administrator#when-somebody-asks-for-their-data"},
		"/calendar":   {"manager#see-what-is-missing", "funder#find-the-reports"},
		"/projects":   {"lead#see-how-the-project-stands", "funder#find-the-reports", "staff#find-your-way"},

		"/people":             {"administrator#invite-people"},
		"/people/:user":       {"administrator#when-somebody-cannot-sign-in"},
		"/people/:user/erase": {"administrator#when-somebody-asks-for-their-data"},
		"/letters":            {"administrator#let-it-send-letters"},
		"/texts":              {"administrator#use-the-words-of-your-partnership"},
		"/new-project":        {"administrator#begin-a-project"},

		project + "/work":                          {"staff#find-your-way"},
		project + "/kept":                          {"manager#when-your-organisation-is-suspended"},
		project + "/offline":                       {"staff#without-a-connection"},
		project + "/logbook":                       {"staff#log-many-at-once"},
		project + "/activities":                    {"staff#lists-and-files-of-them", "lead#accept-many-at-once"},
		project + "/activities/new":                {"staff#log-an-activity"},
		post + " " + project + "/activities":       {"staff#log-an-activity"}, // which shows its form again
		project + "/activities/:ref":               {"staff#put-right-what-was-returned", "lead#put-right-what-was-accepted"},
		project + "/consents":                      {"staff#when-somebody-withdraws-consent"},
		project + "/measurements":                  {"staff#log-a-measurement", "lead#accept-many-at-once"},
		project + "/measurements/:ref":             {"staff#log-a-measurement", "lead#put-right-what-was-accepted"},
		project + "/publications":                  {"staff#lists-and-files-of-them"},
		project + "/evidence":                      {"staff#lists-and-files-of-them"},
		project + "/activities/:ref/consent/:item": {"staff#when-somebody-withdraws-consent"},

		project + "/money":    {"staff#log-an-expense", "lead#review-the-expenses", "controller#check-the-expenses"},
		project + "/expenses": {"staff#log-an-expense", "lead#review-the-expenses", "controller#verify-or-reopen"},
		project + "/receipts": {"lead#review-the-expenses"},
		project + "/rates":    {"lead#review-the-expenses"},

		project:                                        {"staff#find-your-way", "lead#see-how-the-project-stands", "funder#find-the-reports"},
		project + "/calendar":                          {"manager#see-what-is-missing", "funder#find-the-reports"},
		project + "/dashboard":                         {"lead#see-how-the-project-stands", "manager#see-what-is-missing", "auditor#follow-a-figure-to-its-source"},
		project + "/indicators":                        {"figures#a-figure-step-by-step"},
		project + "/audit":                             {"auditor#read-the-audit", "lead#put-right-what-was-accepted"},
		project + "/review":                            {"lead#review-what-comes-in"},
		project + "/reports":                           {"lead#write-the-project-report", "manager#write-the-partner-report", "funder#find-the-reports"},
		project + "/reports/:period/edit":              {"lead#write-the-project-report"},
		project + "/reports/:period/preview":           {"lead#seal-the-report"},
		project + "/reports/:period/fill":              {"lead#write-the-project-report"},
		project + "/reports/:period/versions/:version": {"funder#read-a-report", "lead#when-the-funder-asks-for-clarification"},
		project + "/partner-report":                    {"manager#write-the-partner-report", "lead#accept-the-partner-reports"},

		project + "/setup":            {"lead#set-up-the-project", "administrator#begin-a-project"},
		project + "/setup/deductions": {"lead#take-off-people-counted-twice"},
		project + "/setup/partners":   {"lead#when-a-partner-leaves-or-is-suspended"},
		project + "/setup/leave":      {"lead#when-a-partner-leaves-or-is-suspended"},
		project + "/setup/suspend":    {"lead#when-a-partner-leaves-or-is-suspended"},
		project + "/setup/reassign":   {"lead#when-a-partner-leaves-or-is-suspended"},
		project + "/iati":             {"lead#publish-in-open-aid-data"},
		project + "/languages":        {"lead#texts-in-all-languages"},
		project + "/security":         {"lead#require-a-second-factor"},
	}
})

// chapterOf is where the help for a page is, by the page's method and route, and by the
// guides of its reader; help itself where there is none.
func chapterOf(method, route string, guides []string) string {
	all := helpChapters()[method+" "+route]
	for at := route; all == nil && at != ""; at = at[:strings.LastIndex(at, "/")] {
		all = helpChapters()[at]
	}
	if all == nil {
		return helpHome
	}
	own := slices.IndexFunc(all, func(chapter string) bool {
		guide, _, _ := strings.Cut(chapter, "#")
		return slices.Contains(guides, guide)
	})
	return helpHome + "/" + all[max(own, 0)]
}

// guidesOf are the names of the guides for whoever asks: those of the roles in the
// project of the page, or of those in all of the places where it has none.
func (r *request) guidesOf(places []service.Place) []string {
	var names []string
	if r.user != nil && r.user.Administrator {
		names = append(names, administratorGuide)
	}
	for _, p := range places {
		if r.actor.Project != "" && p.Project != r.actor.Project {
			continue
		}
		for _, role := range p.Roles {
			names = append(names, string(role))
		}
	}
	return names
}

// helpWith is where the help for the page is, for a reader with places.
func (r *request) helpWith(places []service.Place) string {
	return chapterOf(r.Request.Method, r.FullPath(), r.guidesOf(places))
}

package web

import (
	"net/url"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// setupParts are all of them, in the order in which differences are told.
func setupParts() []setupPart {
	return []setupPart{
		detailsPart(), periodsPart(), thresholdsPart(), organisationPart(), partnerPart(), leavePart(), suspendPart(),
		dimensionPart(), resultPart(), indicatorPart(), plannedPart(), budgetPart(),
	}
}

// A differenceView is a thing that two versions of a set-up differ in.
type differenceView struct {
	Kind, Title string
	Change      string // "added", "removed" or "changed"
	Fields      []changedField
}

type changedField struct{ Label, Was, Is string }

// differences are what two versions of a set-up differ in, part by part, as their
// forms would show it. That the order alone is another is not told.
func (r *request) differences(was, is *partnership.Setup) []differenceView {
	var all []differenceView
	languages := slices.Clone(is.Project.Languages)
	for _, l := range was.Project.Languages {
		if !slices.Contains(languages, l) {
			languages = append(languages, l)
		}
	}
	for _, p := range setupParts() {
		names := []string{""}
		if !p.isAlone() {
			names = p.names(is)
			for _, name := range p.names(was) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
		for _, name := range names {
			before, title := r.thingIn(p, was, name, languages)
			after, now := r.thingIn(p, is, name, languages)
			d := differenceView{Kind: p.kind, Title: now, Change: "changed", Fields: changedFields(before, after)}
			switch {
			case title == "":
				d.Change = "added"
			case now == "":
				d.Title, d.Change = title, "removed"
				d.Fields = nil
			}
			if len(d.Fields) > 0 || d.Change == "removed" {
				all = append(all, d)
			}
		}
	}
	return all
}

// thingIn are the values of a thing in a set-up, and its title; there is none where
// it is not there.
func (r *request) thingIn(p setupPart, s *partnership.Setup, name string, languages []string) ([]leaf, string) {
	aim := setupAim{request: r, setup: s, name: name}
	if !p.isAlone() && (name == "" || !slices.Contains(p.names(s), name)) {
		return nil, ""
	}
	o := p.open(&aim)
	if o == nil {
		return nil, ""
	}
	b := newBinding(r.words, languages, nil)
	o.bind(b)
	return r.leaves(b.inputs), o.title
}

func changedFields(was, is []leaf) []changedField {
	var all []changedField
	for _, row := range versionRows(is, was) {
		if row.Differs {
			all = append(all, changedField{row.Label, row.Other, row.Mine})
		}
	}
	return all
}

// placeOf is the thing that a path leads to, with the page where it is edited.
func (r *request) placeOf(s *partnership.Setup, path string) link {
	of := func(kind, name, text string) link { return link{Text: text, Path: r.partPath(kind, name)} }
	for _, sp := range slices.Backward(spots(s)) {
		result := sp.result()
		rest, ok := cutPath(path, sp.path)
		if !ok {
			continue
		}
		for n := range result.Indicators {
			if i := &result.Indicators[n]; isBelow(rest, results.At("indicators", n)) {
				return of("indicators", string(i.Code), r.titled(string(i.Code), i.Title))
			}
		}
		for n := range result.Planned {
			if p := &result.Planned[n]; isBelow(rest, results.At("planned", n)) {
				return of("planned", string(p.Code), r.titled(string(p.Code), p.Title))
			}
		}
		return of("results", string(result.Code), r.titled(string(result.Code), result.Title))
	}
	for n, o := range s.Organisations {
		if isBelow(path, results.At("organisations", n)) {
			return of("organisations", string(o.ID), o.Name)
		}
	}
	p := &s.Project
	for n := range p.Partners {
		if isBelow(path, results.At("project.partners", n)) {
			return of("partners", string(p.Partners[n].Organisation), organisationName(s, p.Partners[n].Organisation))
		}
	}
	for n := range p.Dimensions {
		if isBelow(path, results.At("project.dimensions", n)) {
			return of("dimensions", string(p.Dimensions[n].Key), inLanguage(r.words, p.Dimensions[n].Title))
		}
	}
	for n := range p.BudgetLines {
		if l := &p.BudgetLines[n]; isBelow(path, results.At("project.budgetLines", n)) {
			return of("budget", l.Code, r.titled(l.Code, l.Title))
		}
	}
	return r.placeOfProject(path)
}

// placeOfProject is the page for what is one in a project.
func (r *request) placeOfProject(path string) link {
	kind := "details"
	switch {
	case isBelow(path, "project.periods"):
		kind = "periods"
	case isBelow(path, "project.thresholds"), isBelow(path, "project.suppressBelow"):
		kind = "thresholds"
	case isBelow(path, "project.results"):
		kind = "results"
	case isBelow(path, "project.partners"):
		kind = "partners"
	}
	return link{Text: r.words.Text("setup."+kind, nil), Path: r.setupPath() + "/" + url.PathEscape(kind)}
}

func cutPath(path, whole string) (string, bool) {
	if !isBelow(path, whole) {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimPrefix(path, whole), "."), true
}

func isBelow(path, whole string) bool {
	rest, ok := strings.CutPrefix(path, whole)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

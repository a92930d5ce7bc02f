package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A lackingView lists the texts of a project that lack one of its languages.
type lackingView struct {
	Project   string
	Languages []lackingLanguage
	Texts     []lackingRow
}

// A lackingLanguage is a language of the project, with how many texts lack it.
type lackingLanguage struct {
	Name  string
	Count int
}

// A lackingRow is a text, with the page on which it is written.
type lackingRow struct {
	Kind, Name, Path string
	Text             results.Text
	Lacks            string // names of languages
}

var lackingPage = page[lackingView]{"project/lacking.html"}

func showLacking(r *request) error {
	texts, languages, err := r.Service.LackingTexts(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	view := lackingView{Project: base(r.project())}
	for _, code := range languages {
		l := lackingLanguage{Name: r.words.LanguageName(code)}
		for _, t := range texts {
			if slices.Contains(t.Lacks, code) {
				l.Count++
			}
		}
		view.Languages = append(view.Languages, l)
	}
	for _, t := range texts {
		var names []string
		for _, code := range t.Lacks {
			names = append(names, r.words.LanguageName(code))
		}
		kind, path := placeInSetup(t.Part)
		if t.Name != "" {
			path += "/" + url.PathEscape(t.Name)
		}
		view.Texts = append(view.Texts, lackingRow{
			Kind: r.words.Text(kind, nil), Name: t.Name, Path: view.Project + "/setup/" + path,
			Text: t.Text, Lacks: strings.Join(names, ", "),
		})
	}
	return show(r, http.StatusOK, lackingPage, r.words.Text("languages.title", nil), view)
}

// placeInSetup is what a part of a set-up is called, and the page that it is on.
func placeInSetup(part partnership.SetupPart) (key, path string) {
	switch part {
	case partnership.PartResult:
		return "report.result", "results"
	case partnership.PartIndicator:
		return "report.indicator", "indicators"
	case partnership.PartPlanned:
		return "entry.planned", "planned"
	case partnership.PartDimension:
		return "report.breakdown", "dimensions"
	case partnership.PartPartner:
		return "report.partner", "suspend"
	case partnership.PartBudget:
		return "setup.kind-budget", "budget"
	default:
		return "report.project", "details"
	}
}

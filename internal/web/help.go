package web

import (
	"net/http"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A guide is the help for a role. Whole it is in docs/guide; in short it has steps, each a
// heading with a text, both messages that begin with help. and the name of the guide.
type guide struct {
	name  string
	steps []string
}

// guides are all of them, in the order in which roles are shown.
func guides() []guide {
	return []guide{
		{"staff", []string{"log", "numbers", "people", "care", "submit"}},
		{"manager", []string{"all", "missing", "report", "submit"}},
		{"lead", []string{"review", "mend", "twice", "partners", "report"}},
		{"funder", []string{"read", "see", "answer", "check"}},
		{"controller", []string{"check", "verify"}},
		{"auditor", []string{"see", "trace", "proof"}},
		{administratorGuide, []string{"people", "leave", "projects", "backup", "texts"}},
	}
}

const administratorGuide = "administrator"

// A helpView lists the guides: those of the reader's roles, and the others.
type helpView struct {
	Yours, Others []link
}

var helpPage = page[helpView]{"help/help.html"}

func showHelp(r *request) error {
	var places []service.Place
	if r.user != nil {
		var err error
		if places, err = r.Service.Places(r.ctx(), r.self()); err != nil {
			return err
		}
	}
	own := r.guidesOf(places)
	var view helpView
	for _, g := range guides() {
		l := link{Text: r.words.Text("help.guide-"+g.name, nil), Path: helpHome + "/" + g.name}
		if slices.Contains(own, g.name) {
			view.Yours = append(view.Yours, l)
		} else {
			view.Others = append(view.Others, l)
		}
	}
	return show(r, http.StatusOK, helpPage, r.words.Text("help.title", nil), view)
}

// A guideView is a guide: in short, and whole.
type guideView struct {
	Steps []guideStep
	Whole wholeGuide
}

type guideStep struct{ Title, Text string }

// A wholeGuide is a guide of docs/guide, which is in English whatever the language of
// the page is.
type wholeGuide struct {
	guideText
	IsForeign bool
}

func (r *request) wholeGuide(name string) (wholeGuide, error) {
	all, err := guideTexts()
	return wholeGuide{all[name], r.words.Language() != i18n.English}, err
}

var guidePage = page[guideView]{"help/guide.html"}

func showGuide(r *request) error {
	name := r.Param("guide")
	n := slices.IndexFunc(guides(), func(g guide) bool { return g.name == name })
	if n < 0 {
		return notFound(r)
	}
	whole, err := r.wholeGuide(name)
	if err != nil {
		return err
	}
	view := guideView{Whole: whole}
	for _, step := range guides()[n].steps {
		key := "help." + name + "." + step
		view.Steps = append(view.Steps, guideStep{r.words.Text(key, nil), r.words.Text(key+"-text", nil)})
	}
	return show(r, http.StatusOK, guidePage, r.words.Text("help.guide-"+name, nil), view)
}

// A figuresView explains figures by examples. Their numbers are fixed, and held
// against the rules by a test.
type figuresView struct {
	Grow, Stand exampleTable
	Pooled      exampleTable
	Wrong       string // the mean of percentages
	People      examplePeople
	Status      exampleStatus
	Whole       wholeGuide
}

// An exampleTable has a line for each partner and one for all.
type exampleTable struct {
	Columns []string
	Rows    []exampleRow
}

type exampleRow struct {
	Name  string
	Cells []string
}

// examplePeople are those of a training.
type examplePeople struct{ All, Before, New, Twice string }

// An exampleStatus is a line to a target, and what values on it come to.
type exampleStatus struct {
	OnTrack, AtRisk, Target, Expected string
	Rows                              []exampleReached
}

type exampleReached struct {
	Reached, Way string
	Status       results.Status
}

var figuresPage = page[figuresView]{"help/figures.html"}

func showFigures(r *request) error {
	view := examples{r.words}.view()
	var err error
	if view.Whole, err = r.wholeGuide("figures"); err != nil {
		return err
	}
	return show(r, http.StatusOK, figuresPage, r.words.Text("help.figures", nil), view)
}

// examples writes the examples of the page on figures.
type examples struct{ *i18n.Localizer }

func (e examples) view() figuresView {
	periods := []string{e.Text("report.period", i18n.Args{"Period": 1}), e.Text("report.period", i18n.Args{"Period": 2}), e.Text("report.cumulative", nil)}
	none := e.Text("state.not-reported", nil)
	return figuresView{
		Grow: exampleTable{periods, e.rows(
			[]string{e.Integer(2), e.Integer(3), e.Integer(5)}, []string{e.Integer(1), e.Integer(0), e.Integer(1)}, []string{e.Integer(3), e.Integer(3), e.Integer(6)})},
		Stand: exampleTable{periods, e.rows(
			[]string{e.Integer(4), e.Integer(6), e.Integer(6)}, []string{e.Integer(2), none, e.Integer(2)}, []string{e.Integer(6), e.Integer(6), e.Integer(8)})},
		Pooled: exampleTable{
			[]string{e.Text("activity.numerator", nil), e.Text("activity.denominator", nil), e.Text("measure.percentage", nil)},
			e.rows(
				[]string{e.Integer(9), e.Integer(10), e.Percent("90", 0)}, []string{e.Integer(45), e.Integer(90), e.Percent("50", 0)},
				[]string{e.Integer(54), e.Integer(100), e.Percent("54", 0)}),
		},
		Wrong:  e.Percent("70", 0),
		People: examplePeople{e.Integer(40), e.Integer(15), e.Integer(25), e.Integer(5)},
		Status: exampleStatus{
			OnTrack: e.Percent("90", 0), AtRisk: e.Percent("60", 0), Target: e.Integer(100), Expected: e.Integer(50),
			Rows: []exampleReached{
				{e.Integer(46), e.Percent("92", 0), results.OnTrack},
				{e.Integer(35), e.Percent("70", 0), results.AtRisk},
				{e.Integer(20), e.Percent("40", 0), results.OffTrack},
			},
		},
	}
}

func (e examples) rows(a, b, all []string) []exampleRow {
	return []exampleRow{{e.Text("help.figures-a", nil), a}, {e.Text("help.figures-b", nil), b}, {e.Text("help.figures-all", nil), all}}
}

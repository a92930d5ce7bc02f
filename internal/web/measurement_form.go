package web

import (
	"net/url"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A measurementForm is a measurement as it stands in its form: every field as it was
// typed.
type measurementForm struct {
	Language  string // that its text is in
	Shown     string // that it was in when the form was made
	Indicator string
	Date      string
	Value     contributionForm
}

// theValue is where the fields of a measurement's value are.
const theValue = "add"

// decodeMeasurement reads the form of a measurement. Of what was typed for another
// indicator stays what any of them has.
func decodeMeasurement(values url.Values) measurementForm {
	s := sent{values}
	f := measurementForm{
		Language: s.line("language"), Shown: s.line("shown"), Indicator: s.line("indicator"), Date: s.line("date"),
		Value: s.contribution(0),
	}
	if f.Value.Indicator != f.Indicator {
		f.Value = contributionForm{Value: f.Value.Value, NotApplicable: f.Value.NotApplicable, Note: f.Value.Note}
	}
	f.Value.Indicator = f.Indicator
	return f
}

// measurement is a measurement as its form.
func (m formMaker) measurement(v *partnership.Measurement) measurementForm {
	return measurementForm{
		Language: m.language, Shown: m.language, Indicator: string(v.Indicator), Date: v.Date.String(),
		Value: m.contribution(0, &v.Contribution),
	}
}

// read puts what the form says in place of what a measurement had; the reference,
// the partner and the status stay.
func (f *measurementForm) read(words *i18n.Localizer, project *partnership.Project, was *partnership.Measurement) (partnership.Measurement, *reader) {
	r := newReader(words, project, f.Language, f.Shown)
	m := partnership.Measurement{
		Ref: was.Ref, Partner: was.Partner, Status: was.Status, Date: r.date("date", f.Date),
		Contribution: r.contribution(&f.Value),
	}
	m.Cells = inOrder(m.Cells, was.Cells, func(c results.Cell) string { return byName(c.By) })
	return m, r
}

// measurementField names the field of the form at which a problem is shown.
func measurementField(path string) string {
	switch first, _, _ := strings.Cut(path, "."); first {
	case "date", "indicator":
		return first
	case "ref", "partner", "status":
		return "indicator" // they have no field; the first one serves
	}
	return at(theValue, 0) + fieldOf(at(theValue, 0), path)
}

// A measurementFormView is the form of a measurement, with what can be chosen in it.
type measurementFormView struct {
	entryFormView
	Form       measurementForm
	Indicators []optionGroup
	Value      *contributionField // nil: no indicator is chosen
	Languages  []option           // that its text can be said to be in
}

var measurementFormPage = page[measurementFormView]{"measurement/form.html"}

// A measurementEdit is a form of a measurement under way.
type measurementEdit struct {
	entryEdit[partnership.Measurement]
	form measurementForm
}

// view makes the page of the form as it is, with what can be chosen.
func (e *measurementEdit) view() (measurementFormView, error) {
	head, err := e.formView(e.request.measurementsPath())
	return measurementFormView{entryFormView: head, Form: e.form, Indicators: e.indicators()}, err
}

// fillIn adds the fields about the indicator, with what is wrong with them.
func (e *measurementEdit) fillIn(v *measurementFormView) {
	i, ok := indicatorOf(e.project(), results.IndicatorCode(e.form.Indicator))
	isKnown := ok
	if !ok && !e.form.Value.isEmpty() {
		i, ok = &results.Indicator{Code: results.IndicatorCode(e.form.Indicator), Measure: results.MeasureNumber}, true
	}
	if !ok {
		return
	}
	value := e.contribution(e.form.Language, v.Faults, i, e.form.Value)
	value.IsUnknown = !isKnown
	v.Value = &value
	if i.Measure != results.MeasureText {
		return
	}
	for _, l := range tongues(e.project()) {
		if _, isTaken := e.was.Value.Text[l]; !isTaken || l == e.form.Language || l == e.form.Shown {
			v.Languages = append(v.Languages, option{Value: l, Text: e.request.words.LanguageName(l)})
		}
	}
	v.Languages = choose(v.Languages, e.form.Language)
}

// indicators are all that can be measured, by their results.
func (e *measurementEdit) indicators() []optionGroup {
	var groups []optionGroup
	isFound := e.form.Indicator == ""
	for r := range results.All(e.project().Results) {
		g := optionGroup{Title: string(r.Code) + " " + inLanguage(e.request.words, r.Title)}
		for n := range r.Indicators {
			i := &r.Indicators[n]
			isChosen := string(i.Code) == e.form.Indicator
			isFound = isFound || isChosen
			g.Options = append(g.Options, option{
				Value: string(i.Code), Text: string(i.Code) + " " + inLanguage(e.request.words, i.Title), IsChosen: isChosen,
			})
		}
		if len(g.Options) > 0 {
			groups = append(groups, g)
		}
	}
	if !isFound {
		groups = append(groups, optionGroup{Options: []option{{Value: e.form.Indicator, Text: e.form.Indicator, IsChosen: true}}})
	}
	return groups
}

// messages say what is wrong with the form.
func (e *measurementEdit) messages(problems []results.Problem) []fieldMessage {
	return e.fieldMessages(problems, measurementField, func(label string) string {
		switch {
		case slices.Contains([]string{"indicator", "date", "value"}, label):
			return "measurement.need-" + label
		case label == "text":
			return "activity.need-text"
		}
		return ""
	})
}

// lines are the fields of a measurement that hold something, with their labels.
func (e *measurementEdit) lines(m *partnership.Measurement) [][2]string {
	l := &lister{words: e.request.words, project: e.project()}
	l.add(l.message("report.indicator"), strings.TrimSpace(string(m.Indicator)+" "+e.indicatorTitle(m.Indicator)))
	l.add(l.message("measurement.date"), date(l.words, m.Date))
	l.contribution(&m.Contribution)
	return l.list
}

func (e *measurementEdit) indicatorTitle(code results.IndicatorCode) string {
	if i, ok := indicatorOf(e.project(), code); ok {
		return inLanguage(e.request.words, i.Title)
	}
	return ""
}

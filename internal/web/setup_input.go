package web

import (
	"strings"

	"tulos/internal/results"
)

// An inputKind is what an input of a form is.
type inputKind string

const (
	lineInput    inputKind = "line"
	areaInput    inputKind = "area"
	numberInput  inputKind = "number"
	dateInput    inputKind = "date"
	selectInput  inputKind = "select"
	checkInput   inputKind = "check"
	checksInput  inputKind = "checks"
	hiddenInput  inputKind = "hidden"
	textInput    inputKind = "text"    // one input for each language
	sectionInput inputKind = "section" // inputs under a heading
	regionInput  inputKind = "region"  // inputs that depend on another
	rowsInput    inputKind = "rows"    // groups of inputs, as many as there are
	exampleInput inputKind = "example" // shows what the others make
	fileInput    inputKind = "file"
	makeInput    inputKind = "make" // a button that fills other inputs in
)

// An inputView is an input of a form, or several of them together.
type inputView struct {
	Kind              inputKind
	Name, Label, Hint string
	Value, Problem    string
	Language, Tongue  string // of a text: the code, and the name where there are several
	Options           []option
	IsOn              bool
	Live              string // the part of the page that depends on it
	Inputs            []*inputView
	Rows              []rowView
	Blank             *rowView // that scripts make others of
	Example           *exampleView

	isQuiet bool // where a thing stands is not compared
}

// A rowView is a group of inputs of a list.
type rowView struct {
	No     string
	Place  int
	Button string // value of the button that removes it
	Inputs []*inputView
}

// ID is that of the input on the page.
func (v *inputView) ID() string { return fieldID(v.Name) }

// Described are the ids of what is told about the input besides its label.
func (v *inputView) Described() string {
	var ids []string
	if v.Hint != "" {
		ids = append(ids, v.ID()+"-hint")
	}
	if v.Problem != "" {
		ids = append(ids, v.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

// isGroup says whether it is only what holds other inputs.
func (v *inputView) isGroup() bool {
	switch v.Kind {
	case textInput, sectionInput, regionInput:
		return true
	default:
		return false
	}
}

// A leaf is an input that holds a value, as it can be read.
type leaf struct{ Name, Label, Value string }

// leaves are the values of inputs, in order.
func (r *request) leaves(inputs []*inputView) []leaf {
	var all []leaf
	for _, v := range inputs {
		all = append(all, r.leavesOf(v)...)
	}
	return all
}

func (r *request) leavesOf(v *inputView) []leaf {
	switch {
	case v.isQuiet || v.Kind == hiddenInput || v.Kind == exampleInput || v.Kind == makeInput:
		return nil
	case v.isGroup():
		all := r.leaves(v.Inputs)
		if v.Kind == textInput && len(v.Inputs) > 1 {
			for n := range all {
				all[n].Label = v.Label + " – " + all[n].Label
			}
		}
		return all
	case v.Kind == rowsInput:
		var all []leaf
		for _, row := range v.Rows {
			for _, l := range r.leaves(row.Inputs) {
				l.Label = v.Label + " " + r.words.Integer(row.Place) + ": " + l.Label
				all = append(all, l)
			}
		}
		return all
	}
	return []leaf{{v.Name, v.Label, r.readable(v)}}
}

// readable is the value of an input in words.
func (r *request) readable(v *inputView) string {
	switch v.Kind {
	case selectInput, checksInput:
		var texts []string
		for _, o := range v.Options {
			if o.IsChosen && o.Value != "" {
				texts = append(texts, o.Text)
			}
		}
		return r.words.List(texts)
	case checkInput:
		if v.IsOn {
			return r.words.Text("setup.yes", nil)
		}
		return r.words.Text("setup.no", nil)
	case dateInput:
		if d, err := results.ParseDate(v.Value); err == nil {
			return date(r.words, d)
		}
		return v.Value
	default:
		return v.Value
	}
}

// A labelledRow is a group of a list with what the list is of.
type labelledRow struct {
	Row   rowView
	Label string
}

// newRow labels a group of a list, for its template.
func newRow(row any, label string) labelledRow {
	switch v := row.(type) {
	case rowView:
		return labelledRow{v, label}
	case *rowView:
		return labelledRow{*v, label}
	default:
		return labelledRow{Label: label}
	}
}

package web

import (
	"strconv"
	"strings"

	"tulos/internal/results"
)

// faults are what is wrong with the fields of a form, by their names.
type faults map[string]string

// A fieldView is a field of a form. Label and Hint are keys of messages.
type fieldView struct {
	Name, Value string
	Label, Hint string
	Error       string
	Others      string // the text in other languages, to be kept
}

// ID is the field's on the page.
func (f fieldView) ID() string { return fieldID(f.Name) }

// Described names what describes the field.
func (f fieldView) Described() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.ID()+"-hint")
	}
	if f.Error != "" {
		ids = append(ids, f.ID()+"-error")
	}
	return strings.Join(ids, " ")
}

func fieldID(name string) string { return strings.ReplaceAll(name, ".", "-") }

// Field makes a field with the message about it, if there is one.
func (f faults) Field(name, value, label, hint string) fieldView {
	return fieldView{Name: name, Value: value, Label: label, Hint: hint, Error: f[name]}
}

// Written makes the field of a text that other languages may have too.
func (f faults) Written(name string, t typedText, label, hint string) fieldView {
	v := f.Field(name, t.Text, label, hint)
	v.Others = t.Others
	return v
}

// A problemLink leads from the summary to a field.
type problemLink struct{ ID, Text string }

// An option can be chosen.
type option struct {
	Value, Text string
	Language    string // of the text, where it is another
	IsChosen    bool
}

type optionGroup struct {
	Title   string
	Fits    string // codes of results whose indicators fit, with spaces between them
	Options []option
}

// A fieldGroup is a group of fields, whose names begin alike.
type fieldGroup struct {
	Wrong faults
	Name  string
}

// ID is that of a field of the group on the page.
func (g fieldGroup) ID(field string) string { return fieldID(g.Name + field) }

// Field makes a field of the group.
func (g fieldGroup) Field(name, value, label, hint string) fieldView {
	return g.Wrong.Field(name, value, label, hint)
}

// Written makes a field of the group for a text.
func (g fieldGroup) Written(name string, t typedText, label, hint string) fieldView {
	return g.Wrong.Written(name, t, label, hint)
}

// A contributionField is the part of the form about an indicator.
type contributionField struct {
	fieldGroup
	contributionForm
	Title, Unit                 results.Text
	Measure                     results.Measure
	Unique, AddsUp              bool
	Last                        *lastValue
	Stages                      []stageField
	Grids                       []gridField
	NotFitting, IsUnknown, Open bool
	Of                          string // code of the result that it is an indicator of
}

// ValueHint is the key of what is said about the value.
func (f contributionField) ValueHint() string {
	if f.AddsUp {
		return "activity.value-hint"
	}
	return ""
}

// A lastValue is what the partner has reported of an indicator so far.
type lastValue struct {
	Period     int
	Value      string
	Stage      results.Text
	Cumulative string
}

type stageField struct {
	Key      string
	Title    results.Text
	IsChosen bool
}

// A gridField is a grid with the names of its fields.
type gridField struct {
	grid
	ID     string
	Prefix string // of the names of its cells
	Wrong  faults
}

// IsWrong says whether a cell is not a number.
func (g gridField) IsWrong(by string) bool { return g.Wrong[g.Prefix+by] != "" }

// A publicationField, a quoteField, a fileField and a linkField are groups of
// fields. No is "{n}" in the group that scripts make others of.
type publicationField struct {
	fieldGroup
	publicationForm
	No        string
	Kinds     []option
	Languages []option
	Editions  []editionField
}

type editionField struct {
	fieldGroup
	editionForm
	No        string
	Languages []option
}

type quoteField struct {
	fieldGroup
	quoteForm
	No string
}

// A versionRow is a field of the two versions of an entry that two people edited.
type versionRow struct {
	Label       string
	Mine, Other string
	Differs     bool
}

const anyNumber = "{n}"

func group(list, no string) string { return list + "." + no + "." }

func choose(options []option, chosen string) []option {
	all := make([]option, 0, len(options)+1)
	found := chosen == ""
	for _, o := range options {
		o.IsChosen = o.Value == chosen
		found = found || o.IsChosen
		all = append(all, o)
	}
	if !found {
		all = append(all, option{Value: chosen, Text: chosen, IsChosen: true})
	}
	return all
}

func (v *activityFormView) addGroups(kinds, languages []option) {
	for _, p := range append(v.Form.Publications, publicationForm{No: -1}) {
		v.Publications = append(v.Publications, v.publicationField(p, kinds, languages))
	}
	for _, q := range append(v.Form.Quotes, quoteForm{No: -1}) {
		no := groupNo(q.No)
		v.Quotes = append(v.Quotes, quoteField{fieldGroup{v.Faults, group("quote", no)}, q, no})
	}
}

// groupNo is the number of a group; that of the one to be copied is a place for it.
func groupNo(n int) string {
	if n < 0 {
		return anyNumber
	}
	return strconv.Itoa(n)
}

func (v *activityFormView) publicationField(p publicationForm, kinds, languages []option) publicationField {
	no := groupNo(p.No)
	f := publicationField{
		fieldGroup: fieldGroup{v.Faults, group("publication", no)}, publicationForm: p, No: no, Kinds: choose(kinds, p.Kind),
	}
	spare := editionForm{}
	for _, e := range p.Editions {
		spare.No = max(spare.No, e.No+1)
	}
	for _, e := range append(p.Editions, spare) {
		no := strconv.Itoa(e.No)
		f.Editions = append(f.Editions, editionField{fieldGroup{v.Faults, group(f.Name+"edition", no)}, e, no, choose(languages, e.Language)})
	}
	return f
}

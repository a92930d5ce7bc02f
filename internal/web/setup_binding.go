package web

import (
	"slices"
	"strconv"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
)

// A binding ties the inputs of a form to a part of a set-up: it shows what the part
// holds or, where a form was sent, puts what it says into the part.
type binding struct {
	words     *i18n.Localizer
	languages []string // that texts are written in
	sent      *sent    // nil: the part is only shown
	inputs    []*inputView
	names     map[string]string // of inputs, by their paths in the part
	inputOf   map[string]*inputView
	mistakes  *[]fieldMessage
	name      string // of the group, ending in ".", if it is one
	path      string
}

func newBinding(words *i18n.Localizer, languages []string, sent *sent) *binding {
	if len(languages) == 0 {
		languages = []string{string(words.Language())}
	}
	return &binding{
		words: words, languages: languages, sent: sent,
		names: map[string]string{}, inputOf: map[string]*inputView{}, mistakes: &[]fieldMessage{},
	}
}

// say is a message.
func (b *binding) say(key string) string { return b.words.Text(key, nil) }

// input adds an input; label is the key of its message.
func (b *binding) input(kind inputKind, name, label string) *inputView {
	v := &inputView{Kind: kind, Name: b.name + name, Label: b.say(label)}
	b.inputs = append(b.inputs, v)
	b.names[results.Join(b.path, name)] = v.Name
	b.inputOf[v.Name] = v
	return v
}

// at says that what is wrong at a path is shown at an input.
func (b *binding) at(path, name string) { b.names[results.Join(b.path, path)] = b.name + name }

// wrong tells that an input holds something else than it should.
func (b *binding) wrong(v *inputView, key string) {
	v.Problem = b.say(key)
	*b.mistakes = append(*b.mistakes, fieldMessage{v.Name, v.Problem})
}

// hint says something about an input.
func (b *binding) hint(v *inputView, key string) *inputView {
	v.Hint = b.say(key)
	return v
}

// line binds a text of one line in no language.
func line[S ~string](b *binding, name, label string, value *S) *inputView {
	v := b.input(lineInput, name, label)
	if b.sent != nil {
		*value = S(b.sent.line(v.Name))
	}
	v.Value = string(*value)
	return v
}

// hidden binds what people do not see.
func hidden[S ~string](b *binding, name string, value *S) {
	v := &inputView{Kind: hiddenInput, Name: b.name + name}
	b.inputs = append(b.inputs, v)
	if b.sent != nil {
		*value = S(b.sent.line(v.Name))
	}
	v.Value = string(*value)
}

// text binds a text with an input for each language of the project; those in other
// languages stay.
func (b *binding) text(kind inputKind, name, label string, value *results.Text) *inputView {
	group := b.input(textInput, name, label)
	next := results.Text{}
	for l, s := range *value {
		if !slices.Contains(b.languages, l) {
			next[l] = s
		}
	}
	for _, l := range b.languages {
		v := &inputView{Kind: kind, Name: group.Name + "." + l, Label: group.Label, Language: l, Value: (*value)[l]}
		if len(b.languages) > 1 {
			v.Label = b.words.LanguageName(l)
			v.Tongue = v.Label
		}
		if b.sent != nil {
			v.Value = b.sent.text(v.Name)
			if kind == lineInput {
				v.Value = b.sent.line(v.Name)
			}
		}
		if v.Value != "" {
			next[l] = v.Value
		}
		group.Inputs = append(group.Inputs, v)
		b.names[results.Join(b.path, name+"."+l)] = v.Name
		b.inputOf[v.Name] = v
	}
	b.names[results.Join(b.path, name)] = group.Inputs[0].Name
	if b.sent != nil {
		if *value = next; len(next) == 0 {
			*value = nil
		}
	}
	return group
}

// number binds a number.
func (b *binding) number(name, label string, value **results.Number) *inputView {
	v := b.input(numberInput, name, label)
	if b.sent == nil {
		v.Value = typedNumber(b.words, *value)
		return v
	}
	v.Value = b.sent.line(v.Name)
	n, err := parseNumber(b.words, v.Value)
	if err != nil {
		b.wrong(v, "activity.not-number")
	}
	*value = n
	return v
}

// count binds a whole number.
func (b *binding) count(name, label string, value **int) *inputView {
	v := b.input(numberInput, name, label)
	if b.sent == nil {
		if *value != nil {
			v.Value = strconv.Itoa(**value)
		}
		return v
	}
	*value = nil
	if v.Value = b.sent.line(v.Name); v.Value == "" {
		return v
	}
	n, err := strconv.Atoi(v.Value)
	if err != nil {
		b.wrong(v, "activity.not-number")
		return v
	}
	*value = &n
	return v
}

// date binds a day.
func (b *binding) date(name, label string, value *results.Date) *inputView {
	v := b.input(dateInput, name, label)
	if b.sent == nil {
		v.Value = value.String()
		return v
	}
	*value = results.Date{}
	if v.Value = b.sent.line(v.Name); v.Value == "" {
		return v
	}
	d, err := results.ParseDate(v.Value)
	if err != nil {
		b.wrong(v, "activity.not-date")
	}
	*value = d
	return v
}

// pick binds one of several options. What is none of them stays only if it was there
// before.
func pick[S ~string](b *binding, name, label string, value *S, options []option) *inputView {
	v := b.input(selectInput, name, label)
	if b.sent != nil {
		*value = S(b.sent.line(v.Name))
	}
	isKnown := false
	v.Options = slices.Clone(options)
	for n := range v.Options {
		v.Options[n].IsChosen = v.Options[n].Value == string(*value)
		isKnown = isKnown || v.Options[n].IsChosen
	}
	if !isKnown && *value != "" {
		v.Options = append(v.Options, option{Value: string(*value), Text: string(*value), IsChosen: true})
	}
	return v
}

// check binds yes or no.
func (b *binding) check(name, label string, value *bool) *inputView {
	v := b.input(checkInput, name, label)
	if b.sent != nil {
		*value = b.sent.isOn(v.Name)
	}
	v.IsOn = *value
	return v
}

// checks binds any number of several options.
func checks[S ~string](b *binding, name, label string, list *[]S, options []option) *inputView {
	v := b.input(checksInput, name, label)
	if b.sent != nil {
		was := *list
		*list = nil
		for _, o := range options {
			if slices.Contains(b.sent.values[v.Name], o.Value) {
				*list = append(*list, S(o.Value))
			}
		}
		*list = inOrder(*list, was, func(s S) S { return s })
	}
	v.Options = slices.Clone(options)
	for n := range v.Options {
		v.Options[n].IsChosen = slices.Contains(*list, S(v.Options[n].Value))
	}
	for n := range *list {
		b.names[results.Join(b.path, results.At(name, n))] = v.Name
	}
	return v
}

// section puts inputs under a heading.
func (b *binding) section(label string, bind func()) {
	b.group(&inputView{Kind: sectionInput, Label: b.say(label)}, bind)
}

// region puts inputs into a part of the page that is made anew when what it depends
// on changes.
func (b *binding) region(name string, bind func()) {
	b.group(&inputView{Kind: regionInput, Name: name}, bind)
}

func (b *binding) group(v *inputView, bind func()) {
	before := b.inputs
	b.inputs = nil
	bind()
	v.Inputs = b.inputs
	b.inputs = append(before, v)
}

// rows binds a list with a group of inputs for each item. A group in which nothing
// was typed is no item.
func rows[T any](b *binding, name, label string, list *[]T, bind func(*binding, *T), isBlank func(*T) bool) *inputView {
	v := b.input(rowsInput, name, label)
	was, next := *list, []T(nil)
	last := -1
	for _, no := range b.rowNumbers(v.Name, len(was)) {
		var item T
		if no < len(was) {
			item = was[no]
		}
		row := b.row(v.Name, strconv.Itoa(no), results.At(name, len(next)))
		bind(row, &item)
		v.addRow(row)
		if b.sent == nil || !isBlank(&item) {
			next = append(next, item)
		}
		last = no
	}
	if b.sent != nil {
		*list = next
	}
	blank := func(no string) *binding {
		row := b.row(v.Name, no, "")
		row.sent, row.names, row.inputOf = nil, map[string]string{}, map[string]*inputView{}
		var none T
		bind(row, &none)
		return row
	}
	if b.isSent("add", v.Name) {
		v.addRow(blank(strconv.Itoa(last + 1)))
	}
	row := blank(anyNumber)
	v.Blank = &rowView{anyNumber, len(v.Rows) + 1, strings.TrimSuffix(row.name, "."), row.inputs}
	return v
}

// rowNumbers are those of the groups of a list.
func (b *binding) rowNumbers(list string, count int) []int {
	if b.sent != nil {
		return slices.DeleteFunc(b.sent.numbers(list), func(n int) bool {
			return b.isSent("remove", list+"."+strconv.Itoa(n))
		})
	}
	var all []int
	for n := range count {
		all = append(all, n)
	}
	return all
}

// isSent says whether a button was pressed.
func (b *binding) isSent(name, value string) bool {
	return b.sent != nil && b.sent.values.Get(name) == value
}

// row is the binding of a group of a list.
func (b *binding) row(list, no, path string) *binding {
	child := *b
	child.name, child.path, child.inputs = list+"."+no+".", results.Join(b.path, path), nil
	return &child
}

func (v *inputView) addRow(row *binding) {
	no := strings.TrimSuffix(row.name, ".")
	v.Rows = append(v.Rows, rowView{no[strings.LastIndexByte(no, '.')+1:], len(v.Rows) + 1, no, row.inputs})
	for _, in := range row.inputs {
		if in.Kind != hiddenInput {
			for in.isGroup() && len(in.Inputs) > 0 {
				in = in.Inputs[0]
			}
			row.names[row.path] = in.Name
			return
		}
	}
}

// nameAt is the name of the input for a path in the part, else that of what is
// around it; "" is the form as a whole.
func (b *binding) nameAt(path string) string {
	for {
		if name, ok := b.names[path]; ok {
			return name
		}
		at := strings.LastIndexAny(path, ".[")
		if at < 0 {
			return ""
		}
		path = path[:at]
	}
}

// problems puts what is wrong at the inputs, and lists it with links to them.
func (b *binding) problems(r *request, all []results.Problem) []problemLink {
	var links []problemLink
	for _, m := range *b.mistakes {
		links = append(links, problemLink{"#" + fieldID(m.Field), b.named(m.Field, m.Text)})
	}
	told := map[string]bool{}
	for _, p := range all {
		if p.Warning {
			continue
		}
		text, name := bundle.Message(r.words, p), b.nameAt(p.Path)
		if name == "" || told[name] {
			links = append(links, problemLink{"#main", text})
			continue
		}
		told[name] = true
		if in := b.inputOf[name]; in != nil {
			in.Problem = text
		}
		links = append(links, problemLink{"#" + fieldID(name), b.named(name, text)})
	}
	return links
}

// named says of which input a text tells, for where it does not stand beside it.
func (b *binding) named(name, text string) string {
	if in := b.inputOf[name]; in != nil && in.Label != "" {
		return in.Label + ": " + text
	}
	return text
}

// has says whether anything was sent in fields whose names begin so.
func (s *sent) has(prefix string) bool {
	for name, values := range s.values {
		if strings.HasPrefix(name, prefix) && strings.TrimSpace(values[0]) != "" {
			return true
		}
	}
	return false
}

// without takes out what was sent in fields whose names begin so.
func (s *sent) without(prefix string) {
	for name := range s.values {
		if strings.HasPrefix(name, prefix) {
			s.values.Del(name)
		}
	}
}

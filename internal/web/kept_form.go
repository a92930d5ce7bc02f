package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/partnership"
)

// longestKey is how long the key of a form is that is taken for one made here.
const longestKey = 100

func (r *request) keptPath(key string) string {
	return base(r.project()) + "/kept/" + url.PathEscape(key)
}

// A keptItem is a form that is kept, in a list.
type keptItem struct {
	Path, Title, Kind string
	At                string
}

// keptItems are the forms that are kept for the person.
func (r *request) keptItems() ([]keptItem, error) {
	all, err := r.Service.KeptForms(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	var items []keptItem
	for n := range all {
		items = append(items, r.keptItem(&all[n]))
	}
	return items, nil
}

func (r *request) keptItem(f *partnership.KeptForm) keptItem {
	item := keptItem{Path: r.keptPath(f.Key), Kind: keptKind(f), At: moment(r.words, f.At)}
	for _, field := range f.Fields {
		if field.Name == "title" || field.Name == "description" {
			item.Title = field.Value
		}
	}
	item.Title = cmp.Or(item.Title, r.words.Text("kept."+item.Kind, nil))
	return item
}

// keptKind is what the form is of, as its message names it.
func keptKind(f *partnership.KeptForm) string {
	path := strings.TrimPrefix(f.Action, base(f.Project))
	switch {
	case strings.HasPrefix(path, "/activities"):
		return "activity"
	case strings.HasPrefix(path, "/measurements"):
		return "measurement"
	case strings.HasPrefix(path, "/expenses"):
		return "expense"
	}
	return "report"
}

// A keptView is a form that is kept, with the texts that were written in it.
type keptView struct {
	keptItem
	Texts    []string
	HadFiles bool
	Action   string
	Key      string
	Fields   []keptField // to go on with; none as long as the partner does not report
	Remove   string
	Back     string
}

var keptPage = page[keptView]{"kept/kept.html"}

// showKept shows a form that is kept, and lets its writer go on with it.
func showKept(r *request) error {
	f, err := r.Service.KeptForm(r.ctx(), r.by(), r.project(), r.Param("key"))
	if err != nil {
		return err
	}
	isReporting, err := r.Service.IsReporting(r.ctx(), r.project(), r.actor.Organisation)
	if err != nil {
		return err
	}
	v := keptView{
		keptItem: r.keptItem(&f), Key: f.Key, HadFiles: f.HadFiles, Action: f.Action,
		Remove: r.keptPath(f.Key) + "/remove", Back: base(r.project()) + "/work",
	}
	for _, field := range f.Fields {
		if isWritten(field.Name) && field.Value != "" {
			v.Texts = append(v.Texts, field.Value)
		}
		if isReporting && field.Name != "do" && field.Name != keptFormField {
			v.Fields = append(v.Fields, keptField(field))
		}
	}
	return show(r, http.StatusOK, keptPage, r.words.Text("kept.title", nil), v)
}

// keptFormField names the form that is gone on with, in the form that it has become.
const keptFormField = "kept-form"

// dropTaken takes away what was kept of a form that has just been taken.
func (r *request) dropTaken() error {
	isTaken := r.Writer.Status() == http.StatusSeeOther || r.Writer.Status() == http.StatusOK && r.wantsJSON()
	key := cmp.Or(r.PostForm(keptFormField), r.PostForm("key"))
	if !isTaken || key == "" {
		return nil
	}
	return r.Service.DropKeptForm(r.ctx(), r.by(), r.project(), key)
}

// isWritten says whether a field of the forms of entries and reports holds a text.
func isWritten(name string) bool {
	return strings.HasPrefix(name, "text.") ||
		slices.Contains([]string{"title", "narrative", "description", "text", "role", "note"}, name[strings.LastIndexByte(name, '.')+1:])
}

// removeKept takes a form that is kept away.
func removeKept(r *request) error {
	if err := r.Service.DropKeptForm(r.ctx(), r.by(), r.project(), r.Param("key")); err != nil {
		return err
	}
	r.notice(r.words.Text("kept.removed", nil))
	return r.to(base(r.project()) + "/work")
}

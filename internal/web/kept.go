package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A keptForm is a form that could not be taken just now, with what was typed, to be
// sent once its sender has signed in. Passwords, codes and files are not kept.
type keptForm struct {
	Action      string
	IsMultipart bool
	Fields      []keptField
}

type keptField struct{ Name, Value string }

// The fields that carry a kept form within another: its address, whether it has
// files, and its own fields with a prefix.
const (
	keptAction    = "kept"
	keptMultipart = "kept-multipart"
	keptPrefix    = "kept."
)

// keep takes what was sent just now.
func (r *request) keep() *keptForm {
	r.PostForm("") // has the body read, whatever its form
	f := &keptForm{
		Action:      ownPath(r.Request.URL.RequestURI()),
		IsMultipart: r.ContentType() == "multipart/form-data",
	}
	f.take(r.Request.PostForm, "")
	return f
}

// keptBefore is the form that another carries; nil where it carries none.
func (r *request) keptBefore() *keptForm {
	action := r.PostForm(keptAction)
	if action == "" {
		return nil
	}
	f := &keptForm{Action: ownPath(action), IsMultipart: r.PostForm(keptMultipart) != ""}
	f.take(r.Request.PostForm, keptPrefix)
	return f
}

func (f *keptForm) take(values url.Values, prefix string) {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, full := range names {
		name, ok := strings.CutPrefix(full, prefix)
		if !ok || f.isSecret(name) {
			continue
		}
		for _, value := range values[full] {
			f.Fields = append(f.Fields, keptField{name, value})
		}
	}
}

// isSecret says whether a field of the form must not be kept.
func (f *keptForm) isSecret(name string) bool {
	isOfAccount := strings.HasPrefix(f.Action, "/me/") && slices.Contains([]string{"password", "again", "old", "code"}, name)
	return name == "proof" || name == "passkey" || isOfAccount
}

// A resumeView is the page on which a kept form is sent.
type resumeView struct{ Form *keptForm }

var resumePage = page[resumeView]{"signin/resume.html"}

// goOn leads whoever has signed in on: to the form that was kept, else to the page.
func (r *request) goOn(then string, kept *keptForm) error {
	if kept == nil {
		return r.to(then)
	}
	return show(r, http.StatusOK, resumePage, r.words.Text("signin.resumed", nil), resumeView{kept})
}

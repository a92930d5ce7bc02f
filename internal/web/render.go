package web

import (
	"bytes"
	"crypto/rand"
	"html/template"
	"net/url"
	"reflect"
	"strings"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A page is a template with the type of what it shows. All of them are listed in
// allPages.
type page[V any] struct {
	file string // below templates, such as "work/work.html"
}

// A shown page is what its template works on.
type shown[V any] struct {
	Frame frame
	View  V
}

// A frame is what stands around every page.
type frame struct {
	Title    string // of the page
	Language string
	Theme    string      // "light", "dark", or as the device has it
	Path     string      // of the page
	Help     string      // where the help for the page is
	Notice   string      // what was done just now
	Undo     *undoForm   // takes it back; nil where that cannot be done
	Alike    []problemAt // what was saved just now is perhaps the same as
	Signed   *signedFrame
	Device   *deviceFrame // nil where nothing is kept on the device
	Project  *projectFrame
	Tongues  []tongue
}

// A signedFrame is who is signed in.
type signedFrame struct {
	Name, Initials string
	Administrator  bool
	Places         []place
}

// A place is a project that the person has a place in.
type place struct {
	Title, Path string
	IsCurrent   bool
}

// A projectFrame is the navigation of a project: what the person may open there.
type projectFrame struct {
	Title, Path string
	Links       []link
}

// A link of the navigation; Count is how many things wait there.
type link struct {
	Text, Path string
	Count      int
	IsCurrent  bool
}

// A tongue is a language that can be chosen.
type tongue struct {
	Code, Name string
	IsCurrent  bool
}

// functions are what templates can call.
func functions(words *i18n.Localizer) template.FuncMap {
	return template.FuncMap{
		"t":      func(key string, pairs ...any) string { return words.Text(key, arguments(pairs)) },
		"text":   func(t results.Text) written { return writtenIn(words, t) },
		"date":   func(d results.Date) string { return date(words, d) },
		"moment": func(at time.Time) string { return moment(words, at) },
		"number": func(n results.Number, places int) string { return words.Number(n.Fixed(places), places) },
		"slug":   url.PathEscape,
		"asset":  asset,
		"row":    newRow,
		"key":    rand.Text, // by which a form that is sent twice is known
	}
}

// arguments turns name, value, name, value … into the arguments of a message.
func arguments(pairs []any) i18n.Args {
	args := i18n.Args{}
	for n := 0; n+1 < len(pairs); n += 2 {
		if name, ok := pairs[n].(string); ok {
			args[name] = pairs[n+1]
		}
	}
	return args
}

// A written text, with its language where that is another than the page's.
type written struct {
	Text, Language string
	IsForeign      bool
	LanguageName   string
}

// writtenIn takes a text in the language of the words, or else in another.
func writtenIn(words *i18n.Localizer, t results.Text) written {
	s, found := t.In(string(words.Language()))
	w := written{Text: s, Language: found, IsForeign: found != string(words.Language())}
	if w.IsForeign {
		w.LanguageName = words.LanguageName(found)
	}
	return w
}

// worded takes a wording of a definition in the language of the words, or else in
// another.
func worded(words *i18n.Localizer, w reports.Wording) written {
	s, found := w.In(words)
	return written{Text: s, Language: found, IsForeign: found != string(words.Language())}
}

func date(words *i18n.Localizer, d results.Date) string {
	if d.IsZero() {
		return ""
	}
	return words.Date(d.Parts())
}

// moment is a time of day in UTC, until places have their own.
func moment(words *i18n.Localizer, at time.Time) string {
	at = at.UTC()
	return words.Date(at.Year(), int(at.Month()), at.Day()) + " " + at.Format("15:04")
}

// show renders a page into a buffer and sends it.
func show[V any](r *request, status int, p page[V], title string, view V) error {
	f, err := r.frame(title)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := r.pages.render(&b, r.words.Language(), p.file, shown[V]{f, view}); err != nil {
		return err
	}
	r.Data(status, "text/html; charset=utf-8", b.Bytes())
	return nil
}

func (r *request) frame(title string) (frame, error) {
	f := frame{
		Title: title, Language: string(r.words.Language()), Theme: r.theme(),
		Path: r.Request.URL.Path, Help: r.helpWith(nil),
	}
	if !r.isOnDevice { // which nobody looks at now
		f.Notice, f.Undo, f.Alike = r.sessions.PopString(r.ctx(), noticeKey), r.takeUndo(), r.takeAlike()
	}
	for _, l := range languages() {
		f.Tongues = append(f.Tongues, tongue{string(l), l.OwnName(), l == r.words.Language()})
	}
	if r.user == nil {
		return f, nil
	}
	places, err := r.Service.Places(r.ctx(), r.self())
	if err != nil {
		return frame{}, err
	}
	f.Help = r.helpWith(places)
	f.Signed = &signedFrame{Name: r.user.Name, Initials: initials(r.user.Name), Administrator: r.user.Administrator}
	f.Device = r.deviceFrame(places)
	if r.isOnDevice {
		return f, nil
	}
	for _, p := range places {
		f.Signed.Places = append(f.Signed.Places, place{
			Title: inLanguage(r.words, p.Title), Path: base(p.Project), IsCurrent: p.Project == r.actor.Project,
		})
		if p.Project != r.actor.Project {
			continue
		}
		if f.Project, err = r.navigation(p); err != nil {
			return frame{}, err
		}
	}
	return f, nil
}

// navigation lists what the person may open in a project, with how much waits
// there.
func (r *request) navigation(p service.Place) (*projectFrame, error) {
	var waiting service.Waiting
	if r.actor.May(partnership.ReadAccepted) {
		var err error
		if waiting, err = r.Service.Waiting(r.ctx(), r.self(), p.Project); err != nil {
			return nil, err
		}
	}
	n := &projectFrame{Title: inLanguage(r.words, p.Title), Path: base(p.Project)}
	for _, l := range []struct {
		key, path string
		may       partnership.Permission
		count     int
	}{
		{"nav.work", "/work", partnership.LogEntries, waiting.Returned},
		{"nav.dashboard", "/dashboard", partnership.ReadAccepted, 0},
		{"nav.activities", "/activities", partnership.ReadAccepted, 0},
		{"nav.money", "/money", partnership.ReadAccepted, 0},
		{"nav.review", "/review", partnership.Review, waiting.Review},
		{"calendar.title", "/calendar", partnership.ReadProject, 0},
		{"nav.reports", "/reports", partnership.ReadProject, 0},
		{"nav.setup", "/setup", partnership.ReadProject, 0},
	} {
		if r.actor.May(l.may) {
			path := n.Path + l.path
			n.Links = append(n.Links, link{
				Text: r.words.Text(l.key, nil), Path: path, Count: l.count,
				IsCurrent: r.Request.URL.EscapedPath() == path || strings.HasPrefix(r.Request.URL.EscapedPath(), path+"/"),
			})
		}
	}
	return n, nil
}

func inLanguage(words *i18n.Localizer, t results.Text) string {
	s, _ := t.In(string(words.Language()))
	return s
}

// initials are the first letters of the first and the last part of a name.
func initials(name string) string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return ""
	}
	letters := []rune(parts[0])[:1]
	if len(parts) > 1 {
		letters = append(letters, []rune(parts[len(parts)-1])[0])
	}
	return strings.ToUpper(string(letters))
}

// A listed page is a page without its type, for parsing and for tests.
type listedPage struct {
	file string
	view reflect.Type
}

func list[V any](p page[V]) listedPage { return listedPage{p.file, reflect.TypeFor[shown[V]]()} }

package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A writingView is the form in which the sections of a report are written, in one
// language.
type writingView struct {
	Action    string
	Language  choiceView
	Languages []choiceView
	Sections  []sectionView
	IsOpen    bool // or it can only be read
	Problems  []problemAt
	Message   string // what went wrong with all of it
}

// A choiceView is one of several that a page can be seen in.
type choiceView struct {
	Code, Name, Path string
	IsChosen         bool
}

// A problemAt is what is wrong, with the address of the place.
type problemAt struct{ Path, Text string }

// A sectionView is a section of a report.
type sectionView struct {
	Name                string
	Heading, Help       written // Help may be empty
	Mandatory, Optional bool

	Text     string // in the chosen language
	Seen     int64  // revision
	Was      string // mark of the text when it was shown
	Others   []passageView
	Passages []passageView // of partners
	Problem  string
	Personal []string // what identifies people in the text
	Stored   string   // what is stored now, where someone else has changed it
	IsLater  bool     // someone else has changed it
}

// A passageView is a text in one language, by a partner or by oneself.
type passageView struct {
	Partner      string
	Language     string
	LanguageName string
	Text         string
	Status       partnership.Status // of the partner's report
	Take         string             // what a button sends that takes it over
	IsTaken      bool               // it was taken over
	HasChanged   bool               // since then
}

// A writing is a report that is written: of the project, or of a partner.
type writing struct {
	project  *partnership.Project
	period   results.PeriodNo
	partner  results.PartnerID // "" is the project's
	language string
	sections []service.SectionState
	stored   map[string]service.Stored[service.Logged[partnership.Narrative]]
}

// readWriting reads what is written of a report, and finds the language in which it
// is to be written.
func (r *request) readWriting(project *partnership.Project, k results.PeriodNo, partner results.PartnerID) (*writing, []service.Stored[service.Logged[partnership.Narrative]], error) {
	w := &writing{project: project, period: k, partner: partner, language: r.writingLanguage(project)}
	form, err := r.Service.ReportForm(r.ctx(), r.by(), project.Code, k)
	if err != nil {
		return nil, nil, err
	}
	w.sections = form.Asked()
	all, err := r.Service.Narratives(r.ctx(), r.by(), project.Code, k)
	if err != nil {
		return nil, nil, err
	}
	w.stored = map[string]service.Stored[service.Logged[partnership.Narrative]]{}
	for _, n := range all {
		if n.Value.Value.Partner == partner {
			w.stored[n.Value.Value.Section] = n
		}
	}
	return w, all, nil
}

// writingLanguage is the one asked for, if it is one of the project's; else the
// reader's, else the project's main one.
func (r *request) writingLanguage(p *partnership.Project) string {
	wanted := []string{r.PostForm("language"), r.Query("language"), string(r.words.Language())}
	for _, l := range wanted {
		if slices.Contains(p.Languages, l) {
			return l
		}
	}
	if len(p.Languages) == 0 {
		return string(r.words.Language())
	}
	return p.Languages[0]
}

// writingView makes the form; path is the address of the page.
func (r *request) writingView(w *writing, path string, isOpen bool) writingView {
	v := writingView{Action: path, IsOpen: isOpen}
	for _, l := range w.project.Languages {
		c := choiceView{l, r.words.LanguageName(l), withQuery(path, "language", l), l == w.language}
		if c.IsChosen {
			v.Language = c
		}
		v.Languages = append(v.Languages, c)
	}
	for _, s := range w.sections {
		section := sectionView{Name: s.Name, Heading: worded(r.words, s.Heading), Mandatory: s.Mandatory, Optional: s.Optional}
		if !s.Help.IsEmpty() {
			section.Help = worded(r.words, s.Help)
		}
		stored := w.stored[s.Name]
		section.Seen, section.Text = stored.Rev, stored.Value.Value.Text[w.language]
		section.Was = mark(section.Text)
		if isOpen {
			section.Personal = r.personalIn(section.Text)
		}
		section.Others = r.passages(stored.Value.Value.Text, w.language)
		v.Sections = append(v.Sections, section)
	}
	return v
}

// passages are a text in all languages but one.
func (r *request) passages(t results.Text, but string) []passageView {
	var all []passageView
	for _, l := range sortedLanguages(t) {
		if l != but {
			all = append(all, passageView{Language: l, LanguageName: r.words.LanguageName(l), Text: t[l]})
		}
	}
	return all
}

func sortedLanguages(t results.Text) []string {
	var all []string
	for l := range t {
		all = append(all, l)
	}
	slices.Sort(all)
	return all
}

// mark tells texts apart.
func mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// sentPassages reads the passages that the person has changed, and puts what was
// typed into the view.
func (r *request) sentPassages(v *writingView) []service.Passage {
	var changed []service.Passage
	for n := range v.Sections {
		s := &v.Sections[n]
		typed, isSent := r.GetPostForm("text." + s.Name)
		text := cleaned(typed)
		if !isSent || mark(text) == r.PostForm("was."+s.Name) {
			continue
		}
		s.Text, s.Was = text, r.PostForm("was."+s.Name)
		changed = append(changed, service.Passage{Section: s.Name, Seen: r.seenOf(s.Name), Text: results.Text{v.Language.Code: text}})
	}
	return changed
}

// autosaveWriting keeps the sections that have changed, and tells the form what it has
// seen now.
func (r *request) autosaveWriting(w *writing, changed []service.Passage) error {
	if err := r.Service.WritePassages(r.ctx(), r.by(), r.project(), w.period, w.partner, changed); err != nil {
		return err
	}
	now, _, err := r.readWriting(w.project, w.period, w.partner)
	if err != nil {
		return err
	}
	fields := map[string]string{"key": rand.Text()}
	for _, p := range changed {
		stored := now.stored[p.Section]
		fields["rev."+p.Section] = revision(stored.Rev)
		fields["was."+p.Section] = mark(stored.Value.Value.Text[now.language])
	}
	r.JSON(http.StatusOK, autosaved{Fields: fields})
	return nil
}

// seenOf is the revision of a section that the person saw.
func (r *request) seenOf(section string) int64 { return r.whole("rev." + section) }

// whole is a whole number of a form, -1 where it is none.
func (r *request) whole(name string) int64 {
	n, err := strconv.ParseInt(r.PostForm(name), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// refill puts what was typed back into a form, with why it was refused.
func (r *request) refill(now *writing, changed []service.Passage, err error) func(*writingView) {
	return func(v *writingView) {
		r.sentPassages(v)
		r.explain(v, now, changed, err)
	}
}

// refusedForm is the status with which a form is shown again; ok is false where it
// was not refused in a way that the person can mend.
func refusedForm(err error) (status int, ok bool) {
	switch {
	case service.IsKind(err, service.Invalid):
		return http.StatusUnprocessableEntity, true
	case service.IsKind(err, service.Conflict), service.IsKind(err, service.NotPossible):
		return http.StatusConflict, true
	}
	return 0, false
}

// refusalText says why a use case was refused.
func (r *request) refusalText(err error) string {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return ""
	}
	if refused.Kind == service.Invalid {
		return r.problemText(err)
	}
	return r.words.Text(refused.Message, refused.Args)
}

// section finds a section of the form.
func (v *writingView) section(name string) *sectionView {
	for n := range v.Sections {
		if v.Sections[n].Name == name {
			return &v.Sections[n]
		}
	}
	return &sectionView{}
}

// cleaned is a text of a form with plain line ends, without space around it.
func cleaned(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
}

// explain puts into the form why it was refused: at each section what is wrong with
// it, or what someone else has written there. The person's text stays, and can be
// saved over the other.
func (r *request) explain(v *writingView, w *writing, changed []service.Passage, err error) {
	if !service.IsKind(err, service.Invalid) {
		v.Message = r.refusalText(err)
	}
	for _, p := range changed {
		s := v.section(p.Section)
		for _, problem := range problemsOf(err) {
			if strings.HasPrefix(problem.Path, p.Section+".") {
				s.Problem = r.problemText(err)
			}
		}
		stored := w.stored[p.Section]
		s.Seen = p.Seen
		if stored.Rev != p.Seen {
			s.IsLater, s.Stored = true, stored.Value.Value.Text[w.language]
			s.Seen, s.Was = stored.Rev, mark(s.Stored)
			s.Problem = r.words.Text("writing.changed-here", nil)
		}
		if s.Problem != "" {
			v.Problems = append(v.Problems, problemAt{"#text-" + s.Name, s.Heading.Text + ": " + s.Problem})
		}
	}
}

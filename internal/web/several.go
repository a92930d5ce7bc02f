package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A severalView is the form by which something is done with several entries at once.
type severalView struct {
	Path      string // where it is sent to
	CanReview bool
	CSV, XLSX string // where what is chosen is handed out
	Comment   string
	Problem   string // at the comment
	Message   string
	ProblemAt []problemAt
	chosen    map[string]bool
}

func (v severalView) has(ref string) bool { return v.chosen[ref] }

func (r *request) severalView(list *listView, sent severalView) severalView {
	sent.Path = withSearch(list.Path+"/several", list.Query)
	sent.CSV, _, _ = strings.Cut(list.CSV, "?")
	sent.XLSX, _, _ = strings.Cut(list.XLSX, "?")
	sent.CanReview = r.actor.May(partnership.Review)
	if sent.Problem != "" {
		sent.ProblemAt = []problemAt{{"#comment", sent.Problem}}
	}
	return sent
}

// markOf names an entry with the revision at which it was shown.
func markOf(ref string, rev int64) string { return ref + "@" + strconv.FormatInt(rev, 10) }

// marked reads what markOf wrote; what is none is left out.
func marked(marks []string) []service.Chosen {
	var all []service.Chosen
	for _, mark := range marks {
		at := strings.LastIndexByte(mark, '@')
		if at <= 0 {
			continue
		}
		if rev, err := strconv.ParseInt(mark[at+1:], 10, 64); err == nil {
			all = append(all, service.Chosen{Ref: mark[:at], Seen: rev})
		}
	}
	return all
}

// chosenMarks are the entries that were chosen in a form: some, or all of the page.
func chosenMarks(form url.Values) []string {
	marks := form["ref"]
	if form.Get("all") != "" {
		marks = form["shown"]
	}
	return marks[:min(len(marks), listedOnPage)]
}

// moveSeveral takes a step with what was chosen of a list, and tells what came of it.
func (r *request) moveSeveral(list string, again func(int, severalView) error,
	move func([]service.Chosen, partnership.Step, string) ([]service.Outcome, error),
) error {
	all := marked(chosenMarks(r.Request.PostForm))
	step, comment := partnership.Step(r.PostForm("step")), cleaned(r.PostForm("comment"))
	sent := severalView{Comment: comment, chosen: map[string]bool{}}
	for _, one := range all {
		sent.chosen[one.Ref] = true
	}
	if sent.Problem = r.commentProblem(service.Move{Step: step, Comment: comment}.Check(), "review.comment-missing"); len(all) == 0 {
		sent.Message, sent.Problem = r.words.Text("lists.choose-some", nil), ""
	}
	if sent.Message != "" || sent.Problem != "" {
		return again(http.StatusUnprocessableEntity, sent)
	}
	outcomes, err := move(all, step, comment)
	if err != nil {
		return err
	}
	path := withSearch(base(r.project())+"/"+list, r.Request.URL.RawQuery)
	r.tellOutcomes(path, list, step, outcomes)
	return r.to(path)
}

// tellOutcomes tells how many were moved, which were not and why, and offers to
// reopen what was accepted.
func (r *request) tellOutcomes(path, list string, step partnership.Step, outcomes []service.Outcome) {
	var done []service.Chosen
	var refused []string
	for _, o := range outcomes {
		if o.Refused == nil {
			done = append(done, o.Chosen)
			continue
		}
		refused = append(refused, o.Ref+": "+r.refusalText(o.Refused))
	}
	text := r.words.Text("lists.done-"+string(step), i18n.Args{"Count": len(done)})
	if len(refused) > 0 {
		text += " " + r.words.Text("lists.not-done", i18n.Args{"Count": len(refused)}) + " " + strings.Join(refused, " ")
	}
	r.notice(text)
	if step == partnership.Accept && len(done) > 0 {
		_, query, _ := strings.Cut(path, "?")
		r.offerReopen(list, query, done)
	}
}

// offerReopen offers to take back at once what was accepted, seen before that at a
// revision; query is that of the list which is shown then.
func (r *request) offerReopen(list, query string, done []service.Chosen) {
	undo := undoForm{
		Path: withSearch(base(r.project())+"/"+list+"/several", query), Step: string(partnership.Reopen),
		Text:    r.words.Text("lists.undo-accept", i18n.Args{"Count": len(done)}),
		Comment: r.words.Text("lists.undo-reason", nil),
	}
	for _, one := range done {
		undo.Refs = append(undo.Refs, markOf(one.Ref, one.Seen+1))
	}
	r.offerUndo(undo)
}

// An undoForm takes back what was done just now; it stands in the notice.
type undoForm struct {
	Path, Text    string
	Step, Comment string
	Refs          []string
}

// offerUndo offers it on the page that is shown next, and on no other.
func (r *request) offerUndo(u undoForm) {
	text, err := json.Marshal(u)
	if err != nil {
		r.logFault(err)
		return
	}
	r.sessions.Put(r.ctx(), undoKey, string(text))
}

// takeUndo is what the page can take back; nil where there is nothing.
func (r *request) takeUndo() *undoForm {
	text := r.sessions.PopString(r.ctx(), undoKey)
	if text == "" {
		return nil
	}
	var u undoForm
	if err := json.Unmarshal([]byte(text), &u); err != nil {
		r.logFault(err)
		return nil
	}
	return &u
}

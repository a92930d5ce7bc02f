package web

import (
	"cmp"
	"crypto/rand"
	"errors"
	"net/http"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// errNotReporting is that the person's partner is suspended, has left, or has not
// joined yet.
var errNotReporting = errors.New("the partner does not report at present")

// A standstillView tells the people of a partner that does not report why they cannot
// change anything, whom to ask, and what became of what they wrote.
type standstillView struct {
	Heading, Text string
	Reason        results.Text
	Ask           string
	Kept          string // path of what was kept of the form; empty where nothing was
	HadFiles      bool   // which are not kept
	IsLost        bool   // what was written could not be kept
	Work          string
}

var standstillPage = page[standstillView]{"kept/standstill.html"}

// refuseNotReporting answers somebody whose partner does not report; a form in which
// something was written is kept.
func (r *request) refuseNotReporting() {
	st, err := r.Service.Standstill(r.ctx(), r.by(), r.project())
	if err != nil {
		r.fault(http.StatusForbidden, "fault.forbidden", "fault.forbidden-text", "")
		return
	}
	v := r.standstillView(st)
	if r.who.isKept {
		if err := r.keepForLater(&v); err != nil {
			r.fail(err)
			return
		}
	}
	if r.wantsJSON() {
		r.JSON(http.StatusForbidden, map[string]string{"error": r.words.Text(v.told(), nil)})
		return
	}
	if err := show(r, http.StatusForbidden, standstillPage, v.Heading, v); err != nil {
		r.fail(err)
	}
}

func (r *request) standstillView(st *service.Standstill) standstillView {
	v := standstillView{Text: r.words.Text("standstill.text", nil), Work: base(r.project()) + "/work"}
	name := organisationName(st.Setup, st.Partner.Organisation)
	say := func(key string, day results.Date) {
		v.Heading = r.words.Text(key, i18n.Args{"Partner": name, "Date": date(r.words, day)})
	}
	switch p := st.Partner; {
	case p.Suspended != nil && !r.Service.Today().Before(p.Suspended.From):
		say("standstill.suspended", p.Suspended.From)
		v.Reason = p.Suspended.Reason
	case r.Service.Today().Before(p.Joined):
		say("standstill.not-joined", p.Joined)
	default:
		say("standstill.left", p.Left)
	}
	lead := organisationName(st.Setup, st.Lead)
	v.Ask = r.words.Text("standstill.ask", i18n.Args{"Lead": lead})
	if len(st.People) > 0 {
		v.Ask = r.words.Text("standstill.ask-people", i18n.Args{"Lead": lead, "People": r.words.List(st.People)})
	}
	return v
}

// told is the message for a form that a script has sent.
func (v *standstillView) told() string {
	switch {
	case v.Kept != "":
		return "activity.save-refused"
	case v.IsLost:
		return "error.not-kept"
	}
	return "work.frozen"
}

// keepForLater keeps the form that was sent.
func (r *request) keepForLater(v *standstillView) error {
	if err := r.sentForm(); err != nil {
		return err
	}
	sent := r.keep()
	f := partnership.KeptForm{
		Project: r.project(), Key: cmp.Or(r.PostForm(keptFormField), r.PostForm("key")), Action: sent.Action, HadFiles: sent.IsMultipart,
	}
	if f.Key == "" || len(f.Key) > longestKey {
		f.Key = rand.Text()
	}
	for _, field := range sent.Fields {
		f.Fields = append(f.Fields, partnership.KeptField(field))
	}
	err := r.Service.KeepForm(r.ctx(), r.by(), f)
	if service.IsKind(err, service.NotPossible) {
		v.IsLost = true
		return nil
	}
	v.Kept, v.HadFiles = r.keptPath(f.Key), f.HadFiles
	return err
}

package service

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/mail"
	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// mostRefs is how many references of entries a line of a letter lists.
const mostRefs = 20

// worded puts a letter into words, in the language of the person; nil: there is no
// reason for it any more. It names projects, organisations, periods and references of
// entries, and nothing of what is in them.
func (s *Service) worded(ctx context.Context, l *partnership.Letter) (*mail.Letter, error) {
	user, err := person(ctx, s.Engine, l.User)
	if IsKind(err, NotFound) || err == nil && user.Value.Disabled {
		return nil, nil //nolint:nilnil // nobody gets it
	}
	if err != nil {
		return nil, err
	}
	words, err := s.Messages.For(i18n.Language(user.Value.Language).OrEnglish())
	if err != nil {
		return nil, err
	}
	written := &mail.Letter{
		ID: l.ID, At: s.Now(), To: mail.Address{Name: user.Value.Name, Mailbox: user.Value.Email},
		Language: string(words.Language()), Foot: words.Text("letter.foot", nil), Settings: s.Address + "/me#letters",
	}
	w := &letterWords{s, words, written}
	isDue := false
	switch {
	case l.Kind == partnership.Reminder:
		isDue, err = w.reminder(ctx, l)
	case l.Kind == partnership.SignIn:
		w.signIn(l)
		isDue = true
	case user.Value.Letters != partnership.LettersNone:
		isDue, err = w.news(ctx, l)
	}
	if err != nil || !isDue {
		return nil, err
	}
	return written, nil
}

// letterWords writes a letter.
type letterWords struct {
	service *Service
	words   *i18n.Localizer
	letter  *mail.Letter
}

func (w *letterWords) say(key string, args i18n.Args) string { return w.words.Text(key, args) }

// place reads a project, and who the person is there; ok is false where there is none of
// them any more.
func (w *letterWords) place(ctx context.Context, code partnership.ProjectCode, user partnership.UserID) (p *partnership.Setup, a partnership.Actor, ok bool, err error) {
	setup, err := archive.Projects.Get(ctx, w.service.Engine, string(code))
	if err == nil {
		var m Stored[partnership.Membership]
		m, err = archive.Memberships.Get(ctx, w.service.Engine, archive.Memberships.ID(partnership.Membership{Project: code, User: user}))
		a = partnership.NewActor(partnership.User{ID: user}, &m.Value)
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil, a, false, nil
	}
	return &setup.Value, a, err == nil, err
}

// reminder writes of a report that is due, if it is still to be submitted by then.
func (w *letterWords) reminder(ctx context.Context, l *partnership.Letter) (bool, error) {
	item := l.Items[0]
	setup, actor, ok, err := w.place(ctx, item.Project, l.User)
	if err != nil || !ok {
		return false, err
	}
	p := &setup.Project
	isFor := actor.MayFor(partnership.SubmitPartnerReport, item.Partner)
	if item.What == remindLead {
		isFor = actor.May(partnership.Review)
	}
	all, err := w.service.deadlines(ctx, p)
	is := func(d partnership.Deadline) bool {
		return d.Period == item.Period && d.Partner == item.Partner && d.Due == item.Due && d.IsWaiting()
	}
	if err != nil || !isFor || !slices.ContainsFunc(all, is) || !p.IsReporting(item.Partner, w.service.Today()) {
		return false, err
	}
	partner, title := organisationNames(setup)[item.Partner], w.title(setup)
	days := item.Due.DaysSince(w.service.Today())
	when, left := "work.due-on", w.say("dashboard.due-today", nil)
	switch {
	case days > 0:
		left = w.say("dashboard.due-in", i18n.Args{"Count": days})
	case days < 0:
		when, left = "work.late", w.say("calendar.late", i18n.Args{"Count": -days})
	}
	due := w.say(when, i18n.Args{"Date": w.words.Date(item.Due.Parts())})
	text := w.say("letter.not-submitted", nil)
	if item.What == remindLead {
		text = w.say("letter.partner-late", i18n.Args{"Partner": partner})
	}
	w.letter.Subject = due + " – " + title
	w.letter.Parts = []mail.Part{{
		Heading: title,
		Lines: []string{
			w.say("dashboard.report-of", i18n.Args{"Period": int(item.Period)}) + " – " + partner,
			due + " (" + left + ")", text,
		},
		Link: mail.Link{Text: w.say("letter.open", nil), Address: w.partnerReport(item)},
	}}
	return true, nil
}

func (w *letterWords) title(s *partnership.Setup) string {
	title, _ := s.Project.Title.In(string(w.words.Language()))
	return title
}

func (w *letterWords) project(code partnership.ProjectCode) string {
	return w.service.Address + "/projects/" + url.PathEscape(string(code))
}

func (w *letterWords) partnerReport(i partnership.LetterItem) string {
	return w.project(i.Project) + "/partner-report/" + strconv.Itoa(int(i.Period)) + "?partner=" + url.QueryEscape(string(i.Partner))
}

// news writes what happened in projects, as far as it is still so, and the person still
// has a place there.
func (w *letterWords) news(ctx context.Context, l *partnership.Letter) (bool, error) {
	var projects []partnership.ProjectCode
	for _, i := range l.Items {
		if !slices.Contains(projects, i.Project) {
			projects = append(projects, i.Project)
		}
	}
	for _, code := range projects {
		setup, _, ok, err := w.place(ctx, code, l.User)
		if err != nil {
			return false, err
		}
		if !ok {
			continue
		}
		part := mail.Part{Heading: w.title(setup), Link: mail.Link{Text: w.say("letter.open", nil), Address: w.project(code)}}
		if part.Lines, err = w.newsLines(ctx, l, setup); err != nil {
			return false, err
		}
		if len(part.Lines) > 0 {
			w.letter.Parts = append(w.letter.Parts, part)
		}
	}
	if l.More > 0 && len(w.letter.Parts) > 0 {
		w.letter.Parts = append(w.letter.Parts, mail.Part{Lines: []string{"…"}})
	}
	w.letter.Subject = w.say("letter.news", nil)
	return len(w.letter.Parts) > 0, nil
}

// newsLines are what happened in a project: entries by what was done with them, and
// reports one by one.
func (w *letterWords) newsLines(ctx context.Context, l *partnership.Letter, setup *partnership.Setup) ([]string, error) {
	refs := map[partnership.Status][]string{}
	var reports []string
	for _, i := range l.Items {
		if i.Project != setup.Project.Code {
			continue
		}
		is, err := w.service.isStill(ctx, i)
		if err != nil {
			return nil, err
		}
		status := outcomeOf(i)
		switch {
		case !is:
		case i.Ref == "":
			reports = append(reports, w.report(i, status, setup))
		case !slices.Contains(refs[status], i.Ref):
			refs[status] = append(refs[status], i.Ref)
		}
	}
	var lines []string
	for _, one := range []struct {
		status partnership.Status
		key    string
	}{{partnership.Returned, "dashboard.returned"}, {partnership.Accepted, "letter.accepted"}, {partnership.Submitted, "dashboard.review"}} {
		if all := refs[one.status]; len(all) > 0 {
			text := strings.TrimSuffix(w.say(one.key, i18n.Args{"Count": len(all)}), ".") + ": " + strings.Join(all[:min(len(all), mostRefs)], ", ")
			if len(all) > mostRefs {
				text += " …"
			}
			lines = append(lines, text)
		}
	}
	return append(lines, reports...), nil
}

// report tells of a report: "Report of period 2 – Partner: Returned".
func (w *letterWords) report(i partnership.LetterItem, status partnership.Status, setup *partnership.Setup) string {
	whose := w.say("report.title", nil)
	if i.Partner != "" {
		whose = organisationNames(setup)[i.Partner]
	}
	return w.say("dashboard.report-of", i18n.Args{"Period": int(i.Period)}) + " – " + whose + ": " + w.say("workflow."+string(status), nil)
}

// outcomeOf is the status that what an item tells led to.
func outcomeOf(i partnership.LetterItem) partnership.Status {
	_, verb, _ := strings.Cut(i.What, ".")
	switch partnership.Step(verb) {
	case partnership.Submit:
		return partnership.Submitted
	case partnership.Accept:
		return partnership.Accepted
	default:
		return partnership.Returned
	}
}

// isStill says whether what a letter tells is so when it is sent.
func (s *Service) isStill(ctx context.Context, i partnership.LetterItem) (bool, error) {
	subject, _, _ := strings.Cut(i.What, ".")
	var is partnership.Status
	var err error
	switch subject {
	case "activity":
		is, err = statusOf(ctx, s, archive.Activities, i)
	case "measurement":
		is, err = statusOf(ctx, s, archive.Measurements, i)
	case "expense":
		is, err = statusOf(ctx, s, archive.Expenditure, i)
	default:
		var all map[ReportKey]partnership.Status
		all, err = s.reportStates(ctx, i.Project)
		is = all[ReportKey{i.Partner, i.Period}]
	}
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if is == partnership.Verified {
		is = partnership.Accepted
	}
	return is == outcomeOf(i), err
}

// statusOf is that of an entry that a letter tells of.
func statusOf[T any, E entry[T]](ctx context.Context, s *Service, table archive.Table[Logged[T]], i partnership.LetterItem) (partnership.Status, error) {
	found, err := table.First(ctx, s.Engine, store.Equal("project", i.Project), store.Equal("ref", i.Ref))
	if err != nil {
		return "", err
	}
	return *E(&found.Value.Value).Head().Status, nil
}

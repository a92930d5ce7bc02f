package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// An auditView is a page of a project's audit.
type auditView struct {
	Tabs       []choiceView
	Path       string
	People     []option
	Sorts      []option
	Ref        string
	From, To   string
	Problems   []problemAt
	IsFiltered bool
	IsFirst    bool
	Entries    []auditRow
	Next       string // path of the next page
	First      string // path of the first
	CSV, XLSX  string
	Chain      service.ChainState
}

// An auditRow is an entry of the audit in words.
type auditRow struct {
	No        int
	At        time.Time
	Name      string // empty where the person is not there any more
	IsByHost  bool   // at the installation's command line
	Did, Sort string // keys of messages
	Path      string // of what it was about; empty where it cannot be opened
	Ref       string
	Title     results.Text
	Partner   string
	Period    results.PeriodNo
	IsGone    bool
	IsSound   bool
	Note      string
}

var auditPage = page[auditView]{"audit/audit.html"}

// An auditWord is a part of what the audit says was done, with its message.
type auditWord struct{ part, key string }

// auditSorts are what the audit is about, as filters have them.
func auditSorts() []auditWord {
	return []auditWord{
		{"activity", "report.activity"},
		{"measurement", "review.measurement"},
		{"expense", "money.expense"},
		{"receipt", "receipt.title"},
		{"forecast", "setup.kind-forecast"},
		{"partner-report", "dashboard.partner-report"},
		{"project-report", "report.title"},
		{"narrative", "audit.sort-narrative"},
		{"deduction", "news.deduction"},
		{"setup", "news.setup"},
		{"partner", "report.partner"},
		{"consent", "activity.consent"},
		{"policy", "policy.title"},
		{"rate", "rates.title"},
		{"project", "report.project"},
	}
}

// auditSteps are what was done with it; anything else is a change.
func auditSteps() []auditWord {
	return []auditWord{
		{"log", "audit.did-log"},
		{"edit", "audit.did-edit"},
		{"delete", "audit.did-delete"},
		{"restore", "audit.did-restore"},
		{"write", "audit.did-write"},
		{"take", "audit.did-take"},
		{"attach", "audit.did-attach"},
		{"detach", "audit.did-detach"},
		{"make", "audit.did-make"},
		{"create", "audit.did-make"},
		{"import", "audit.did-import"},
		{"revoke", "audit.did-revoke"},
		{"form", "audit.did-form"},
		{"join", "audit.did-join"},
		{"leave", "audit.did-leave"},
		{"suspend", "audit.did-suspend"},
		{"resume", "audit.did-resume"},
		{"reassign", "audit.did-reassign"},
		{"give", "audit.did-give"},
		{"retract", "audit.did-retract"},
		{"submit", "entry.step-submit"},
		{"withdraw", "entry.step-withdraw"},
		{"return", "entry.step-return"},
		{"accept", "entry.step-accept"},
		{"verify", "entry.step-verify"},
		{"reopen", "entry.step-reopen"},
	}
}

// auditKey is the message of a part, or another where it has none.
func auditKey(words []auditWord, part, other string) string {
	for _, w := range words {
		if w.part == part {
			return w.key
		}
	}
	return other
}

func showAudit(r *request) error {
	f, problems := r.auditFilter()
	after := store.Cursor(r.Query("after"))
	found, err := r.Service.Audit(r.ctx(), r.by(), r.project(), f, after, listedOnPage)
	if service.IsKind(err, service.NotFound) && f.Ref != "" {
		problems = append(problems, problemAt{"#ref", r.words.Text("error.no-such-entry", arguments([]any{"Ref", f.Ref}))})
		known := f
		known.Ref = ""
		found, err = r.Service.Audit(r.ctx(), r.by(), r.project(), known, "", listedOnPage)
	}
	if err != nil {
		return noCursor(err)
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	v := auditView{
		Tabs: r.listTabs("audit"), Path: base(r.project()) + "/audit", Problems: problems,
		Ref: f.Ref, From: f.From.String(), To: f.To.String(), IsFirst: after == "",
		IsFiltered: f != service.AuditFilter{}, Chain: found.Chain,
	}
	for _, p := range found.People {
		v.People = append(v.People, option{Value: string(p.ID), Text: p.Name, IsChosen: p.ID == f.By})
	}
	for _, sort := range auditSorts() {
		v.Sorts = append(v.Sorts, option{Value: sort.part, Text: r.words.Text(sort.key, nil), IsChosen: sort.part == f.Sort})
	}
	for n := range found.Entries {
		v.Entries = append(v.Entries, r.auditRow(&setup.Value, &found.Entries[n]))
	}
	query := auditQuery(f)
	v.First = withSearch(v.Path, query.Encode())
	v.CSV = withSearch(v.Path+"/audit.csv", query.Encode())
	v.XLSX = withSearch(v.Path+"/audit.xlsx", query.Encode())
	if found.Next != "" {
		query.Set("after", string(found.Next))
		v.Next = withSearch(v.Path, query.Encode())
	}
	status := http.StatusOK
	if len(problems) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return show(r, status, auditPage, r.words.Text("audit.title", nil), v)
}

// historyPath leads to the audit of an entry, for those who may read it.
func (r *request) historyPath(ref string) string {
	if !r.actor.May(partnership.ReadAudit) {
		return ""
	}
	return withQuery(base(r.project())+"/audit", "ref", ref)
}

// auditFilter reads the filter of the address, and what is wrong with it.
func (r *request) auditFilter() (f service.AuditFilter, problems []problemAt) {
	f.By, f.Ref = partnership.UserID(r.Query("by")), strings.TrimSpace(r.Query("ref"))
	if sort := r.Query("sort"); auditKey(auditSorts(), sort, "") != "" {
		f.Sort = sort
	}
	for _, day := range []struct {
		name string
		into *results.Date
	}{{"from", &f.From}, {"to", &f.To}} {
		text := r.Query(day.name)
		if text == "" {
			continue
		}
		var err error
		if *day.into, err = results.ParseDate(text); err != nil {
			problems = append(problems, problemAt{"#" + day.name, r.words.Text("activity.not-date", nil)})
		}
	}
	return f, problems
}

func auditQuery(f service.AuditFilter) url.Values {
	return queryOf(map[string]string{
		"by": string(f.By), "sort": f.Sort, "ref": f.Ref, "from": f.From.String(), "to": f.To.String(),
	})
}

func (r *request) auditRow(setup *partnership.Setup, e *service.AuditEntry) auditRow {
	sort, step, _ := strings.Cut(e.What, ".")
	row := auditRow{
		No: e.No, At: e.At, Name: e.Name, IsByHost: e.By == "",
		Did: auditKey(auditSteps(), step, "audit.did-change"), Sort: auditKey(auditSorts(), sort, "type.other"),
		Ref: e.About.Ref, Title: e.About.Title, Period: e.About.Period, IsGone: e.IsGone, IsSound: e.IsSound, Note: e.Note,
	}
	if e.About.Partner != "" {
		row.Partner = organisationName(setup, e.About.Partner)
	}
	switch {
	case e.IsGone:
	case sort == "activity" && row.Ref != "":
		row.Path = r.activityPath(row.Ref)
	case sort == "measurement" && row.Ref != "":
		row.Path = r.measurementPath(row.Ref)
	case (sort == "partner-report" || sort == "narrative") && row.Period > 0 && e.About.Partner != "":
		row.Path = withQuery(r.partnerReportPath(row.Period), "partner", string(e.About.Partner))
	case (sort == "project-report" || sort == "narrative") && row.Period > 0:
		row.Path = r.reportPath(row.Period) + "/preview"
	}
	return row
}

// exportAudit hands out the audit as a file.
func exportAudit(r *request) error {
	f, problems := r.auditFilter()
	name, ending, _ := strings.Cut(r.Param("file"), ".")
	if len(problems) > 0 || name != "audit" {
		return errNotFound
	}
	w, err := r.handOut(fileCode(r.project())+"-"+name, service.SheetFormat(ending))
	if err != nil {
		return err
	}
	return r.Service.AuditFile(r.ctx(), r.by(), r.project(), service.AuditHandout{Filter: f, Format: service.SheetFormat(ending), Words: r.words}, w)
}

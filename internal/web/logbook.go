package web

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A logbookView is where a partner logs in a spreadsheet: forms to fill in, and the
// way back.
type logbookView struct {
	Path, Work string
	Periods    []logbookPeriod
	Problem    string // why the file was not taken
}

type logbookPeriod struct {
	No         int
	Start, End results.Date
	Books      []logbookForms
	IsRunning  bool
}

// logbookForms are the paths of a form as workbook and as CSV.
type logbookForms struct {
	Name      string // message
	Book, CSV string
}

// A logPreviewView shows what a file would do.
type logPreviewView struct {
	Path, Store string
	Name        string // of the file
	Groups      []logGroup
	Older       *logbook.Difference
	OlderTexts  []string
	Message     string // why it was not stored
	CanStore    bool
	CanSubmit   bool // at once
	Why         *whyView
	Table, Seen string // to be sent back
}

// A logGroup are the entries of a state.
type logGroup struct {
	State   service.LogState
	Count   int
	Entries []logEntryView
}

type logEntryView struct {
	Rows     string
	Ref      string
	Title    results.Text
	Day      results.Date
	Place    string
	Adds     []string
	Faults   []saidOfCell
	Warnings []saidOfCell
}

// A saidOfCell is what is to be said of a cell.
type saidOfCell struct{ Cell, Column, Text string }

var (
	logbookPage    = page[logbookView]{"logbook/logbook.html"}
	logPreviewPage = page[logPreviewView]{"logbook/preview.html"}
)

func logbookPath(r *request) string { return base(r.project()) + "/logbook" }

func showLogbook(r *request) error { return r.logbookPage(http.StatusOK, "") }

func (r *request) logbookPage(status int, problem string) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	v := logbookView{Path: logbookPath(r), Work: base(r.project()) + "/work", Problem: problem}
	for n, p := range o.Setup.Project.Periods {
		k := results.PeriodNo(n + 1)
		if o.Today.Before(p.Start) {
			continue // it has not begun
		}
		form := v.Path + "/" + strconv.Itoa(n+1) + "/"
		books := []logbookForms{{"logbook.form", form + "xlsx", form + "csv"}}
		if len(o.Setup.Project.BudgetLines) > 0 {
			books = append(books, logbookForms{"logbook.form-expenses", form + ofExpenses + "xlsx", form + ofExpenses + "csv"})
		}
		v.Periods = append([]logbookPeriod{{No: n + 1, Start: p.Start, End: p.End, IsRunning: o.IsRunning(k), Books: books}}, v.Periods...)
	}
	title := r.words.Text("logbook.title", nil)
	if problem != "" {
		title = r.words.Text("activity.error", nil) + ": " + title
	}
	return show(r, status, logbookPage, title, v)
}

// ofExpenses begins the kind of a form of expenses: "expenses.xlsx".
const ofExpenses = "expenses."

// logbookForm sends a form to be filled in.
func logbookForm(r *request) error {
	k, err := strconv.Atoi(r.Param("period"))
	kind, isExpenses := strings.CutPrefix(r.Param("kind"), ofExpenses)
	sort, mark := logbook.Activities, ""
	if isExpenses {
		sort, mark = logbook.Expenses, "-expenses"
	}
	contentType := map[string]string{
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8",
	}[kind]
	if err != nil || contentType == "" {
		return errNotFound
	}
	var b bytes.Buffer
	err = r.Service.LogForm(r.ctx(), r.by(), r.project(), service.LogFormOf{
		Sort: sort, Period: results.PeriodNo(k), Words: r.words, Format: service.SheetFormat(kind),
	}, &b)
	if err != nil {
		return err
	}
	name := fileCode(r.project()) + "-P" + strconv.Itoa(k) + "-" + string(r.actor.Organisation) + mark + "." + kind
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	r.Data(http.StatusOK, contentType, b.Bytes())
	return nil
}

// uploadLogbook shows what a filled-in file would do.
func uploadLogbook(r *request) error {
	file, err := r.oneUpload()
	if err != nil {
		return err
	}
	if len(file.Data) == 0 {
		return r.logbookPage(http.StatusUnprocessableEntity, r.words.Text("logbook.choose-file", nil))
	}
	t, err := r.Service.ReadLog(r.ctx(), r.by(), r.project(), file.Data, r.words)
	var preview service.LogPreview
	if err == nil {
		preview, err = r.Service.PreviewLog(r.ctx(), r.by(), r.project(), t)
	}
	var refused *service.Error
	if errors.As(err, &refused) && refused.Kind == service.Invalid {
		return r.logbookPage(http.StatusUnprocessableEntity, r.words.Text(refused.Message, refused.Args))
	}
	if err != nil {
		return err
	}
	return r.logPreview(http.StatusOK, file.Name, &preview, "")
}

// oneUpload reads the file of the form; without one its data are empty.
func (r *request) oneUpload() (uploadedFile, error) {
	form := r.Request.MultipartForm
	if form == nil || len(form.File["file"]) == 0 {
		return uploadedFile{}, nil
	}
	header := form.File["file"][0]
	f, err := header.Open()
	if err != nil {
		return uploadedFile{}, err
	}
	data, err := io.ReadAll(f)
	return uploadedFile{path.Base(strings.ReplaceAll(header.Filename, "\\", "/")), data}, errors.Join(err, f.Close())
}

// logPreview shows what a file would do, with all that it says in the form, so that
// nothing of it is kept here until the person confirms.
func (r *request) logPreview(status int, name string, p *service.LogPreview, message string) error {
	table, err := packed(p.Table)
	if err != nil {
		return err
	}
	v := logPreviewView{
		Path: logbookPath(r), Store: logbookPath(r) + "/store", Name: name, Message: message,
		CanStore: p.IsStorable(), CanSubmit: p.Table.Sort != logbook.Expenses, Table: table, Seen: p.Seen, Older: p.Difference,
	}
	if p.IsPersonal() {
		v.Why = &whyView{Text: r.PostForm("why")}
	}
	if d := p.Difference; d != nil {
		v.OlderTexts = r.olderTexts(d)
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	heads := func(k logbook.Key) string { return logbook.Head(k, &setup.Value.Project, r.words) }
	for _, state := range []service.LogState{service.LogFaulty, service.LogNew, service.LogChanged, service.LogUnchanged, service.LogBlank} {
		g := logGroup{State: state, Count: p.Counts[state]}
		for _, e := range p.Entries {
			if e.State == state {
				g.Entries = append(g.Entries, r.logEntry(&e, heads))
			}
		}
		if g.Count > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return show(r, status, logPreviewPage, r.words.Text("logbook.preview", nil), v)
}

func (r *request) olderTexts(d *logbook.Difference) []string {
	var texts []string
	for _, part := range []struct {
		key   string
		codes []string
	}{
		{"logbook.older-added", slices.Concat(d.Added, d.PlannedNow)},
		{"logbook.older-gone", slices.Concat(d.Gone, d.PlannedNo)},
		{"logbook.older-changed", d.Changed},
	} {
		if len(part.codes) > 0 {
			texts = append(texts, r.words.Text(part.key, i18n.Args{"Codes": strings.Join(part.codes, ", ")}))
		}
	}
	if len(texts) == 0 {
		texts = append(texts, r.words.Text("logbook.older-nothing", nil))
	}
	return texts
}

func (r *request) logEntry(e *service.LogEntry, heads func(logbook.Key) string) logEntryView {
	v := logEntryView{Rows: rowsText(e.Rows)}
	if x := e.Expense; x != nil {
		v.Ref, v.Title, v.Day, v.Adds = x.Ref, x.Description, x.Date, []string{x.Line, r.money(x.Amount, x.Currency)}
	}
	if a := e.Activity; a != nil {
		v.Ref, v.Title, v.Day, v.Place, v.Adds = a.Ref, a.Title, a.Day(), a.Place, r.figuresOf(a)
	}
	v.Faults, v.Warnings = r.saidOf(e.Faults, heads)
	return v
}

// figuresOf are the figures of an activity, each behind its indicator.
func (r *request) figuresOf(a *partnership.Activity) []string {
	var all []string
	for n := range a.Contributions {
		c := &a.Contributions[n]
		switch {
		case c.Value != nil:
			all = append(all, string(c.Indicator)+": "+typedNumber(r.words, c.Value))
		case c.Numerator != nil && c.Denominator != nil:
			all = append(all, string(c.Indicator)+": "+typedNumber(r.words, c.Numerator)+" / "+typedNumber(r.words, c.Denominator))
		default:
			all = append(all, string(c.Indicator))
		}
	}
	return all
}

// saidOf tells faults and warnings at their cells.
func (r *request) saidOf(all []logbook.Fault, heads func(logbook.Key) string) (faults, warnings []saidOfCell) {
	for _, f := range all {
		cell := saidOfCell{f.Cell, heads(f.Column), ""}
		if f.Message != "" {
			cell.Text = r.words.Text(f.Message, f.Args)
		} else {
			cell.Text = bundle.Message(r.words, f.Problem)
		}
		if f.Warning {
			warnings = append(warnings, cell)
		} else {
			faults = append(faults, cell)
		}
	}
	return faults, warnings
}

// rowsText writes the rows of an entry: "7", "7–12", "7, 9".
func rowsText(rows []int) string {
	var parts []string
	for n := 0; n < len(rows); {
		last := n
		for last+1 < len(rows) && rows[last+1] == rows[last]+1 {
			last++
		}
		text := strconv.Itoa(rows[n])
		if last > n {
			text += "–" + strconv.Itoa(rows[last])
		}
		parts = append(parts, text)
		n = last + 1
	}
	return strings.Join(parts, ", ")
}

// storeLogbook stores what a preview showed.
func storeLogbook(r *request) error {
	t, err := unpacked(r.PostForm("table"))
	if err != nil {
		return r.logbookPage(http.StatusUnprocessableEntity, r.words.Text("logbook.choose-file", nil))
	}
	how := service.LogStoring{Seen: r.PostForm("seen"), Submit: r.PostForm("do") == "submit", Why: clean(r.PostForm("why"))}
	count, err := r.Service.StoreLog(r.ctx(), r.by(), r.project(), t, how)
	var refused *service.Error
	if errors.As(err, &refused) && (refused.Kind == service.Invalid || refused.Kind == service.Conflict) {
		preview, again := r.Service.PreviewLog(r.ctx(), r.by(), r.project(), t)
		if again != nil {
			return err
		}
		return r.logPreview(http.StatusConflict, r.PostForm("name"), &preview, r.words.Text(refused.Message, refused.Args))
	}
	if err != nil {
		return err
	}
	notice, next := "logbook.stored", base(r.project())+"/work"
	switch {
	case t.Sort == logbook.Expenses:
		notice, next = "logbook.stored-expenses", r.expensesPath()+"?status="+string(partnership.Draft)
	case how.Submit:
		notice = "logbook.stored-submitted"
	}
	r.notice(r.words.Text(notice, i18n.Args{"Count": count}))
	return r.to(next)
}

// packed is a table as a form carries it.
func packed(t logbook.Table) (string, error) {
	text, err := json.Marshal(t)
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(text); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// mostTable is how large a table may be that a form carries.
const mostTable = 64 << 20

var errNoTable = errors.New("the form has no table")

func unpacked(text string) (logbook.Table, error) {
	var t logbook.Table
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) == 0 {
		return t, errNoTable
	}
	err = json.NewDecoder(io.LimitReader(flate.NewReader(bytes.NewReader(data)), mostTable)).Decode(&t)
	if err == nil && !t.Language.IsShipped() {
		err = errNoTable
	}
	return t, err
}

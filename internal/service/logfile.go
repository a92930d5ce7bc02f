package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/workbook"
	"tulos/reports/excel"
)

// MostLogged is how many activities a file may tell: what is stored in one unit.
const MostLogged = 1000

// A LogFormOf says which form is wanted.
type LogFormOf struct {
	Period results.PeriodNo
	Words  *i18n.Localizer // of its language
	Format SheetFormat
}

// LogForm writes the form in which the person's partner logs a period elsewhere.
func (s *Service) LogForm(ctx context.Context, by By, project partnership.ProjectCode, of LogFormOf, w io.Writer) error {
	k, words := of.Period, of.Words
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return err
	}
	if k < 1 || int(k) > len(setup.Project.Periods) {
		return refuse(NotFound, "error.no-such-period", "Period", int(k))
	}
	q := logbook.Request{Setup: setup, Partner: partner, Period: k, Words: words, Known: map[results.PlannedCode]bool{}}
	period := setup.Project.Periods[k-1]
	for a, err := range archive.Activities.Find(ctx, s.Engine, store.Query{Where: ofPartner(project, partner)}) {
		if err != nil {
			return err
		}
		v := a.Value.Value
		q.Known[v.Planned] = true
		day := v.Day()
		if v.Status.IsOpen() && (day.IsZero() || !day.Before(period.Start) && !period.End.Before(day)) {
			q.Open = append(q.Open, v)
		}
	}
	if of.Format == CSV {
		return writeCSV(w, logbook.Sheet(q))
	}
	return excel.WriteForm(w, logbook.Form(q))
}

// writeCSV writes a table as spreadsheets read it: UTF-8 with a mark, semicolons, and
// no text that would be taken for a formula.
func writeCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Comma, c.UseCRLF = ';', true
	for _, row := range rows {
		for n := range row {
			row[n] = harmless(row[n])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func ofPartner(project partnership.ProjectCode, partner results.PartnerID) []store.Condition {
	return []store.Condition{store.Equal("project", project), store.Equal("partner", partner)}
}

// logger is the set-up, and the partner that the person logs for.
func (s *Service) logger(ctx context.Context, r store.Reader, by By, project partnership.ProjectCode) (*partnership.Setup, results.PartnerID, error) {
	actor, err := s.actor(ctx, r, by, project)
	if err != nil {
		return nil, "", err
	}
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, "", orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	if !actor.MayFor(partnership.LogEntries, actor.Organisation) {
		return nil, "", refuse(Forbidden, "error.forbidden")
	}
	if !setup.Value.Project.IsReporting(actor.Organisation, s.Today()) {
		return nil, "", refuse(Forbidden, "error.not-reporting", "Partner", string(actor.Organisation))
	}
	return &setup.Value, actor.Organisation, nil
}

// ReadLog reads a file that was sent, workbook or CSV: what it says, before any of it
// is judged. A file that is refused is Invalid.
func (s *Service) ReadLog(ctx context.Context, by By, project partnership.ProjectCode, data []byte, words *i18n.Localizer) (logbook.Table, error) {
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return logbook.Table{}, err
	}
	t, err := readTable(data, &setup.Project, words)
	switch {
	case err != nil:
		return t, RefusedFile(err)
	case t.Stamp.Project != "" && t.Stamp.Project != project:
		return t, refuse(Invalid, "logbook.other-project", "Project", string(t.Stamp.Project))
	case t.Stamp.Partner != "" && t.Stamp.Partner != partner:
		return t, refuse(Invalid, "logbook.other-partner", "Partner", string(t.Stamp.Partner))
	}
	return t, nil
}

// readTable tells CSV by that it is text.
func readTable(data []byte, p *partnership.Project, words *i18n.Localizer) (logbook.Table, error) {
	limits := workbook.DefaultLimits()
	if isText(data) {
		rows, err := workbook.ReadCSV(data, limits)
		if err != nil {
			return logbook.Table{}, err
		}
		return logbook.FromRows(rows, p, words)
	}
	b, err := workbook.Open(bytes.NewReader(data), int64(len(data)), limits)
	if err != nil {
		return logbook.Table{}, err
	}
	return logbook.FromBook(b, p, words)
}

// isText says whether a file is text: no zip file, no PDF, no old workbook.
func isText(data []byte) bool {
	head := data[:min(len(data), 512)]
	return len(data) > 0 && bytes.IndexByte(head, 0) < 0 && !bytes.HasPrefix(head, []byte("PK")) && !bytes.HasPrefix(head, []byte("%PDF"))
}

// RefusedFile turns the reason for which a workbook is not read into the error of a
// use case; other errors stay.
func RefusedFile(err error) error {
	var r *workbook.RefusedError
	if errors.Is(err, logbook.ErrNoHeads) {
		return &Error{Kind: Invalid, Message: "logbook.no-heads", Cause: err}
	}
	if !errors.As(err, &r) {
		return err
	}
	args := map[string]any{"Part": r.Part, "Cell": r.Cell, "Limit": strconv.FormatInt(r.Limit, 10), "Most": strconv.FormatInt(r.Limit>>20, 10)}
	return &Error{Kind: Invalid, Message: messageOf(r.Reason), Args: args, Cause: err}
}

// messageOf is the message about a reason; several share one, where the remedy is the
// same.
func messageOf(r workbook.Reason) string {
	switch r {
	case workbook.Empty:
		return "logbook.choose-file"
	case workbook.OtherOffice:
		r = workbook.NotWorkbook
	case workbook.BadXML:
		r = workbook.Truncated
	case workbook.NotUTF8:
		r = workbook.BadCSV
	case workbook.TooManyParts, workbook.TooMuchInside, workbook.WrongSizes, workbook.Doctype, workbook.TooDeep:
		return "workbook.suspicious"
	case workbook.TooManyRows, workbook.TooManyCells, workbook.TooWide:
		return "workbook.too-far"
	default:
	}
	return "workbook." + string(r)
}

// A LogState is what becomes of an activity that a file tells.
type LogState string

// The states.
const (
	LogNew       LogState = "new"
	LogChanged   LogState = "changed"
	LogUnchanged LogState = "unchanged"
	LogBlank     LogState = "blank" // planned, and not filled in
	LogFaulty    LogState = "faulty"
)

// A LogEntry is an activity that a file tells.
type LogEntry struct {
	State    LogState
	Rows     []int // of the file
	Activity partnership.Activity
	Faults   []logbook.Fault // and warnings
	old      Stored[Logged[partnership.Activity]]
}

// A LogPreview is what storing a file would do. Nothing is stored while any entry is
// faulty.
type LogPreview struct {
	Table      logbook.Table
	Entries    []LogEntry
	Counts     map[LogState]int
	Difference *logbook.Difference // where the form is of an earlier framework
	Seen       string              // stands for all of it
}

// IsStorable says whether there is something to be stored, and nothing wrong.
func (p *LogPreview) IsStorable() bool {
	return p.Counts[LogFaulty] == 0 && p.Counts[LogNew]+p.Counts[LogChanged] > 0
}

// PreviewLog tells what storing a table would do.
func (s *Service) PreviewLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table) (LogPreview, error) {
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return LogPreview{}, err
	}
	return s.previewLog(ctx, s.Engine, setup, partner, t)
}

func (s *Service) previewLog(ctx context.Context, r store.Reader, setup *partnership.Setup, partner results.PartnerID, t logbook.Table) (LogPreview, error) {
	p := LogPreview{Table: t, Counts: map[LogState]int{}}
	l := &logReading{reader: logbook.NewReader(setup), table: &p.Table, partner: partner, project: setup.Project.Code}
	drafts := l.reader.Drafts(&p.Table)
	if len(drafts) > MostLogged {
		return p, refuse(Invalid, "logbook.too-many", "Found", len(drafts), "Most", MostLogged)
	}
	if err := l.match(ctx, s, r, drafts); err != nil {
		return p, err
	}
	for _, d := range drafts {
		e, err := l.entry(d)
		if err != nil {
			return p, err
		}
		p.Entries = append(p.Entries, e)
		p.Counts[e.State]++
	}
	if v := t.Stamp.Version; v > 0 && v < setup.Version {
		old, err := archive.Versions.Get(ctx, r, archive.Versions.ID(partnership.Setup{Version: v, Project: partnership.Project{Code: setup.Project.Code}}))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return p, err
		}
		if err == nil {
			d := logbook.Compare(&old.Value, setup)
			p.Difference = &d
		}
	}
	var err error
	p.Seen, err = seenOf(p.Entries)
	return p, err
}

// seenOf stands for what a preview shows.
func seenOf(entries []LogEntry) (string, error) {
	h := sha256.New()
	for _, e := range entries {
		text, err := json.Marshal([]any{e.State, e.old.ID, e.old.Rev, e.Activity})
		if err != nil {
			return "", fmt.Errorf("hash a preview: %w", err)
		}
		h.Write(text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// logReading holds a table against what is stored.
type logReading struct {
	reader  *logbook.Reader
	table   *logbook.Table
	partner results.PartnerID
	project partnership.ProjectCode
	found   map[*logbook.Draft]Stored[Logged[partnership.Activity]]
	missing map[*logbook.Draft]bool // names a reference that is not there
	twice   map[*logbook.Draft]bool // names one that another draft has
}

// match finds the activity that each draft is: by its reference, else by title, first
// day and place, the same ones in their order.
func (l *logReading) match(ctx context.Context, s *Service, r store.Reader, drafts []*logbook.Draft) error {
	l.found = map[*logbook.Draft]Stored[Logged[partnership.Activity]]{}
	l.missing, l.twice = map[*logbook.Draft]bool{}, map[*logbook.Draft]bool{}
	taken := map[string]bool{}
	var from, to results.Date
	for _, d := range drafts {
		if d.Ref == "" {
			if err := l.reader.Fill(l.table, d, partnership.Activity{Partner: l.partner}); err != nil {
				return err
			}
			from, to = wider(from, to, &d.Activity)
			continue
		}
		old, err := s.activities().find(ctx, r, l.project, d.Ref)
		switch {
		case IsKind(err, NotFound) || err == nil && old.Value.Value.Partner != l.partner:
			l.missing[d] = true
		case err != nil:
			return err
		case taken[d.Ref]:
			l.twice[d] = true
		default:
			l.found[d], taken[d.Ref] = old, true
		}
	}
	if from.IsZero() {
		return nil
	}
	where := append(ofPartner(l.project, l.partner), store.AtLeast("day", from.String()), store.AtMost("day", to.String()))
	same := map[string][]Stored[Logged[partnership.Activity]]{}
	for a, err := range archive.Activities.Find(ctx, r, store.Query{Where: where}) {
		if err != nil {
			return err
		}
		if v := &a.Value.Value; !taken[v.Ref] {
			key := l.table.Key(v)
			same[key] = append(same[key], a)
		}
	}
	for _, d := range drafts {
		key := l.table.Key(&d.Activity)
		if d.Ref == "" && !d.Activity.Start.IsZero() && len(same[key]) > 0 {
			l.found[d], same[key] = same[key][0], same[key][1:]
		}
	}
	return nil
}

func wider(from, to results.Date, a *partnership.Activity) (results.Date, results.Date) {
	if day := a.Day(); !day.IsZero() {
		if from.IsZero() || day.Before(from) {
			from = day
		}
		if to.Before(day) {
			to = day
		}
	}
	return from, to
}

// entry is what becomes of a draft.
func (l *logReading) entry(d *logbook.Draft) (LogEntry, error) {
	e := LogEntry{State: LogNew, Rows: d.Rows, old: l.found[d]}
	if l.reader.IsBlank(d) {
		e.State, e.Activity = LogBlank, d.Activity
		return e, nil
	}
	was := partnership.Activity{Partner: l.partner}
	if e.old.Rev > 0 {
		was = e.old.Value.Value
	}
	if err := l.reader.Fill(l.table, d, was); err != nil {
		return e, err
	}
	e.Activity, e.Faults = d.Activity, d.Faults
	if e.old.Rev > 0 {
		e.State = LogChanged
		if alike(e.Activity, was) {
			e.State = LogUnchanged
		} else if !was.Status.IsOpen() {
			e.Faults = append(e.Faults, l.fault(d, "error.not-open", was.Ref))
		}
	}
	if l.missing[d] {
		e.Faults = append(e.Faults, l.fault(d, "error.no-such-entry", d.Ref))
	}
	if l.twice[d] {
		e.Faults = append(e.Faults, l.fault(d, "logbook.ref-twice", d.Ref))
	}
	if e.State != LogUnchanged && slices.ContainsFunc(e.Faults, func(f logbook.Fault) bool { return !f.Warning }) {
		e.State = LogFaulty
	}
	return e, nil
}

func (l *logReading) fault(d *logbook.Draft, message, ref string) logbook.Fault {
	k := logbook.Ref
	if d.Ref == "" {
		k = logbook.Title
	}
	return logbook.Fault{Cell: l.table.Cell(k, d.Rows[0]), Column: k, Message: message, Args: map[string]any{"Ref": ref}}
}

// alike says whether two activities say the same.
func alike(a, b partnership.Activity) bool {
	one, err := json.Marshal(tidy(a))
	if err != nil {
		return false
	}
	other, err := json.Marshal(tidy(b))
	return err == nil && bytes.Equal(one, other)
}

// tidy puts the cells of breakdowns in order, and nothing in place of what is empty.
func tidy(a partnership.Activity) partnership.Activity {
	contributions := a.Contributions
	a.Contributions = nil
	for _, c := range contributions {
		c.Cells = slices.Clone(c.Cells)
		slices.SortFunc(c.Cells, func(x, y results.Cell) int { return x.By.Compare(y.By) })
		if len(c.Cells) == 0 {
			c.Cells = nil
		}
		if len(c.Text) == 0 {
			c.Text = nil
		}
		a.Contributions = append(a.Contributions, c)
	}
	if len(a.CoOrganisers) == 0 {
		a.CoOrganisers = nil
	}
	if a.End == a.Start {
		a.End = results.Date{}
	}
	a.Place = strings.TrimSpace(a.Place)
	return a
}

// StoreLog stores what a preview showed, all or nothing: new activities as drafts,
// changed ones in their places, or all of them submitted at once. The preview that the
// person saw is named by its Seen; where it would be another one now, Conflict.
func (s *Service) StoreLog(ctx context.Context, by By, project partnership.ProjectCode, t logbook.Table, seen string, submit bool) (count int, err error) {
	outcome, err := s.run(ctx, task{by, project, "activity.log-file", []any{t, submit}, func(c *change) (string, error) {
		setup, partner, err := s.logger(c.ctx, c.Engine, by, project)
		if err != nil {
			return "", err
		}
		p, err := s.previewLog(c.ctx, c.Engine, setup, partner, t)
		if err != nil {
			return "", err
		}
		if p.Counts[LogFaulty] > 0 {
			return "", refuse(Invalid, "logbook.cannot-store")
		}
		if p.Seen != seen {
			return "", refuse(Conflict, "logbook.changed-meanwhile")
		}
		stored := 0
		for _, e := range p.Entries {
			if e.State != LogNew && e.State != LogChanged {
				continue
			}
			stored++
			if err := c.storeLogged(e, submit); err != nil {
				return "", err
			}
		}
		return strconv.Itoa(stored), nil
	}})
	if err != nil {
		return 0, err
	}
	count, err = strconv.Atoi(outcome)
	return count, err
}

// storeLogged adds an activity of a file to the unit.
func (c *change) storeLogged(e LogEntry, submit bool) error {
	table := archive.Activities
	if e.State == LogNew {
		logged := Logged[partnership.Activity]{Project: c.chain.Value.Project, No: c.number(), Value: e.Activity}
		var err error
		if logged.Value.Ref, err = c.newRef(c.activities().prefix, logged.No); err != nil {
			return err
		}
		logged.Value.Status = partnership.Draft
		if submit {
			logged.Value.Status = partnership.Submitted
		}
		return c.put(table.Insert(logged))
	}
	edited := e.old.Value
	edited.Value = e.Activity
	if submit {
		edited.Value.Status = partnership.Submitted
	}
	return c.put(table.Replace(e.old, edited))
}

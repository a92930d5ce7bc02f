package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
	"tulos/reports/excel"
	"tulos/reports/html"
	"tulos/reports/pdf"
)

// A material is what the report of a period is made of, as it is at one moment.
type material struct {
	chain    partnership.Chain // its end at that moment
	period   results.PeriodNo
	form     ReportForm
	photo    func(file string) ([]byte, error)
	logged   reports.Logged       // of planned activities so far; nil where no section tells it
	dossier  *partnership.Dossier // with the entries accepted in the period
	tallies  results.Tallies      // of all that was accepted
	accepted map[results.PartnerID]bool
	missing  []string // sections that must be written, and are not
	messages *i18n.Catalog
	logos    reports.Logos
	address  string // of the installation
	isDraft  bool
	number   string // of a version that is sealed; empty on a draft
}

// gather reads the material of a report.
func (s *Service) gather(ctx context.Context, project partnership.ProjectCode, period results.PeriodNo) (*material, error) {
	r, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	chain, err := archive.Chains.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	m := &material{
		chain: chain.Value, period: period, dossier: setup.Value.Dossier(),
		photo: s.photo(ctx, project), messages: s.Messages, address: s.Address,
	}
	if m.form, err = s.reportForm(ctx, r, &setup.Value, period); err != nil {
		return nil, err
	}
	library, err := s.library()
	if err != nil {
		return nil, err
	}
	m.logos = library.Logos()
	if m.form.Missing != "" {
		return nil, errNoForm(m.form.Missing)
	}
	if m.tallies, err = archive.Tallies(ctx, r, project); err != nil {
		return nil, err
	}
	return m, errors.Join(m.readEntries(ctx, r), m.readNarratives(ctx, r))
}

func (m *material) readEntries(ctx context.Context, r store.Reader) (err error) {
	d := m.dossier
	q := store.Query{Where: inPeriod(&d.Project, m.period, partnership.Accepted)}
	for a, err := range archive.Activities.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		d.Activities = append(d.Activities, a.Value.Value)
	}
	for v, err := range archive.Measurements.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		d.Measurements = append(d.Measurements, v.Value.Value)
	}
	if d.Deductions, err = deductionsOf(ctx, r, d.Project.Code); err != nil {
		return err
	}
	return m.countPlanned(ctx, r)
}

// countPlanned counts what was accepted so far for each planned activity, where the
// report tells it.
func (m *material) countPlanned(ctx context.Context, r store.Reader) error {
	if !m.form.Has("workplan") {
		return nil
	}
	m.logged = reports.Logged{}
	p := &m.dossier.Project
	where := []store.Condition{
		store.Equal("project", p.Code), store.Equal("status", partnership.Accepted),
		store.AtMost("day", p.Periods[m.period-1].End.String()),
	}
	for a, err := range archive.Activities.Find(ctx, r, store.Query{Where: where}) {
		if err != nil {
			return err
		}
		m.logged.Count(&a.Value.Value)
	}
	return nil
}

// readNarratives reads what the report says: for each section what the lead wrote,
// or where that is nothing, what the partners did whose reports are accepted.
func (m *material) readNarratives(ctx context.Context, r store.Reader) error {
	q := ofPeriod(m.dossier.Project.Code, m.period)
	m.accepted = map[results.PartnerID]bool{}
	for report, err := range archive.PartnerReports.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		m.accepted[report.Value.Partner] = report.Value.Status == partnership.Accepted
	}
	all, err := collect(archive.Narratives.Find(ctx, r, q))
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, n := range all {
		if v := n.Value.Value; v.Partner == "" {
			m.dossier.Narratives = append(m.dossier.Narratives, v)
			written[v.Section] = true
		}
	}
	isSaid := map[string]bool{}
	for _, n := range all {
		v := n.Value.Value
		if m.accepted[v.Partner] && !written[v.Section] {
			m.dossier.Narratives = append(m.dossier.Narratives, v)
		}
		isSaid[v.Section] = written[v.Section] || isSaid[v.Section] || m.accepted[v.Partner]
	}
	for _, s := range m.form.Sections {
		if s.Mandatory && !isSaid[s.Question] {
			m.missing = append(m.missing, s.Question)
		}
	}
	return nil
}

// build fills the report for an audience.
func (m *material) build(l i18n.Language, audience reports.Audience, asOf results.Date) (reports.Document, error) {
	return reports.Build(m.dossier, m.form.Definition, m.options(l, audience, asOf))
}

func (m *material) options(l i18n.Language, audience reports.Audience, asOf results.Date) reports.Options {
	return reports.Options{
		Language: l, From: m.period, To: m.period, Audience: audience, AsOf: asOf, Tallies: m.tallies, Messages: m.messages,
		Logged: m.logged, Photo: m.photo, Logos: m.logos, IsDraft: m.isDraft, Address: m.address, Seal: m.number,
	}
}

// languages are those in which the project's reports are made: its own that the
// product speaks, the main one first; English where it speaks none of them.
func languages(p *partnership.Project) []i18n.Language {
	var all []i18n.Language
	for _, code := range p.Languages {
		if l := i18n.Language(code); l.IsShipped() {
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		all = append(all, i18n.English)
	}
	return all
}

// A sealed report is what a version says from now on; its files are stored, but
// not yet recorded.
type sealed struct {
	*material
	asOf  results.Date
	data  string // seal.DataHash
	files []partnership.Attachment
}

// isFor says whether that is what a version says as the project is, on a day.
func (s *sealed) isFor(chain partnership.Chain, day results.Date) bool {
	return s.material != nil && s.chain == chain && s.asOf == day
}

// sealAhead makes what a version will say before the change begins, so that others
// need not wait for it. It is empty where the step is none that seals, or will be
// refused.
func (s *Service) sealAhead(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo, step partnership.Step) (sealed, error) {
	if step != partnership.Submit {
		return sealed{}, nil
	}
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil || !actor.May(partnership.AssembleReport) {
		return sealed{}, err
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return sealed{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	latest, err := latestReport(ctx, s.Engine, &setup.Value.Project, period)
	if err != nil || !latest.Value.Status.IsOpen() {
		return sealed{}, err
	}
	if err := s.MakeSealKey(ctx); err != nil {
		return sealed{}, err
	}
	made, err := s.seal(ctx, latest.Value)
	if IsKind(err, Invalid) {
		return sealed{}, nil
	}
	return made, err
}

// seal makes the files of a version as the project is now, and stores them. Every
// file is in a folder named by its content: whoever makes the same version at the
// same time overwrites nothing but equal bytes.
func (s *Service) seal(ctx context.Context, report partnership.ProjectReport) (sealed, error) {
	m, err := s.gather(ctx, report.Project, report.Period)
	if err != nil {
		return sealed{}, err
	}
	var f results.Findings
	for _, section := range m.missing {
		f.Wrong(section, results.Missing)
	}
	if err := reject(f.Problems()); err != nil {
		return sealed{}, err
	}
	made := sealed{material: m, asOf: s.Today()}
	data, hash, err := m.dataFiles(made.asOf)
	if err != nil {
		return sealed{}, err
	}
	made.data = hash
	m.number = seal.Number(string(report.Project), int(report.Period), report.Version, hash)
	for _, file := range append(m.files(made.asOf, data[0]), data...) {
		content, err := file.content()
		if err != nil {
			return sealed{}, fmt.Errorf("make %s: %w", file.name, err)
		}
		kept, err := s.keep(ctx, report, file.name, content)
		if err != nil {
			return sealed{}, err
		}
		made.files = append(made.files, kept)
	}
	return made, nil
}

// keep stores a file of a version, in a folder named by its content.
func (s *Service) keep(ctx context.Context, of partnership.ProjectReport, name string, data []byte) (partnership.Attachment, error) {
	sum := sha256.Sum256(data)
	a := partnership.Attachment{
		Project: of.Project,
		Name:    fmt.Sprintf("%s%04d/%04d/%s/%s", reportFiles, of.Period, of.Version, hex.EncodeToString(sum[:8]), name),
	}
	info, err := s.Engine.PutFile(ctx, fileName(a.Project, a.Name), bytes.NewReader(data))
	a.Size, a.SHA256 = info.Size, info.SHA256
	return a, err
}

// A reportFile is a file of a version, and how it is made.
type reportFile struct {
	name    string
	content func() ([]byte, error)
}

// once is a file that is made when it is first needed, and kept.
func once(name string, write func(io.Writer) error) reportFile {
	return reportFile{name, sync.OnceValues(func() ([]byte, error) {
		var b bytes.Buffer
		err := write(&b)
		return b.Bytes(), err
	})}
}

// dataFiles are the figures and what the report says, for machines, and the hash of
// both (seal.DataHash).
func (m *material) dataFiles(asOf results.Date) (files []reportFile, hash string, err error) {
	code := m.dossier.Project.Code
	files = []reportFile{
		once(seal.FiguresFile, func(w io.Writer) error {
			figures, err := reports.Figures(m.dossier, m.options(i18n.English, reports.Funder, asOf))
			if err != nil {
				return err
			}
			return bundle.EncodeFigures(w, code, figures)
		}),
		once(seal.NarrativesFile, func(w io.Writer) error { return bundle.EncodeNarratives(w, code, m.dossier.Narratives) }),
	}
	var hashes [2]string
	for n, file := range files {
		data, err := file.content()
		if err != nil {
			return nil, "", fmt.Errorf("make %s: %w", file.name, err)
		}
		if hashes[n], err = seal.Hash(bytes.NewReader(data)); err != nil {
			return nil, "", err
		}
	}
	return files, seal.DataHash(hashes[0], hashes[1]), nil
}

// files are those of a version, for the funder: in every language the report as
// PDF, its workbook, and the article for a page. The PDF has the workbook and the
// figures in it.
func (m *material) files(asOf results.Date, figures reportFile) []reportFile {
	var all []reportFile
	for _, l := range languages(&m.dossier.Project) {
		built := sync.OnceValues(func() (reports.Document, error) { return m.build(l, reports.Funder, asOf) })
		in := func(render func(io.Writer, reports.Document) error) func(io.Writer) error {
			return func(w io.Writer) error {
				document, err := built()
				if err != nil {
					return err
				}
				return render(w, document)
			}
		}
		name := "report." + string(l)
		workbook := once(name+".xlsx", in(excel.Render))
		withFiles := func(w io.Writer, d reports.Document) error {
			book, err := workbook.content()
			if err != nil {
				return err
			}
			data, err := figures.content()
			if err != nil {
				return err
			}
			return pdf.Render(w, d, pdf.Options{Attachments: []pdf.Attachment{
				pdf.Workbook(&d, workbook.name, book), pdf.Figures(&d, figures.name, data),
			}})
		}
		all = append(all, once(name+".pdf", in(withFiles)), workbook, once(name+".html", in(m.article)))
	}
	return all
}

// alone writes a report as PDF without other files in it.
func alone(w io.Writer, d reports.Document) error { return pdf.Render(w, d, pdf.Options{}) }

// article writes a report as a part of a page, below its heading.
func (m *material) article(w io.Writer, d reports.Document) error {
	words, err := m.messages.For(i18n.Language(d.Language))
	if err != nil {
		return err
	}
	return html.Render(w, d, html.Options{Fragment: true, HeadingLevel: 2, Figures: words.Text("report.chart-figures", nil)})
}

// fix puts into a version all that it says: made ahead, or made now where the
// project has been changed since then.
func (c *change) fix(report *partnership.ProjectReport, made sealed) (err error) {
	if !made.isFor(c.chain.Value, c.Today()) {
		if made, err = c.seal(c.ctx, *report); err != nil {
			return err
		}
	}
	report.AsOf, report.Form = made.asOf, made.form.Name
	report.Narratives = made.dossier.Narratives
	manifest, err := c.sign(report, made)
	if err != nil {
		return err
	}
	report.Files = nil
	for _, file := range append(slices.Clip(made.files), manifest) {
		report.Files = append(report.Files, file.Name)
		if err := c.record(file); err != nil {
			return err
		}
	}
	return nil
}

// A Draft is how a report that is not submitted is wanted. Format is "html" for an
// article, "pdf" or "xlsx".
type Draft struct {
	Language i18n.Language
	Audience reports.Audience
	Format   string
}

// DraftReport makes the project's report of a period as it would be today, marked as
// a draft, for those who may see drafts.
func (s *Service) DraftReport(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo, d Draft) ([]byte, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadDrafts) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	m, err := s.gather(ctx, project, period)
	if err != nil {
		return nil, err
	}
	render := map[string]func(io.Writer, reports.Document) error{
		"html": m.article, "pdf": alone, "xlsx": excel.Render,
	}[d.Format]
	if render == nil {
		return nil, refuse(NotFound, "error.no-such-file", "File", d.Format)
	}
	m.isDraft = true
	document, err := m.build(d.Language, d.Audience, s.Today())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = render(&b, document)
	return b.Bytes(), err
}

package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"sync"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store/archive"
	"tulos/reports"
	"tulos/reports/excel"
	"tulos/reports/html"
	"tulos/reports/pdf"
)

// A sealed report is what a version says from now on; its files are stored, but
// not yet recorded.
type sealed struct {
	*material
	asOf  results.Date
	data  string // seal.DataHash
	files []partnership.Attachment
	// stated is what the version states, for holding later figures against it. It is
	// not one of the files: no reader gets it, nor its hash, which would tell whether
	// hidden counts were guessed.
	stated partnership.Attachment
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
	m, err := s.gather(ctx, report.Project, report.Period, reports.Funder)
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
	made.stated, err = s.keepStated(ctx, report, &made)
	return made, err
}

// keepStated stores what a version states.
func (s *Service) keepStated(ctx context.Context, report partnership.ProjectReport, made *sealed) (partnership.Attachment, error) {
	stated, figures, err := reports.Stated(made.dossier, made.options(i18n.English, reports.Funder, made.asOf))
	if err != nil {
		return partnership.Attachment{}, err
	}
	var b bytes.Buffer
	if err := bundle.EncodeStated(&b, report.Project, &stated, figures); err != nil {
		return partnership.Attachment{}, err
	}
	return s.keep(ctx, report, "stated.json", b.Bytes())
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
	if !made.isFor(c.chain.Value, c.service.Today()) {
		if made, err = c.service.seal(c.ctx, *report); err != nil {
			return err
		}
	}
	report.AsOf, report.Form = made.asOf, made.form.Name
	report.Narratives, report.Shows = made.dossier.Narratives, made.shows
	manifest, err := c.sign(report, made)
	if err != nil {
		return err
	}
	report.Stated = made.stated.Name
	if err := c.record(made.stated); err != nil {
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
	m, err := s.gather(ctx, project, period, d.Audience)
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
	if d.Format == "xlsx" {
		m.form.Sections = nil // a workbook has none of them, and a list of invoices can be long
	}
	document, err := m.build(d.Language, d.Audience, s.Today())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = render(&b, document)
	return b.Bytes(), err
}

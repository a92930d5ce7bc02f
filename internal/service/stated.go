package service

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"slices"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A statement is what a sealed version states; no is the number of the audit's entry by
// which it was sealed.
type statement struct {
	*results.Stated
	no int
}

// A sealing is a version that was sealed; no is the number of the audit's entry.
type sealing struct {
	report partnership.ProjectReport
	no     int
}

// sealings are the sealed versions of a project, in the order in which they were sealed.
func sealings(ctx context.Context, r store.Reader, project partnership.ProjectCode) ([]sealing, error) {
	var all []sealing
	for found, err := range archive.ProjectReports.Find(ctx, r, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		if found.Value.Status == partnership.Draft || found.Value.Stated == "" && figuresOf(&found.Value) == "" {
			continue
		}
		no, err := sealedBy(ctx, r, project, found.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, sealing{found.Value, no})
	}
	slices.SortStableFunc(all, func(a, b sealing) int { return cmp.Compare(a.no, b.no) })
	return all, nil
}

// statements reads what all sealed versions of a project state, in order.
func (s *Service) statements(ctx context.Context, r store.Reader, p *partnership.Project) ([]statement, error) {
	sealed, err := sealings(ctx, r, p.Code)
	if err != nil {
		return nil, err
	}
	var all []statement
	for n := range sealed {
		stated, err := s.stated(ctx, r, p, &sealed[n].report)
		if err != nil {
			return nil, err
		}
		all = append(all, statement{stated, sealed[n].no})
	}
	return all, nil
}

// lastStatements are those of statements that stated a period last.
func (s *Service) lastStatements(ctx context.Context, r store.Reader, p *partnership.Project) ([]statement, error) {
	sealed, err := sealings(ctx, r, p.Code)
	if err != nil {
		return nil, err
	}
	var all []statement
	var covered results.PeriodNo
	for n := range slices.Backward(sealed) {
		if sealed[n].report.Period <= covered {
			continue
		}
		stated, err := s.stated(ctx, r, p, &sealed[n].report)
		if err != nil {
			return nil, err
		}
		all = append(all, statement{stated, sealed[n].no})
		covered = max(covered, min(stated.Period, stated.Over))
	}
	slices.Reverse(all)
	return all, nil
}

// sealedBy finds the entry of the audit by which a version was submitted, 0 where there
// is none.
func sealedBy(ctx context.Context, r store.Reader, project partnership.ProjectCode, id string) (no int, err error) {
	q := ofProject(project)
	q.Where = append(q.Where, store.Equal("thing", archive.Thing(archive.ProjectReports.Collection(), id)))
	q.Order = store.Ascending("at")
	for a, err := range archive.Audits.Find(ctx, r, q) {
		if err != nil {
			return 0, err
		}
		if a.Value.What == "project-report."+string(partnership.Submit) {
			no = a.Value.No
		}
	}
	return no, nil
}

// stated reads what a version states. Of one that was sealed before that was kept it is
// what readers outside got of its figures. The file never changes, and is read once.
func (s *Service) stated(ctx context.Context, r store.Reader, p *partnership.Project, report *partnership.ProjectReport) (*results.Stated, error) {
	name, decode := report.Stated, bundle.DecodeStated
	if name == "" {
		name, decode = figuresOf(report), func(r io.Reader) (results.Stated, error) { return outsideOnly(p, report, r) }
	}
	name = fileName(report.Project, name)
	if known, ok := s.statedRead.get(name); ok {
		return known, nil
	}
	file, err := r.OpenFile(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("read what version %d/%d states: %w", report.Period, report.Version, err)
	}
	defer file.Close()
	stated, err := decode(file)
	if err != nil {
		return nil, err
	}
	s.statedRead.put(name, &stated)
	return &stated, nil
}

// figuresOf is the file of a version with its figures, or empty.
func figuresOf(report *partnership.ProjectReport) string {
	n := slices.IndexFunc(report.Files, func(name string) bool { return path.Base(name) == seal.FiguresFile })
	if n < 0 {
		return ""
	}
	return report.Files[n]
}

// outsideOnly reads what a version states as readers outside got it.
func outsideOnly(p *partnership.Project, report *partnership.ProjectReport, figures io.Reader) (results.Stated, error) {
	rows, err := bundle.DecodeFigures(figures)
	over := min(report.Period, results.PeriodNo(len(p.Periods)))
	for over > 0 && !p.Periods[over-1].End.Before(report.AsOf) {
		over--
	}
	return results.Stated{Period: report.Period, Over: over, Rows: rows, OutsideOnly: true}, err
}

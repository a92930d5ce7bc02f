package service

import (
	"context"
	"fmt"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
)

// A Holding is a project among those in which a person has a place, as far as the
// person may see it.
type Holding struct {
	Place
	IsLocked   bool               // until the person has the second factor that the project asks for
	Setup      *partnership.Setup // nil where it is locked
	Overview   *Overview          // for those who may see what was accepted, nil for others
	Own        results.PartnerID  // the partner whose work the person logs, empty for others
	HasReports bool               // the person may see submitted reports
	CanAnswer  bool               // to reports
	Reports    []ReportVersion    // of each period the latest that was submitted, for those who may see these
	Figures    *SealedFigures     // what the latest of them says; nil without any
}

// SealedFigures are what a report said when it was submitted. Nobody may change
// them, whatever was accepted since.
type SealedFigures struct {
	Period results.PeriodNo
	AsOf   results.Date
	Rows   map[results.IndicatorCode]results.Row // at the end of the period
}

// IsRunning says whether the period was running when the report was submitted, so
// that its statuses are only those so far.
func (f *SealedFigures) IsRunning(p *partnership.Project) bool {
	return !p.Periods[f.Period-1].End.Before(f.AsOf)
}

// Portfolio reads all projects in which a person has a place. What is not accepted
// or not submitted is only in it for those who may see it: funders get what
// submitted reports say, and nothing else.
func (s *Service) Portfolio(ctx context.Context, by By) ([]Holding, error) {
	places, err := s.Places(ctx, by)
	if err != nil {
		return nil, err
	}
	all := make([]Holding, len(places))
	for n, p := range places {
		if all[n], err = s.holding(ctx, by, p); err != nil {
			return nil, fmt.Errorf("read %s: %w", p.Project, err)
		}
	}
	return all, nil
}

func (s *Service) holding(ctx context.Context, by By, p Place) (Holding, error) {
	h := Holding{Place: p}
	actor, err := s.actor(ctx, s.Engine, by, p.Project)
	if IsKind(err, NeedsSecondFactor) {
		h.IsLocked = true
		return h, nil
	}
	if err != nil {
		return h, err
	}
	h.CanAnswer = actor.May(partnership.AnswerReport)
	if actor.May(partnership.LogEntries) {
		h.Own = actor.Organisation
	}
	now, err := s.standing(ctx, p.Project)
	if err != nil {
		return h, err
	}
	h.Setup = &now.setup.Value
	if actor.May(partnership.ReadAccepted) {
		if h.Overview, err = s.Overview(ctx, by, p.Project); err != nil {
			return h, err
		}
	}
	if h.HasReports = actor.May(partnership.ReadSealed); h.HasReports {
		err = s.addSealed(ctx, by, &h)
	}
	return h, err
}

// addSealed adds the latest version of each period's report, and the figures of
// the last period that has one.
func (s *Service) addSealed(ctx context.Context, by By, h *Holding) error {
	versions, err := s.ProjectReports(ctx, by, h.Project)
	if err != nil {
		return err
	}
	for _, v := range versions { // by period and version
		if v.Value.Status == partnership.Draft || int(v.Value.Period) > len(h.Setup.Project.Periods) {
			continue
		}
		if n := len(h.Reports); n > 0 && h.Reports[n-1].Value.Period == v.Value.Period {
			h.Reports[n-1] = v
			continue
		}
		h.Reports = append(h.Reports, v)
	}
	if len(h.Reports) == 0 {
		return nil
	}
	last := &h.Reports[len(h.Reports)-1].Value
	h.Figures, err = s.sealedFigures(ctx, by, last)
	return err
}

// sealedFigures are those of a version that was submitted. Its file never changes,
// and is read once.
func (s *Service) sealedFigures(ctx context.Context, by By, report *partnership.ProjectReport) (*SealedFigures, error) {
	name := figuresOf(report)
	if name != "" {
		name = fileName(report.Project, name)
	}
	if known, ok := s.sealedRead.get(name); ok || name == "" {
		return known, nil
	}
	file, err := s.ReportFile(ctx, by, report.Project, report.Period, report.Version, seal.FiguresFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	all, err := bundle.DecodeFigures(file)
	if err != nil {
		return nil, err
	}
	f := &SealedFigures{Period: report.Period, AsOf: report.AsOf, Rows: map[results.IndicatorCode]results.Row{}}
	for code, rows := range all {
		for _, row := range rows {
			if row.Period == report.Period {
				f.Rows[code] = row
			}
		}
	}
	s.sealedRead.put(name, f)
	return f, nil
}

// Waits says how many reports wait for the answer of whoever may give it.
func (h *Holding) Waits() int {
	n := 0
	for _, v := range h.Reports {
		if h.CanAnswer && v.Value.Status == partnership.Submitted {
			n++
		}
	}
	return n
}

package api

import (
	"context"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// GetToken tells what the token is for.
func (s server) GetToken(ctx context.Context, _ GetTokenRequestObject) (GetTokenResponseObject, error) {
	_, by := caller(ctx)
	return GetToken200JSONResponse{
		Name: by.Token.Name, Scope: TokenScope(by.Token.Scope), Projects: as[string](by.Token.Projects),
		Until: by.Token.Until.UTC().Format(time.RFC3339),
	}, nil
}

// ListProjects lists the projects of the token.
func (s server) ListProjects(ctx context.Context, _ ListProjectsRequestObject) (ListProjectsResponseObject, error) {
	ctx, by := caller(ctx)
	places, err := s.Service.Places(ctx, by)
	return ListProjects200JSONResponse{Items: each(places, func(p *service.Place) Place {
		return Place{Code: string(p.Project), Title: textOut(p.Title), Roles: as[string](p.Roles)}
	})}, err
}

// GetProject reads a project.
func (s server) GetProject(ctx context.Context, in GetProjectRequestObject) (GetProjectResponseObject, error) {
	ctx, by := caller(ctx)
	setup, err := s.Service.Setup(ctx, by, partnership.ProjectCode(in.Project))
	if err != nil {
		return nil, err
	}
	p, dossier := &setup.Value.Project, setup.Value.Dossier()
	out := GetProject200JSONResponse{
		Code: string(p.Code), Title: textOut(p.Title), Summary: Text(p.Summary), Languages: p.Languages, Currency: p.Currency,
		Start: p.Start.String(), End: p.End.String(), Funder: string(p.Funder), GrantNumber: p.GrantNumber,
		Partners: each(p.Partners, func(partner *partnership.Partner) Partner {
			o, _ := dossier.Organisation(partner.Organisation)
			return Partner{
				Organisation: string(partner.Organisation), Name: o.Name, Country: o.Country, Role: PartnerRole(partner.Role),
				Joined: partner.Joined.String(), Left: partner.Left.String(),
				Suspended: partner.Suspended != nil && !s.Service.Today().Before(partner.Suspended.From),
			}
		}),
		Periods: []Period{},
	}
	for n, period := range p.Periods {
		out.Periods = append(out.Periods, Period{
			Period: n + 1, Start: period.Start.String(), End: period.End.String(), Due: period.Due.String(),
		})
	}
	return out, nil
}

// GetFramework reads the results framework of a project.
func (s server) GetFramework(ctx context.Context, in GetFrameworkRequestObject) (GetFrameworkResponseObject, error) {
	ctx, by := caller(ctx)
	setup, err := s.Service.Setup(ctx, by, partnership.ProjectCode(in.Project))
	if err != nil {
		return nil, err
	}
	out := &Framework{Results: []Result{}, Indicators: []Indicator{}, Planned: []PlannedActivity{}}
	out.Dimensions = each(setup.Value.Project.Dimensions, func(d *results.Dimension) Dimension {
		return Dimension{Key: string(d.Key), Title: textOut(d.Title), Categories: each(d.Categories, func(c *results.Category) Named {
			return Named{Key: string(c.Key), Title: textOut(c.Title)}
		})}
	})
	out.add("", setup.Value.Project.Results)
	return GetFramework200JSONResponse(*out), nil
}

// add adds results, and those below them.
func (f *Framework) add(above results.ResultCode, all []results.Result) {
	for n := range all {
		r := &all[n]
		f.Results = append(f.Results, Result{Code: string(r.Code), Level: ResultLevel(r.Level), Above: string(above), Title: textOut(r.Title)})
		for i := range r.Indicators {
			f.Indicators = append(f.Indicators, indicatorOut(r.Code, &r.Indicators[i]))
		}
		for _, p := range r.Planned {
			f.Planned = append(f.Planned, PlannedActivity{
				Code: string(p.Code), Result: string(r.Code), Title: textOut(p.Title), Start: p.Start.String(), End: p.End.String(),
				Partners: append([]string{}, as[string](p.Partners)...),
			})
		}
		f.add(r.Code, r.Results)
	}
}

func indicatorOut(of results.ResultCode, i *results.Indicator) Indicator {
	return Indicator{
		Code: string(i.Code), Result: string(of), Title: textOut(i.Title), Measure: IndicatorMeasure(i.Measure), Unit: Text(i.Unit),
		Baseline: figureOut(i.BaselineFigure()), Target: figureOut(i.TargetFigure()), Unique: i.Unique,
		Breakdown: append([]string{}, as[string](i.Breakdown)...),
		Stages: some(i.Stages, func(stage *results.Stage) Named {
			return Named{Key: string(stage.Key), Title: textOut(stage.Title)}
		}),
	}
}

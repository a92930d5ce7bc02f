package api

import (
	"bytes"
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// GetFigures reads the figures of a project.
func (s server) GetFigures(ctx context.Context, in GetFiguresRequestObject) (GetFiguresResponseObject, error) {
	ctx, by := caller(ctx)
	all, err := s.Service.Figures(ctx, by, partnership.ProjectCode(in.Project))
	if err != nil {
		return nil, err
	}
	return GetFigures200JSONResponse{Project: in.Project, Indicators: each(all, func(f *results.IndicatorFigures) IndicatorFigures {
		return IndicatorFigures{Indicator: string(f.Indicator.Code), Periods: each(f.Rows, rowOut)}
	})}, nil
}

// GetFiguresTable writes the same as a table.
func (s server) GetFiguresTable(ctx context.Context, in GetFiguresTableRequestObject) (GetFiguresTableResponseObject, error) {
	ctx, by := caller(ctx)
	var b bytes.Buffer
	if err := s.Service.FiguresTable(ctx, by, partnership.ProjectCode(in.Project), &b); err != nil {
		return nil, err
	}
	return GetFiguresTable200TextcsvCharsetUtf8Response{Body: &b, ContentLength: int64(b.Len())}, nil
}

func rowOut(r *results.Row) FigureRow {
	return FigureRow{
		Period: int(r.Period), Value: figureOut(r.Value), Cumulative: figureOut(r.Cumulative),
		Expected: figureOut(r.Expected), Achievement: figureOut(r.Achievement),
		Numerator: figureOut(r.Numerator), Denominator: figureOut(r.Denominator), Participations: figureOut(r.Participations),
		Status: FigureRowStatus(r.Status), ReportedBy: r.ReportedBy, DueFrom: r.DueFrom,
		Partners: each(r.Partners, func(p *results.PartnerRow) PartnerFigure {
			return PartnerFigure{
				Organisation: string(p.Partner), Value: figureOut(p.Value), Cumulative: figureOut(p.Cumulative),
				Achievement: figureOut(p.Achievement), State: PartnerFigureState(p.State),
			}
		}),
		Breakdown: each(r.Breakdown, func(c *results.CellRow) CellFigure {
			return CellFigure{By: byOut(c.By), Value: figureOut(c.Value), Cumulative: figureOut(c.Cumulative)}
		}),
	}
}

// figureOut is a figure as text; nil for none.
func figureOut(f results.Figure) Figure {
	if n, ok := f.Number(); ok {
		return numberFigure(&n)
	}
	if mark, ok := f.Mark(); ok {
		return &mark
	}
	return nil
}

func numberFigure(n *results.Number) Figure {
	if n == nil {
		return nil
	}
	text := n.String()
	return &text
}

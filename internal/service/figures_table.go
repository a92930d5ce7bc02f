package service

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// figureColumns are those of the table of figures, for programs: they stay, and more
// may come after them.
func figureColumns() []string {
	return []string{
		"project", "indicator", "title", "unit", "measure", "period", "start", "end", "partner", "breakdown",
		"value", "cumulative", "expected", "achievement", "status", "reported_by", "due_from",
	}
}

// FiguresTable writes the figures of a project as CSV, for those who may see what was
// accepted: of every indicator and period a row of the partnership, one of each partner,
// and one of each cell of the breakdown. Nothing has been written where it is refused.
func (s *Service) FiguresTable(ctx context.Context, by By, project partnership.ProjectCode, w io.Writer) error {
	_, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_, err = io.WriteString(w, byteOrderMark)
	err = errors.Join(err, out.Write(figureColumns()))
	t := figureTable{project: &now.setup.Value.Project}
	for _, f := range now.figures {
		for n := range f.Rows {
			err = errors.Join(err, out.WriteAll(t.rows(f.Indicator, &f.Rows[n])))
		}
	}
	if err != nil {
		return fmt.Errorf("write the table of figures: %w", err)
	}
	return nil
}

type figureTable struct{ project *partnership.Project }

// rows are those of an indicator and a period.
func (t figureTable) rows(i *results.Indicator, r *results.Row) [][]string {
	all := [][]string{t.row(i, r, "", "", figureCells{r.Value, r.Cumulative, r.Expected, r.Achievement},
		string(r.Status), strconv.Itoa(r.ReportedBy), strconv.Itoa(r.DueFrom))}
	for _, p := range r.Partners {
		all = append(all, t.row(i, r, string(p.Partner), "", figureCells{p.Value, p.Cumulative, results.Figure{}, p.Achievement}, string(p.State), "", ""))
	}
	for _, c := range r.Breakdown {
		all = append(all, t.row(i, r, "", cellName(c.By), figureCells{c.Value, c.Cumulative}, "", "", ""))
	}
	return all
}

// figureCells are value, cumulative, expected and achievement.
type figureCells [4]results.Figure

func (t figureTable) row(i *results.Indicator, r *results.Row, partner, breakdown string, figures figureCells, rest ...string) []string {
	main := ""
	if len(t.project.Languages) > 0 {
		main = t.project.Languages[0]
	}
	title, _ := i.Title.In(main)
	unit, _ := i.Unit.In(main)
	period := t.project.Periods[r.Period-1]
	row := []string{
		harmless(string(t.project.Code)), harmless(string(i.Code)), harmless(title), harmless(unit), string(i.Measure),
		strconv.Itoa(int(r.Period)), period.Start.String(), period.End.String(), harmless(partner), harmless(breakdown),
	}
	for _, f := range figures {
		row = append(row, plainFigure(f))
	}
	return append(row, rest...)
}

// plainFigure is a figure as a decimal of at most 6 digits after the point, or its mark;
// "" for none.
func plainFigure(f results.Figure) string {
	if n, ok := f.Number(); ok {
		return n.String()
	}
	mark, _ := f.Mark()
	return mark
}

// cellName is a cell of a breakdown as text: "age=child; sex=f".
func cellName(by results.By) string {
	parts := make([]string, len(by))
	for n, p := range by {
		parts[n] = string(p.Dimension) + "=" + string(p.Category)
	}
	return strings.Join(parts, "; ")
}

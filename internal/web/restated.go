package web

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A restatedView is how figures differ from what sealed reports state.
type restatedView struct {
	Count   int
	IsShort bool // few enough to be seen at once
	Heads   []reports.Column
	Rows    []restatedRow
}

// A restatedRow is a figure; Path leads to its indicator where that is still there.
type restatedRow struct {
	Path  string
	Name  reports.Text
	Cells []restatedCell
}

// A restatedCell is one of the row's other cells.
type restatedCell struct {
	IsNumber bool
	Text     reports.Text
}

// mostRestated is how many restated figures a page shows without being asked.
const mostRestated = 12

// addRestated adds what the next report will list as restated, for those who may see it;
// nothing where that is nothing.
func (r *request) addRestated(view *dashboardView, o *service.Overview) error {
	table, err := r.restated()
	if err != nil || len(table.Rows) == 0 {
		return err
	}
	v := &restatedView{Count: len(table.Rows), IsShort: len(table.Rows) <= mostRestated, Heads: table.Columns}
	for _, row := range table.Rows {
		shown := restatedRow{Name: row.Cells[0].Text}
		code := results.IndicatorCode(shown.Name[0].Text)
		if _, isThere := o.Figure(code); isThere {
			shown.Path = r.indicatorPath(code, view.Period.No)
		}
		for n, cell := range row.Cells[1:] {
			shown.Cells = append(shown.Cells, restatedCell{table.Columns[n+1].Align == reports.End, cell.Text})
		}
		v.Rows = append(v.Rows, shown)
	}
	view.Restated = v
	return nil
}

// restated is what the next report will list; empty for those who may not see it.
func (r *request) restated() (reports.Table, error) {
	if !r.actor.May(partnership.ReadDrafts) {
		return reports.Table{}, nil
	}
	return r.Service.Restated(r.ctx(), r.by(), r.project(), r.words)
}

// restatedStep tells before a report is submitted that figures were restated; ok is false
// where none was.
func (r *request) restatedStep() (step stepView, ok bool, err error) {
	table, err := r.restated()
	return stepView{
		State: "open", Text: r.words.Text("form.section.restated", nil), Path: base(r.project()) + "/dashboard#restated",
		Word: r.words.Text("restated.count", arguments([]any{"Count", len(table.Rows)})),
	}, len(table.Rows) > 0, err
}

package web

import (
	"net/http"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A deductionsView lists the deductions of a project.
type deductionsView struct {
	Back, Path string
	CanDeduct  bool
	Deductions []deductionRow
}

type deductionRow struct {
	No     int
	Path   string // empty for whoever may not change it
	Code   string
	Title  results.Text
	Period int
	Value  string
	Reason results.Text
}

var deductionsPage = page[deductionsView]{"setup/deductions.html"}

func (r *request) deductionsPath() string { return r.setupPath() + "/deductions" }

func showDeductions(r *request) error {
	stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	all, err := r.Service.Deductions(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	v := deductionsView{Back: r.setupPath(), Path: r.deductionsPath() + "/new", CanDeduct: r.actor.May(partnership.Deduct)}
	for _, d := range all {
		row := deductionRow{
			No: d.Value.No, Code: string(d.Value.Value.Indicator), Period: int(d.Value.Value.Period),
			Value: exact(r.words, d.Value.Value.Value), Reason: d.Value.Value.Reason,
		}
		if i, ok := indicatorOf(&stored.Value.Project, d.Value.Value.Indicator); ok {
			row.Title = i.Title
		}
		if v.CanDeduct {
			row.Path = r.deductionsPath() + "/" + strconv.Itoa(row.No)
		}
		v.Deductions = append(v.Deductions, row)
	}
	return show(r, http.StatusOK, deductionsPage, r.words.Text("setup.deductions", nil), v)
}

// A deductionEdit is the editing of a deduction under way.
type deductionEdit struct {
	request *request
	setup   *partnership.Setup
	no      int // 0: a new one
	rev     int64
	value   results.Deduction
	form    *binding
}

// deductionEdit reads the deduction of the address.
func (r *request) deductionEdit() (*deductionEdit, error) {
	stored, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	e := &deductionEdit{request: r, setup: &stored.Value}
	if r.Param("name") == "new" {
		return e, nil
	}
	all, err := r.Service.Deductions(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	for _, d := range all {
		if strconv.Itoa(d.Value.No) == r.Param("name") {
			e.no, e.rev, e.value = d.Value.No, d.Rev, d.Value.Value
			return e, nil
		}
	}
	return nil, errNotFound
}

func (e *deductionEdit) bind(sent *sent) {
	e.form = newBinding(e.request.words, e.setup.Project.Languages, sent)
	indicators, periods := []option{e.request.none("setup.choose")}, []option{e.request.none("setup.choose")}
	for i := range results.Indicators(e.setup.Project.Results) {
		if i.Unique {
			indicators = append(indicators, option{Value: string(i.Code), Text: e.request.titled(string(i.Code), i.Title)})
		}
	}
	for n, p := range e.setup.Project.Periods {
		text := e.request.words.Text("report.period", i18n.Args{"Period": n + 1}) + " · " + date(e.request.words, p.Start) + " – " + date(e.request.words, p.End)
		periods = append(periods, option{Value: strconv.Itoa(n + 1), Text: text})
	}
	d, period := &e.value, ""
	if d.Period > 0 {
		period = strconv.Itoa(int(d.Period))
	}
	pick(e.form, "indicator", "setup.indicator", &d.Indicator, indicators)
	pick(e.form, "period", "setup.period", &period, periods)
	e.form.hint(e.form.number("value", "setup.deduct-value", &d.Value), "setup.deduct-value-hint")
	e.form.hint(e.form.text(areaInput, "reason", "setup.reason", &d.Reason), "setup.deduct-reason-hint")
	if n, err := strconv.Atoi(period); err == nil {
		d.Period = results.PeriodNo(n)
	}
}

func (e *deductionEdit) path() string {
	if e.no == 0 {
		return e.request.deductionsPath() + "/new"
	}
	return e.request.deductionsPath() + "/" + strconv.Itoa(e.no)
}

func (e *deductionEdit) bound() *binding { return e.form }

func (e *deductionEdit) view() setupPartView {
	return setupPartView{
		Kind: "deduction", Title: e.title(), Advice: "setup.deduct-advice", Path: e.path(), Back: e.request.deductionsPath(),
		Rev: e.rev, IsNew: e.no == 0, CanEdit: true, CanRemove: e.no > 0, RemoveText: "setup.deduct-back", Inputs: e.form.inputs,
	}
}

func (e *deductionEdit) title() string {
	if e.no == 0 {
		return e.request.words.Text("setup.new-deduction", nil)
	}
	i, ok := indicatorOf(&e.setup.Project, e.value.Indicator)
	if !ok {
		return string(e.value.Indicator)
	}
	return e.request.titled(string(i.Code), i.Title)
}

func showDeduction(r *request) error {
	e, err := r.deductionEdit()
	if err != nil {
		return err
	}
	e.bind(nil)
	return e.request.formPage(http.StatusOK, e.view())
}

// editDeduction makes, changes or takes back a deduction, after the figures that it
// changes were shown.
func editDeduction(r *request) error {
	if _, was, err := r.Service.Sent(r.ctx(), r.by(), r.project()); err != nil || was {
		return r.doneDeduction(err)
	}
	e, err := r.deductionEdit()
	if err != nil {
		return err
	}
	isBack := r.PostForm("do") == "remove" && e.no > 0
	next := &e.value
	if isBack {
		e.bind(nil)
		next = nil
	} else {
		e.bind(&sent{r.Request.PostForm})
	}
	switch {
	case r.PostForm("do") == "again":
		return e.request.formPage(http.StatusOK, e.view())
	case len(*e.form.mistakes) > 0:
		return refuseRecord(r, e, nil)
	}
	changes, err := r.Service.PreviewDeduction(r.ctx(), r.by(), r.project(), e.no, next)
	if err != nil {
		return answerRecord(r, e, (*request).deductionEdit, err)
	}
	effect := service.Effect{Figures: changes}
	if len(changes) > 0 && r.PostForm("confirm") != digestOf(effect) && seenRevision(r.PostForm("rev")) == e.rev {
		return r.showEffect(effect, e.path(), e.title(), nil)
	}
	seen := seenRevision(r.PostForm("rev"))
	switch {
	case isBack:
		err = r.Service.RevokeDeduction(r.ctx(), r.by(), r.project(), e.no, seen)
	case e.no == 0:
		_, err = r.Service.Deduct(r.ctx(), r.by(), r.project(), e.value)
	default:
		err = r.Service.ChangeDeduction(r.ctx(), r.by(), r.project(), e.no, seen, e.value)
	}
	if err != nil {
		return answerRecord(r, e, (*request).deductionEdit, err)
	}
	return r.doneDeduction(nil)
}

func (r *request) doneDeduction(err error) error {
	if err != nil {
		return err
	}
	r.notice(r.words.Text("me.saved", nil))
	return r.to(r.deductionsPath())
}

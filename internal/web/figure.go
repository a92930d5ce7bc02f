package web

import (
	"cmp"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// none stands where there is no figure.
const none = "–"

// figure writes a figure of an indicator as people read it: rounded to its
// decimals, a stage with its name. It is empty where there is none.
func figure(words *i18n.Localizer, i *results.Indicator, f results.Figure) string {
	n, ok := f.Number()
	if !ok {
		return ""
	}
	switch i.Measure {
	case results.Percentage:
		return words.Percent(n.Fixed(i.Places()), i.Places())
	case results.MeasureStage:
		if stage, ok := i.StageAt(n); ok {
			return n.Fixed(0) + "\u00a0·\u00a0" + inLanguage(words, stage.Title)
		}
	case results.MeasureNumber, results.Ratio, results.MeasureText:
	}
	return words.Number(n.Fixed(i.Places()), i.Places())
}

// share writes a share in percent; it is empty where there is none.
func share(words *i18n.Localizer, f results.Figure) string {
	n, ok := f.Number()
	if !ok {
		return ""
	}
	return words.Percent(n.Mul(results.Int(100)).Fixed(0), 0)
}

// A statusView is how an indicator stands: a kind, which has a shape and a colour,
// and its word.
type statusView struct{ Kind, Word string }

// statusOf is the status of an indicator's row: so far, while its period is
// running, and none before it.
func statusOf(words *i18n.Localizer, o *service.Overview, row *results.Row) statusView {
	if o.IsAhead(row.Period) {
		return statusView{"not-started", words.Text("dashboard.not-started", nil)}
	}
	word := words.Text("status."+string(row.Status), nil)
	if o.IsRunning(row.Period) && row.Status != results.NotReported {
		word = words.Text("status.so-far", i18n.Args{"Status": word})
	}
	return statusView{string(row.Status), word}
}

// A barView is how far an indicator has come, and where it should be, in percent
// of its target.
type barView struct{ Value, Mark string }

// barOf is nil for an indicator without a target, or without a figure.
func barOf(i *results.Indicator, row *results.Row) *barView {
	value, ok := row.Achievement.Number()
	if !ok {
		return nil
	}
	b := &barView{Value: percent(value)}
	if mark, ok := i.Achievement(row.Expected).Number(); ok {
		b.Mark = percent(mark)
	}
	return b
}

// percent is a share as the length of a bar, from 0% to 100%.
func percent(share results.Number) string {
	f := min(max(share.Float(), 0), 1)
	return strconv.FormatFloat(100*f, 'f', 1, 64) + "%"
}

// lackOf says why there is no figure: not reported, not applicable, or "".
func lackOf(row *results.Row) string {
	if row.Cumulative.IsKnown() {
		return ""
	}
	isMarked := false
	for _, p := range row.Partners {
		if p.State == results.Silent {
			return string(results.Silent)
		}
		isMarked = isMarked || p.State == results.NotApplicable
	}
	if isMarked {
		return string(results.NotApplicable)
	}
	return string(results.Silent)
}

// A standView is an indicator at the end of a period, as texts that are ready to be
// shown: a dashboard has many of them.
type standView struct {
	Code, Path, Key                                string // Key names its figures: "OP1.1/2"
	Title, Unit                                    written
	Status                                         statusView
	Figure                                         string // the cumulative one, or why there is none
	IsKnown                                        bool
	Value, Expected, Target, Baseline, Achievement string // a dash where there is none
	Context                                        string // " / 900 · expected 450"
	Reported, ReportedShort                        string // by how many partners
	Bar                                            *barView
	Shares                                         []shareView // of the partners that are looked at
	Trend                                          []trendView // to the end of the period
}

// A trendView is a cumulative figure at the end of a period, against what was
// expected.
type trendView struct{ Key, Kind, Figure, Expected, Path string }

// A standMaker makes the views of indicators of an overview.
type standMaker struct {
	request  *request
	overview *service.Overview
	statuses map[results.Status]statusView
	reported map[[2]int][2]string
}

func (r *request) standMaker(o *service.Overview) *standMaker {
	return &standMaker{r, o, map[results.Status]statusView{}, map[[2]int][2]string{}}
}

func (m *standMaker) stand(i *results.Indicator, row *results.Row) standView {
	write := func(f results.Figure) string { return orNone(figure(m.request.words, i, f)) }
	v := standView{
		Code: string(i.Code), Path: m.request.indicatorPath(i.Code, row.Period), Key: figureKey(i, row.Period),
		Title: writtenIn(m.request.words, i.Title), Unit: writtenIn(m.request.words, i.Unit),
		Status: m.status(row), Figure: figure(m.request.words, i, row.Cumulative), IsKnown: row.Cumulative.IsKnown(),
		Value: write(row.Value), Expected: write(row.Expected), Target: write(i.TargetFigure()), Baseline: write(i.BaselineFigure()),
		Achievement: orNone(share(m.request.words, row.Achievement)), Bar: barOf(i, row),
	}
	if lack := lackOf(row); v.Figure == "" && lack != "" {
		v.Figure = m.request.words.Text("state."+lack, nil)
	}
	if v.Target != none {
		v.Context = " / " + v.Target
	}
	if v.Expected != none {
		v.Context += " · " + m.request.words.Text("dashboard.expected", i18n.Args{"Expected": v.Expected})
	}
	v.Reported, v.ReportedShort = m.reportedBy(row)
	return v
}

// trend is how an indicator stood at the end of each of the periods.
func (m *standMaker) trend(i *results.Indicator, rows []results.Row) []trendView {
	all := make([]trendView, len(rows))
	for n := range rows {
		row := &rows[n]
		all[n] = trendView{
			Key: figureKey(i, row.Period), Kind: m.status(row).Kind, Figure: orNone(figure(m.request.words, i, row.Cumulative)),
			Expected: figure(m.request.words, i, row.Expected), Path: m.request.indicatorPath(i.Code, row.Period) + "#by-period",
		}
	}
	return all
}

// status writes each status once: in a period all of a kind are told alike.
func (m *standMaker) status(row *results.Row) statusView {
	if row.Period != m.overview.Period() {
		return statusOf(m.request.words, m.overview, row)
	}
	v, isKnown := m.statuses[row.Status]
	if !isKnown {
		v = statusOf(m.request.words, m.overview, row)
		m.statuses[row.Status] = v
	}
	return v
}

func (m *standMaker) reportedBy(row *results.Row) (text, short string) {
	key := [2]int{row.ReportedBy, row.DueFrom}
	v, isKnown := m.reported[key]
	if !isKnown {
		v = [2]string{
			m.request.words.Text("dashboard.reported", i18n.Args{"Reported": row.ReportedBy, "Count": row.DueFrom}),
			m.request.words.Text("report.reported-by-short", i18n.Args{"Reported": row.ReportedBy, "Due": row.DueFrom}),
		}
		m.reported[key] = v
	}
	return v[0], v[1]
}

// A periodView is a reporting period that can be chosen.
type periodView struct {
	No         results.PeriodNo
	Start, End results.Date
	Due        results.Date
	IsChosen   bool
	IsRunning  bool
	IsAhead    bool
}

// short is the period's number, and whether it is running or ahead.
func (p periodView) short(words *i18n.Localizer) string {
	text := words.Text("report.period", i18n.Args{"Period": int(p.No)})
	switch {
	case p.IsRunning:
		return text + " · " + words.Text("dashboard.running", nil)
	case p.IsAhead:
		return text + " · " + words.Text("dashboard.ahead", nil)
	default:
		return text
	}
}

func periodsOf(o *service.Overview, chosen results.PeriodNo) []periodView {
	all := make([]periodView, len(o.Setup.Project.Periods))
	for n, p := range o.Setup.Project.Periods {
		k := results.PeriodNo(n + 1)
		all[n] = periodView{k, p.Start, p.End, p.Due, k == chosen, o.IsRunning(k), o.IsAhead(k)}
	}
	return all
}

// chosenPeriod is the period in the address, else the present one.
func (r *request) chosenPeriod(o *service.Overview) (results.PeriodNo, error) {
	asked := r.Query("period")
	if asked == "" {
		return o.Period(), nil
	}
	k, err := strconv.Atoi(asked)
	if err != nil || !o.HasPeriod(results.PeriodNo(k)) {
		return 0, errNotFound
	}
	return results.PeriodNo(k), nil
}

func periodText(k results.PeriodNo) string { return strconv.Itoa(int(k)) }

// A partnerChoice is a partner that can be chosen.
type partnerChoice struct {
	ID       results.PartnerID
	Name     string
	IsChosen bool
}

func partnerChoices(setup *partnership.Setup, chosen results.PartnerID) []partnerChoice {
	var all []partnerChoice
	for _, p := range setup.Project.Partners {
		all = append(all, partnerChoice{p.Organisation, organisationName(setup, p.Organisation), p.Organisation == chosen})
	}
	return all
}

// chosenPartner is the partner in the address; empty is all.
func (r *request) chosenPartner(setup *partnership.Setup) (results.PartnerID, error) {
	id := results.PartnerID(r.Query("partner"))
	if _, ok := setup.Project.Partner(id); !ok && id != "" {
		return "", errNotFound
	}
	return id, nil
}

// orNone puts a dash where there is no figure.
func orNone(s string) string { return cmp.Or(s, none) }

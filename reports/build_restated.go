package reports

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A Reason is why a figure was restated: something that was done after the report was
// sealed that stated it last.
type Reason struct {
	Kind    ReasonKind
	Day     results.Date
	Ref     string       // of the entry
	Comment string       // as whoever did it wrote it
	Text    results.Text // of a deduction
	Who     string       // told inside the partnership only
}

// A ReasonKind is what was done.
type ReasonKind string

// The kinds of reasons.
const (
	WasAccepted      ReasonKind = "accepted" // late
	WasReopened      ReasonKind = "reopened"
	WasDeducted      ReasonKind = "deducted"
	WasNotDeducted   ReasonKind = "not-deducted" // any more
	TargetChanged    ReasonKind = "target"
	IndicatorChanged ReasonKind = "indicator"
	SetupChanged     ReasonKind = "setup" // partners, periods, categories
)

// A Restated figure is one that was stated otherwise in a sealed report, with why it
// changed, the earliest reason first.
type Restated struct {
	results.Restatement
	Reasons []Reason
}

// A restated figure is one as the report's readers get it.
type restated struct {
	Restated
	indicator *results.Indicator
}

// RestatedTable lists restated figures of a project for the partnership, in the language
// of the words, as a report does.
func RestatedTable(d *partnership.Dossier, all []Restated, words *i18n.Localizer) Table {
	b := newWriter(d, Options{Language: words.Language(), Audience: Partnership}, words)
	var list []restated
	for _, r := range all {
		list = append(list, b.restatement(r))
	}
	return table(b, restatedColumns, []string{"indicator", "period", "figure", "was", "is", "why"}, list)
}

var restatedColumns = map[string]column[restated]{
	"code": {"report.code", 2, Start, func(_ *builder, r restated) Cell { return plainCell(string(r.Indicator)) }},
	"indicator": {"report.indicator", 4, Start, func(b *builder, r restated) Cell {
		return Cell{Text: b.named(r.indicator)}
	}},
	"title":  {"report.indicator", 5, Start, func(b *builder, r restated) Cell { return Cell{Text: b.text(r.indicator.Title)} }},
	"period": {"report.reporting-period", 1.6, End, func(b *builder, r restated) Cell { return b.count(int(r.Period)) }},
	"figure": {"report.restated-figure", 4, Start, func(b *builder, r restated) Cell { return plainCell(b.restatedName(r.Restatement)) }},
	"was":    {"report.was", 2, End, func(b *builder, r restated) Cell { return b.restatedFigure(r, r.Was) }},
	"is":     {"report.is", 2, End, func(b *builder, r restated) Cell { return b.restatedFigure(r, r.Is) }},
	"why":    {"report.why", 6, Start, func(b *builder, r restated) Cell { return Cell{Text: b.why(r.Reasons)} }},
}

// restated lists the figures that were stated otherwise in earlier reports, or says that
// there are none.
func (b *builder) restated(s Section) []Block {
	all := b.restatements()
	if len(all) == 0 && s.Optional {
		return nil
	}
	return append([]Block{b.heading(s)}, b.restatedTable(s, all, "table-restated")...)
}

func (b *builder) restatedSheet(s Section) []Block { return b.restatedTable(s, b.restatements(), "") }

func (b *builder) restatedTable(s Section, all []restated, anchor string) []Block {
	switch {
	case len(b.options.Stated) == 0:
		return []Block{Paragraph{Text: Plain(b.Text("restated.first", nil))}}
	case len(all) == 0:
		return []Block{Paragraph{Text: Plain(b.Text("restated.none", nil))}}
	}
	t := table(b, restatedColumns, s.Columns, all)
	t.Anchor = anchor
	t.Notes = []Text{Plain(b.Text("restated.about", nil))}
	for _, r := range all {
		_, wasHidden := r.Was.Mark()
		if _, isHidden := r.Is.Mark(); wasHidden || isHidden {
			t.Notes = append(t.Notes, b.whyHidden())
			break
		}
	}
	return []Block{t}
}

// restatements are the restated figures of the report, as its readers get them.
func (b *builder) restatements() []restated {
	var all []restated
	for _, r := range b.options.Restated {
		if told, ok := b.told(r.Restatement); ok {
			all = append(all, b.restatement(Restated{told, r.Reasons}))
		}
	}
	return all
}

// restatement finds the indicator, or one in its place where it is not there any more.
func (b *builder) restatement(r Restated) restated {
	i := b.indicator(r.Indicator)
	if i == nil {
		i = &results.Indicator{Code: r.Indicator}
	}
	return restated{r, i}
}

// truth are the figures of the report's periods, with nothing hidden.
func (b *builder) truth() []results.IndicatorFigures {
	all := b.frame.Figures(b.tallies)
	for n := range all {
		all[n].Rows = all[n].Rows[:b.options.To]
	}
	return all
}

// told is a restated figure as readers get it; ok is false where they see no change of it.
func (b *builder) told(r results.Restatement) (told results.Restatement, ok bool) {
	since := b.options.Stated[r.Since]
	if r.Period > b.options.To {
		return r, false
	}
	if b.options.Audience != Funder || r.By == nil {
		return r, true
	}
	veil := b.veils[r.Indicator]
	if veil.isWhole() || since.IsWithheld(r.Indicator) {
		return r, false
	}
	from := results.PeriodNo(1)
	if r.Kind == results.PeriodFigure {
		from = r.Period
	}
	if mark, isHidden := since.Mark(r.Indicator, from, r.Period, r.By.String()); isHidden {
		r.Was = results.Hidden(mark)
	}
	if veil != nil {
		if f, isHidden := veil.mark(counted{from, r.Period, r.By.String()}); isHidden {
			r.Is = f
		}
	}
	return r, !r.Was.Equal(r.Is)
}

// restatedName tells which figure one is: "Drosa Maja · cumulative".
func (b *builder) restatedName(r results.Restatement) string {
	key := "report." + string(r.Kind)
	if r.Kind == results.PeriodFigure {
		key = "restated.value"
	}
	of := ""
	switch {
	case r.By != nil:
		of = b.cellName(r.By)
	case r.Partner != "":
		of = b.organisation(r.Partner)
	}
	return joined(of, b.Text(key, nil))
}

// restatedFigure is the cell of one of the two figures: with all its decimals where both
// would look the same.
func (b *builder) restatedFigure(r restated, f results.Figure) Cell {
	c := b.figureOf(r, f)
	if n, ok := f.Number(); ok && b.figureOf(r, r.Was).Text.String() == b.figureOf(r, r.Is).Text.String() {
		if r.Kind == results.AchievementFigure {
			n = n.Mul(results.Int(100))
		}
		text := b.decimal(n)
		if c.Number.Percent {
			_, fraction, _ := strings.Cut(n.String(), ".")
			text = b.Percent(n.String(), len(fraction))
		}
		c.Text = Plain(text)
	}
	return c
}

func (b *builder) figureOf(r restated, f results.Figure) Cell {
	switch r.Kind {
	case results.AchievementFigure:
		c := b.share(f)
		c.Bar = nil
		return c
	case results.NumeratorFigure, results.DenominatorFigure, results.ParticipationsFigure, results.DeductedFigure:
		return b.figure(&results.Indicator{Measure: results.MeasureNumber}, f)
	case results.PeriodFigure, results.CumulativeFigure, results.ExpectedFigure:
	}
	return b.figure(r.indicator, f)
}

// mostReasons is how many reasons are told of a figure.
const mostReasons = 4

// why tells the reasons, and how many there are besides.
func (b *builder) why(reasons []Reason) Text {
	if len(reasons) == 0 {
		return Plain(b.Text("restated.why-unknown", nil))
	}
	var all Text
	for n, r := range reasons[:min(len(reasons), mostReasons)] {
		if n > 0 {
			all = append(all, Span{Text: "; "})
		}
		all = append(all, b.reason(r)...)
	}
	if more := len(reasons) - mostReasons; more > 0 {
		all = append(all, Span{Text: "; " + b.Text("restated.why-more", i18n.Args{"Count": more})})
	}
	return all
}

func (b *builder) reason(r Reason) Text {
	t := Plain(b.Text("restated.why-"+string(r.Kind), i18n.Args{"Ref": r.Ref, "Date": b.date(r.Day)}))
	switch comment := b.text(r.Text); {
	case len(comment) > 0:
		t = append(append(t, Span{Text: ": "}), comment...)
	case r.Comment != "":
		t = append(t, Span{Text: ": " + r.Comment})
	}
	if r.Who != "" && b.options.Audience == Partnership {
		t = append(t, Span{Text: " (" + r.Who + ")"})
	}
	return t
}

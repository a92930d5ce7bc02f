package results

import (
	"cmp"
	"maps"
	"slices"
)

// Stated is what a sealed report states: its figures as the partnership has them, and
// what its readers outside did not get of them.
type Stated struct {
	Period PeriodNo // the report's: it states this one and those before
	Over   PeriodNo // the last that had ended when it was sealed; figures of later ones were those so far
	Rows   map[IndicatorCode][]Row
	// Limit is the smallest count that readers outside got of a sensitive breakdown;
	// 0 where none was hidden.
	Limit    int
	Withheld []IndicatorCode // of which they got no breakdown
	Hidden   []HiddenCount
	// OutsideOnly says that the figures are as readers outside got them: what was
	// hidden is not known.
	OutsideOnly bool
}

// A HiddenCount is a count that readers outside got a mark for: of a cell, or of what
// no cell states, in the periods from From to To.
type HiddenCount struct {
	Indicator IndicatorCode
	From, To  PeriodNo
	Cell      string // By.String, or what else tells the counts of a table apart
	Mark      string
}

// Row finds what is stated of an indicator at the end of a period.
func (s *Stated) Row(code IndicatorCode, k PeriodNo) (r Row, ok bool) {
	n := slices.IndexFunc(s.Rows[code], func(r Row) bool { return r.Period == k })
	if n < 0 {
		return Row{}, false
	}
	return s.Rows[code][n], true
}

// IsWithheld says whether readers outside got nothing of an indicator's breakdown.
func (s *Stated) IsWithheld(code IndicatorCode) bool { return slices.Contains(s.Withheld, code) }

// Mark is what readers outside got in place of a count; ok is false where they got it.
func (s *Stated) Mark(code IndicatorCode, from, to PeriodNo, cell string) (mark string, ok bool) {
	for _, h := range s.Hidden {
		if h.Indicator == code && h.From == from && h.To == to && h.Cell == cell {
			return h.Mark, true
		}
	}
	return "", false
}

// A FigureKind says which figure of a row one is.
type FigureKind string

// The kinds of figures, as the figures for machines name them.
const (
	PeriodFigure         FigureKind = "value"
	CumulativeFigure     FigureKind = "cumulative"
	ExpectedFigure       FigureKind = "expected"
	AchievementFigure    FigureKind = "achievement"
	NumeratorFigure      FigureKind = "numerator"
	DenominatorFigure    FigureKind = "denominator"
	ParticipationsFigure FigureKind = "participations"
	DeductedFigure       FigureKind = "deducted"
)

// A Restatement is a figure that was stated otherwise in a sealed report: of the whole,
// of a partner, or of a cell of the breakdown.
type Restatement struct {
	Indicator IndicatorCode
	Period    PeriodNo
	Partner   PartnerID
	By        By
	Kind      FigureKind
	Was, Is   Figure
	Since     int // which of the reports stated it last
}

// Restated lists the figures that differ from what sealed reports stated of them last;
// the reports come in the order in which they were sealed. Only figures of periods that
// had ended then are restated: others were those so far. Figures are the same where they
// are written the same for machines, to six decimals; none is not 0. Indicators come in
// the framework's order, after them those that are not there any more; one that is new
// was not stated, and is not restated.
func Restated(stated []*Stated, is []IndicatorFigures) []Restatement {
	rows := map[IndicatorCode][]Row{}
	var codes []IndicatorCode
	for _, f := range is {
		rows[f.Indicator.Code] = f.Rows
		codes = append(codes, f.Indicator.Code)
	}
	gone := map[IndicatorCode]bool{}
	var last PeriodNo
	for n := range stated {
		last = max(last, min(stated[n].Period, stated[n].Over))
		for code := range stated[n].Rows {
			if _, isThere := rows[code]; !isThere {
				gone[code] = true
			}
		}
	}
	codes = append(codes, slices.Sorted(maps.Keys(gone))...)
	var all []Restatement
	for _, code := range codes {
		now := Stated{Rows: rows}
		for k := PeriodNo(1); k <= last; k++ {
			since, ok := statedLast(stated, k)
			if !ok {
				continue
			}
			was, isStated := stated[since].Row(code, k)
			if !isStated {
				continue
			}
			row, _ := now.Row(code, k)
			if stated[since].OutsideOnly && len(was.Breakdown) == 0 {
				row.Breakdown = nil
			}
			for _, r := range compareFigures(was, row) {
				r.Indicator, r.Period, r.Since = code, k, since
				all = append(all, r)
			}
		}
	}
	return all
}

// statedLast finds the last report that stated a period after its end.
func statedLast(stated []*Stated, k PeriodNo) (since int, ok bool) {
	for n := range slices.Backward(stated) {
		if k <= min(stated[n].Period, stated[n].Over) {
			return n, true
		}
	}
	return 0, false
}

// A namedFigure is a figure with what it is of.
type namedFigure struct {
	Restatement
	figure Figure
}

func (f namedFigure) compare(o namedFigure) int {
	return cmp.Or(cmp.Compare(f.Partner, o.Partner), f.By.Compare(o.By), cmp.Compare(f.Kind, o.Kind))
}

// compareFigures lists the figures in which two rows of an indicator and a period
// differ, those of the whole first. Achievement follows from the cumulative figure, and
// is listed where that is the same.
func compareFigures(was, is Row) []Restatement {
	before, after := was.figures(), is.figures()
	var all []Restatement
	for _, f := range after {
		r := f.Restatement
		r.Is = f.figure
		if n, found := slices.BinarySearchFunc(before, f, namedFigure.compare); found {
			r.Was = before[n].figure
			before = slices.Delete(before, n, n+1)
		}
		all = append(all, r)
	}
	for _, f := range before {
		r := f.Restatement
		r.Was = f.figure
		all = append(all, r)
	}
	slices.SortStableFunc(all, Restatement.compare)
	all = slices.DeleteFunc(all, func(r Restatement) bool {
		_, isHidden := r.Was.Mark() // so that nobody knows
		return isHidden || isSame(r.Was, r.Is)
	})
	isFollowed := map[PartnerID]bool{}
	for _, r := range all {
		if r.Kind == CumulativeFigure && r.By == nil {
			isFollowed[r.Partner] = true
		}
	}
	return slices.DeleteFunc(all, func(r Restatement) bool { return r.Kind == AchievementFigure && isFollowed[r.Partner] })
}

// kindOrder is that in which the figures of a thing are listed.
var kindOrder = []FigureKind{
	PeriodFigure, CumulativeFigure, NumeratorFigure, DenominatorFigure, ParticipationsFigure, DeductedFigure,
	ExpectedFigure, AchievementFigure,
}

// compare orders figures of a row: of the whole, of partners, of cells.
func (r Restatement) compare(o Restatement) int {
	rank := func(r Restatement) int {
		switch {
		case r.By != nil:
			return 2
		case r.Partner != "":
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(rank(r), rank(o)), cmp.Compare(r.Partner, o.Partner), r.By.Compare(o.By),
		cmp.Compare(slices.Index(kindOrder, r.Kind), slices.Index(kindOrder, o.Kind)),
	)
}

// isSame says whether figures are written the same.
func isSame(f, g Figure) bool {
	n, isKnown := f.Number()
	m, isKnownToo := g.Number()
	if !isKnown || !isKnownToo {
		return f.Equal(g)
	}
	return n.String() == m.String()
}

// figures are all of a row that can be restated, sorted.
func (r *Row) figures() []namedFigure {
	var all []namedFigure
	add := func(partner PartnerID, by By, figures map[FigureKind]Figure) {
		for kind, f := range figures {
			all = append(all, namedFigure{Restatement{Partner: partner, By: by, Kind: kind}, f})
		}
	}
	add("", nil, map[FigureKind]Figure{
		PeriodFigure: r.Value, CumulativeFigure: r.Cumulative, ExpectedFigure: r.Expected, AchievementFigure: r.Achievement,
		NumeratorFigure: r.Numerator, DenominatorFigure: r.Denominator, ParticipationsFigure: r.Participations,
		DeductedFigure: Known(r.Deducted),
	})
	for _, p := range r.Partners {
		add(p.Partner, nil, map[FigureKind]Figure{PeriodFigure: p.Value, CumulativeFigure: p.Cumulative, AchievementFigure: p.Achievement})
	}
	for _, c := range r.Breakdown {
		add("", c.By, map[FigureKind]Figure{
			PeriodFigure: c.Value, CumulativeFigure: c.Cumulative, NumeratorFigure: c.Numerator, DenominatorFigure: c.Denominator,
		})
	}
	slices.SortFunc(all, namedFigure.compare)
	return all
}

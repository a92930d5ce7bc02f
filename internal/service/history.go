package service

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
)

// A history is what was done after an entry of the audit, as far as figures hang on it.
type history struct {
	setup   *partnership.Setup
	counted map[string][]deed // by the id of the tally
	setups  []setupDeed
	names   map[partnership.UserID]string
}

// A deed is what was done by an entry of the audit.
type deed struct {
	reports.Reason
	no int
}

// A setupDeed is a change of the set-up.
type setupDeed struct {
	deed
	was, is *partnership.Project
}

// readHistory reads what was done after an entry of the audit.
func readHistory(ctx context.Context, r store.Reader, setup *partnership.Setup, since int) (*history, error) {
	h := &history{setup: setup, counted: map[string][]deed{}, names: map[partnership.UserID]string{"": ""}}
	q := ofProject(setup.Project.Code)
	q.Where, q.Order = append(q.Where, store.Above("no", since)), store.Ascending("no")
	for found, err := range archive.Audits.Find(ctx, r, q) {
		if err != nil {
			return nil, err
		}
		if err := h.add(ctx, r, &found.Value); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// add takes from an entry of the audit what figures hang on.
func (h *history) add(ctx context.Context, r store.Reader, a *partnership.Audit) error {
	for _, c := range a.Changes {
		add := h.addSetup
		switch c.Collection {
		case countedSet:
			add = h.addCounted
		case deductedSet:
			add = h.addDeducted
		case archive.Versions.Collection():
		default:
			continue
		}
		who, err := h.name(ctx, r, a.By)
		if err != nil {
			return err
		}
		year, month, day := a.At.Date()
		d := deed{no: a.No, Reason: reports.Reason{Day: results.DateOf(year, int(month), day), Comment: a.Note, Who: who}}
		if err := add(ctx, r, d, c); err != nil {
			return err
		}
	}
	return nil
}

// name is that of a person; empty where the person is not there any more.
func (h *history) name(ctx context.Context, r store.Reader, id partnership.UserID) (string, error) {
	if name, isKnown := h.names[id]; isKnown {
		return name, nil
	}
	u, err := archive.Users.Get(ctx, r, string(id))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return "", err
	}
	h.names[id] = u.Value.Name
	return u.Value.Name, nil
}

func (h *history) addCounted(_ context.Context, _ store.Reader, d deed, c partnership.Change) error {
	d.Kind, d.Ref = reports.WasAccepted, c.After
	if c.After == "" {
		d.Kind, d.Ref = reports.WasReopened, c.Before
	}
	h.counted[c.ID] = append(h.counted[c.ID], d)
	return nil
}

// addDeducted adds a deduction, with its reason as long as it is there.
func (h *history) addDeducted(ctx context.Context, r store.Reader, d deed, c partnership.Change) error {
	d.Kind = reports.WasDeducted
	if c.After == "" {
		d.Kind = reports.WasNotDeducted
	}
	no, err := strconv.Atoi(cmp.Or(c.After, c.Before))
	if err != nil {
		return err
	}
	id := archive.Deductions.ID(Logged[results.Deduction]{Project: h.setup.Project.Code, No: no})
	found, err := archive.Deductions.Get(ctx, r, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if c.After != "" {
		d.Text = found.Value.Value.Reason
	}
	h.counted[c.ID] = append(h.counted[c.ID], d)
	return nil
}

// addSetup adds that the set-up with that id was replaced by the next version.
func (h *history) addSetup(ctx context.Context, r store.Reader, d deed, c partnership.Change) error {
	was, err := archive.Versions.Get(ctx, r, c.ID)
	if err != nil {
		return err
	}
	is := h.setup
	if was.Value.Version+1 < h.setup.Version {
		next, err := archive.Versions.Get(ctx, r, archive.Versions.ID(partnership.Setup{
			Project: h.setup.Project, Version: was.Value.Version + 1,
		}))
		if err != nil {
			return err
		}
		is = &next.Value
	}
	h.setups = append(h.setups, setupDeed{d, &was.Value.Project, &is.Project})
	return nil
}

// reasons are why a figure became another after an entry of the audit, the earliest
// first.
func (h *history) reasons(of results.Restatement, since int) []reports.Reason {
	var all []deed
	for _, id := range h.tallies(of) {
		all = append(all, h.counted[id]...)
	}
	for _, s := range h.setups {
		if kind, ok := s.touches(of); ok {
			s.Kind = kind
			all = append(all, s.deed)
		}
	}
	all = slices.DeleteFunc(all, func(d deed) bool { return d.no <= since })
	slices.SortStableFunc(all, func(a, b deed) int {
		return cmp.Or(cmp.Compare(a.no, b.no), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Ref, b.Ref))
	})
	all = slices.CompactFunc(all, func(a, b deed) bool { return a.no == b.no && a.Kind == b.Kind && a.Ref == b.Ref })
	var told []reports.Reason
	for _, d := range all {
		told = append(told, d.Reason)
	}
	return told
}

// tallies are those that a figure is made of, with those of deductions. What is expected
// is made of none.
func (h *history) tallies(of results.Restatement) []string {
	from := results.PeriodNo(1)
	switch of.Kind {
	case results.ExpectedFigure:
		return nil
	case results.PeriodFigure:
		from = of.Period
	case results.CumulativeFigure, results.AchievementFigure, results.NumeratorFigure, results.DenominatorFigure,
		results.ParticipationsFigure, results.DeductedFigure:
	}
	partners := []results.PartnerID{of.Partner} // of the whole, what is deducted
	if of.Partner == "" && of.Kind != results.DeductedFigure {
		for _, p := range h.setup.Project.Partners {
			partners = append(partners, p.Organisation)
		}
	}
	var ids []string
	for k := from; k <= of.Period; k++ {
		for _, partner := range partners {
			ids = append(ids, tallyID(h.setup.Project.Code, results.TallyKey{Indicator: of.Indicator, Partner: partner, Period: k}))
		}
	}
	return ids
}

// touches says how a change of the set-up touches a figure; ok is false where it does not.
func (s *setupDeed) touches(of results.Restatement) (kind reports.ReasonKind, ok bool) {
	was, isThere := indicator(s.was, of.Indicator)
	is, isThereToo := indicator(s.is, of.Indicator)
	isAimed := of.Kind == results.ExpectedFigure || of.Kind == results.AchievementFigure
	switch {
	case !isThere || !isThereToo || !reflect.DeepEqual(ruled(was), ruled(is)):
		return reports.IndicatorChanged, true
	case isAimed && !reflect.DeepEqual(aimed(was), aimed(is)):
		return reports.TargetChanged, true
	case !reflect.DeepEqual(framed(s.was), framed(s.is)):
		return reports.SetupChanged, true
	}
	return "", false
}

// ruled is an indicator with nothing but the rules of its figures. Partners that have not
// reported a stage stand at the baseline.
func ruled(i *results.Indicator) results.Indicator {
	baseline := i.Baseline
	if i.Measure != results.MeasureStage {
		baseline = nil
	}
	return results.Indicator{
		Baseline: baseline,
		Measure:  i.Measure, Direction: i.Direction, WithinPeriod: i.WithinPeriod, AcrossPeriods: i.AcrossPeriods,
		AcrossPartners: i.AcrossPartners, ProgressFrom: i.ProgressFrom, Stages: i.Stages, Unique: i.Unique,
		Breakdown: i.Breakdown, Separate: i.Separate,
	}
}

// aimed is an indicator with nothing but where it comes from and where it is to go.
func aimed(i *results.Indicator) results.Indicator {
	return results.Indicator{
		Baseline: i.Baseline, Target: i.Target, Milestones: i.Milestones, MilestoneBasis: i.MilestoneBasis,
		PartnerTargets: i.PartnerTargets,
	}
}

// framed is what a project sets around figures of all indicators.
func framed(p *partnership.Project) results.Frame {
	f := *p.Frame(nil)
	f.Results, f.Thresholds = nil, results.Thresholds{}
	return f
}

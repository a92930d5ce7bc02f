// Package iati makes an activity file of IATI 2.03 from a project, and tells what a
// clean one lacks. What each part of a project becomes is in docs/iati.md.
package iati

import (
	"cmp"
	"io"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"

	standard "tulos/pkg/iati"
)

// Options say which file of a project is wanted.
type Options struct {
	Audience reports.Audience
	At       time.Time // when the file is made; nothing in it is later
	// Tallies are those of all that was accepted; nil counts the dossier.
	Tallies results.Tallies
	// Spending is what was spent; nil counts the dossier.
	Spending partnership.Spending
	Reports  []Report // that were sealed
	// Partners has each partner's part as an activity of its own, with its budget and
	// what it spent; these do not stand in the project's then.
	Partners bool
}

// A Report is a file of a sealed report on the web.
type Report struct {
	Period   results.PeriodNo
	Language string // two letters
	URL      string
	Sealed   results.Date
}

// today is the day on which the file is made, in UTC.
func (o *Options) today() results.Date {
	t := o.At.UTC()
	return results.DateOf(t.Year(), int(t.Month()), t.Day())
}

// Write writes the activity file of a project. One that lacks what Check finds as an
// error breaks rules of the standard.
func Write(w io.Writer, d *partnership.Dossier, o Options) error {
	b, err := newBuilder(d, o)
	if err != nil {
		return err
	}
	e := standard.NewEncoder(w, o.At)
	if err := e.Encode(b.project()); err != nil {
		return err
	}
	if o.Partners {
		for n := range d.Project.Partners {
			if err := e.Encode(b.part(&d.Project.Partners[n])); err != nil {
				return err
			}
		}
	}
	return e.Close()
}

// A builder makes the activities of a project.
type builder struct {
	*partnership.Dossier
	options  Options
	today    results.Date
	language string // the main one, two letters
	words    *i18n.Localizer
	spoken   string // that of words
	figures  map[results.IndicatorCode][]results.Row
}

func newBuilder(d *partnership.Dossier, o Options) (*builder, error) {
	b := &builder{Dossier: d, options: o, today: o.today(), figures: map[results.IndicatorCode][]results.Row{}}
	b.language = cmp.Or(twoLetters(d.Project.Languages[0]), "en")
	spoken := i18n.Language(b.language)
	if !spoken.IsShipped() {
		spoken = i18n.English
	}
	b.spoken = string(spoken)
	var err error
	if b.words, err = i18n.For(spoken); err != nil {
		return nil, err
	}
	k := b.begun()
	if k == 0 {
		return b, nil
	}
	figures, err := reports.Figures(d, reports.Options{From: k, To: k, Audience: o.Audience, AsOf: b.today, Tallies: o.Tallies})
	for n := range figures {
		b.figures[figures[n].Indicator.Code] = figures[n].Rows
	}
	return b, err
}

// begun is the last period that has begun; 0 where none has.
func (b *builder) begun() results.PeriodNo {
	var k results.PeriodNo
	for n := range b.Project.Periods {
		if !b.today.Before(b.Project.Periods[n].Start) {
			k = results.PeriodNo(n + 1)
		}
	}
	return k
}

// project is the project's own activity.
func (b *builder) project() *standard.Activity {
	p := &b.Project
	a := b.activity(b.identifier(""), p.Start, p.End)
	a.Hierarchy = 1
	a.Title = b.text(p.Title)
	a.Descriptions = []standard.Description{{Type: "1", Narratives: b.narratives(b.summary())}}
	a.Participating = b.participating()
	a.OtherIDs = b.grant()
	a.Contact = b.contact()
	for _, c := range p.Countries {
		a.Countries = append(a.Countries, standard.Share{Code: c.Country, Percentage: percentage(c.Percentage, len(p.Countries))})
	}
	if len(p.Countries) > 0 {
		a.Scope = scope(len(p.Countries))
	}
	if b.options.Partners {
		for _, partner := range p.Partners {
			a.Related = append(a.Related, standard.RelatedActivity{Ref: b.identifier(partner.Organisation), Type: "2"})
		}
	} else {
		a.Budgets = b.budgets("", p.Start, p.End)
		a.Transactions = b.transactions("")
	}
	a.Documents = b.documents()
	a.Results = b.results()
	return a
}

// part is a partner's activity.
func (b *builder) part(partner *partnership.Partner) *standard.Activity {
	p := &b.Project
	start, end := p.Start, p.End
	if !partner.Joined.IsZero() {
		start = partner.Joined
	}
	if !partner.Left.IsZero() {
		end = partner.Left
	}
	organisation, _ := b.Organisation(partner.Organisation)
	a := b.activity(b.identifier(partner.Organisation), start, end)
	a.Hierarchy = 2
	a.Title = b.text(suffixed(p.Title, ": "+organisation.Name))
	a.Descriptions = []standard.Description{{Type: "1", Narratives: b.narratives(b.summary())}}
	a.Participating = []standard.Organisation{b.organisation(p.Funder, "1"), b.organisation(partner.Organisation, "4")}
	a.Countries = []standard.Share{{Code: organisation.Country}}
	a.Scope = scope(1)
	a.Budgets = b.budgets(partner.Organisation, start, end)
	a.Transactions = b.transactions(partner.Organisation)
	a.Related = []standard.RelatedActivity{{Ref: b.identifier(""), Type: "1"}}
	return a
}

// activity is what the project's and each partner's activity have in common.
func (b *builder) activity(identifier string, start, end results.Date) *standard.Activity {
	p := &b.Project
	a := &standard.Activity{
		Language: b.language, Currency: p.Currency, LastUpdated: standard.Moment(b.options.At),
		Identifier: identifier, ReportingOrg: b.organisation(b.Project.Lead(), ""), Status: standard.Code{Code: b.status(start, end)},
		Dates: []standard.ActivityDate{{Date: start.String(), Type: "1"}},
	}
	if !b.today.Before(start) {
		a.Dates = append(a.Dates, standard.ActivityDate{Date: start.String(), Type: "2"})
	}
	a.Dates = append(a.Dates, standard.ActivityDate{Date: end.String(), Type: "3"})
	if end.Before(b.today) {
		a.Dates = append(a.Dates, standard.ActivityDate{Date: end.String(), Type: "4"})
	}
	for _, s := range p.Sectors {
		a.Sectors = append(a.Sectors, standard.Share{Vocabulary: "1", Code: s.Code, Percentage: percentage(s.Percentage, len(p.Sectors))})
	}
	return a
}

// status is one of ActivityStatus: planned, running, finished while reports are due, or
// closed once the last period's is sealed.
func (b *builder) status(start, end results.Date) string {
	switch {
	case b.today.Before(start):
		return "1"
	case !end.Before(b.today):
		return "2"
	}
	for _, r := range b.options.Reports {
		if int(r.Period) == len(b.Project.Periods) {
			return "4"
		}
	}
	return "3"
}

// scope is national, or multi-national.
func scope(countries int) *standard.Code {
	if countries > 1 {
		return &standard.Code{Code: "3"}
	}
	return &standard.Code{Code: "4"}
}

// percentage is left out where there is only one share.
func percentage(n *results.Number, shares int) string {
	if n == nil || shares == 1 {
		return ""
	}
	return n.String()
}

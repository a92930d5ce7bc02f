package api

import (
	"strings"
	"unicode/utf8"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A content reads what was sent, and collects what cannot be read.
type content struct{ results.Findings }

func (c *content) day(path, text string) (d results.Date) {
	if text == "" {
		return d
	}
	d, err := results.ParseDate(text)
	if err != nil {
		c.Wrong(path, bundle.NotDate)
	}
	return d
}

func (c *content) number(path, text string) *results.Number {
	if text == "" {
		return nil
	}
	n, err := results.ParseNumber(text)
	if err != nil {
		c.Wrong(path, bundle.NotDecimal)
		return nil
	}
	return &n
}

func (c *content) activity(in *ActivityContent) partnership.Activity {
	a := partnership.Activity{
		Partner: results.PartnerID(in.Partner), Type: partnership.ActivityType(in.Type),
		Title: results.Text(in.Title), Start: c.day("start", in.Start), End: c.day("end", in.End), Narrative: results.Text(in.Narrative),
		Output: results.ResultCode(in.Output), Planned: results.PlannedCode(in.Planned),
		Country: in.Country, Place: in.Place, Online: in.Online, CoOrganisers: as[results.PartnerID](in.CoOrganisers),
	}
	for n := range in.Contributions {
		a.Contributions = append(a.Contributions, c.contribution(results.At("contributions", n), &in.Contributions[n]))
	}
	for n := range in.Publications {
		a.Publications = append(a.Publications, c.publication(results.At("publications", n), &in.Publications[n]))
	}
	for n := range in.Quotes {
		q := &in.Quotes[n]
		a.Quotes = append(a.Quotes, partnership.Quote{
			Text: results.Text(q.Text), Role: results.Text(q.Role), Consent: c.consent(results.At("quotes", n), q.Consent),
		})
	}
	for n := range in.Evidence {
		e := &in.Evidence[n]
		a.Evidence = append(a.Evidence, partnership.Evidence{
			File: e.File, Kind: partnership.EvidenceKind(e.Kind), Caption: results.Text(e.Caption),
			Consent: c.consent(results.At("evidence", n), e.Consent),
		})
	}
	return a
}

func (c *content) measurement(in *MeasurementContent) partnership.Measurement {
	return partnership.Measurement{
		Partner: results.PartnerID(in.Partner), Date: c.day("date", in.Date),
		Contribution: c.contribution("contribution", &in.Contribution),
	}
}

func (c *content) contribution(path string, in *Contribution) results.Contribution {
	at := func(field string) string { return results.Join(path, field) }
	out := results.Contribution{
		Indicator: results.IndicatorCode(in.Indicator), Stage: results.StageKey(in.Stage), Text: results.Text(in.Text),
		Value: c.number(at("value"), in.Value), Numerator: c.number(at("numerator"), in.Numerator),
		Denominator: c.number(at("denominator"), in.Denominator), AlreadyCounted: c.number(at("alreadyCounted"), in.AlreadyCounted),
		NotApplicable: in.NotApplicable, Note: in.Note,
	}
	for n := range in.Breakdown {
		cell, below := &in.Breakdown[n], results.At(at("breakdown"), n)
		by := map[results.DimensionKey]results.CategoryKey{}
		for dimension, category := range cell.By {
			by[results.DimensionKey(dimension)] = results.CategoryKey(category)
		}
		out.Cells = append(out.Cells, results.Cell{
			By: results.NewBy(by), Value: c.number(results.Join(below, "value"), cell.Value),
			Numerator:   c.number(results.Join(below, "numerator"), cell.Numerator),
			Denominator: c.number(results.Join(below, "denominator"), cell.Denominator),
		})
	}
	return out
}

func (c *content) publication(path string, in *Publication) partnership.Publication {
	p := partnership.Publication{Title: results.Text(in.Title), Kind: partnership.PublicationKind(in.Kind)}
	for n := range in.Editions {
		e := &in.Editions[n]
		p.Editions = append(p.Editions, partnership.Edition{
			Language: e.Language, Date: c.day(results.Join(path, results.At("editions", n)+".date"), e.Date), URL: e.Url, Pages: e.Pages,
		})
	}
	return p
}

func (c *content) consent(path string, in *Consent) *partnership.Consent {
	if in == nil {
		return nil
	}
	return &partnership.Consent{
		Given: c.day(results.Join(path, "consent.given"), in.Given), Until: c.day(results.Join(path, "consent.until"), in.Until),
		Means: in.Means, Purposes: as[partnership.Purpose](in.Purposes),
	}
}

// as makes words of one type those of another.
func as[To, From ~string](words []From) []To {
	if words == nil {
		return nil
	}
	all := make([]To, len(words))
	for n, w := range words {
		all[n] = To(w)
	}
	return all
}

// each makes items of one type those of another; none is an empty list.
func each[From, To any](items []From, to func(*From) To) []To {
	all := make([]To, len(items))
	for n := range items {
		all[n] = to(&items[n])
	}
	return all
}

// some is each, but none is no list.
func some[From, To any](items []From, to func(*From) To) []To {
	if len(items) == 0 {
		return nil
	}
	return each(items, to)
}

func activityOut(a *partnership.Activity) ActivityContent {
	return ActivityContent{
		Partner: string(a.Partner), Type: ActivityType(a.Type), Title: Text(a.Title), Start: a.Start.String(), End: a.End.String(),
		Narrative: Text(a.Narrative), Output: string(a.Output), Planned: string(a.Planned),
		Country: a.Country, Place: a.Place, Online: a.Online, CoOrganisers: as[string](a.CoOrganisers),
		Contributions: some(a.Contributions, contributionOut),
		Publications:  some(a.Publications, publicationOut),
		Quotes: some(a.Quotes, func(q *partnership.Quote) Quote {
			return Quote{Text: textOut(q.Text), Role: Text(q.Role), Consent: consentOut(q.Consent)}
		}),
		Evidence: some(a.Evidence, func(e *partnership.Evidence) Evidence {
			return Evidence{File: e.File, Kind: EvidenceKind(e.Kind), Caption: Text(e.Caption), Consent: consentOut(e.Consent)}
		}),
	}
}

func measurementOut(m *partnership.Measurement) MeasurementContent {
	return MeasurementContent{Partner: string(m.Partner), Date: m.Date.String(), Contribution: contributionOut(&m.Contribution)}
}

func contributionOut(c *results.Contribution) Contribution {
	return Contribution{
		Indicator: string(c.Indicator), Value: numberOut(c.Value), Numerator: numberOut(c.Numerator), Denominator: numberOut(c.Denominator),
		Stage: string(c.Stage), Text: Text(c.Text), AlreadyCounted: numberOut(c.AlreadyCounted), NotApplicable: c.NotApplicable, Note: c.Note,
		Breakdown: some(c.Cells, func(cell *results.Cell) Cell {
			return Cell{By: byOut(cell.By), Value: numberOut(cell.Value), Numerator: numberOut(cell.Numerator), Denominator: numberOut(cell.Denominator)}
		}),
	}
}

func publicationOut(p *partnership.Publication) Publication {
	return Publication{Title: textOut(p.Title), Kind: PublicationKind(p.Kind), Editions: each(p.Editions, func(e *partnership.Edition) Edition {
		return Edition{Language: e.Language, Date: e.Date.String(), Url: e.URL, Pages: e.Pages}
	})}
}

func consentOut(c *partnership.Consent) *Consent {
	if c == nil {
		return nil
	}
	return &Consent{Given: c.Given.String(), Until: c.Until.String(), Means: c.Means, Purposes: as[string](c.Purposes)}
}

func byOut(by results.By) By {
	out := By{}
	for _, part := range by {
		out[string(part.Dimension)] = string(part.Category)
	}
	return out
}

// textOut is a text that must be there, be it empty.
func textOut(t results.Text) Text {
	if t == nil {
		return Text{}
	}
	return Text(t)
}

func numberOut(n *results.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}

// err is what cannot be read of what was sent; nil for nothing.
func (c *content) err() error {
	if problems := c.Problems(); len(problems) > 0 {
		return &service.Error{Kind: service.Invalid, Message: "error.invalid", Problems: problems}
	}
	return nil
}

// clean takes out of a text what cannot be kept.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c == utf8.RuneError || c < ' ' && c != '\n' && c != '\t' || c == '\x7f' {
			return -1
		}
		return c
	}, text))
}

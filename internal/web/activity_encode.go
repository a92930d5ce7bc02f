package web

import (
	"encoding/json"
	"net/url"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A formMaker writes activities as forms, with their texts in one language.
type formMaker struct {
	words    *i18n.Localizer
	language string
}

// form is an activity as its form.
func (m formMaker) form(a *partnership.Activity) activityForm {
	f := activityForm{
		Language: m.language, Shown: m.language,
		Type: string(a.Type), Title: m.text(a.Title), Start: a.Start.String(), End: a.End.String(),
		Country: a.Country, Place: a.Place, Online: a.Online,
		Part: partOfPlan(a.Output, a.Planned), Narrative: m.text(a.Narrative),
	}
	for _, id := range a.CoOrganisers {
		f.CoOrganisers = append(f.CoOrganisers, string(id))
	}
	for n := range a.Contributions {
		f.Contributions = append(f.Contributions, m.contribution(n, &a.Contributions[n]))
	}
	for n, p := range a.Publications {
		f.Publications = append(f.Publications, m.publication(n, p))
	}
	for n, q := range a.Quotes {
		f.Quotes = append(f.Quotes, quoteForm{n, m.text(q.Text), m.text(q.Role), consentTyped(q.Consent)})
	}
	f.evidenceForm = m.evidence(a.Evidence)
	return f
}

// text takes the text in the form's language, and keeps the others beside it.
func (m formMaker) text(t results.Text) typedText {
	others := results.Text{}
	for language, s := range t {
		if language != m.language {
			others[language] = s
		}
	}
	typed := typedText{Text: t[m.language]}
	if len(others) > 0 {
		if kept, err := json.Marshal(others); err == nil { // texts can always be written
			typed.Others = string(kept)
		}
	}
	return typed
}

func (m formMaker) contribution(n int, c *results.Contribution) contributionForm {
	f := contributionForm{
		No: n, Indicator: string(c.Indicator), Value: typedNumber(m.words, c.Value),
		AlreadyCounted: typedNumber(m.words, c.AlreadyCounted),
		Numerator:      typedNumber(m.words, c.Numerator), Denominator: typedNumber(m.words, c.Denominator),
		Stage: string(c.Stage), Text: m.text(c.Text), NotApplicable: c.NotApplicable, Note: c.Note,
		Cells: map[string]string{},
	}
	for k := range c.Cells {
		cell := &c.Cells[k]
		for _, part := range []string{"value", "numerator", "denominator"} {
			if number := *partOf(cell, part); number != nil {
				f.Cells[part+"."+byName(cell.By)] = typedNumber(m.words, number)
			}
		}
	}
	return f
}

func (m formMaker) publication(n int, p partnership.Publication) publicationForm {
	f := publicationForm{No: n, Title: m.text(p.Title), Kind: string(p.Kind)}
	for k, e := range p.Editions {
		typed := editionForm{No: k, Language: e.Language, Date: e.Date.String(), URL: e.URL}
		if e.Pages != 0 {
			typed.Pages = strconv.Itoa(e.Pages)
		}
		f.Editions = append(f.Editions, typed)
	}
	return f
}

func consentTyped(c *partnership.Consent) consentForm {
	if c == nil {
		return consentForm{}
	}
	f := consentForm{true, c.Given.String(), c.Until.String(), c.Means, nil}
	for _, p := range c.Purposes {
		f.Purposes = append(f.Purposes, string(p))
	}
	return f
}

// partOfPlan names what part of the work plan an activity is.
func partOfPlan(output results.ResultCode, planned results.PlannedCode) string {
	v := url.Values{}
	if output != "" {
		v.Set("output", string(output))
	}
	if planned != "" {
		v.Set("planned", string(planned))
	}
	return v.Encode()
}

// partNamed understands what partOfPlan makes.
func partNamed(part string) (results.ResultCode, results.PlannedCode) {
	v, err := url.ParseQuery(part)
	if err != nil {
		return "", ""
	}
	return results.ResultCode(v.Get("output")), results.PlannedCode(v.Get("planned"))
}

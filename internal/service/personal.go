package service

import (
	"iter"
	"maps"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store/archive"
	"tulos/pkg/pii"
)

// What identifies a person in a text that is submitted. It is taken out, or whoever
// submits it says why it must stay.
const (
	PersonalEmail results.ProblemCode = "personal-email"
	PersonalPhone results.ProblemCode = "personal-phone"
	PersonalCode  results.ProblemCode = "personal-code"
)

// PersonalHere is what identifies a person where nothing has to.
const PersonalHere results.ProblemCode = "personal-here"

// IsPersonal says whether a problem is of what identifies a person.
func IsPersonal(p results.Problem) bool {
	return p.Code == PersonalEmail || p.Code == PersonalPhone || p.Code == PersonalCode
}

// personal finds what identifies people in texts, by their paths.
func personal(all iter.Seq2[string, string]) []results.Problem {
	var f results.Findings
	for path, text := range all {
		for _, found := range pii.Find(text) {
			if found.Kind == pii.Phone && isNumbered(path) {
				continue
			}
			code := PersonalCode
			switch found.Kind { //nolint:exhaustive // the rest are codes of countries
			case pii.Email:
				code = PersonalEmail
			case pii.Phone:
				code = PersonalPhone
			}
			f.Wrong(path, code, "Value", text[found.Start:found.End])
		}
	}
	return f.Problems()
}

// isNumbered says whether a text is the number of a paper, which is as long as that of a
// phone.
func isNumbered(path string) bool { return path == "invoice" || path == "reference" }

// Personal finds what identifies people in a text.
func Personal(text string) []results.Problem {
	return personal(func(yield func(path, text string) bool) { yield("", text) })
}

// withoutPersonal finds what identifies people in a text in which nothing has to: in
// comments and reasons, which more people read than those who asked for them.
func withoutPersonal(path, text string) []results.Problem {
	found := Personal(text)
	for n := range found {
		found[n].Path, found[n].Code = path, PersonalHere
	}
	return found
}

// justify is what is wrong with submitting texts: what identifies people in them,
// unless the step's comment says why it must stay. Where nothing does, there is nothing
// to say.
func justify(m *Move, texts iter.Seq2[string, string]) []results.Problem {
	if m.Step != partnership.Submit {
		return nil
	}
	found := personal(texts)
	switch {
	case len(found) == 0:
		m.Comment = ""
		return nil
	case m.Comment != "":
		return nil
	}
	return found
}

// justifyReport is the same of what is written in the report of a period, by the partner
// or, with "", by the lead. Its paths are those of sections and languages.
func (c *change) justifyReport(m *Move, status partnership.Status, period results.PeriodNo, partner results.PartnerID) error {
	if m.Step != partnership.Submit || !status.IsOpen() {
		return nil
	}
	all, err := collect(archive.Narratives.Find(c.ctx, c.service.Engine, ofPeriod(c.setup.Value.Project.Code, period)))
	if err != nil {
		return err
	}
	return reject(justify(m, func(yield func(path, text string) bool) {
		for _, n := range all {
			narrative := &n.Value.Value
			for _, language := range slices.Sorted(maps.Keys(narrative.Text)) {
				if narrative.Partner == partner && !yield(narrative.Section+"."+language, narrative.Text[language]) {
					return
				}
			}
		}
	}))
}

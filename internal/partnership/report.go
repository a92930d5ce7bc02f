package partnership

import (
	"slices"

	"tulos/internal/results"
)

// A PartnerReport is what a partner reports of a period: its entries, and what it
// wrote (Narrative). It moves through the workflow as entries do.
type PartnerReport struct {
	Project  ProjectCode
	Period   results.PeriodNo
	Partner  results.PartnerID
	Status   Status
	Comments []Comment
}

// A ProjectReport is a version of the partnership's report of a period. When it
// is submitted, Narratives and the files hold what it says, for good; where the
// funder returns it, the next version begins.
type ProjectReport struct {
	Project    ProjectCode
	Period     results.PeriodNo
	Version    int // from 1
	Status     Status
	Form       string // definition chosen for it; empty is the project's
	Comments   []Comment
	AsOf       results.Date // the day on which it was submitted
	Narratives []Narrative
	Files      []string // names of attachments
	Stated     string   // name of the attachment with all that it states (results.Stated), which no reader gets
	Taken      []Taken  // from partners' reports
	Shows      []Shown  // quotes and photos; of what was submitted
}

// A Shown item is a quote or a photo of an activity that a report shows.
type Shown struct {
	Ref   string // of the activity
	File  string // of a photo
	Words string // of a quote: the SHA-256 of its text, as 64 hexadecimal digits
}

// Holds says whether the version shows what is the same as an item of an activity; of
// the activity's quotes also in words that it does not have any more.
func (r *ProjectReport) Holds(a *Activity, i Item) bool {
	words := map[string]bool{}
	for _, one := range a.Items() {
		words[one.Shown(a.Ref).Words] = true
	}
	is := i.Shown(a.Ref)
	return slices.ContainsFunc(r.Shows, func(s Shown) bool {
		if is.File != "" {
			return s.File == is.File
		}
		return s.Words == is.Words || s.Ref == a.Ref && !words[s.Words]
	})
}

// Taken is a passage that was taken over from a partner's report into the project's,
// as it was then.
type Taken struct {
	Section  string
	Partner  results.PartnerID
	Language string
	Text     string
}

// TakenFrom finds what was taken over from a partner for a section in a language.
func (r *ProjectReport) TakenFrom(section string, partner results.PartnerID, language string) (t Taken, ok bool) {
	for _, t := range r.Taken {
		if t.Section == section && t.Partner == partner && t.Language == language {
			return t, true
		}
	}
	return Taken{}, false
}

// Take puts a passage among those that were taken over, in place of an earlier one of
// the same partner, section and language.
func (r *ProjectReport) Take(t Taken) {
	r.Taken = slices.DeleteFunc(slices.Clone(r.Taken), func(o Taken) bool {
		return o.Section == t.Section && o.Partner == t.Partner && o.Language == t.Language
	})
	r.Taken = append(r.Taken, t)
}

// An Attachment is a file of the project: evidence, or a part of a report.
type Attachment struct {
	Project ProjectCode
	Name    string // "evidence/webinar-speakers.jpg"
	Size    int64  // bytes
	SHA256  string // 64 hexadecimal digits
}

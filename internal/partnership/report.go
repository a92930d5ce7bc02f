package partnership

import "tulos/internal/results"

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
}

// An Attachment is a file of the project: evidence, or a part of a report.
type Attachment struct {
	Project ProjectCode
	Name    string // "evidence/webinar-speakers.jpg"
	Size    int64  // bytes
	SHA256  string // 64 hexadecimal digits
}

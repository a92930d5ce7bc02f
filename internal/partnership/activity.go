package partnership

import "tulos/internal/results"

// A Status is where an entry stands in the workflow.
type Status string

// The statuses of entries; only accepted ones make figures, and verified ones sums.
const (
	Draft     Status = "draft"
	Submitted Status = "submitted"
	Returned  Status = "returned"
	Accepted  Status = "accepted"
	Verified  Status = "verified" // by a controller, of expenses alone
)

// An ActivityType is the kind of an activity.
type ActivityType string

// The types of activities.
const (
	Training     ActivityType = "training"
	Consultation ActivityType = "consultation"
	Webinar      ActivityType = "webinar"
	Conference   ActivityType = "conference"
	Meeting      ActivityType = "meeting"
	Campaign     ActivityType = "campaign"
	Research     ActivityType = "research"
	Publishing   ActivityType = "publication"
	Outreach     ActivityType = "outreach"
	OtherType    ActivityType = "other"
)

// ActivityTypes are all types, in the order in which they are shown.
func ActivityTypes() []ActivityType {
	return []ActivityType{
		Training, Consultation, Webinar, Conference, Meeting, Campaign, Research, Publishing, Outreach, OtherType,
	}
}

// An Activity is what a partner did, as it was logged. One that several held
// together belongs to one partner; the others are its co-organisers.
type Activity struct {
	Ref           string
	Partner       results.PartnerID
	Type          ActivityType
	Title         results.Text
	Start         results.Date
	End           results.Date // zero: it ended when it started
	Narrative     results.Text
	Output        results.ResultCode
	Planned       results.PlannedCode
	Country       string // ISO 3166-1 alpha-2
	Place         string
	Online        bool
	CoOrganisers  []results.PartnerID
	Status        Status
	Contributions []results.Contribution
	Publications  []Publication
	Quotes        []Quote
	Evidence      []Evidence
	Withdrawn     []Withdrawn // quotes and photos that nothing shows any more
}

// Day is the day that decides to which period the activity belongs: its last.
func (a *Activity) Day() results.Date {
	if a.End.IsZero() {
		return a.Start
	}
	return a.End
}

// Again is a new activity like this one: held another day, with figures, publications,
// quotes and evidence of its own.
func (a *Activity) Again() *Activity {
	return &Activity{
		Type: a.Type, Title: a.Title, Narrative: a.Narrative, Output: a.Output, Planned: a.Planned,
		Country: a.Country, Place: a.Place, Online: a.Online, CoOrganisers: a.CoOrganisers,
	}
}

// A PublicationKind is what was published.
type PublicationKind string

// The kinds of publications.
const (
	ReportPublication PublicationKind = "report"
	Module            PublicationKind = "module"
	Article           PublicationKind = "article"
	Video             PublicationKind = "video"
	OtherPublication  PublicationKind = "other"
)

// PublicationKinds are all kinds, in the order in which they are shown.
func PublicationKinds() []PublicationKind {
	return []PublicationKind{ReportPublication, Module, Article, Video, OtherPublication}
}

// A Publication comes out in one or more language editions.
type Publication struct {
	Title    results.Text
	Kind     PublicationKind
	Editions []Edition
}

// An Edition of a publication.
type Edition struct {
	Language string // BCP 47
	Date     results.Date
	URL      string
	Pages    int // 0: not told
}

// A Quote is what somebody said; it names a role, never a person.
type Quote struct {
	Text    results.Text
	Role    results.Text
	Consent *Consent
}

// An EvidenceKind is the kind of a piece of evidence.
type EvidenceKind string

// The kinds of evidence.
const (
	Photo    EvidenceKind = "photo"
	Document EvidenceKind = "document"
	Link     EvidenceKind = "link"
)

// Evidence backs an activity or an expense: a file of the installation, or a link.
type Evidence struct {
	File    string
	Caption results.Text
	Kind    EvidenceKind
	Consent *Consent
}

// A Measurement is a value that is not tied to an activity.
type Measurement struct {
	Ref     string
	Partner results.PartnerID
	Date    results.Date
	Status  Status
	results.Contribution
}

package iati

import "encoding/xml"

// An Activity is an iati-activity. Its parts stand in the order of the standard; what is
// empty is left out. Codes are those of the standard's code lists, days YYYY-MM-DD,
// numbers plain decimals.
type Activity struct {
	XMLName     xml.Name `xml:"iati-activity"`
	Language    string   `xml:"xml:lang,attr,omitempty"`
	Currency    string   `xml:"default-currency,attr,omitempty"`
	Hierarchy   int      `xml:"hierarchy,attr,omitempty"`
	LastUpdated string   `xml:"last-updated-datetime,attr,omitempty"`

	Identifier    string            `xml:"iati-identifier"`
	ReportingOrg  Organisation      `xml:"reporting-org"`
	Title         Text              `xml:"title"`
	Descriptions  []Description     `xml:"description"`
	Participating []Organisation    `xml:"participating-org"`
	OtherIDs      []OtherIdentifier `xml:"other-identifier"`
	Status        Code              `xml:"activity-status"`
	Dates         []ActivityDate    `xml:"activity-date"`
	Contact       *Contact          `xml:"contact-info"`
	Scope         *Code             `xml:"activity-scope"`
	Countries     []Share           `xml:"recipient-country"`
	Sectors       []Share           `xml:"sector"`
	Budgets       []Budget          `xml:"budget"`
	Transactions  []Transaction     `xml:"transaction"`
	Documents     []Document        `xml:"document-link"`
	Related       []RelatedActivity `xml:"related-activity"`
	Results       []Result          `xml:"result"`
}

// A Narrative is a text in a language, the activity's own where Language is empty.
type Narrative struct {
	Language string `xml:"xml:lang,attr,omitempty"`
	Text     string `xml:",chardata"`
}

// A Text is one text in several languages.
type Text struct {
	Narratives []Narrative `xml:"narrative"`
}

// A Description of an activity.
type Description struct {
	Type       string      `xml:"type,attr,omitempty"` // DescriptionType
	Narratives []Narrative `xml:"narrative"`
}

// A Code is an element with nothing but a code.
type Code struct {
	Code string `xml:"code,attr"`
}

// A Day is an element with nothing but a day.
type Day struct {
	Date string `xml:"iso-date,attr"`
}

// An Organisation reports, takes part, or gets or gives money.
type Organisation struct {
	Ref        string      `xml:"ref,attr,omitempty"` // org-id.guide
	Role       string      `xml:"role,attr,omitempty"`
	Type       string      `xml:"type,attr,omitempty"` // OrganisationType
	ActivityID string      `xml:"activity-id,attr,omitempty"`
	Narratives []Narrative `xml:"narrative"`
}

// An OtherIdentifier is another name of the activity.
type OtherIdentifier struct {
	Ref   string        `xml:"ref,attr"`
	Type  string        `xml:"type,attr"` // OtherIdentifierType
	Owner *Organisation `xml:"owner-org"`
}

// An ActivityDate is a planned or actual start or end.
type ActivityDate struct {
	Date string `xml:"iso-date,attr"`
	Type string `xml:"type,attr"` // ActivityDateType
}

// A Contact says where to ask.
type Contact struct {
	Type         string `xml:"type,attr,omitempty"` // ContactType
	Organisation Text   `xml:"organisation"`
	Website      string `xml:"website,omitempty"`
}

// A Share is a country or a sector, with its percentage where there are several.
type Share struct {
	Vocabulary string `xml:"vocabulary,attr,omitempty"`
	Code       string `xml:"code,attr"`
	Percentage string `xml:"percentage,attr,omitempty"`
}

// A Value is an amount of money, in the activity's currency where Currency is empty.
type Value struct {
	Currency string `xml:"currency,attr,omitempty"`
	Date     string `xml:"value-date,attr"`
	Amount   string `xml:",chardata"`
}

// A Budget is that of at most one year.
type Budget struct {
	Type   string `xml:"type,attr"`   // BudgetType
	Status string `xml:"status,attr"` // BudgetStatus
	Start  Day    `xml:"period-start"`
	End    Day    `xml:"period-end"`
	Value  Value  `xml:"value"`
}

// A Transaction is money that moved.
type Transaction struct {
	Ref         string `xml:"ref,attr,omitempty"`
	Type        Code   `xml:"transaction-type"` // TransactionType
	Date        Day    `xml:"transaction-date"`
	Value       Value  `xml:"value"`
	Description *Text  `xml:"description"`
}

// A Document is on the web.
type Document struct {
	URL      string `xml:"url,attr"`
	Format   string `xml:"format,attr"` // media type
	Title    Text   `xml:"title"`
	Category Code   `xml:"category"` // DocumentCategory
	Language Code   `xml:"language"`
	Date     *Day   `xml:"document-date"`
}

// A RelatedActivity is one above or below.
type RelatedActivity struct {
	Ref  string `xml:"ref,attr"`
	Type string `xml:"type,attr"` // RelatedActivityType
}

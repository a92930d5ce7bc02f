package archive

import (
	"context"
	"iter"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Activities are kept by project and number in its log.
var Activities = newTable(store.Collection{
	Name: "activities", Shard: "project",
	Keys:    slices.Concat(keys(store.String, "project", "ref", "partner", "status", "planned"), keys(store.Date, "day")),
	Unique:  [][]string{{"project", "ref"}},
	Indexes: append(entryIndexes(), []string{"project", "planned", "status", "day"}),
}, loggedID, newActivityDocument, (*reading).activity)

// ActivitiesWithItems yields the activities of a project that have quotes, evidence, or
// something that was withdrawn, by id; the others are not decoded. An error is yielded last.
func ActivitiesWithItems(ctx context.Context, r store.Reader, project partnership.ProjectCode) iter.Seq2[Stored[partnership.Logged[partnership.Activity]], error] {
	q := store.Query{Collection: Activities.Collection(), Where: []store.Condition{store.Equal("project", project)}}
	return func(yield func(Stored[partnership.Logged[partnership.Activity]], error) bool) {
		for d, err := range r.Find(ctx, q) {
			if err == nil && !hasItems(d.Body) {
				continue
			}
			var a Stored[partnership.Logged[partnership.Activity]]
			if err == nil {
				a, err = Activities.stored(d)
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
	}
}

func hasItems(body bson.Raw) bool {
	for _, field := range []string{"quotes", "evidence", "withdrawn"} {
		if _, err := body.LookupErr(field); err == nil {
			return true
		}
	}
	return false
}

type activityDocument struct {
	Project       partnership.ProjectCode  `bson:"project"`
	Ref           string                   `bson:"ref"`
	Partner       results.PartnerID        `bson:"partner"`
	Status        partnership.Status       `bson:"status"`
	Day           string                   `bson:"day,omitempty"`
	No            int                      `bson:"no"`
	Comments      []commentDocument        `bson:"comments,omitempty"`
	Type          partnership.ActivityType `bson:"type,omitempty"`
	Title         text                     `bson:"title,omitempty"`
	Start         string                   `bson:"start,omitempty"`
	End           string                   `bson:"end,omitempty"`
	Narrative     text                     `bson:"narrative,omitempty"`
	Output        results.ResultCode       `bson:"output,omitempty"`
	Planned       results.PlannedCode      `bson:"planned,omitempty"`
	Country       string                   `bson:"country,omitempty"`
	Place         string                   `bson:"place,omitempty"`
	Online        bool                     `bson:"online,omitempty"`
	CoOrganisers  []results.PartnerID      `bson:"coOrganisers,omitempty"`
	Contributions []contributionDocument   `bson:"contributions,omitempty"`
	Publications  []publicationDocument    `bson:"publications,omitempty"`
	Quotes        []quoteDocument          `bson:"quotes,omitempty"`
	Evidence      []evidenceDocument       `bson:"evidence,omitempty"`
	Withdrawn     []withdrawnDocument      `bson:"withdrawn,omitempty"`
}

type publicationDocument struct {
	Title    text                        `bson:"title,omitempty"`
	Kind     partnership.PublicationKind `bson:"kind,omitempty"`
	Editions []editionDocument           `bson:"editions,omitempty"`
}

type editionDocument struct {
	Language string `bson:"language,omitempty"`
	Date     string `bson:"date,omitempty"`
	URL      string `bson:"url,omitempty"`
	Pages    int    `bson:"pages,omitempty"`
}

type quoteDocument struct {
	Text    text             `bson:"text,omitempty"`
	Role    text             `bson:"role,omitempty"`
	Consent *consentDocument `bson:"consent,omitempty"`
}

type consentDocument struct {
	Given string `bson:"given,omitempty"`
	Until string `bson:"until,omitempty"`
	Means string `bson:"means,omitempty"`

	Purposes []partnership.Purpose `bson:"purposes,omitempty"`
}

type evidenceDocument struct {
	File    string                   `bson:"file,omitempty"`
	Caption text                     `bson:"caption,omitempty"`
	Kind    partnership.EvidenceKind `bson:"kind,omitempty"`
	Consent *consentDocument         `bson:"consent,omitempty"`
}

type withdrawnDocument struct {
	Quote  *quoteDocument    `bson:"quote,omitempty"`
	Photo  *evidenceDocument `bson:"photo,omitempty"`
	Day    string            `bson:"day,omitempty"`
	Reason string            `bson:"reason,omitempty"`
}

func newActivityDocument(l *partnership.Logged[partnership.Activity]) activityDocument {
	a := &l.Value
	return activityDocument{
		Project: l.Project, Ref: a.Ref, Partner: a.Partner, Status: a.Status, Day: newDate(a.Day()),
		No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Type: a.Type, Title: text(a.Title), Start: newDate(a.Start), End: newDate(a.End), Narrative: text(a.Narrative),
		Output: a.Output, Planned: a.Planned, Country: a.Country, Place: a.Place, Online: a.Online,
		CoOrganisers:  a.CoOrganisers,
		Contributions: listed(a.Contributions, newContributionDocument),
		Publications:  listed(a.Publications, newPublicationDocument),
		Quotes:        listed(a.Quotes, newQuoteDocument),
		Evidence:      listed(a.Evidence, newEvidenceDocument),
		Withdrawn:     listed(a.Withdrawn, newWithdrawnDocument),
	}
}

func (r *reading) activity(d *activityDocument) partnership.Logged[partnership.Activity] {
	return partnership.Logged[partnership.Activity]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Activity{
			Ref: d.Ref, Partner: d.Partner, Type: d.Type, Title: results.Text(d.Title),
			Start: r.date(d.Start), End: r.date(d.End), Narrative: results.Text(d.Narrative),
			Output: d.Output, Planned: d.Planned, Country: d.Country, Place: d.Place, Online: d.Online,
			CoOrganisers: d.CoOrganisers, Status: d.Status,
			Contributions: listed(d.Contributions, r.contribution),
			Publications:  listed(d.Publications, r.publication),
			Quotes:        listed(d.Quotes, r.quote),
			Evidence:      listed(d.Evidence, r.evidence),
			Withdrawn:     listed(d.Withdrawn, r.withdrawn),
		},
	}
}

func newPublicationDocument(p *partnership.Publication) publicationDocument {
	return publicationDocument{text(p.Title), p.Kind, listed(p.Editions, newEditionDocument)}
}

func (r *reading) publication(d *publicationDocument) partnership.Publication {
	return partnership.Publication{Title: results.Text(d.Title), Kind: d.Kind, Editions: listed(d.Editions, r.edition)}
}

func newEditionDocument(e *partnership.Edition) editionDocument {
	return editionDocument{e.Language, newDate(e.Date), e.URL, e.Pages}
}

func (r *reading) edition(d *editionDocument) partnership.Edition {
	return partnership.Edition{Language: d.Language, Date: r.date(d.Date), URL: d.URL, Pages: d.Pages}
}

func newQuoteDocument(q *partnership.Quote) quoteDocument {
	return quoteDocument{text(q.Text), text(q.Role), newConsentDocument(q.Consent)}
}

func (r *reading) quote(d *quoteDocument) partnership.Quote {
	return partnership.Quote{Text: results.Text(d.Text), Role: results.Text(d.Role), Consent: r.consent(d.Consent)}
}

func newConsentDocument(c *partnership.Consent) *consentDocument {
	if c == nil {
		return nil
	}
	return &consentDocument{newDate(c.Given), newDate(c.Until), c.Means, c.Purposes}
}

func (r *reading) consent(d *consentDocument) *partnership.Consent {
	if d == nil {
		return nil
	}
	return &partnership.Consent{Given: r.date(d.Given), Until: r.date(d.Until), Means: d.Means, Purposes: d.Purposes}
}

func newEvidenceDocument(e *partnership.Evidence) evidenceDocument {
	return evidenceDocument{e.File, text(e.Caption), e.Kind, newConsentDocument(e.Consent)}
}

func (r *reading) evidence(d *evidenceDocument) partnership.Evidence {
	return partnership.Evidence{File: d.File, Caption: results.Text(d.Caption), Kind: d.Kind, Consent: r.consent(d.Consent)}
}

func newWithdrawnDocument(w *partnership.Withdrawn) withdrawnDocument {
	d := withdrawnDocument{Day: newDate(w.Day), Reason: w.Reason}
	if w.Quote != nil {
		q := newQuoteDocument(w.Quote)
		d.Quote = &q
	}
	if w.Photo != nil {
		e := newEvidenceDocument(w.Photo)
		d.Photo = &e
	}
	return d
}

func (r *reading) withdrawn(d *withdrawnDocument) partnership.Withdrawn {
	w := partnership.Withdrawn{Day: r.date(d.Day), Reason: d.Reason}
	if d.Quote != nil {
		q := r.quote(d.Quote)
		w.Quote = &q
	}
	if d.Photo != nil {
		e := r.evidence(d.Photo)
		w.Photo = &e
	}
	return w
}

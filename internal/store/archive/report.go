package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// PartnerReports are kept by project, period and partner.
var PartnerReports = newTable(store.Collection{
	Name: "partner_reports", Shard: "project",
	Keys: slices.Concat(keys(store.String, "project", "partner", "status"), keys(store.Int, "period")),
}, partnerReportID, newPartnerReportDocument, (*reading).partnerReport)

// ProjectReports are kept by project, period and version.
var ProjectReports = newTable(store.Collection{
	Name: "project_reports", Shard: "project",
	Keys: slices.Concat(keys(store.String, "project", "status"), keys(store.Int, "period", "version")),
}, projectReportID, newProjectReportDocument, (*reading).projectReport)

type partnerReportDocument struct {
	Project  partnership.ProjectCode `bson:"project"`
	Period   results.PeriodNo        `bson:"period"`
	Partner  results.PartnerID       `bson:"partner"`
	Status   partnership.Status      `bson:"status"`
	Comments []commentDocument       `bson:"comments,omitempty"`
}

func partnerReportID(p *partnership.PartnerReport) string {
	return joined(p.Project, padded(p.Period, 4), string(p.Partner))
}

func newPartnerReportDocument(p *partnership.PartnerReport) partnerReportDocument {
	return partnerReportDocument{p.Project, p.Period, p.Partner, p.Status, listed(p.Comments, newCommentDocument)}
}

func (r *reading) partnerReport(d *partnerReportDocument) partnership.PartnerReport {
	return partnership.PartnerReport{
		Project: d.Project, Period: d.Period, Partner: d.Partner, Status: d.Status, Comments: listed(d.Comments, r.comment),
	}
}

type projectReportDocument struct {
	Project    partnership.ProjectCode `bson:"project"`
	Period     results.PeriodNo        `bson:"period"`
	Version    int                     `bson:"version"`
	Status     partnership.Status      `bson:"status"`
	Form       string                  `bson:"form,omitempty"`
	Comments   []commentDocument       `bson:"comments,omitempty"`
	AsOf       string                  `bson:"asOf,omitempty"`
	Narratives []narrativeDocument     `bson:"narratives,omitempty"`
	Files      []string                `bson:"files,omitempty"`
	Stated     string                  `bson:"stated,omitempty"`
	Taken      []takenDocument         `bson:"taken,omitempty"`
	Shows      []shownDocument         `bson:"shows,omitempty"`
}

type shownDocument struct {
	Ref   string `bson:"ref"`
	File  string `bson:"file,omitempty"`
	Words string `bson:"words,omitempty"`
}

func newShownDocument(s *partnership.Shown) shownDocument {
	return shownDocument{s.Ref, s.File, s.Words}
}

func (*reading) shown(d *shownDocument) partnership.Shown {
	return partnership.Shown{Ref: d.Ref, File: d.File, Words: d.Words}
}

type takenDocument struct {
	Section  string            `bson:"section"`
	Partner  results.PartnerID `bson:"partner"`
	Language string            `bson:"language"`
	Text     string            `bson:"text"`
}

func newTakenDocument(t *partnership.Taken) takenDocument {
	return takenDocument{t.Section, t.Partner, t.Language, t.Text}
}

func (*reading) taken(d *takenDocument) partnership.Taken {
	return partnership.Taken{Section: d.Section, Partner: d.Partner, Language: d.Language, Text: d.Text}
}

func projectReportID(p *partnership.ProjectReport) string {
	return joined(p.Project, padded(p.Period, 4), padded(p.Version, 4))
}

func newProjectReportDocument(p *partnership.ProjectReport) projectReportDocument {
	return projectReportDocument{
		Project: p.Project, Period: p.Period, Version: p.Version, Status: p.Status, Form: p.Form,
		Comments: listed(p.Comments, newCommentDocument), AsOf: newDate(p.AsOf),
		Narratives: listed(p.Narratives, newNarrativeDocument), Files: p.Files, Stated: p.Stated,
		Taken: listed(p.Taken, newTakenDocument), Shows: listed(p.Shows, newShownDocument),
	}
}

func (r *reading) projectReport(d *projectReportDocument) partnership.ProjectReport {
	return partnership.ProjectReport{
		Project: d.Project, Period: d.Period, Version: d.Version, Status: d.Status, Form: d.Form,
		Comments: listed(d.Comments, r.comment), AsOf: r.date(d.AsOf),
		Narratives: listed(d.Narratives, r.narrative), Files: d.Files, Stated: d.Stated,
		Taken: listed(d.Taken, r.taken), Shows: listed(d.Shows, r.shown),
	}
}

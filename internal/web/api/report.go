package api

import (
	"context"
	"path"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// ListReports reads the versions of the project's reports that were submitted.
func (s server) ListReports(ctx context.Context, in ListReportsRequestObject) (ListReportsResponseObject, error) {
	ctx, by := caller(ctx)
	all, err := s.Service.ProjectReports(ctx, by, partnership.ProjectCode(in.Project))
	if err != nil {
		return nil, err
	}
	out := ListReports200JSONResponse{Items: []Report{}}
	for n := range all {
		if r := &all[n].Value; r.Status != partnership.Draft {
			out.Items = append(out.Items, Report{
				Period: int(r.Period), Version: r.Version, Status: Status(r.Status), AsOf: r.AsOf.String(), Files: each(all[n].Files, fileOut),
			})
		}
	}
	return out, nil
}

func fileOut(f *partnership.Attachment) ReportFile {
	return ReportFile{Name: path.Base(f.Name), Size: f.Size, Sha256: f.SHA256}
}

// GetReportFile reads a file of a version that was submitted.
func (s server) GetReportFile(ctx context.Context, in GetReportFileRequestObject) (GetReportFileResponseObject, error) {
	ctx, by := caller(ctx)
	f, err := s.Service.ReportFile(ctx, by, partnership.ProjectCode(in.Project), results.PeriodNo(in.Period), in.Version, in.Name)
	if err != nil {
		return nil, err
	}
	return GetReportFile200ApplicationoctetStreamResponse{Body: f, ContentLength: f.Size}, nil
}

// ListAudit reads a page of the audit.
func (s server) ListAudit(ctx context.Context, in ListAuditRequestObject) (ListAuditResponseObject, error) {
	ctx, by := caller(ctx)
	p := in.Params
	var c content
	f := service.AuditFilter{Ref: p.Ref, From: c.day("from", p.From), To: c.day("to", p.To)}
	if err := c.err(); err != nil {
		return nil, err
	}
	limit := p.Limit
	if limit == 0 {
		limit = pageSize
	}
	page, err := s.Service.Audit(ctx, by, partnership.ProjectCode(in.Project), f, store.Cursor(p.Cursor), limit)
	if err != nil {
		return nil, err
	}
	return ListAudit200JSONResponse{Next: string(page.Next), Items: each(page.Entries, func(e *service.AuditEntry) AuditEntry {
		return AuditEntry{
			No: e.No, At: e.At.UTC().Format(time.RFC3339), What: e.What, By: e.Name, Ref: e.About.Ref, Partner: string(e.About.Partner),
			Period: int(e.About.Period), Note: e.Note, Previous: e.Previous, Hash: e.Hash,
		}
	})}, nil
}

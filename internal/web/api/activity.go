package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/pkg/photo"
)

type storedActivity = service.Stored[service.Logged[partnership.Activity]]

func activityEntry(a *storedActivity) Activity {
	v := &a.Value.Value
	return Activity{Ref: v.Ref, Etag: etag(a.Rev), Status: Status(v.Status), Content: activityOut(v)}
}

// ListActivities reads a page of activities.
func (s server) ListActivities(ctx context.Context, in ListActivitiesRequestObject) (ListActivitiesResponseObject, error) {
	ctx, by := caller(ctx)
	p := in.Params
	var c content
	l := listing(service.Filter{
		Partner: results.PartnerID(p.Partner), Status: partnership.Status(p.Status), Kind: string(p.Type),
		From: c.day("from", p.From), To: c.day("to", p.To), Search: p.Search,
	}, string(p.Order), p.Limit, p.Cursor)
	if err := c.err(); err != nil {
		return nil, err
	}
	page, err := s.Service.Activities(ctx, by, partnership.ProjectCode(in.Project), l)
	return ListActivities200JSONResponse{Items: each(page.Items, activityEntry), Next: string(page.Next)}, err
}

// CreateActivity logs a draft.
func (s server) CreateActivity(ctx context.Context, in CreateActivityRequestObject) (CreateActivityResponseObject, error) {
	ctx, by := caller(ctx)
	var c content
	a := c.activity(in.Body)
	if err := c.err(); err != nil {
		return nil, err
	}
	ref, err := s.Service.LogActivity(ctx, by, partnership.ProjectCode(in.Project), a)
	if err != nil {
		return nil, err
	}
	out, err := s.activity(ctx, by, in.Project, ref)
	return CreateActivity201JSONResponse{
		Body: out.Body, Headers: CreateActivity201ResponseHeaders{ETag: out.Headers.ETag, Location: entryPath(in.Project, "activities", ref)},
	}, err
}

// GetActivity reads an activity.
func (s server) GetActivity(ctx context.Context, in GetActivityRequestObject) (GetActivityResponseObject, error) {
	ctx, by := caller(ctx)
	out, err := s.activity(ctx, by, in.Project, in.Ref)
	return GetActivity200JSONResponse{out}, err
}

func (s server) activity(ctx context.Context, by service.By, project, ref string) (OneActivityJSONResponse, error) {
	a, err := s.Service.Activity(ctx, by, partnership.ProjectCode(project), ref)
	if err != nil {
		return OneActivityJSONResponse{}, err
	}
	return OneActivityJSONResponse{Body: activityEntry(&a), Headers: OneActivityResponseHeaders{ETag: etag(a.Rev)}}, nil
}

// ChangeActivity puts other content in place of a draft's.
func (s server) ChangeActivity(ctx context.Context, in ChangeActivityRequestObject) (ChangeActivityResponseObject, error) {
	ctx, by := caller(ctx)
	seen, err := revision(in.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	var c content
	a := c.activity(in.Body)
	if err := c.err(); err != nil {
		return nil, err
	}
	a.Ref = in.Ref
	if err := s.Service.EditActivity(ctx, by, partnership.ProjectCode(in.Project), seen, a); err != nil {
		return nil, err
	}
	out, err := s.activity(ctx, by, in.Project, in.Ref)
	return ChangeActivity200JSONResponse{out}, err
}

// SubmitActivity submits it to the lead.
func (s server) SubmitActivity(ctx context.Context, in SubmitActivityRequestObject) (SubmitActivityResponseObject, error) {
	m := service.Move{Step: partnership.Submit}
	if in.Body != nil {
		m.Comment = in.Body.Why
	}
	out, err := s.moveActivity(ctx, in.Project, in.Ref, in.Params.IfMatch, m)
	return SubmitActivity200JSONResponse{out}, err
}

// WithdrawActivity takes it back.
func (s server) WithdrawActivity(ctx context.Context, in WithdrawActivityRequestObject) (WithdrawActivityResponseObject, error) {
	out, err := s.moveActivity(ctx, in.Project, in.Ref, in.Params.IfMatch, service.Move{Step: partnership.Withdraw})
	return WithdrawActivity200JSONResponse{out}, err
}

func (s server) moveActivity(ctx context.Context, project, ref, ifMatch string, m service.Move) (out OneActivityJSONResponse, err error) {
	ctx, by := caller(ctx)
	if m.Seen, err = revision(ifMatch); err != nil {
		return out, err
	}
	if err := s.Service.MoveActivity(ctx, by, partnership.ProjectCode(project), ref, m); err != nil {
		return out, err
	}
	return s.activity(ctx, by, project, ref)
}

// GetEvidence reads a file of the evidence.
func (s server) GetEvidence(ctx context.Context, in GetEvidenceRequestObject) (GetEvidenceResponseObject, error) {
	ctx, by := caller(ctx)
	f, err := s.Service.EvidenceFile(ctx, by, partnership.ProjectCode(in.Project), in.Ref, in.Params.Name)
	if err != nil {
		return nil, err
	}
	return GetEvidence200ApplicationoctetStreamResponse{Body: f, ContentLength: f.Size}, nil
}

// AddEvidence adds a file to the evidence: a photo if it is one by its content.
func (s server) AddEvidence(ctx context.Context, in AddEvidenceRequestObject) (AddEvidenceResponseObject, error) {
	ctx, by := caller(ctx)
	seen, err := revision(in.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	project := partnership.ProjectCode(in.Project)
	setup, err := s.Service.Setup(ctx, by, project)
	if err != nil {
		return nil, err
	}
	u, caption, err := uploaded(in.Body)
	if err != nil {
		return nil, err
	}
	if languages := setup.Value.Project.Languages; caption != "" && len(languages) > 0 {
		u.Caption = results.Text{languages[0]: caption}
	}
	if _, err := s.Service.Attach(ctx, by, project, in.Ref, seen, u); err != nil {
		return nil, err
	}
	out, err := s.activity(ctx, by, in.Project, in.Ref)
	return AddEvidence201JSONResponse{
		Body: out.Body, Headers: AddEvidence201ResponseHeaders{ETag: out.Headers.ETag, Location: entryPath(in.Project, "activities", in.Ref)},
	}, err
}

// mostCaption is how long a caption is, in bytes.
const mostCaption = 10_000

// uploaded reads a file with its caption. What is larger than a body may be is an error.
func uploaded(parts *multipart.Reader) (u service.Upload, caption string, err error) {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return u, "", fmt.Errorf("%w: %w", errUnreadable, err)
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return u, "", fmt.Errorf("%w: %w", errUnreadable, err)
		}
		switch part.FormName() {
		case "file":
			u.Data = data
		case "caption":
			caption = clean(string(data[:min(len(data), mostCaption)]))
		}
	}
	if u.Data == nil {
		return u, "", &unfitError{[]FieldProblem{{Pointer: "/file", Code: "required", Detail: "This must be there."}}}
	}
	u.Kind = partnership.Document
	if _, isPhoto := photo.Kind(u.Data); isPhoto {
		u.Kind = partnership.Photo
	}
	return u, caption, nil
}

func entryPath(project, sort, ref string) string {
	return Base + "/projects/" + url.PathEscape(project) + "/" + sort + "/" + url.PathEscape(ref)
}

package api

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func measurementEntry(m *service.Stored[service.Logged[partnership.Measurement]]) Measurement {
	v := &m.Value.Value
	return Measurement{Ref: v.Ref, Etag: etag(m.Rev), Status: Status(v.Status), Content: measurementOut(v)}
}

// ListMeasurements reads a page of measurements.
func (s server) ListMeasurements(ctx context.Context, in ListMeasurementsRequestObject) (ListMeasurementsResponseObject, error) {
	ctx, by := caller(ctx)
	p := in.Params
	var c content
	l := listing(service.Filter{
		Partner: results.PartnerID(p.Partner), Status: partnership.Status(p.Status), Kind: p.Indicator,
		From: c.day("from", p.From), To: c.day("to", p.To), Search: p.Search,
	}, string(p.Order), p.Limit, p.Cursor)
	if err := c.err(); err != nil {
		return nil, err
	}
	page, err := s.Service.Measurements(ctx, by, partnership.ProjectCode(in.Project), l)
	return ListMeasurements200JSONResponse{Items: each(page.Items, measurementEntry), Next: string(page.Next)}, err
}

// CreateMeasurement logs a draft.
func (s server) CreateMeasurement(ctx context.Context, in CreateMeasurementRequestObject) (CreateMeasurementResponseObject, error) {
	ctx, by := caller(ctx)
	var c content
	m := c.measurement(in.Body)
	if err := c.err(); err != nil {
		return nil, err
	}
	ref, err := s.Service.LogMeasurement(ctx, by, partnership.ProjectCode(in.Project), m)
	if err != nil {
		return nil, err
	}
	out, err := s.measurement(ctx, by, in.Project, ref)
	return CreateMeasurement201JSONResponse{
		Body: out.Body, Headers: CreateMeasurement201ResponseHeaders{ETag: out.Headers.ETag, Location: entryPath(in.Project, "measurements", ref)},
	}, err
}

// GetMeasurement reads a measurement.
func (s server) GetMeasurement(ctx context.Context, in GetMeasurementRequestObject) (GetMeasurementResponseObject, error) {
	ctx, by := caller(ctx)
	out, err := s.measurement(ctx, by, in.Project, in.Ref)
	return GetMeasurement200JSONResponse{out}, err
}

func (s server) measurement(ctx context.Context, by service.By, project, ref string) (OneMeasurementJSONResponse, error) {
	m, err := s.Service.Measurement(ctx, by, partnership.ProjectCode(project), ref)
	if err != nil {
		return OneMeasurementJSONResponse{}, err
	}
	return OneMeasurementJSONResponse{Body: measurementEntry(&m), Headers: OneMeasurementResponseHeaders{ETag: etag(m.Rev)}}, nil
}

// ChangeMeasurement puts other content in place of a draft's.
func (s server) ChangeMeasurement(ctx context.Context, in ChangeMeasurementRequestObject) (ChangeMeasurementResponseObject, error) {
	ctx, by := caller(ctx)
	seen, err := revision(in.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	var c content
	m := c.measurement(in.Body)
	if err := c.err(); err != nil {
		return nil, err
	}
	m.Ref = in.Ref
	if err := s.Service.EditMeasurement(ctx, by, partnership.ProjectCode(in.Project), seen, m); err != nil {
		return nil, err
	}
	out, err := s.measurement(ctx, by, in.Project, in.Ref)
	return ChangeMeasurement200JSONResponse{out}, err
}

// SubmitMeasurement submits it to the lead.
func (s server) SubmitMeasurement(ctx context.Context, in SubmitMeasurementRequestObject) (SubmitMeasurementResponseObject, error) {
	m := service.Move{Step: partnership.Submit}
	if in.Body != nil {
		m.Comment = in.Body.Why
	}
	out, err := s.moveMeasurement(ctx, in.Project, in.Ref, in.Params.IfMatch, m)
	return SubmitMeasurement200JSONResponse{out}, err
}

// WithdrawMeasurement takes it back.
func (s server) WithdrawMeasurement(ctx context.Context, in WithdrawMeasurementRequestObject) (WithdrawMeasurementResponseObject, error) {
	out, err := s.moveMeasurement(ctx, in.Project, in.Ref, in.Params.IfMatch, service.Move{Step: partnership.Withdraw})
	return WithdrawMeasurement200JSONResponse{out}, err
}

func (s server) moveMeasurement(ctx context.Context, project, ref, ifMatch string, m service.Move) (out OneMeasurementJSONResponse, err error) {
	ctx, by := caller(ctx)
	if m.Seen, err = revision(ifMatch); err != nil {
		return out, err
	}
	if err := s.Service.MoveMeasurement(ctx, by, partnership.ProjectCode(project), ref, m); err != nil {
		return out, err
	}
	return s.measurement(ctx, by, project, ref)
}

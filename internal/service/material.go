package service

import (
	"context"
	"errors"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
)

// A material is what the report of a period is made of, as it is at one moment.
type material struct {
	chain    partnership.Chain // its end at that moment
	period   results.PeriodNo
	form     ReportForm
	photo    func(file string) ([]byte, error)
	stated   []*results.Stated // by sealed versions
	restated []reports.Restated
	money    partnership.Money    // of the project; empty where no section tells of it
	logged   reports.Logged       // of planned activities so far; nil where no section tells it
	dossier  *partnership.Dossier // with the entries accepted in the period
	tallies  results.Tallies      // of all that was accepted
	accepted map[results.PartnerID]bool
	missing  []string // sections that must be written, and are not
	messages *i18n.Catalog
	logos    reports.Logos
	address  string // of the installation
	isDraft  bool
	number   string              // of a version that is sealed; empty on a draft
	shows    []partnership.Shown // what has been built so far
}

// gather reads the material of a report for an audience.
func (s *Service) gather(ctx context.Context, project partnership.ProjectCode, period results.PeriodNo, audience reports.Audience) (*material, error) {
	r, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	chain, err := archive.Chains.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	m := &material{
		chain: chain.Value, period: period, dossier: setup.Value.Dossier(),
		photo: s.photo(ctx, project), messages: s.Messages, address: s.Address,
	}
	if m.form, err = s.reportForm(ctx, r, &setup.Value, period); err != nil {
		return nil, err
	}
	library, err := s.library()
	if err != nil {
		return nil, err
	}
	m.logos = library.Logos()
	if m.form.Missing != "" {
		return nil, errNoForm(m.form.Missing)
	}
	if m.tallies, err = s.talliesAt(ctx, r, m.chain); err != nil {
		return nil, err
	}
	stated, err := s.statements(ctx, r, &setup.Value.Project)
	if err != nil {
		return nil, err
	}
	m.stated = contents(stated)
	if err := errors.Join(m.readEntries(ctx, r), m.readNarratives(ctx, r)); err != nil {
		return nil, err
	}
	if m.form.Has("spending") || m.form.Has("receipts") {
		if m.money, err = archive.Money(ctx, r, project); err != nil {
			return nil, err
		}
	}
	if m.form.Has("invoices") && audience == reports.Partnership {
		if err := m.readInvoices(ctx, r); err != nil {
			return nil, err
		}
	}
	if m.form.Has("restated") {
		m.restated, err = restated(ctx, r, &setup.Value, stated, m.dossier.Frame().Figures(m.tallies))
	}
	return m, err
}

// readInvoices reads the expenses that were accepted in the period, with the rates by
// which some are converted, for reports that list them.
func (m *material) readInvoices(ctx context.Context, r store.Reader) (err error) {
	p := &m.dossier.Project
	if m.dossier.Rates, err = ratesOf(ctx, r, p.Code); err != nil {
		return err
	}
	for _, status := range []partnership.Status{partnership.Accepted, partnership.Verified} {
		where := []store.Condition{
			store.Equal("project", p.Code), store.Equal("status", status),
			store.AtLeast("date", p.Periods[m.period-1].Start.String()), store.AtMost("date", p.Periods[m.period-1].End.String()),
		}
		for e, err := range archive.Expenditure.Find(ctx, r, store.Query{Where: where}) {
			if err != nil {
				return err
			}
			m.dossier.Expenditure = append(m.dossier.Expenditure, e.Value.Value)
		}
	}
	return nil
}

func (m *material) readEntries(ctx context.Context, r store.Reader) (err error) {
	d := m.dossier
	q := store.Query{Where: inPeriod(&d.Project, m.period, partnership.Accepted)}
	for a, err := range archive.Activities.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		d.Activities = append(d.Activities, a.Value.Value)
	}
	for v, err := range archive.Measurements.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		d.Measurements = append(d.Measurements, v.Value.Value)
	}
	if d.Deductions, err = deductionsOf(ctx, r, d.Project.Code); err != nil {
		return err
	}
	return m.countPlanned(ctx, r)
}

// countPlanned counts what was accepted so far for each planned activity, where the
// report tells it.
func (m *material) countPlanned(ctx context.Context, r store.Reader) error {
	if !m.form.Has("workplan") {
		return nil
	}
	m.logged = reports.Logged{}
	p := &m.dossier.Project
	where := []store.Condition{
		store.Equal("project", p.Code), store.Equal("status", partnership.Accepted),
		store.AtMost("day", p.Periods[m.period-1].End.String()),
	}
	for a, err := range archive.Activities.Find(ctx, r, store.Query{Where: where}) {
		if err != nil {
			return err
		}
		m.logged.Count(&a.Value.Value)
	}
	return nil
}

// readNarratives reads what the report says: for each section what the lead wrote,
// or where that is nothing, what the partners did whose reports are accepted.
func (m *material) readNarratives(ctx context.Context, r store.Reader) error {
	q := ofPeriod(m.dossier.Project.Code, m.period)
	m.accepted = map[results.PartnerID]bool{}
	for report, err := range archive.PartnerReports.Find(ctx, r, q) {
		if err != nil {
			return err
		}
		m.accepted[report.Value.Partner] = report.Value.Status == partnership.Accepted
	}
	all, err := collect(archive.Narratives.Find(ctx, r, q))
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, n := range all {
		if v := n.Value.Value; v.Partner == "" {
			m.dossier.Narratives = append(m.dossier.Narratives, v)
			written[v.Section] = true
		}
	}
	isSaid := map[string]bool{}
	for _, n := range all {
		v := n.Value.Value
		if m.accepted[v.Partner] && !written[v.Section] {
			m.dossier.Narratives = append(m.dossier.Narratives, v)
		}
		isSaid[v.Section] = written[v.Section] || isSaid[v.Section] || m.accepted[v.Partner]
	}
	for _, s := range m.form.Sections {
		if s.Mandatory && !isSaid[s.Question] {
			m.missing = append(m.missing, s.Question)
		}
	}
	return nil
}

// build fills the report for an audience.
func (m *material) build(l i18n.Language, audience reports.Audience, asOf results.Date) (reports.Document, error) {
	return reports.Build(m.dossier, m.form.Definition, m.options(l, audience, asOf))
}

func (m *material) options(l i18n.Language, audience reports.Audience, asOf results.Date) reports.Options {
	return reports.Options{
		Language: l, From: m.period, To: m.period, Audience: audience, AsOf: asOf, Tallies: m.tallies, Messages: m.messages,
		Logged: m.logged, Money: m.money, Photo: m.photo, Shown: m.show, Logos: m.logos, IsDraft: m.isDraft, Address: m.address, Seal: m.number,
		Stated: m.stated, Restated: m.restated,
	}
}

// show notes an item that a report shows.
func (m *material) show(s partnership.Shown) {
	if !slices.Contains(m.shows, s) {
		m.shows = append(m.shows, s)
	}
}

// languages are those in which the project's reports are made: its own that the
// product speaks, the main one first; English where it speaks none of them.
func languages(p *partnership.Project) []i18n.Language {
	var all []i18n.Language
	for _, code := range p.Languages {
		if l := i18n.Language(code); l.IsShipped() {
			all = append(all, l)
		}
	}
	if len(all) == 0 {
		all = append(all, i18n.English)
	}
	return all
}

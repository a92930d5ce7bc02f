package service

import (
	"context"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
	"tulos/reports/iati"
)

// An ActivityFile is a project as activity file of IATI, with what a clean one lacks.
type ActivityFile struct {
	Setup    partnership.Setup
	Problems []results.Problem // of iati.Check, with paths from the top of the set-up
	options  iati.Options
	dossier  *partnership.Dossier
}

// IsWritable says whether the file would break no rule of the standard.
func (f *ActivityFile) IsWritable() bool { return !results.HasErrors(f.Problems) }

// Write writes the file; one that would break a rule is NotPossible.
func (f *ActivityFile) Write(w io.Writer) error {
	if !f.IsWritable() {
		return refuse(NotPossible, "iati.not-written")
	}
	return iati.Write(w, f.dossier, f.options)
}

// ActivityFileOptions are how an activity file is made.
type ActivityFileOptions struct {
	Audience reports.Audience
	Partners bool      // each partner's part is an activity of its own
	At       time.Time // when it is made
	Address  string    // of the installation in a browser; empty leaves reports out
}

// ActivityFile makes the activity file of a project as readers outside may see it, for
// those who assemble its reports, and for administrators.
func (s *Service) ActivityFile(ctx context.Context, by By, project partnership.ProjectCode, partners bool) (*ActivityFile, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.AssembleReport) && !actor.May(partnership.Administer) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	r, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return ReadActivityFile(ctx, r, project, ActivityFileOptions{
		Audience: reports.Funder, Partners: partners, At: s.Now(), Address: s.Address,
	})
}

// ReadActivityFile makes the activity file of a project as it is in r: a snapshot.
func ReadActivityFile(ctx context.Context, r store.Reader, project partnership.ProjectCode, o ActivityFileOptions) (*ActivityFile, error) {
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	f := &ActivityFile{
		Setup: setup.Value, dossier: setup.Value.Dossier(),
		options: iati.Options{Audience: o.Audience, Partners: o.Partners, At: o.At},
	}
	if f.options.Tallies, err = archive.Tallies(ctx, r, project); err != nil {
		return nil, err
	}
	if f.options.Spending, err = archive.Spending(ctx, r, project); err != nil {
		return nil, err
	}
	if f.dossier.Deductions, err = deductionsOf(ctx, r, project); err != nil {
		return nil, err
	}
	if f.options.Reports, err = sealedReports(ctx, r, project, o.Address); err != nil {
		return nil, err
	}
	f.Problems = iati.Check(f.dossier, f.options)
	return f, nil
}

// sealedReports are the PDF files of the latest sealed version of each period's report.
func sealedReports(ctx context.Context, r store.Reader, project partnership.ProjectCode, address string) ([]iati.Report, error) {
	latest := map[results.PeriodNo]partnership.ProjectReport{}
	for found, err := range archive.ProjectReports.Find(ctx, r, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		if v := found.Value; len(v.Files) > 0 && v.Version >= latest[v.Period].Version {
			latest[v.Period] = v
		}
	}
	var all []iati.Report
	for _, k := range slices.Sorted(maps.Keys(latest)) {
		version := latest[k]
		for _, file := range version.Files {
			name := path.Base(file)
			language, isPDF := strings.CutSuffix(strings.TrimPrefix(name, "report."), ".pdf")
			if !isPDF {
				continue
			}
			report := iati.Report{Period: k, Language: language, Sealed: version.AsOf}
			if address != "" {
				report.URL = address + "/projects/" + url.PathEscape(string(project)) + "/reports/" + strconv.Itoa(int(k)) +
					"/versions/" + strconv.Itoa(version.Version) + "/files/" + name
			}
			all = append(all, report)
		}
	}
	return all, nil
}

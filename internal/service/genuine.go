package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"iter"
	"path"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/seal"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Genuine report is what everybody is told of a version that was sealed here.
type Genuine struct {
	Report       string // its number
	Period       results.PeriodNo
	Version      int
	IsSuperseded bool // a later version was sealed
}

// GenuineNumber looks up a report by its number, as it is printed, whatever the case.
// A number of no sealed version is NotFound, as is one whose end is not that of the
// version's data: nobody can try out which projects there are.
func (s *Service) GenuineNumber(ctx context.Context, number string) (Genuine, error) {
	code, period, version, ok := parseNumber(strings.TrimSpace(number))
	if !ok {
		return Genuine{}, errNotGenuine()
	}
	for project, err := range s.chainedProjects(ctx) {
		if err != nil {
			return Genuine{}, err
		}
		if !strings.EqualFold(string(project), code) {
			continue
		}
		g, _, err := s.genuine(ctx, partnership.ProjectReport{Project: project, Period: period, Version: version})
		if IsKind(err, NotFound) || err == nil && !strings.EqualFold(g.Report, strings.TrimSpace(number)) {
			continue
		}
		return g, err
	}
	return Genuine{}, errNotGenuine()
}

// GenuineFile looks up the latest version that has a file with the hash, of 64
// hexadecimal digits: NotFound where there is none.
func (s *Service) GenuineFile(ctx context.Context, hash string) (Genuine, error) {
	hash = strings.ToLower(hash)
	if sum, err := hex.DecodeString(hash); err != nil || len(sum) != sha256.Size {
		return Genuine{}, errNotGenuine()
	}
	for project, err := range s.chainedProjects(ctx) {
		if err != nil {
			return Genuine{}, err
		}
		found, err := s.genuineFileIn(ctx, project, hash)
		if !IsKind(err, NotFound) {
			return found, err
		}
	}
	return Genuine{}, errNotGenuine()
}

func (s *Service) genuineFileIn(ctx context.Context, project partnership.ProjectCode, hash string) (Genuine, error) {
	last, none := Genuine{}, errNotGenuine()
	q := store.Query{Where: []store.Condition{store.Equal("project", project), store.Equal("sha256", hash)}}
	for a, err := range archive.Attachments.Find(ctx, s.Engine, q) {
		if err != nil {
			return Genuine{}, err
		}
		report, isReport := reportOf(a.Value)
		if !isReport {
			continue
		}
		g, m, err := s.genuine(ctx, report)
		if IsKind(err, NotFound) {
			continue
		}
		if err != nil {
			return Genuine{}, err
		}
		if _, ok := m.File(hash); ok || path.Base(a.Value.Name) == manifestFile {
			last, none = g, nil
		}
	}
	return last, none
}

// genuine reads a version that was sealed, and its manifest: NotFound where there is
// none, or where the manifest is not signed with a key of the installation.
func (s *Service) genuine(ctx context.Context, of partnership.ProjectReport) (Genuine, *seal.Manifest, error) {
	found, err := archive.ProjectReports.Get(ctx, s.Engine, archive.ProjectReports.ID(of))
	if err != nil {
		return Genuine{}, nil, orNotFound(err, "genuine.no-text")
	}
	manifest := ""
	for _, name := range found.Value.Files {
		if path.Base(name) == manifestFile {
			manifest = name
		}
	}
	keys, err := trustedKeys(ctx, s.Engine)
	if err != nil {
		return Genuine{}, nil, err
	}
	m, err := openManifest(ctx, s.Engine, of.Project, manifest)
	if errors.Is(err, seal.ErrNoManifest) || err == nil && m.Check(keys) != nil {
		err = errNotGenuine()
	}
	if err != nil {
		return Genuine{}, nil, orNotFound(err, "genuine.no-text")
	}
	g := Genuine{Report: m.Report, Period: of.Period, Version: of.Version}
	for later, err := range archive.ProjectReports.Find(ctx, s.Engine, ofPeriod(of.Project, of.Period)) {
		if err != nil {
			return Genuine{}, nil, err
		}
		g.IsSuperseded = g.IsSuperseded || later.Value.Version > of.Version && later.Value.Status != partnership.Draft
	}
	return g, m, nil
}

func errNotGenuine() error { return refuse(NotFound, "genuine.no-text") }

// trustedKeys are the public keys of the installation.
func trustedKeys(ctx context.Context, r store.Reader) (seal.Keys, error) {
	all, err := SealKeys(ctx, r)
	keys := seal.Keys{}
	for _, k := range all {
		err = errors.Join(err, keys.Add(k.Public))
	}
	return keys, err
}

// chainedProjects are all projects.
func (s *Service) chainedProjects(ctx context.Context) iter.Seq2[partnership.ProjectCode, error] {
	return func(yield func(partnership.ProjectCode, error) bool) {
		for c, err := range archive.Chains.Find(ctx, s.Engine, store.Query{}) {
			if err == nil && c.Value.Project == partnership.Installation {
				continue
			}
			if !yield(c.Value.Project, err) || err != nil {
				return
			}
		}
	}
}

// parseNumber takes the number of a report apart: see seal.Number.
func parseNumber(number string) (project string, period results.PeriodNo, version int, ok bool) {
	parts := strings.Split(number, "-")
	if len(parts) < 4 {
		return "", 0, 0, false
	}
	end := len(parts) - 3
	p, err := numbered(parts[end], "p")
	v, also := numbered(parts[end+1], "v")
	return strings.Join(parts[:end], "-"), results.PeriodNo(p), v, err == nil && also == nil
}

// numbered reads "P2", whatever the case of its letter.
func numbered(s, letter string) (int, error) {
	rest, ok := strings.CutPrefix(strings.ToLower(s), letter)
	if !ok {
		return 0, strconv.ErrSyntax
	}
	return strconv.Atoi(rest)
}

// reportOf finds by the name of a file which version it is of.
func reportOf(a partnership.Attachment) (report partnership.ProjectReport, ok bool) {
	rest, isReport := strings.CutPrefix(a.Name, reportFiles)
	parts := strings.Split(rest, "/")
	if !isReport || len(parts) != 4 {
		return report, false
	}
	period, err := strconv.Atoi(parts[0])
	version, also := strconv.Atoi(parts[1])
	return partnership.ProjectReport{Project: a.Project, Period: results.PeriodNo(period), Version: version}, err == nil && also == nil
}

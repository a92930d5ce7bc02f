package service

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// ProjectTaken says that another project has the code.
const ProjectTaken results.ProblemCode = "project-taken"

// CreateProject begins a project with a set-up and no log, for an administrator.
// The same form, or the same set-up, again changes nothing.
func (s *Service) CreateProject(ctx context.Context, by By, setup partnership.Setup) error {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return err
	}
	if by.Key != "" {
		if _, was, err := s.Sent(ctx, by, setup.Project.Code); was || err != nil {
			return err
		}
	}
	checker := partnership.NewChecker(setup.Dossier())
	var f results.Findings
	f.Under("organisations", checker.Organisations())
	f.Under("project", checker.Project())
	if err := reject(f.Problems()); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := bundle.Encode(&b, setup.Dossier()); err != nil {
		return err
	}
	done, err := s.Import(ctx, by, written(b.Bytes()), ImportOptions{What: "project.create"})
	if IsKind(err, NotPossible) {
		return reject([]results.Problem{{Path: "project.code", Code: ProjectTaken, Args: map[string]any{"Value": string(setup.Project.Code)}}})
	}
	if err != nil {
		return err
	}
	return reject(done.Problems)
}

// written is a bundle in memory with nothing beside it.
type written []byte

// JSON opens it.
func (w written) JSON() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(w)), nil }

// Beside is an empty folder.
func (w written) Beside() fs.FS { return empty{} }

type empty struct{}

// Open finds nothing.
func (empty) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// A Copy is a new project as a copy of another.
type Copy struct {
	From, Code partnership.ProjectCode
	Title      results.Text
}

// CopyProject begins a project with the set-up of another and no log, for an
// administrator. It knows no suspensions.
func (s *Service) CopyProject(ctx context.Context, by By, c Copy) error {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return err
	}
	from, err := archive.Projects.Get(ctx, s.Engine, string(c.From))
	if err != nil {
		return orNotFound(err, "error.no-such-project", "Project", string(c.From))
	}
	setup := from.Value
	setup.Project.Code, setup.Project.Title = c.Code, c.Title
	for n := range setup.Project.Partners {
		setup.Project.Partners[n].Suspended, setup.Project.Partners[n].Suspensions = nil, nil
	}
	return s.CreateProject(ctx, by, setup)
}

// KnownOrganisations reads the organisations of all projects, each once, by name,
// for an administrator.
func (s *Service) KnownOrganisations(ctx context.Context, by By) ([]partnership.Organisation, error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return nil, err
	}
	var all []partnership.Organisation
	known := map[results.PartnerID]bool{}
	for setup, err := range archive.Projects.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return nil, err
		}
		for _, o := range setup.Value.Organisations {
			if !known[o.ID] {
				known[o.ID] = true
				all = append(all, o)
			}
		}
	}
	sortByName(all, func(o partnership.Organisation) string { return o.Name })
	return all, nil
}

// NewKey makes a key of a name: its letters and digits without marks, in small
// letters, joined by hyphens; another than those taken. A name without such letters
// is called by the word given.
func NewKey[K ~string](name, otherwise string, taken []K) K {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			b.WriteRune(c)
		case !unicode.Is(unicode.Mn, c) && b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	key := strings.Trim(b.String(), "-")
	if len(key) > longestKey {
		key = strings.Trim(key[:longestKey], "-")
	}
	if key == "" {
		key = otherwise
	}
	for n, first := 2, key; slices.Contains(taken, K(key)); n++ {
		key = first + "-" + strconv.Itoa(n)
	}
	return K(key)
}

// longestKey is how long a key is that is made of a name.
const longestKey = 40

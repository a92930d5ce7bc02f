package service

import (
	"context"
	"crypto/rand"
	"io"
	"sync"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/mail"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports"
)

// A Config is what the use cases need around them.
type Config struct {
	Engine store.Engine
	Now    func() time.Time
	Random io.Reader // of cryptographic quality
	// Messages are those of the installation; nil are the shipped ones.
	Messages *i18n.Catalog
	// Forms are those that reports can have; nil are the shipped ones.
	Forms *reports.Library
	// Address is that of the installation in a browser, without a slash at the end, for
	// links in workbooks of reports, and in sealed ones as PDF; it may be empty.
	Address string
	// Host and Version are those of this process, as it is noted among those that serve the
	// storage.
	Host, Version string
	// Mail takes letters on; nil: none are written, and people see the same in the
	// product.
	Mail *mail.Server
	// Retention says how long things are kept; none is the usual one.
	Retention RetentionDays
	// SignOnRules are those of single sign-on, where there is one.
	SignOnRules SignOnRules
}

// A Service has the use cases. It is safe for use by many goroutines.
type Service struct {
	Config
	*memory
}

// A memory is what a process remembers beside the storage.
type memory struct {
	process    string // id of this process among those that serve the storage
	jobs       *jobRoom
	trial      trial
	lanes      lanes
	trails     *seats[trail]
	known      *seats[knowledge]
	standings  *seats[standing]
	newsOf     *seats[news]
	indexes    *seats[index]
	itemsOf    *seats[items]
	pendingOf  *seats[pending]
	chains     *seats[ChainState]
	sealedRead *readOnce[SealedFigures]
	statedRead *readOnce[results.Stated]
	hashing    chan struct{} // holds one for each password that is being hashed
	shrinking  chan struct{} // holds one for each photo that is being made small
	mailing    sync.Mutex    // held by whoever sends letters
	reminded   results.Date  // the last day of which reminders were written; under mailing
}

// Of how many projects is kept what was done lately, how they stand, and the index.
const (
	mostTrails    = 512
	mostStandings = 32
	mostIndexes   = 8
)

// Of how many versions figures are remembered: those of the report's period, and all
// that is stated.
const (
	mostSealedRead = 256
	mostStatedRead = 16
)

// processIDLength is that of the id of a process, of 32 characters each.
const processIDLength = 16

// New makes the service of an installation.
func New(c Config) *Service {
	if c.Retention == (RetentionDays{}) {
		c.Retention = usualRetention()
	}
	m := &memory{
		process: rand.Text()[:processIDLength], jobs: newJobRoom(),
		lanes: newLanes(), hashing: make(chan struct{}, hashesAtOnce), shrinking: make(chan struct{}, thumbnailsAtOnce),
		trails: newSeats[trail](mostTrails), standings: newSeats[standing](mostStandings), newsOf: newSeats[news](mostStandings),
		indexes: newSeats[index](mostIndexes), itemsOf: newSeats[items](mostStandings), pendingOf: newSeats[pending](mostStandings),
		chains: newSeats[ChainState](mostStandings), known: newSeats[knowledge](mostTrails),
		sealedRead: newReadOnce[SealedFigures](mostSealedRead), statedRead: newReadOnce[results.Stated](mostStatedRead),
	}
	c.Engine = &knowing{store.Remembering(c.Engine, archive.Chains.Collection(), archive.Sessions.Collection()), m}
	return &Service{c, m}
}

// By is who wants something done, and the key of the form that was sent, if it
// had one: for half a year the same form sent again changes nothing.
type By struct {
	User  partnership.UserID
	Key   string
	Token *partnership.Token // by which a program comes for the user; nil: the user does
	// SecondFactor says that the provider of single sign-on has asked for one.
	SecondFactor bool
}

// Operator is whoever runs the installation, at its command line: an
// administrator without an account.
func Operator() By { return By{} }

// Today is the day in UTC.
func (s *Service) Today() results.Date {
	t := s.Now().UTC()
	return results.DateOf(t.Year(), int(t.Month()), t.Day())
}

// actor finds out who someone is in a project. Whoever has no place in it, and is
// no administrator, is not told that it is there. Whoever lacks the second factor
// that the project asks for gets NeedsSecondFactor. A program has the part of what its
// person may do that its token is for, and administers nothing.
func (s *Service) actor(ctx context.Context, r store.Reader, by By, project partnership.ProjectCode) (partnership.Actor, error) {
	if by.User == "" {
		return partnership.Actor{Administrator: true, Project: project}, nil
	}
	user, err := person(ctx, r, by.User)
	if err != nil {
		return partnership.Actor{}, orNotFound(err, "error.no-such-user")
	}
	if by.Token != nil && !by.Token.IsFor(project) {
		return partnership.Actor{}, refuse(NotFound, "error.no-such-project", "Project", string(project))
	}
	if project == partnership.Installation {
		return partnership.NewActor(user.Value, nil), nil
	}
	m := partnership.Membership{Project: project, User: by.User}
	actor := partnership.NewActor(user.Value, nil)
	membership, err := archive.Memberships.Get(ctx, r, archive.Memberships.ID(m))
	err = orNotFound(err, "error.no-such-project", "Project", string(project))
	switch {
	case err == nil:
		actor = partnership.NewActor(user.Value, &membership.Value)
	case IsKind(err, NotFound) && actor.Administrator && by.Token == nil:
		actor.Project = project
	default:
		return partnership.Actor{}, err
	}
	if err := askSecondFactor(ctx, r, by, user.Value, project); err != nil {
		return partnership.Actor{}, err
	}
	return actor.Through(by.Token), nil
}

package service

import (
	"context"
	"time"

	"tulos/internal/store/archive"
)

// A KeptKind is a kind of what is stored about people.
type KeptKind string

// The kinds of what is stored about people, as messages name them.
const (
	KeptAccounts KeptKind = "accounts"
	KeptSignIns  KeptKind = "sign-ins"
	KeptRequests KeptKind = "requests"
	KeptTokens   KeptKind = "tokens"
	KeptDrafts   KeptKind = "kept-forms"
	KeptUploads  KeptKind = "uploads"
	KeptOnDevice KeptKind = "device"
	KeptEntries  KeptKind = "entries"
	KeptEvidence KeptKind = "evidence"
	KeptAudit    KeptKind = "audit"
	KeptReports  KeptKind = "reports"
	KeptBackups  KeptKind = "backups"
	KeptLetters  KeptKind = "letters"
)

// A RetentionEnd is what ends the time for which things are kept.
type RetentionEnd string

// The ends of retention, as messages name them.
const (
	UntilErased  RetentionEnd = "erased"  // until the person is
	UntilLeft    RetentionEnd = "left"    // so many days after the person was shut out, if not before
	UntilOver    RetentionEnd = "over"    // until it is over, which takes at most so many days
	UntilSwept   RetentionEnd = "swept"   // after so many days
	UntilSent    RetentionEnd = "sent"    // until it is sent, the person signs out, or answers after so many days
	UntilRemoved RetentionEnd = "removed" // until somebody takes it off
	UntilProject RetentionEnd = "project" // as long as the project, and so many days after its end
	UntilDeleted RetentionEnd = "deleted" // so many days, outside of the product
)

// SessionTime is how long a session lasts at most.
const SessionTime = 14 * 24 * time.Hour

// For how many days parts of an upload wait for the rest, and drafts on a device until
// the person is asked what is to become of them.
const (
	daysOfUploads = 7
	DaysOnDevice  = 30
)

// A Retention says how long things of a kind are kept. What sweeps them away is one
// with it.
type Retention struct {
	Kind  KeptKind
	Until RetentionEnd
	Days  int
	sweep func(context.Context, *Service) error // nil: they go otherwise
}

// Retentions are those of all kinds of what is stored about people.
func (s *Service) Retentions() []Retention {
	days := s.Retention
	accounts := Retention{Kind: KeptAccounts, Until: UntilErased}
	if days.Leavers > 0 {
		accounts = Retention{KeptAccounts, UntilLeft, days.Leavers, sweepLeavers}
	}
	return []Retention{
		accounts,
		{KeptSignIns, UntilOver, inDays(SessionTime), func(ctx context.Context, s *Service) error {
			return sweepTable(ctx, s, archive.Sessions, "until", s.Now())
		}},
		{KeptTokens, UntilOver, inDays(TokenTime + shownOver), sweepTokens},
		{KeptRequests, UntilSwept, days.Requests, func(ctx context.Context, s *Service) error {
			return sweepTable(ctx, s, archive.Requests, "at", s.daysAgo(days.Requests))
		}},
		{KeptDrafts, UntilSwept, days.KeptForms, func(ctx context.Context, s *Service) error {
			return sweepTable(ctx, s, archive.KeptForms, "at", s.daysAgo(days.KeptForms))
		}},
		{KeptUploads, UntilSwept, daysOfUploads, func(ctx context.Context, s *Service) error {
			return sweepTable(ctx, s, archive.UploadParts, "at", s.daysAgo(daysOfUploads))
		}},
		{Kind: KeptOnDevice, Until: UntilSent, Days: DaysOnDevice},
		{KeptLetters, UntilSwept, days.Letters, func(ctx context.Context, s *Service) error {
			return sweepTable(ctx, s, archive.Letters, "at", s.daysAgo(days.Letters))
		}},
		{Kind: KeptEntries, Until: UntilProject, Days: days.Records},
		{Kind: KeptEvidence, Until: UntilRemoved},
		{Kind: KeptAudit, Until: UntilProject, Days: days.Records},
		{Kind: KeptReports, Until: UntilProject, Days: days.Records},
		{Kind: KeptBackups, Until: UntilDeleted, Days: days.Backups},
	}
}

func inDays(d time.Duration) int { return int(d / (24 * time.Hour)) }

func (s *Service) daysAgo(days int) time.Time { return s.Now().AddDate(0, 0, -days) }

// RetentionDays says for how many days things are kept.
type RetentionDays struct {
	Requests  int // the memory of forms, by which one that is sent twice is done once
	KeptForms int // forms that were kept for later
	Letters   int // letters, sent or not, by which none is sent twice
	Leavers   int // people who were shut out, until they are erased; 0: until somebody erases them
	Records   int // projects after their end, with their audit and sealed reports
	Backups   int
}

// usualRetention holds where nothing else is set.
func usualRetention() RetentionDays {
	return RetentionDays{Requests: 180, KeptForms: 365, Letters: 90, Records: 3650, Backups: 90}
}

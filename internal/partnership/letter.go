package partnership

import (
	"time"

	"tulos/internal/results"
)

// A LetterChoice is when a person wants letters of what happened in their projects.
// Reminders of deadlines, and letters of how the person signs in, come whatever it is.
type LetterChoice string

// The choices; LettersDaily is the default.
const (
	LettersAtOnce LetterChoice = "at-once"
	LettersDaily  LetterChoice = ""
	LettersWeekly LetterChoice = "weekly"
	LettersNone   LetterChoice = "none"
)

// LetterChoices are all choices, in the order in which they are shown.
func LetterChoices() []LetterChoice {
	return []LetterChoice{LettersAtOnce, LettersDaily, LettersWeekly, LettersNone}
}

// A LetterKind is what a letter is about.
type LetterKind string

// The kinds of letters.
const (
	Reminder LetterKind = "reminder" // of a deadline
	News     LetterKind = "news"     // what happened in projects
	SignIn   LetterKind = "sign-in"  // how the person signs in has changed
)

// A SignInChange is what became of how a person signs in: whoever did it, the person is
// to know, by a letter that cannot be turned off.
type SignInChange string

// The changes of how people sign in.
const (
	PasswordChosen    SignInChange = "password"
	SecondFactorOn    SignInChange = "second-factor-on"
	SecondFactorOff   SignInChange = "second-factor-off"
	RecoveryRenewed   SignInChange = "recovery-codes"
	RecoveryUsed      SignInChange = "recovery-code"
	PasskeyAdded      SignInChange = "passkey-add"
	PasskeyRemoved    SignInChange = "passkey-remove"
	SingleSignOnKnown SignInChange = "linked"
	SingleSignOnGone  SignInChange = "unlinked"
	TokenMade         SignInChange = "token"
)

// A LetterState is how far a letter has come.
type LetterState string

// The states of letters. While it is being sent, nobody knows whether the server has
// the letter.
const (
	LetterWaiting LetterState = "waiting"
	LetterClaimed LetterState = "claimed" // by a process that is about to send it
	LetterSending LetterState = "sending"
	LetterSent    LetterState = "sent"
	LetterDropped LetterState = "dropped" // there was no reason for it any more
	LetterFailed  LetterState = "failed"  // an administrator decides about it
)

// A Letter is one that is sent to a person, as facts: its words are made when it is
// sent, in the language that the person has then.
type Letter struct {
	ID       string // by what it is about, so that none is written twice: 32 hexadecimal digits
	Kind     LetterKind
	User     UserID
	State    LetterState
	At       time.Time // when it was written
	Next     time.Time // when it is to be sent; while it is claimed or being sent, until when
	Attempts int
	Fault    string // why the last attempt failed; it names no person
	Items    []LetterItem
	More     int // items that are not listed
}

// A LetterItem is a thing that a letter tells of: of a reminder a report that is due.
type LetterItem struct {
	What    string // as the audit has it: "activity.return"; of a reminder "remind" or "remind-lead"; or a SignInChange
	Project ProjectCode
	Ref     string            // of an entry
	Period  results.PeriodNo  // of a report
	Partner results.PartnerID // whose entry or report it is
	Due     results.Date      // of a report
}

// reminderDays are the days on which partners are reminded of a report, counted from
// the day on which it is due, and the last day on which that makes sense.
var reminderDays = []struct{ from, until int }{{-14, -4}, {-3, 0}, {1, 6}, {7, 13}, {14, 20}}

// ReminderStage is the day of the reminder that is to be sent on a day, counted from the
// one on which the report is due: the latest of 14 and 3 days before, and 1, 7 and 14
// days after, if it is not a week ago or more; ok is false where none is.
func ReminderStage(due, today results.Date) (stage int, ok bool) {
	days := today.DaysSince(due)
	for _, r := range reminderDays {
		if r.from <= days && days <= r.until {
			return r.from, true
		}
	}
	return 0, false
}

package config

import (
	"errors"
	"strconv"
)

// Retention says for how many days things are kept.
type Retention struct {
	Requests  int // the memory of forms, by which one that is sent twice is done once
	KeptForms int // forms that were kept for later
	Letters   int // letters, sent or not, by which none is sent twice
	Leavers   int // people who were shut out, until they are erased; 0: until somebody erases them
	Records   int // projects after their end, with their audit and sealed reports
	Backups   int
}

// Privacy is what the organisation that runs the installation says about personal data.
type Privacy struct {
	Controller string // who is responsible
	Contact    string // whom to ask
	Ground     string // the legal ground
}

// The fewest and the most days that can be set. A form may wait for a connection.
const (
	fewestDays = 30
	mostDays   = 100 * 366
)

func setDays(fewest int, days func(*Settings) *int) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < fewest || n > mostDays {
			return errors.New("needs a number of days from " + strconv.Itoa(fewest) + " to " + strconv.Itoa(mostDays))
		}
		*days(s) = n
		return nil
	}
}

// longestStatement is how long a text about personal data may be, in bytes.
const longestStatement = 2000

func setStatement(text func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		if len(value) > longestStatement {
			return errors.New("needs a text of at most " + strconv.Itoa(longestStatement) + " bytes")
		}
		*text(s) = value
		return nil
	}
}

// retentionKeys are the settings of retention and of privacy.
func retentionKeys() []key {
	return []key{
		{path: "retention.requests", number: true, set: setDays(fewestDays, func(s *Settings) *int { return &s.Retention.Requests })},
		{path: "retention.keptForms", number: true, set: setDays(fewestDays, func(s *Settings) *int { return &s.Retention.KeptForms })},
		{path: "retention.letters", number: true, set: setDays(fewestDays, func(s *Settings) *int { return &s.Retention.Letters })},
		{path: "retention.leavers", number: true, set: setDays(0, func(s *Settings) *int { return &s.Retention.Leavers })},
		{path: "retention.records", number: true, set: setDays(0, func(s *Settings) *int { return &s.Retention.Records })},
		{path: "retention.backups", number: true, set: setDays(0, func(s *Settings) *int { return &s.Retention.Backups })},
		{path: "privacy.controller", set: setStatement(func(s *Settings) *string { return &s.Privacy.Controller })},
		{path: "privacy.contact", set: setStatement(func(s *Settings) *string { return &s.Privacy.Contact })},
		{path: "privacy.ground", set: setStatement(func(s *Settings) *string { return &s.Privacy.Ground })},
	}
}

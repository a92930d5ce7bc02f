package config

import (
	"errors"
	"strconv"
	"strings"
)

// Backup says where backups are made, and which are kept; without a folder none are.
type Backup struct {
	Folder                 string
	Every                  int // hours
	Daily, Weekly, Monthly int // of so many days, weeks and months the last is kept
}

// backupKeys are the settings of backups.
func backupKeys() []key {
	return []key{
		{path: "backup.folder", set: setBackupFolder},
		{path: "backup.every", number: true, set: setCount(1, 7*24, func(s *Settings) *int { return &s.Backup.Every })},
		{path: "backup.daily", number: true, set: setCount(1, 1000, func(s *Settings) *int { return &s.Backup.Daily })},
		{path: "backup.weekly", number: true, set: setCount(0, 1000, func(s *Settings) *int { return &s.Backup.Weekly })},
		{path: "backup.monthly", number: true, set: setCount(0, 1000, func(s *Settings) *int { return &s.Backup.Monthly })},
	}
}

func setBackupFolder(s *Settings, value string) error {
	if strings.ContainsRune(value, 0) {
		return errors.New("needs the path of a folder, or nothing")
	}
	s.Backup.Folder = value
	return nil
}

func setCount(fewest, most int, count func(*Settings) *int) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < fewest || n > most {
			return errors.New("needs a number from " + strconv.Itoa(fewest) + " to " + strconv.Itoa(most))
		}
		*count(s) = n
		return nil
	}
}

package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
)

// Mail says which server takes letters on; without a host none are written.
type Mail struct {
	Host         string
	Port         int
	TLS          string // starttls, tls or none
	User         string // empty: nobody signs in there
	Password     Secret
	PasswordFile string // that has it, in place of Password
	From         string // "Tulos <tulos@example.org>"
}

// IsOn says whether letters are written.
func (m Mail) IsOn() bool { return m.Host != "" }

// mailKeys are the settings of mail.
func mailKeys() []key {
	return []key{
		{path: "mail.host", set: setMailHost},
		{path: "mail.port", number: true, set: setMailPort},
		{path: "mail.tls", set: setMailTLS},
		{path: "mail.user", set: func(s *Settings, value string) error { s.Mail.User = value; return nil }},
		{path: "mail.password", set: func(s *Settings, value string) error { s.Mail.Password = Secret(value); return nil }},
		{path: "mail.passwordFile", set: func(s *Settings, value string) error { s.Mail.PasswordFile = value; return nil }},
		{path: "mail.from", set: setMailFrom},
	}
}

var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$`)

func setMailHost(s *Settings, value string) error {
	if value != "" && !hostForm.MatchString(value) && net.ParseIP(value) == nil {
		return errors.New("needs the name of a mail server, such as mail.example.org, without a port")
	}
	s.Mail.Host = value
	return nil
}

func setMailPort(s *Settings, value string) error {
	port, err := strconv.ParseUint(value, 10, 16)
	if err != nil || port == 0 {
		return errors.New("needs a port from 1 to 65535")
	}
	s.Mail.Port = int(port)
	return nil
}

func setMailTLS(s *Settings, value string) error {
	if value != "starttls" && value != "tls" && value != "none" {
		return errors.New("needs starttls, tls or none")
	}
	s.Mail.TLS = value
	return nil
}

func setMailFrom(s *Settings, value string) error {
	if _, err := mail.ParseAddress(value); value != "" && err != nil {
		return errors.New("needs an address, such as tulos@example.org or Tulos <tulos@example.org>")
	}
	s.Mail.From = value
	return nil
}

// settleMail checks what mail needs besides a host, and reads the file of the password.
func (s *Settings) settleMail() error {
	m := &s.Mail
	if !m.IsOn() {
		return nil
	}
	var faults []error
	if m.From == "" {
		faults = append(faults, errors.New("mail.from: needs the address that letters come from, as mail.host is set"))
	}
	if s.Address == "" {
		faults = append(faults, errors.New("address: is needed for links in letters, as mail.host is set"))
	}
	if m.PasswordFile != "" {
		data, err := readFile(m.PasswordFile)
		if err != nil {
			faults = append(faults, fmt.Errorf("mail.passwordFile: %w", err))
		}
		m.Password = Secret(strings.TrimRight(string(data), "\r\n"))
	}
	if m.Password != "" && m.User == "" {
		faults = append(faults, errors.New("mail.user: is needed with a password"))
	}
	return errors.Join(faults...)
}

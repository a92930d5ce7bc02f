package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// OIDC says by which provider of OpenID Connect people can sign in; without an issuer by
// none.
type OIDC struct {
	Issuer       string // the provider's address, as it writes it into tokens
	ClientID     string
	Secret       Secret   // empty for a client that has none
	SecretFile   string   // a file that holds the secret instead
	Name         string   // of the provider, as people know it
	Domains      []string // of addresses that may come in, in lower case; none: all
	SecondFactor []string // ways of signing in there that are a second factor; none: no way is
}

// ReadSecret returns the secret, from its file where it is in one. The error names the
// file and never shows the secret.
func (o OIDC) ReadSecret() (Secret, error) {
	if o.SecretFile == "" {
		return o.Secret, nil
	}
	data, err := readFile(o.SecretFile)
	if err != nil {
		return "", fmt.Errorf("oidc.secretFile: %w", err)
	}
	secret := strings.TrimRight(string(data), "\r\n")
	if secret == "" {
		return "", fmt.Errorf("oidc.secretFile: %s: %w", o.SecretFile, errors.New("is empty"))
	}
	return Secret(secret), nil
}

// checkOIDC answers what is missing for a provider, or set twice.
func (s *Settings) checkOIDC() error {
	o := s.OIDC
	var faults []error
	need := func(isMissing bool, fault string) {
		if isMissing {
			faults = append(faults, errors.New(fault))
		}
	}
	if o.Issuer == "" {
		need(o.ClientID != "" || o.Secret != "" || o.SecretFile != "", "oidc.issuer: is needed where oidc.clientId or a secret is set")
		return errors.Join(faults...)
	}
	need(o.ClientID == "", "oidc.clientId: is needed where oidc.issuer is set")
	need(o.Name == "", "oidc.name: is needed where oidc.issuer is set")
	need(s.Address == "", "address: is needed where oidc.issuer is set: the provider sends people back to it")
	need(o.Secret != "" && o.SecretFile != "", "oidc.secretFile: oidc.secret is set as well")
	return errors.Join(faults...)
}

// oidcKeys are the settings of single sign-on.
func oidcKeys() []key {
	return []key{
		{path: "oidc.issuer", set: setIssuer},
		{path: "oidc.clientId", set: setOneLine(func(s *Settings) *string { return &s.OIDC.ClientID })},
		{path: "oidc.secret", set: func(s *Settings, value string) error {
			s.OIDC.Secret = Secret(value)
			return nil
		}},
		{path: "oidc.secretFile", set: setOneLine(func(s *Settings) *string { return &s.OIDC.SecretFile })},
		{path: "oidc.name", set: setOneLine(func(s *Settings) *string { return &s.OIDC.Name })},
		{path: "oidc.domains", set: setDomains},
		{path: "oidc.secondFactor", set: func(s *Settings, value string) error {
			s.OIDC.SecondFactor = listed(value)
			return nil
		}},
	}
}

// setIssuer takes an address with HTTPS; without it only one of this machine.
func setIssuer(s *Settings, value string) error {
	u, err := url.Parse(value)
	isFit := err == nil && u.Host != "" && u.User == nil && u.RawQuery == "" && u.Fragment == "" &&
		(u.Scheme == "https" || u.Scheme == "http" && isHere(u.Hostname()))
	if value != "" && !isFit {
		return errors.New("needs the address of a provider, such as https://login.example.org")
	}
	s.OIDC.Issuer = value
	return nil
}

func isHere(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// longestLine is how long a text in one line may be, in bytes.
const longestLine = 500

func setOneLine(text func(*Settings) *string) func(*Settings, string) error {
	return func(s *Settings, value string) error {
		if len(value) > longestLine || strings.ContainsAny(value, "\x00\r\n") {
			return errors.New("needs a text in one line")
		}
		*text(s) = value
		return nil
	}
}

func setDomains(s *Settings, value string) error {
	s.OIDC.Domains = nil
	for _, domain := range listed(value) {
		if strings.ContainsRune(domain, '@') {
			return errors.New("needs domains, such as example.org")
		}
		s.OIDC.Domains = append(s.OIDC.Domains, strings.ToLower(domain))
	}
	return nil
}

// listed are the words of a text, which commas or spaces part.
func listed(value string) []string {
	if value == "" {
		return nil
	}
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

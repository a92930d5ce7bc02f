package config

import (
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A key is one setting: its path in the file, and how its value is checked and
// set. Errors do not repeat the value where it may be a secret.
type key struct {
	path   string
	flag   string // name of the flag, where there is one
	bool   bool   // true or false; else text
	number bool   // a whole number; else text
	set    func(s *Settings, value string) error
}

// keys are all settings.
func keys() []key {
	return append([]key{
		{path: "listen", flag: "listen", set: setListen},
		{path: "address", set: setAddress},
		{path: "proxies", set: setProxies},
		{path: "metrics.listen", set: setMetricsListen},
		{path: "data", flag: "data", set: setData},
		{path: "messages", set: setMessages},
		{path: "definitions", set: setDefinitions},
		{path: "mongodb.uri", flag: "mongodb", set: setURI},
		{path: "mongodb.uriFile", set: setOneLine(func(s *Settings) *string { return &s.MongoDB.URIFile })},
		{path: "mongodb.database", set: setDatabase},
		{path: "mongodb.withoutTransactions", bool: true, set: setWithoutTransactions},
		{path: "log.level", set: setLevel},
		{path: "log.format", set: setFormat},
	}, slices.Concat(limitKeys(), mailKeys(), backupKeys(), retentionKeys(), oidcKeys())...)
}

func setListen(s *Settings, value string) error {
	s.Listen = value
	return checkListen(value)
}

func setMetricsListen(s *Settings, value string) error {
	s.Metrics.Listen = value
	if value == "" {
		return nil
	}
	return checkListen(value)
}

func checkListen(value string) error {
	_, port, err := net.SplitHostPort(value)
	if err != nil {
		return errors.New("needs an address with a port, such as 127.0.0.1:8080 or :8080")
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return errors.New("needs a port from 0 to 65535")
	}
	return nil
}

// setProxies takes addresses and networks with commas between them.
func setProxies(s *Settings, value string) error {
	s.Proxies = nil
	for name := range strings.SplitSeq(value, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		network, err := netip.ParsePrefix(name)
		if address, not := netip.ParseAddr(name); not == nil {
			network, err = address.Prefix(address.BitLen())
		}
		if err != nil {
			return errors.New("needs addresses or networks of reverse proxies with commas between them, such as 127.0.0.1, 10.0.0.0/8")
		}
		s.Proxies = append(s.Proxies, network.Masked())
	}
	return nil
}

func setAddress(s *Settings, value string) error {
	u, err := url.Parse(value)
	if value != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil) {
		return errors.New("needs the address of the product in a browser, such as https://tulos.example.org")
	}
	s.Address = value
	return nil
}

func setData(s *Settings, value string) error {
	if value == "" || strings.ContainsRune(value, 0) {
		return errors.New("needs the path of a folder")
	}
	s.Data = value
	return nil
}

func setMessages(s *Settings, value string) error {
	if strings.ContainsRune(value, 0) {
		return errors.New("needs the path of a folder")
	}
	s.Messages = value
	return nil
}

func setDefinitions(s *Settings, value string) error {
	if strings.ContainsRune(value, 0) {
		return errors.New("needs the path of a folder, or nothing")
	}
	s.Definitions = value
	return nil
}

func setURI(s *Settings, value string) error {
	if value != "" && !strings.HasPrefix(value, "mongodb://") && !strings.HasPrefix(value, "mongodb+srv://") {
		return errors.New("needs a connection string of the form mongodb://host:port/?options")
	}
	s.MongoDB.URI = Secret(value)
	return nil
}

var databaseForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,63}$`)

func setDatabase(s *Settings, value string) error {
	if !databaseForm.MatchString(value) {
		return errors.New("needs a name of 1 to 63 letters, digits, _ and -")
	}
	s.MongoDB.Database = value
	return nil
}

func setWithoutTransactions(s *Settings, value string) error {
	if value != "true" && value != "false" {
		return errors.New("needs true or false")
	}
	s.MongoDB.WithoutTransactions = value == "true"
	return nil
}

func setLevel(s *Settings, value string) error {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[value]
	if !ok {
		return errors.New("needs debug, info, warn or error")
	}
	s.Log.Level = level
	return nil
}

func setFormat(s *Settings, value string) error {
	format := Format(value)
	if format != Text && format != JSON {
		return errors.New("needs text or json")
	}
	s.Log.Format = format
	return nil
}

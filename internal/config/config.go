// Package config reads the settings of an installation. They come from the
// defaults, a file, the environment and the flags of a command; the later wins.
package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"strings"
)

// Settings is what an installation sets.
type Settings struct {
	Listen  string // host:port
	Address string // of the product in a browser, without a slash at the end; may be empty
	// Proxies are the networks of the reverse proxies whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	Limits  Limits
	Metrics Metrics
	Data    string // folder of the embedded store
	MongoDB MongoDB
	// Definitions is a folder with report definitions of its own; it may be empty.
	Definitions string
	// Messages is a folder with messages that stand in place of shipped ones; it may
	// be empty.
	Messages  string
	Mail      Mail
	Backup    Backup
	Retention Retention
	Privacy   Privacy
	OIDC      OIDC
	Log       Log
}

// IsSecure says whether browsers come by HTTPS.
func (s Settings) IsSecure() bool { return strings.HasPrefix(s.Address, "https://") }

// Metrics says where the program tells how it is doing.
type Metrics struct {
	Listen string // host:port; empty: nowhere
}

// MongoDB says which server keeps the data; without a URI it is the folder.
type MongoDB struct {
	URI                 Secret
	URIFile             string // that has it, in place of URI
	Database            string
	WithoutTransactions bool // accept a server that has none
}

// Log says what is logged, and how.
type Log struct {
	Level  slog.Level
	Format Format
}

// Format is the form of log messages.
type Format string

// The forms of log messages.
const (
	Text Format = "text"
	JSON Format = "json"
)

// Secret is a text that no error, log or print shows.
type Secret string

func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "[hidden]"
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the text from encoders, those of logs among them.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Sources are where settings come from.
type Sources struct {
	Defaults  []byte // every setting, as YAML
	File      string // path of a configuration file, or empty
	Getenv    func(name string) string
	Variables []string          // the names of the environment
	Flags     map[string]string // those given, by name without hyphens
}

// MaxFile is the largest size of a configuration file, in bytes.
const MaxFile = 1 << 20

// Load returns the settings. The error names each value that is wrong by file,
// line and key, by variable or by flag, and never shows a secret.
func Load(from Sources) (Settings, error) {
	var s Settings
	faults := s.readYAML("defaults.yaml", from.Defaults)
	if from.File != "" {
		data, err := readFile(from.File)
		if err != nil {
			return Settings{}, fmt.Errorf("read configuration: %w", err)
		}
		faults = append(faults, s.readYAML(from.File, data)...)
	}
	faults = append(faults, s.readEnvironment(from)...)
	faults = append(faults, s.readFlags(from.Flags)...)
	faults = append(faults, s.settleMongoDB(), s.checkOIDC(), s.settleMail())
	if err := errors.Join(faults...); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// settleMongoDB reads the file of the connection string.
func (s *Settings) settleMongoDB() error {
	m := &s.MongoDB
	if m.URIFile == "" {
		return nil
	}
	if m.URI != "" {
		return errors.New("mongodb.uriFile: mongodb.uri is set as well")
	}
	data, err := readFile(m.URIFile)
	if err == nil {
		err = setURI(s, strings.TrimRight(string(data), "\r\n"))
	}
	if err == nil && m.URI == "" {
		err = errors.New("the file is empty")
	}
	if err != nil {
		return fmt.Errorf("mongodb.uriFile: %w", err)
	}
	return nil
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(data) > MaxFile {
		return nil, fmt.Errorf("%s: larger than %d bytes", path, MaxFile)
	}
	return data, nil
}

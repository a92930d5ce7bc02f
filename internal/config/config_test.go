package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/configs"
	"tulos/internal/config"
)

// install is an installation's file, environment and flags.
type install struct {
	file  string
	env   map[string]string
	flags map[string]string
}

// load loads the settings, from a file named tulos.yaml if there is one.
func (i install) load(t *testing.T) (config.Settings, error) {
	t.Helper()
	from := config.Sources{
		Defaults: configs.Defaults,
		Getenv:   func(name string) string { return i.env[name] },
		Flags:    i.flags,
	}
	for name := range i.env {
		from.Variables = append(from.Variables, name)
	}
	if i.file != "" {
		from.File = filepath.Join(t.TempDir(), "tulos.yaml")
		if err := os.WriteFile(from.File, []byte(i.file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Load(from)
}

func defaults() config.Settings {
	return config.Settings{
		Listen:    "127.0.0.1:8080",
		Limits:    config.Limits{Person: 1800, Address: 1800, Costly: 120},
		Data:      "tulos-data",
		MongoDB:   config.MongoDB{Database: "tulos"},
		Mail:      config.Mail{Port: 587, TLS: "starttls"},
		Backup:    config.Backup{Every: 24, Daily: 7, Weekly: 5, Monthly: 3},
		Retention: config.Retention{Requests: 180, KeptForms: 365, Letters: 90, Records: 3650, Backups: 90},
		Log:       config.Log{Level: slog.LevelInfo, Format: config.Text},
	}
}

func TestOrder(t *testing.T) {
	t.Parallel()
	const uri = "mongodb://localhost/"
	for name, test := range map[string]struct {
		install
		change func(s *config.Settings) // of the defaults
	}{
		"nothing set":           {install{}, func(*config.Settings) {}},
		"file without settings": {install{file: "# listen: :1\n"}, func(*config.Settings) {}},
		"group without settings": {
			install{file: "mongodb:\nlog:\n  # level: debug\n"},
			func(*config.Settings) {},
		},
		"file": {
			install{file: "listen: ':1'\nlog: {level: debug, format: json}\nmongodb: {withoutTransactions: true}\n"},
			func(s *config.Settings) {
				s.Listen, s.Log, s.MongoDB.WithoutTransactions = ":1", config.Log{Level: slog.LevelDebug, Format: config.JSON}, true
			},
		},
		"environment over file": {
			install{file: "listen: ':1'\ndata: file\n", env: map[string]string{
				"TULOS_LISTEN": ":2", "TULOS_DATA": "", "TULOS_MONGODB_DATABASE": "other",
				"TULOS_MONGODB_WITHOUT_TRANSACTIONS": "true", "TULOS_LOG_LEVEL": "error", "TULOS_LOG_FORMAT": "json",
				"MONGODB_URI": uri,
			}},
			func(s *config.Settings) {
				s.Listen, s.Data = ":2", "file"
				s.MongoDB = config.MongoDB{URI: uri, Database: "other", WithoutTransactions: true}
				s.Log = config.Log{Level: slog.LevelError, Format: config.JSON}
			},
		},
		"proxies and metrics": {
			install{file: "proxies: 127.0.0.1, ::1, 10.1.2.3/8,\nmetrics: {listen: ':9090'}\n"},
			func(s *config.Settings) {
				s.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("10.0.0.0/8")}
				s.Metrics.Listen = ":9090"
			},
		},
		"flags over environment": {
			install{
				file:  "listen: ':1'\n",
				env:   map[string]string{"TULOS_LISTEN": ":2", "MONGODB_URI": "mongodb://other/"},
				flags: map[string]string{"listen": ":3", "mongodb": uri},
			},
			func(s *config.Settings) { s.Listen, s.MongoDB.URI = ":3", uri },
		},
		"folder by flag over a server elsewhere": {
			install{env: map[string]string{"MONGODB_URI": uri}, flags: map[string]string{"data": "here"}},
			func(s *config.Settings) { s.Data = "here" },
		},
		"mail with its password in the environment": {
			install{
				file: "address: https://t.example\nmail: {host: mail.example, port: 465, tls: tls, user: u, from: 'Tulos <t@example.org>'}\n",
				env:  map[string]string{"TULOS_MAIL_PASSWORD": "s3cret"},
			},
			func(s *config.Settings) {
				s.Address = "https://t.example"
				s.Mail = config.Mail{Host: "mail.example", Port: 465, TLS: "tls", User: "u", Password: "s3cret", From: "Tulos <t@example.org>"}
			},
		},
		"variables that are no settings": {
			install{env: map[string]string{"TULOS_CONFIG": "x", "TULOS_TEST_MONGODB": uri, "HOME": "/root"}},
			func(*config.Settings) {},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := defaults()
			test.change(&want)
			got, err := test.load(t)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestConnectionStringOfAFile: it is read from its file, without its line end; a flag goes
// before it, and what is wrong with it is told without it.
func TestConnectionStringOfAFile(t *testing.T) {
	t.Parallel()
	for text, test := range map[string]struct {
		flags map[string]string
		want  config.Secret
		fault string
	}{
		"mongodb://u:s3cret@h/\n":   {nil, "mongodb://u:s3cret@h/", ""},
		"mongodb://u:s3cret@h/":     {map[string]string{"data": "here"}, "", ""},
		"mongodb://u:s3cret@h/\r\n": {map[string]string{"mongodb": "mongodb://other/"}, "mongodb://other/", ""},
		"postgres://u:s3cret@h/":    {nil, "", "mongodb.uriFile: needs a connection string"},
		"\n":                        {nil, "", "mongodb.uriFile: the file is empty"},
	} {
		path := filepath.Join(t.TempDir(), "uri")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := install{env: map[string]string{"TULOS_MONGODB_URI_FILE": path}, flags: test.flags}.load(t)
		switch {
		case err == nil && (test.fault != "" || got.MongoDB.URI != test.want):
			t.Errorf("%q: %q", text, got.MongoDB.URI)
		case err != nil && (test.fault == "" || !strings.Contains(err.Error(), test.fault) || strings.Contains(err.Error(), "s3cret")):
			t.Errorf("%q: error %v", text, err)
		}
	}
}

// TestFaults: every fault is told, with its place, and no secret with it.
func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		install
		want []string
	}{
		"unknown keys": {
			install{file: "listen: ':1'\nport: 80\nlog:\n  colour: red\n"},
			[]string{"tulos.yaml:2: port: no such key", "tulos.yaml:4: log.colour: no such key"},
		},
		"repeated keys": {
			install{file: "log:\n  level: info\ndata: a\nlog:\n  level: warn\ndata: b\n"},
			[]string{"tulos.yaml:4: log: is set in line 1", "tulos.yaml:6: data: is set in line 3"},
		},
		"wrong types": {
			install{file: "listen: 8080\ndata: [a]\nmongodb:\n  withoutTransactions: 'true'\nlog: debug\n"},
			[]string{"tulos.yaml:1: listen: needs a text", "tulos.yaml:2: data: needs a text", "tulos.yaml:4: mongodb.withoutTransactions: needs true or false", "tulos.yaml:5: log: needs keys"},
		},
		"no value":             {install{file: "data:\n"}, []string{"tulos.yaml:1: data: needs a text"}},
		"address without port": {install{file: "listen: localhost\n"}, []string{"tulos.yaml:1: listen: needs an address"}},
		"impossible port":      {install{flags: map[string]string{"listen": ":65536"}}, []string{"--listen: needs a port"}},
		"a proxy by name":      {install{file: "proxies: localhost\n"}, []string{"tulos.yaml:1: proxies: needs addresses or networks"}},
		"metrics without port": {install{env: map[string]string{"TULOS_METRICS_LISTEN": "localhost"}}, []string{"TULOS_METRICS_LISTEN: needs an address"}},
		"empty flag":           {install{flags: map[string]string{"mongodb": ""}}, []string{"--mongodb: needs a value"}},
		"empty folder":         {install{file: "data: ''\n"}, []string{"tulos.yaml:1: data: needs"}},
		"database":             {install{env: map[string]string{"TULOS_MONGODB_DATABASE": "a.b"}}, []string{"TULOS_MONGODB_DATABASE: needs"}},
		"level and format": {
			install{env: map[string]string{"TULOS_LOG_LEVEL": "loud", "TULOS_LOG_FORMAT": "xml"}},
			[]string{"TULOS_LOG_LEVEL: needs debug", "TULOS_LOG_FORMAT: needs text or json"},
		},
		"mail by half": {
			install{file: "mail:\n  host: mail.example\n  password: s3cret\n  passwordFile: /none/s\n"},
			[]string{"mail.from: needs", "address: is needed", "mail.passwordFile: open", "none/s"},
		},
		"mail settings": {
			install{file: "mail:\n  host: 'mail.example:25'\n  port: 0\n  tls: ssl\n  from: nobody\n"},
			[]string{"tulos.yaml:2: mail.host: needs", "tulos.yaml:3: mail.port: needs", "tulos.yaml:4: mail.tls: needs", "tulos.yaml:5: mail.from: needs"},
		},
		"no file of the connection string": {
			install{file: "mongodb:\n  uriFile: /none/s\n"}, []string{"mongodb.uriFile: open", "none/s"},
		},
		"connection string twice": {
			install{file: "mongodb:\n  uriFile: /none/s\n", env: map[string]string{"MONGODB_URI": "mongodb://u:s3cret@h/"}},
			[]string{"mongodb.uriFile: mongodb.uri is set as well"},
		},
		"backup settings": {
			install{file: "backup:\n  every: 0\n  daily: 0\n  weekly: -1\n"},
			[]string{"tulos.yaml:2: backup.every: needs a number from 1 to 168", "tulos.yaml:3: backup.daily: needs", "tulos.yaml:4: backup.weekly: needs"},
		},
		"limits": {
			install{file: "limits:\n  person: -1\n  costly: many\n"},
			[]string{"tulos.yaml:2: limits.person: needs a number from 0", "tulos.yaml:3: limits.costly: needs a whole number"},
		},
		"unknown variable": {
			install{env: map[string]string{"TULOS_LISTENS": ":1"}},
			[]string{"TULOS_LISTENS: no such setting", "TULOS_LISTEN,", "MONGODB_URI"},
		},
		"variable with the name of a group": {install{env: map[string]string{"TULOS_MONGODB_URI": "s3cret"}}, []string{"TULOS_MONGODB_URI"}},
		"not YAML":                          {install{file: "listen: ':1'\ndata: a: b\n"}, []string{"tulos.yaml:2: is not YAML"}},
		"two documents":                     {install{file: "data: a\n---\ndata: b\n"}, []string{"tulos.yaml: more than one"}},
		"list":                              {install{file: "- data\n"}, []string{"tulos.yaml:1: needs keys"}},
		"alias":                             {install{file: "mongodb:\n  uri: *s3cret\n"}, []string{"tulos.yaml:2: is not YAML"}},
		"too large":                         {install{file: strings.Repeat("# long\n", config.MaxFile/6)}, []string{"tulos.yaml: larger than"}},
		"secret of another form":            {install{env: map[string]string{"MONGODB_URI": "postgres://u:s3cret@h/"}}, []string{"MONGODB_URI: needs"}},
		"secret of another type":            {install{file: "mongodb:\n  uri: [mongodb://u:s3cret@h/]\n"}, []string{"tulos.yaml:2: mongodb.uri: needs a text"}},
		"secret for a group":                {install{file: "mongodb: mongodb://u:s3cret@h/\n"}, []string{"tulos.yaml:1: mongodb: needs keys"}},
		"secret for a key":                  {install{file: "mongodb://u:s3cret@h/: x\n"}, []string{"tulos.yaml:1: no such key"}},
		"secret without a quotation mark":   {install{file: "mongodb:\n  uri: 'mongodb://u:s3cret@h/\n"}, []string{"is not YAML"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.load(t)
			if err == nil {
				t.Fatalf("no error, settings %+v", got)
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error %q lacks %q", err, want)
				}
			}
			if strings.Contains(strings.ReplaceAll(err.Error(), "TULOS_MONGODB_URI", ""), "s3cret") {
				t.Errorf("error %q tells the secret", err)
			}
			if diff := cmp.Diff(config.Settings{}, got, cmp.Comparer(func(a, b netip.Prefix) bool { return a == b })); diff != "" {
				t.Errorf("settings beside an error: %s", diff)
			}
		})
	}
}

func TestMissingFile(t *testing.T) {
	t.Parallel()
	_, err := config.Load(config.Sources{Defaults: configs.Defaults, File: "none.yaml", Getenv: func(string) string { return "" }})
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.yaml") {
		t.Errorf("error %v", err)
	}
}

func TestSecretIsHidden(t *testing.T) {
	t.Parallel()
	s := defaults()
	s.MongoDB.URI = "mongodb://u:s3cret@h/"
	var shown strings.Builder
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&shown, format+"\n", s)
		fmt.Fprintf(&shown, format+"\n", &s.MongoDB)
	}
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	shown.Write(text)
	slog.New(slog.NewTextHandler(&shown, nil)).Info("x", "uri", s.MongoDB.URI, "settings", s)
	slog.New(slog.NewJSONHandler(&shown, nil)).Info("x", "uri", s.MongoDB.URI, "settings", s)
	if strings.Contains(shown.String(), "s3cret") {
		t.Errorf("the secret is shown:\n%s", shown.String())
	}
}

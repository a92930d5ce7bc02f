package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestOIDC: a provider needs all that belongs to it, and its secret is shown nowhere.
func TestOIDC(t *testing.T) {
	t.Parallel()
	const whole = "address: https://tulos.example.org\noidc:\n  issuer: https://login.example.org\n  clientId: tulos\n  name: Example\n"
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("open sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := install{
		file: whole + "  domains: Example.org, example.com\n  secondFactor: mfa otp\n",
		env:  map[string]string{"TULOS_OIDC_SECRET_FILE": secret},
	}.load(t)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := s.OIDC.ReadSecret(); err != nil || string(read) != "open sesame" {
		t.Errorf("the secret of the file: %v", err)
	}
	if !slices.Equal(s.OIDC.Domains, []string{"example.org", "example.com"}) || !slices.Equal(s.OIDC.SecondFactor, []string{"mfa", "otp"}) {
		t.Errorf("settings %+v", s.OIDC)
	}
	s.OIDC.SecretFile += "-missing"
	if _, err := s.OIDC.ReadSecret(); err == nil || !strings.Contains(err.Error(), "secret-missing") {
		t.Errorf("no file: %v", err)
	}
	s, err = install{file: whole, env: map[string]string{"TULOS_OIDC_SECRET": "open sesame"}}.load(t)
	if read, fault := s.OIDC.ReadSecret(); err != nil || fault != nil || string(read) != "open sesame" || strings.Contains(fmt.Sprintf("%+v", s), "sesame") {
		t.Errorf("the secret of the environment: %v, %v", err, fault)
	}
	for file, want := range map[string]string{
		strings.Replace(whole, "clientId", "name", 1):                          "is set in line",
		strings.Replace(whole, "  clientId: tulos\n", "", 1):                   "oidc.clientId: is needed",
		strings.Replace(whole, "  name: Example\n", "", 1):                     "oidc.name: is needed",
		strings.Replace(whole, "address: https://tulos.example.org\n", "", 1):  "address: is needed",
		strings.Replace(whole, "  issuer: https://login.example.org\n", "", 1): "oidc.issuer: is needed",
		strings.Replace(whole, "https://login", "http://login", 1):             "oidc.issuer: needs the address",
		whole + "  secret: a\n  secretFile: b\n":                               "oidc.secret is set as well",
		whole + "  domains: a@b.example\n":                                     "needs domains",
	} {
		if _, err := (install{file: file}).load(t); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", file, err, want)
		}
	}
}

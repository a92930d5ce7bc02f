package service

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// How many passkeys a user can have, and how long their names are, in characters.
const (
	mostPasskeys       = 20
	longestPasskeyName = 100
)

// HasPasskeys says whether there are passkeys here: they need the address of the
// installation, with HTTPS and a name, or localhost.
func (s *Service) HasPasskeys() bool {
	at, err := url.Parse(s.Address)
	if err != nil || at.Hostname() == "" {
		return false
	}
	isName := strings.ContainsFunc(at.Hostname(), func(r rune) bool { return r >= 'a' && r <= 'z' }) && !strings.Contains(at.Hostname(), ":")
	return at.Hostname() == "localhost" || at.Scheme == "https" && isName
}

// party is this installation to passkeys: they are for its address alone, and whoever
// uses one shows to their device who they are.
func (s *Service) party() (*webauthn.WebAuthn, error) {
	if !s.HasPasskeys() {
		return nil, refuse(NotFound, "error.passkey")
	}
	at, err := url.Parse(s.Address)
	if err != nil {
		return nil, err
	}
	return webauthn.New(&webauthn.Config{
		RPID: at.Hostname(), RPDisplayName: "Tulos", RPOrigins: []string{s.Address},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired,
		},
	})
}

// A passkeyOwner is a user as passkeys know one: by the identity, which tells nothing.
type passkeyOwner struct {
	partnership.User
	credentials []webauthn.Credential
}

func (o *passkeyOwner) WebAuthnID() []byte                         { return []byte(o.ID) }
func (o *passkeyOwner) WebAuthnName() string                       { return o.Email }
func (o *passkeyOwner) WebAuthnDisplayName() string                { return o.Name }
func (o *passkeyOwner) WebAuthnCredentials() []webauthn.Credential { return o.credentials }

// Passkeys reads the passkeys of whoever asks, the oldest first.
func (s *Service) Passkeys(ctx context.Context, by By) ([]partnership.Passkey, error) {
	var all []partnership.Passkey
	for p, err := range archive.Passkeys.Find(ctx, s.Engine, passkeysOf(by.User)) {
		if err != nil {
			return nil, err
		}
		all = append(all, p.Value)
	}
	slices.SortFunc(all, func(a, b partnership.Passkey) int { return a.Since.Compare(b.Since) })
	return all, nil
}

func passkeysOf(id partnership.UserID) store.Query {
	return store.Query{Where: []store.Condition{store.Equal("user", id)}}
}

func (s *Service) passkeyOwner(ctx context.Context, id partnership.UserID) (*passkeyOwner, error) {
	user, err := person(ctx, s.Engine, id)
	if err != nil {
		return nil, err
	}
	all, err := s.Passkeys(ctx, By{User: id})
	if err != nil {
		return nil, err
	}
	owner := &passkeyOwner{User: user.Value}
	for _, p := range all {
		var c webauthn.Credential
		if err := json.Unmarshal(p.Credential, &c); err != nil {
			return nil, fmt.Errorf("read passkey %s: %w", p.ID, err)
		}
		owner.credentials = append(owner.credentials, c)
	}
	return owner, nil
}

// BeginPasskey begins making a passkey for whoever asks: options are for the browser, as
// JSON; state is to be kept from it, and given back once.
func (s *Service) BeginPasskey(ctx context.Context, by By) (options, state []byte, err error) {
	party, err := s.party()
	if err != nil {
		return nil, nil, err
	}
	owner, err := s.passkeyOwner(ctx, by.User)
	if err != nil {
		return nil, nil, err
	}
	creation, session, err := party.BeginRegistration(owner, webauthn.WithExclusions(webauthn.Credentials(owner.credentials).CredentialDescriptors()))
	if err != nil {
		return nil, nil, fmt.Errorf("begin a passkey: %w", err)
	}
	return inJSON(creation.Response, session)
}

func inJSON(options, state any) (a, b []byte, err error) {
	a, err = json.Marshal(options)
	if err != nil {
		return nil, nil, err
	}
	b, err = json.Marshal(state)
	return a, b, err
}

// AddPasskey gives whoever asks the passkey that the browser has made, under a name; the
// first ends sessions elsewhere. The answer is the user as it is now. An answer of the
// browser that is not valid is Forbidden.
func (s *Service) AddPasskey(ctx context.Context, by By, name string, state, answer []byte) (partnership.User, error) {
	var f results.Findings
	name = trimmed(partnership.User{Name: name}).Name
	f.Require("name", name != "")
	if utf8.RuneCountInString(name) > longestPasskeyName {
		f.Wrong("name", NameTooLong, "Most", longestPasskeyName)
	}
	if err := reject(f.Problems()); err != nil {
		return partnership.User{}, err
	}
	owner, credential, err := s.createdPasskey(ctx, by, state, answer)
	if err != nil {
		return partnership.User{}, err
	}
	if len(owner.credentials) >= mostPasskeys {
		return partnership.User{}, refuse(NotPossible, "error.passkeys-full", "Most", mostPasskeys)
	}
	text, err := json.Marshal(credential)
	if err != nil {
		return partnership.User{}, err
	}
	return s.changeOwn(ctx, by, "user.passkey-add", func(c *change, u *partnership.User) error {
		if !u.SecondFactor {
			u.SecondFactor = true
			if err := c.endSessions(u); err != nil {
				return err
			}
		}
		err := c.put(archive.Passkeys.Insert(partnership.Passkey{
			ID: archive.PasskeyID(credential.ID), User: u.ID, Name: name, Since: c.at, Credential: text,
		}))
		return errors.Join(err, c.tell(u.ID, partnership.PasskeyAdded))
	})
}

// createdPasskey checks what the browser has made.
func (s *Service) createdPasskey(ctx context.Context, by By, state, answer []byte) (*passkeyOwner, *webauthn.Credential, error) {
	party, err := s.party()
	if err != nil {
		return nil, nil, err
	}
	owner, err := s.passkeyOwner(ctx, by.User)
	if err != nil {
		return nil, nil, err
	}
	var session webauthn.SessionData
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err = errors.Join(err, json.Unmarshal(state, &session)); err != nil {
		return nil, nil, passkeyFault(err)
	}
	credential, err := party.CreateCredential(owner, session, parsed)
	if err != nil {
		return nil, nil, passkeyFault(err)
	}
	_, err = archive.Passkeys.Get(ctx, s.Engine, archive.PasskeyID(credential.ID))
	switch {
	case err == nil:
		return nil, nil, passkeyFault(errors.New("there is one with its identity"))
	case !errors.Is(err, store.ErrNotFound):
		return nil, nil, err
	}
	return owner, credential, nil
}

func passkeyFault(cause error) error {
	refused := refuse(Forbidden, "error.passkey")
	refused.Cause = cause
	return refused
}

// AskPasskey begins using a passkey, of whomever: options are for the browser, as JSON;
// state is to be kept from it, and given back once.
func (s *Service) AskPasskey() (options, state []byte, err error) {
	party, err := s.party()
	if err != nil {
		return nil, nil, err
	}
	assertion, session, err := party.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return inJSON(assertion.Response, session)
}

// UsePasskey finds the user whose passkey the browser has used. Whatever is wrong with it
// is Forbidden; so is one whose counter went back: there is a copy of it.
func (s *Service) UsePasskey(ctx context.Context, state, answer []byte) (partnership.User, error) {
	owner, credential, err := s.usedPasskey(ctx, state, answer)
	if err != nil {
		return partnership.User{}, err
	}
	text, err := json.Marshal(credential)
	if err != nil {
		return partnership.User{}, err
	}
	_, err = s.run(ctx, task{By{User: owner.ID}, partnership.Installation, "user.passkey", nil, func(c *change) (string, error) {
		old, err := archive.Passkeys.Get(ctx, c.service.Engine, archive.PasskeyID(credential.ID))
		if err != nil {
			return "", orNotFound(err, "error.passkey")
		}
		var was webauthn.Credential
		if err := json.Unmarshal(old.Value.Credential, &was); err != nil {
			return "", err
		}
		now, before := credential.Authenticator.SignCount, was.Authenticator.SignCount
		if credential.Authenticator.CloneWarning || now != 0 && now <= before {
			return "", passkeyFault(errors.New("its counter went back"))
		}
		next := old.Value
		next.Used, next.Credential = c.at, text
		return "", c.put(archive.Passkeys.Replace(old, next))
	}})
	return owner.User, err
}

// usedPasskey checks what the browser has used.
func (s *Service) usedPasskey(ctx context.Context, state, answer []byte) (*passkeyOwner, *webauthn.Credential, error) {
	party, err := s.party()
	if err != nil {
		return nil, nil, err
	}
	var session webauthn.SessionData
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err = errors.Join(err, json.Unmarshal(state, &session)); err != nil {
		return nil, nil, passkeyFault(err)
	}
	var owner *passkeyOwner
	_, credential, err := party.ValidatePasskeyLogin(func(id, handle []byte) (webauthn.User, error) {
		passkey, err := archive.Passkeys.Get(ctx, s.Engine, archive.PasskeyID(id))
		if err != nil {
			return nil, err
		}
		if string(passkey.Value.User) != string(handle) {
			return nil, errors.New("it is of somebody else")
		}
		owner, err = s.passkeyOwner(ctx, passkey.Value.User)
		return owner, err
	}, session, parsed)
	if err != nil {
		return nil, nil, passkeyFault(err)
	}
	if owner.Disabled {
		return nil, nil, refuse(Forbidden, "error.sign-on-disabled")
	}
	return owner, credential, nil
}

// RemovePasskey takes a passkey of whoever asks away; one that is not there is no error.
func (s *Service) RemovePasskey(ctx context.Context, by By, id string) error {
	_, err := s.changeOwn(ctx, by, "user.passkey-remove", func(c *change, u *partnership.User) error {
		passkey, err := archive.Passkeys.Get(ctx, c.service.Engine, id)
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrInvalid) || err == nil && passkey.Value.User != u.ID {
			return nil
		}
		if err != nil {
			return err
		}
		others, err := s.Passkeys(ctx, by)
		if err != nil {
			return err
		}
		factor, err := s.SecondFactor(ctx, by)
		if err != nil {
			return err
		}
		u.SecondFactor = factor.On || len(others) > 1
		return errors.Join(c.put(archive.Passkeys.Delete(passkey), nil), c.tell(u.ID, partnership.PasskeyRemoved))
	})
	return err
}

// removePasskeys takes all passkeys of a user away.
func (c *change) removePasskeys(id partnership.UserID) error {
	for p, err := range archive.Passkeys.Find(c.ctx, c.service.Engine, passkeysOf(id)) {
		if err != nil {
			return err
		}
		if err := c.put(archive.Passkeys.Delete(p), nil); err != nil {
			return err
		}
	}
	return nil
}

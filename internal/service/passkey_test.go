package service_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"tulos/internal/service"
	"tulos/internal/testtool"
)

const passkeyOrigin = "https://tulos.example.org"

// A device has a passkey of a person, as browsers use it.
type device struct {
	in      *installation
	uses    *service.Service
	party   virtualwebauthn.RelyingParty
	holder  virtualwebauthn.Authenticator
	passkey virtualwebauthn.Credential
}

func (in *installation) device(uses *service.Service, handle string) *device {
	return &device{
		in: in, uses: uses, party: virtualwebauthn.RelyingParty{ID: "tulos.example.org", Name: "Tulos", Origin: passkeyOrigin},
		holder:  virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(handle)}),
		passkey: testtool.NewPasskey(),
	}
}

// add makes the passkey.
func (d *device) add(by service.By, name string) error {
	options, state, err := d.uses.BeginPasskey(d.in.Context(), by)
	d.in.ok(err)
	asked, err := virtualwebauthn.ParseAttestationOptions(string(options))
	d.in.ok(err)
	answer := virtualwebauthn.CreateAttestationResponse(d.party, d.holder, d.passkey, *asked)
	_, err = d.uses.AddPasskey(d.in.Context(), by, name, state, []byte(answer))
	return err
}

// answer uses the passkey once more; spoil may change how.
func (d *device) answer(spoil func(*device, *virtualwebauthn.AssertionOptions)) (state, answer []byte) {
	options, state, err := d.uses.AskPasskey()
	d.in.ok(err)
	asked, err := virtualwebauthn.ParseAssertionOptions(string(options))
	d.in.ok(err)
	other := *d
	d.passkey.Counter++
	other.passkey.Counter = d.passkey.Counter
	if spoil != nil {
		spoil(&other, asked)
	}
	return state, []byte(virtualwebauthn.CreateAssertionResponse(other.party, other.holder, other.passkey, *asked))
}

// TestPasskeys: a passkey of this address signs its user in, and no other does: each thing
// that can be wrong with it is refused.
func TestPasskeys(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff")
		config := in.Config
		config.Address = passkeyOrigin
		uses := service.New(config)
		d := in.device(uses, string(staff.User))
		other := in.device(uses, string(in.by("manager").User))
		evil := in.device(uses, string(staff.User))
		evil.party.Origin = "https://tulos.example.com"
		in.refused(evil.add(staff, "Foreign"), service.Forbidden)
		unverified := in.device(uses, string(staff.User))
		unverified.holder.Options.UserNotVerified = true
		in.refused(unverified.add(staff, "Without a PIN"), service.Forbidden)
		in.refused(d.add(staff, " "), service.Invalid)
		in.ok(d.add(staff, "My  phone"))
		in.ok(other.add(in.by("manager"), "Other"))
		in.refused(d.add(in.by("lead"), "The same"), service.Forbidden)

		state, answer := d.answer(nil)
		user, err := uses.UsePasskey(ctx, state, answer)
		in.ok(err)
		if user.ID != staff.User || !user.SecondFactor {
			in.Errorf("it is %+v", user)
		}
		_, err = uses.UsePasskey(ctx, state, answer) // the counter stands still
		in.refused(err, service.Forbidden)
		for name, spoil := range map[string]func(*device, *virtualwebauthn.AssertionOptions){
			"wrong origin":    func(d *device, _ *virtualwebauthn.AssertionOptions) { d.party.Origin = "https://tulos.example.com" },
			"wrong party":     func(d *device, _ *virtualwebauthn.AssertionOptions) { d.party.ID = "example.org" },
			"wrong challenge": func(_ *device, o *virtualwebauthn.AssertionOptions) { o.Challenge = []byte(strings.Repeat("x", 32)) },
			"foreign user handle": func(d *device, _ *virtualwebauthn.AssertionOptions) {
				d.holder.Options.UserHandle = []byte(in.by("lead").User)
			},
			"no user handle":     func(d *device, _ *virtualwebauthn.AssertionOptions) { d.holder.Options.UserHandle = nil },
			"counter going back": func(d *device, _ *virtualwebauthn.AssertionOptions) { d.passkey.Counter = 1 },
			"nobody there":       func(d *device, _ *virtualwebauthn.AssertionOptions) { d.holder.Options.UserNotPresent = true },
			"not verified":       func(d *device, _ *virtualwebauthn.AssertionOptions) { d.holder.Options.UserNotVerified = true },
			"foreign key":        func(d *device, _ *virtualwebauthn.AssertionOptions) { d.passkey.Key = other.passkey.Key },
			"unknown passkey": func(d *device, _ *virtualwebauthn.AssertionOptions) {
				d.passkey = testtool.NewPasskey()
			},
		} {
			state, answer := d.answer(spoil)
			if _, err := uses.UsePasskey(ctx, state, answer); !service.IsKind(err, service.Forbidden) {
				in.Errorf("%s: %v", name, err)
			}
		}
		_, answer = d.answer(nil)
		for _, state := range []string{"", "{}", `{"challenge":""}`} {
			_, err := uses.UsePasskey(ctx, []byte(state), answer)
			in.refused(err, service.Forbidden)
		}

		data, err := uses.SubjectData(ctx, staff, staff.User)
		in.ok(err)
		text, err := json.Marshal(data.Account)
		in.ok(err)
		if !strings.Contains(string(text), `"passkeys":[{"name":"My phone"`) || strings.Contains(string(text), "publicKey") {
			in.Errorf("people get %s", text)
		}
		in.sound()
	})
}

// TestPasskeyAsSecondFactor: whoever has a passkey has a second factor; it goes with the
// last one, by an administrator, and when the person is erased.
func TestPasskeyAsSecondFactor(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff, admin := in.Context(), in.by("staff"), in.by("administrator")
		config := in.Config
		config.Address = "http://localhost:8080"
		uses := service.New(config)
		d := in.device(uses, string(staff.User))
		d.party = virtualwebauthn.RelyingParty{ID: "localhost", Origin: config.Address}
		has := func(want bool, passkeys int) {
			user, err := uses.Me(ctx, staff)
			in.ok(err)
			all, err := uses.Passkeys(ctx, staff)
			in.ok(err)
			if user.Value.SecondFactor != want || len(all) != passkeys {
				in.Errorf("second factor %v, passkeys %v", user.Value.SecondFactor, all)
			}
		}
		in.session("staff", "elsewhere")
		in.ok(d.add(staff, "One"))
		has(true, 1)
		if _, found, err := uses.FindSession(ctx, "elsewhere"); err != nil || found {
			in.Errorf("the session elsewhere goes on: %v", err)
		}
		all, err := uses.Passkeys(ctx, staff)
		in.ok(err)
		in.ok(uses.RemovePasskey(ctx, in.by("manager"), all[0].ID))
		has(true, 1)
		in.ok(uses.RemovePasskey(ctx, staff, all[0].ID))
		in.ok(uses.RemovePasskey(ctx, staff, all[0].ID))
		has(false, 0)
		in.ok(d.add(staff, "Again"))
		in.ok(uses.RemoveSecondFactor(ctx, admin, staff.User))
		has(false, 0)
		in.ok(d.add(staff, "And again"))
		in.ok(uses.DisableUser(ctx, admin, staff.User, true))
		state, answer := d.answer(nil)
		_, err = uses.UsePasskey(ctx, state, answer)
		in.refused(err, service.Forbidden)
		_, err = uses.EraseUser(ctx, admin, staff.User)
		in.ok(err)
		if all, err := uses.Passkeys(ctx, staff); err != nil || len(all) != 0 {
			in.Errorf("left: %v, %v", all, err)
		}
		for address, want := range map[string]bool{
			"": false, "http://127.0.0.1:8080": false, "https://10.0.0.1": false, "https://[::1]": false,
			"http://tulos.example.org": false, passkeyOrigin: true, "http://localhost:1": true,
		} {
			config.Address = address
			if service.New(config).HasPasskeys() != want {
				in.Errorf("passkeys at %q: %v", address, !want)
			}
		}
		in.sound()
	})
}

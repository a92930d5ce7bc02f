package service_test

import (
	"encoding/json"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// TestSignOn: who somebody is at the provider is found by the address once, stays with the
// account, is part of what people get and of what is erased, and every use is in the audit.
func TestSignOn(t *testing.T) {
	each(t, func(in *installation) {
		ctx, staff := in.Context(), in.by("staff")
		claim := service.Claim{Issuer: "https://id.example", Subject: "s-1", Email: "STAFF@example.org", IsVerified: true}
		for name, other := range map[string]service.Claim{
			"unverified": {Issuer: claim.Issuer, Subject: "s-1", Email: claim.Email},
			"no address": {Issuer: claim.Issuer, Subject: "s-1", IsVerified: true},
			"unknown":    {Issuer: claim.Issuer, Subject: "s-1", Email: "nobody@example.org", IsVerified: true},
			"alike":      {Issuer: claim.Issuer, Subject: "s-1", Email: "\u017ftaff@example.org", IsVerified: true},
		} {
			if _, err := in.SignOn(ctx, other); !service.IsKind(err, service.Forbidden) {
				in.Errorf("%s: %v", name, err)
			}
		}
		in.refused(in.CheckSignOn(ctx, staff, claim), service.Forbidden)
		for range 2 {
			user, err := in.SignOn(ctx, claim)
			in.ok(err)
			if user.ID != staff.User {
				in.Errorf("it is %s", user.ID)
			}
		}
		in.ok(in.CheckSignOn(ctx, staff, claim))
		_, err := in.SignOn(ctx, service.Claim{Issuer: claim.Issuer, Subject: "s-2", Email: claim.Email, IsVerified: true})
		in.refused(err, service.Forbidden)
		moved := service.Claim{Issuer: "https://new.example", Subject: "s-1", Email: claim.Email, IsVerified: true}
		_, err = in.SignOn(ctx, moved) // the installation has another provider now
		in.ok(err)
		_, err = in.SignOn(ctx, service.Claim{Issuer: moved.Issuer, Subject: moved.Subject})
		in.ok(err)

		data, err := in.SubjectData(ctx, staff, staff.User)
		in.ok(err)
		text, err := json.Marshal(data)
		in.ok(err)
		for _, want := range []string{`"singleSignOn":{"provider":"https://new.example","subject":"s-1"`, "user.sign-on-link", `"user.sign-on"`} {
			if !strings.Contains(string(text), want) {
				in.Errorf("%s is not in\n%s", want, text)
			}
		}
		in.refused(in.UnlinkUser(ctx, in.by("lead"), staff.User), service.Forbidden)
		in.ok(in.UnlinkUser(ctx, in.by("administrator"), staff.User))
		_, err = in.SignOn(ctx, moved)
		in.ok(err)
		in.ok(in.Unlink(ctx, staff))
		_, err = in.SignOn(ctx, moved)
		in.ok(err)
		_, err = in.EraseUser(ctx, in.by("administrator"), staff.User)
		in.ok(err)
		identity, err := in.Identity(ctx, staff)
		in.ok(err)
		if identity != (partnership.Identity{}) {
			in.Errorf("it is left: %+v", identity)
		}
		_, err = in.SignOn(ctx, moved)
		in.refused(err, service.Forbidden)
		in.sound()
	})
}

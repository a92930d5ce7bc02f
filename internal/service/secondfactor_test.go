package service_test

import (
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A clock is a time that a test sets.
type clock struct{ seconds atomic.Int64 }

func clockAt(at time.Time) *clock {
	c := &clock{}
	c.seconds.Store(at.Unix())
	return c
}

func (c *clock) now() time.Time          { return time.Unix(c.seconds.Load(), 0).UTC() }
func (c *clock) advance(d time.Duration) { c.seconds.Add(int64(d / time.Second)) }

// at is the same installation by another clock.
func (in *installation) at(c *clock) *service.Service {
	config := in.Config
	config.Now = c.now
	return service.New(config)
}

// rfc6238 are the SHA-1 vectors of RFC 6238, appendix B, in their last six digits;
// their key is the text 12345678901234567890.
var rfc6238 = []struct {
	seconds int64
	code    string
}{
	{59, "287082"},
	{1111111109, "081804"},
	{1111111111, "050471"},
	{1234567890, "005924"},
	{2000000000, "279037"},
	{20000000000, "353130"},
}

func rfcSecret() string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("12345678901234567890"))
}

func TestCodesAreThoseOfRFC6238(t *testing.T) {
	each(t, func(in *installation) {
		for _, v := range rfc6238 {
			uses := in.at(clockAt(time.Unix(v.seconds, 0)))
			ctx, by := in.Context(), in.by("staff")
			_, _, err := uses.TurnOnSecondFactor(ctx, by, rfcSecret(), otherCode(v.code))
			in.refused(err, service.Invalid)
			_, user, err := uses.TurnOnSecondFactor(ctx, by, rfcSecret(), v.code)
			in.ok(err)
			if !user.SecondFactor {
				in.Errorf("at %d: it is not on", v.seconds)
			}
			in.ok(uses.RemoveSecondFactor(ctx, in.by("administrator"), by.User))
		}
	})
}

func otherCode(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return "9" + code[1:]
}

// codeAt is what an app shows at that time.
func codeAt(tb testing.TB, secret string, at time.Time) string {
	tb.Helper()
	code, err := hotp.GenerateCodeCustom(secret, uint64(at.Unix()/30), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
	if err != nil {
		tb.Fatal(err)
	}
	return code
}

func TestCodesWorkOnceAndNow(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by, c := in.Context(), in.by("staff"), clockAt(noon())
		uses := in.at(c)
		secret, err := uses.NewSecret()
		in.ok(err)
		first := codeAt(in, secret, c.now())
		_, _, err = uses.TurnOnSecondFactor(ctx, by, secret, first)
		in.ok(err)
		wrong := func(code, why string) {
			in.Helper()
			if _, err := uses.UseCode(ctx, by.User, code); !service.IsKind(err, service.Invalid) {
				in.Errorf("%s: %v", why, err)
			}
		}
		right := func(code string) {
			in.Helper()
			user, err := uses.UseCode(ctx, by.User, code)
			in.ok(err)
			if user.ID != by.User {
				in.Errorf("the code of %s", user.ID)
			}
		}
		wrong(first, "the code that it was set up with")
		next := codeAt(in, secret, c.now().Add(30*time.Second))
		right(next[:3] + " " + next[3:]) // a clock that is half a minute fast
		wrong(next, "a code for the second time")
		wrong(first, "a code before the last one")
		c.advance(2 * time.Minute)
		right(codeAt(in, secret, c.now().Add(-30*time.Second))) // one that is slow
		wrong(codeAt(in, secret, c.now().Add(-60*time.Second)), "a code of a minute ago")
		wrong(codeAt(in, secret, c.now().Add(60*time.Second)), "a code of the next minute")
		for _, code := range []string{"", "0", "000000000", "abcdef", strings.Repeat("1", 10_000), "\x00"} {
			wrong(code, "nonsense")
		}
		in.sound()
	})
}

// TestACodeWorksOnceAtTheSameTime: the same code, sent by many at once, lets one in.
func TestACodeWorksOnceAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		by, c := in.by("staff"), clockAt(noon())
		uses := in.at(c)
		_, _, err := uses.TurnOnSecondFactor(in.Context(), by, rfcSecret(), codeAt(in, rfcSecret(), c.now()))
		in.ok(err)
		c.advance(time.Hour)
		code := codeAt(in, rfcSecret(), c.now())
		var let atomic.Int32
		var all sync.WaitGroup
		for range 5 {
			all.Go(func() {
				if _, err := in.at(c).UseCode(in.Context(), by.User, code); err == nil {
					let.Add(1)
				}
			})
		}
		all.Wait()
		if let.Load() != 1 {
			in.Errorf("the code worked %d times", let.Load())
		}
	})
}

func TestRecoveryCodes(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by, c := in.Context(), in.by("staff"), clockAt(noon())
		uses := in.at(c)
		_, err := uses.NewRecoveryCodes(ctx, by)
		in.refused(err, service.NotPossible)
		codes, _, err := uses.TurnOnSecondFactor(ctx, by, rfcSecret(), codeAt(in, rfcSecret(), c.now()))
		in.ok(err)
		if slices.Sort(codes); len(slices.Compact(codes)) != 10 {
			in.Fatalf("codes: %q", codes)
		}
		in.left(10)
		for n, code := range codes[:3] {
			_, err = uses.UseCode(ctx, by.User, []string{code, strings.ToUpper(code), strings.ReplaceAll(code, "-", "")}[n])
			in.ok(err)
			_, err = uses.UseCode(ctx, by.User, code)
			in.refused(err, service.Invalid)
			in.left(9 - n)
		}
		newer, err := uses.NewRecoveryCodes(ctx, by)
		in.ok(err)
		in.left(10)
		_, err = uses.UseCode(ctx, by.User, codes[5])
		in.refused(err, service.Invalid) // the old ones have ended
		_, err = uses.UseCode(ctx, in.by("other").User, newer[0])
		in.refused(err, service.NotFound) // another's
		_, err = uses.UseCode(ctx, by.User, newer[0])
		in.ok(err)
		in.sound()
	})
}

// left wants so many recovery codes of staff to be left.
func (in *installation) left(want int) {
	in.Helper()
	state, err := in.SecondFactor(in.Context(), in.by("staff"))
	in.ok(err)
	if !state.On || state.Recovery != want {
		in.Errorf("%+v, want %d codes", state, want)
	}
}

func TestSecondFactorCanBeTurnedOff(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("staff")
		in.choosePassword()
		turnOn := func() {
			in.Helper()
			_, _, err := in.TurnOnSecondFactor(ctx, by, rfcSecret(), codeAt(in, rfcSecret(), noon()))
			in.ok(err)
		}
		turnOn()
		_, _, err := in.TurnOnSecondFactor(ctx, by, rfcSecret(), codeAt(in, rfcSecret(), noon()))
		in.refused(err, service.NotPossible)
		in.refused(in.TurnOffSecondFactor(ctx, by, "not the password"), service.Invalid)
		in.left(10)
		in.ok(in.TurnOffSecondFactor(ctx, by, "a long enough password"))
		turnOn()
		in.refused(in.RemoveSecondFactor(ctx, in.by("lead"), by.User), service.Forbidden)
		in.ok(in.RemoveSecondFactor(ctx, in.by("administrator"), by.User))
		in.ok(in.RemoveSecondFactor(ctx, in.by("administrator"), by.User)) // it is off already
		user, err := in.Authenticate(ctx, "staff@example.org", "a long enough password")
		in.ok(err)
		if user.SecondFactor {
			in.Error("it is still on")
		}
		_, err = in.UseCode(ctx, by.User, "123456")
		in.refused(err, service.NotFound)
		in.sound()
	})
}

// choosePassword gives staff a password.
func (in *installation) choosePassword() {
	in.Helper()
	token, err := in.Invite(in.Context(), service.Operator(), in.by("staff").User)
	in.ok(err)
	_, err = in.ChoosePassword(in.Context(), token, "a long enough password")
	in.ok(err)
}

// TestProjectsCanAskForASecondFactor: whoever has none opens nothing there.
func TestProjectsCanAskForASecondFactor(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		asked := partnership.Policy{Project: baltic, SecondFactor: true}
		for name := range in.people {
			_, err := in.Policy(ctx, in.by(name), baltic)
			isRefused := service.IsKind(err, service.Forbidden) || service.IsKind(err, service.NotFound)
			if may := name == "lead" || name == "administrator"; isRefused == may {
				in.Errorf("policy as %s: %v", name, err)
			}
			want := service.Forbidden
			switch name {
			case "lead", "administrator": // who have not seen it
				want = service.Conflict
			case "stranger":
				want = service.NotFound
			}
			in.refused(in.ChangePolicy(ctx, in.by(name), 7, asked), want)
		}
		in.ok(in.ChangePolicy(ctx, in.by("lead"), 0, asked))

		for name := range in.people {
			_, err := in.Setup(ctx, in.by(name), baltic)
			if name == "stranger" {
				in.refused(err, service.NotFound) // is not told that there is such a project
				continue
			}
			in.refused(err, service.NeedsSecondFactor)
		}
		_, err := in.LogActivity(ctx, in.by("staff"), baltic, draft())
		in.refused(err, service.NeedsSecondFactor)

		for _, name := range []string{"staff", "lead"} {
			_, _, err = in.TurnOnSecondFactor(ctx, in.by(name), rfcSecret(), codeAt(in, rfcSecret(), noon()))
			in.ok(err)
		}
		in.log()
		without, err := in.LackSecondFactor(ctx, in.by("lead"), baltic)
		in.ok(err)
		if fmt.Sprint(without) != "[auditor controller funder manager other]" {
			in.Errorf("without: %v", without)
		}
		_, err = in.LackSecondFactor(ctx, in.by("staff"), baltic)
		in.refused(err, service.Forbidden)
		policy, err := in.Policy(ctx, service.Operator(), baltic)
		in.ok(err)
		in.ok(in.ChangePolicy(ctx, in.by("lead"), policy.Rev, partnership.Policy{Project: baltic}))
		_, err = in.Setup(ctx, in.by("manager"), baltic)
		in.ok(err)
		in.sound()
	})
}

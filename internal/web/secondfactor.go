package web

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"

	"tulos/internal/service"
)

// A factorView is the page of a person's second factor: how it stands, or what is
// needed to set it up.
type factorView struct {
	Problems  fieldProblems
	On        bool
	Since     time.Time
	Recovery  int    // codes that are left
	Secret    string // in groups, while it is being set up
	Code      field
	Password  field // to switch it off
	Passkeys  bool  // there can be some
	Then      string
	IsRequest bool // a project asks for it
}

var factorPage = page[factorView]{"me/second-factor.html"}

// A codesView is the page that shows recovery codes, once.
type codesView struct {
	Codes []string
	Then  string
}

var codesPage = page[codesView]{"me/codes.html"}

// askForSecondFactor leads whoever opens a project that asks for a second factor to
// set it up.
func (r *request) askForSecondFactor() {
	text := r.words.Text("error.needs-second-factor", nil)
	if strings.Contains(r.GetHeader("Accept"), "application/json") {
		r.JSON(http.StatusForbidden, map[string]string{"error": text})
		return
	}
	then := base(r.project())
	if r.Request.Method == http.MethodGet {
		then = ownPath(r.Request.URL.RequestURI())
	}
	_ = r.to("/me/second-factor?then=" + escapeQuery(then))
}

func showSecondFactor(r *request) error {
	return r.factorPage(http.StatusOK, ownPath(r.Query("then")), nil)
}

func (r *request) factorPage(status int, then string, problems fieldProblems) error {
	state, err := r.Service.SecondFactor(r.ctx(), r.by())
	if err != nil {
		return err
	}
	view := factorView{
		Problems: problems, On: state.On, Since: state.Since, Recovery: state.Recovery, Then: then,
		IsRequest: strings.HasPrefix(then, "/projects/"), Passkeys: r.Service.HasPasskeys(),
	}
	if state.On {
		view.Password = r.passwordField("password", "signin.password", "", problems)
	} else {
		secret, err := r.newSecret()
		if err != nil {
			return err
		}
		view.Secret, view.Code = grouped(secret), r.codeField("factor.code-hint", problems)
	}
	return show(r, status, factorPage, r.words.Text("factor.title", nil), view)
}

// newSecret is the secret that is being set up, which the session holds.
func (r *request) newSecret() (string, error) {
	if secret := r.sessions.GetString(r.ctx(), secretKey); secret != "" {
		return secret, nil
	}
	secret, err := r.Service.NewSecret()
	if err == nil {
		r.sessions.Put(r.ctx(), secretKey, secret)
	}
	return secret, err
}

// grouped puts a secret into groups of four, as people copy it.
func grouped(secret string) string {
	var b strings.Builder
	for n, letter := range secret {
		if n > 0 && n%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(letter)
	}
	return b.String()
}

// The width and the height of a QR code, and of the picture with the white around it
// that it needs.
const (
	codeSize    = 240
	pictureSize = 288
)

// secretPicture draws the secret that is being set up as a QR code, in the form that
// apps read.
func secretPicture(r *request) error {
	secret := r.sessions.GetString(r.ctx(), secretKey)
	if secret == "" {
		return errNotFound
	}
	address := url.URL{
		Scheme: "otpauth", Host: "totp", Path: "/Tulos:" + r.user.Email,
		RawQuery: url.Values{"secret": {secret}, "issuer": {"Tulos"}}.Encode(),
	}
	key, err := otp.NewKeyFromURL(address.String())
	if err != nil {
		return fmt.Errorf("draw a secret: %w", err)
	}
	code, err := key.Image(codeSize, codeSize)
	if err != nil {
		return fmt.Errorf("draw a secret: %w", err)
	}
	picture := image.NewGray(image.Rect(0, 0, pictureSize, pictureSize))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	const margin = (pictureSize - codeSize) / 2
	draw.Draw(picture, code.Bounds().Add(image.Pt(margin, margin)), code, code.Bounds().Min, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return fmt.Errorf("draw a secret: %w", err)
	}
	r.Data(http.StatusOK, "image/png", b.Bytes())
	return nil
}

// turnOnSecondFactor takes the secret that is being set up, of which the code is
// one, and shows the recovery codes.
func turnOnSecondFactor(r *request) error {
	then := ownPath(r.PostForm("then"))
	secret := r.sessions.GetString(r.ctx(), secretKey)
	state, err := r.Service.SecondFactor(r.ctx(), r.by())
	if err != nil {
		return err
	}
	if secret == "" || state.On {
		return r.to("/me/second-factor")
	}
	account, address := triedCode(r.user.ID), triedAddress(r.ClientIP())
	if wait := r.tries.begin(account, address); wait > 0 {
		return r.factorPage(http.StatusTooManyRequests, then, fieldProblems{{"code", r.waitText(wait)}})
	}
	codes, user, err := r.Service.TurnOnSecondFactor(r.ctx(), r.by(), secret, strings.ReplaceAll(r.PostForm("code"), " ", ""))
	switch {
	case service.IsKind(err, service.Invalid):
		return r.factorPage(http.StatusUnprocessableEntity, then, r.fieldProblems(err))
	case err != nil:
		return err
	}
	r.tries.succeeded(account, address)
	r.sessions.Remove(r.ctx(), secretKey)
	if err := r.renew(user); err != nil {
		return err
	}
	return r.codesPage(codes, then)
}

func (r *request) codesPage(codes []string, then string) error {
	if then == "/" {
		then = "/me"
	}
	return show(r, http.StatusOK, codesPage, r.words.Text("factor.codes", nil), codesView{codes, then})
}

// newRecoveryCodes makes new recovery codes and shows them.
func newRecoveryCodes(r *request) error {
	codes, err := r.Service.NewRecoveryCodes(r.ctx(), r.by())
	if err != nil {
		return err
	}
	return r.codesPage(codes, "/me/second-factor")
}

// turnOffSecondFactor takes the second factor away, by password.
func turnOffSecondFactor(r *request) error {
	problem, err := r.proveBy(func() error {
		return r.Service.TurnOffSecondFactor(r.ctx(), r.by(), r.PostForm("password"))
	})
	switch {
	case problem != "":
		return r.factorPage(http.StatusUnprocessableEntity, "/", fieldProblems{{"password", problem}})
	case err != nil:
		return err
	}
	r.notice(r.words.Text("factor.turned-off", nil))
	return r.to("/me")
}

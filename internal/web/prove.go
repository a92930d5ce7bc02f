package web

import (
	"net/http"
	"strings"
	"time"

	"tulos/internal/service"
)

// An unproven is the error that a form needs its sender's password first; problem
// says what was wrong with the one that was given, if one was.
type unproven struct{ problem string }

func (unproven) Error() string { return "the password was given too long ago" }

// A proveView is the page that asks for the password again; the form is sent with it.
type proveView struct {
	Form     *keptForm
	Email    string
	Problems fieldProblems
	Password field
	Passkey  bool        // the person has one
	SignOn   *signOnView // for whoever is linked to the provider
}

var provePage = page[proveView]{"me/prove.html"}

// requireProof answers unproven where the person gave the password too long ago, and
// not with the form either.
func (r *request) requireProof() error {
	if r.since(sessionProvenKey) <= provenTime {
		return nil
	}
	if answer := r.PostForm("passkey"); answer != "" {
		problem, err := r.proveByPasskey(answer)
		if err == nil && problem != "" {
			return unproven{problem}
		}
		return err
	}
	password, isGiven := r.GetPostForm("proof")
	if !isGiven {
		return unproven{}
	}
	problem, err := r.prove(password)
	if err == nil && problem != "" {
		return unproven{problem}
	}
	return err
}

// prove notes that the person has given the password; problem says why not.
func (r *request) prove(password string) (problem string, err error) {
	return r.proveBy(func() error { return r.Service.CheckPassword(r.ctx(), r.by(), password) })
}

// proveBy is prove by a use case that checks the password; too many tries must wait.
func (r *request) proveBy(do func() error) (problem string, err error) {
	account, address := triedAccount(r.user.Email), triedAddress(r.ClientIP())
	if wait := r.tries.begin(account, address); wait > 0 {
		return r.waitText(wait), nil
	}
	err = do()
	if isWrongPassword(err) {
		return r.problemText(err), nil
	}
	r.tries.succeeded(account, address)
	if err == nil {
		r.putTime(sessionProvenKey)
	}
	return "", err
}

func isWrongPassword(err error) bool {
	for _, p := range problemsOf(err) {
		if p.Code == service.WrongPassword {
			return true
		}
	}
	return false
}

func (r *request) waitText(wait time.Duration) string {
	return r.words.Text("signin.wait", arguments([]any{"Count", int((wait + time.Minute - 1) / time.Minute)}))
}

// refuseUnproven asks for the password of whoever sent a form that needs it.
func (r *request) refuseUnproven(u unproven) {
	if strings.Contains(r.GetHeader("Accept"), "application/json") {
		r.JSON(http.StatusForbidden, map[string]string{"error": r.words.Text("prove.text", nil)})
		return
	}
	if err := r.askForProof(u.problem); err != nil {
		r.logFault(err)
		r.general()
	}
}

// askForProof shows the page that asks for the password, with the form.
func (r *request) askForProof(problem string) error {
	var problems fieldProblems
	if problem != "" {
		problems = fieldProblems{{"proof", problem}}
	}
	linked, err := r.linked(r.user.ID)
	if err != nil {
		return err
	}
	view := proveView{
		Form: r.keep(), Email: r.user.Email, Problems: problems,
		Password: r.passwordField("proof", "signin.password", "", problems),
	}
	passkeys, err := r.Service.Passkeys(r.ctx(), r.by())
	if err != nil {
		return err
	}
	view.Passkey = len(passkeys) > 0 && r.Service.HasPasskeys()
	if linked != nil {
		view.SignOn = r.signOn("/me/sign-on/prove", true)
	}
	return show(r, http.StatusForbidden, provePage, r.words.Text("prove.title", nil), view)
}

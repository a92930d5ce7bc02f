package web

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A tokensView is the page of the tokens that programs come with for the person.
type tokensView struct {
	Problems                     fieldProblems
	Tokens                       tokenList
	Name                         field
	Scopes, Projects, Days       []option
	ScopeProblem, ProjectProblem string
	Secret                       string // that was made just now; shown this once
}

// A tokenList lists tokens of a person, with the way to revoke one.
type tokenList struct {
	Action string
	Rows   []tokenRow
}

// A tokenRow is a token.
type tokenRow struct {
	Hash, Name  string
	Scope       partnership.Scope
	Projects    []partnership.ProjectCode
	Until, Used time.Time
	IsOver      bool
}

var tokensPage = page[tokensView]{"me/tokens.html"}

// tokenDays are for how many days a token can be good.
func tokenDays() []int { return []int{30, 90, 180, int(service.TokenTime.Hours() / 24)} }

func showTokens(r *request) error { return r.tokensPage(http.StatusOK, "", nil) }

func (r *request) tokensPage(status int, secret string, problems fieldProblems) error {
	list, err := r.tokenList(r.user.ID, "/me/tokens/revoke")
	if err != nil {
		return err
	}
	places, err := r.Service.Places(r.ctx(), r.by())
	if err != nil {
		return err
	}
	typed := secret == "" // what was made is not offered again
	v := tokensView{
		Problems: problems, Tokens: list, Secret: secret, Name: r.field("name", "tokens.name", "", problems),
		ScopeProblem: problems.of("scope"), ProjectProblem: problems.of("projects"),
	}
	v.Name.Complete, v.Name.Hint = "off", r.words.Text("tokens.name-hint", nil)
	chosen := r.PostFormArray("projects")
	if typed {
		v.Name.Value = r.PostForm("name")
	}
	for _, s := range partnership.Scopes() {
		v.Scopes = append(v.Scopes, option{
			Value: string(s), Text: r.words.Text("tokens.scope-"+string(s), nil), IsChosen: typed && r.PostForm("scope") == string(s),
		})
	}
	for _, p := range places {
		v.Projects = append(v.Projects, option{
			Value: string(p.Project), Text: inLanguage(r.words, p.Title), IsChosen: typed && slices.Contains(chosen, string(p.Project)),
		})
	}
	for _, days := range tokenDays() {
		text := strconv.Itoa(days)
		v.Days = append(v.Days, option{
			Value: text, Text: r.words.Text("tokens.days", arguments([]any{"Count", days})), IsChosen: r.PostForm("days") == text,
		})
	}
	return show(r, status, tokensPage, r.words.Text("tokens.title", nil), v)
}

// tokenList lists the tokens of a person; action is where one is revoked.
func (r *request) tokenList(of partnership.UserID, action string) (tokenList, error) {
	all, err := r.Service.Tokens(r.ctx(), r.by(), of)
	list := tokenList{Action: action}
	for _, t := range all {
		list.Rows = append(list.Rows, tokenRow{t.Hash, t.Name, t.Scope, t.Projects, t.Until, t.Used, t.IsOver(r.Now())})
	}
	return list, err
}

// makeToken makes a token and shows it, once.
func makeToken(r *request) error {
	days, err := strconv.Atoi(r.PostForm("days"))
	if err != nil {
		days = tokenDays()[0]
	}
	t := partnership.Token{
		Name: clean(r.PostForm("name")), Scope: partnership.Scope(r.PostForm("scope")),
		Until: r.Now().Add(time.Duration(days) * 24 * time.Hour),
	}
	for _, p := range r.PostFormArray("projects") {
		t.Projects = append(t.Projects, partnership.ProjectCode(p))
	}
	secret, err := r.Service.MakeToken(r.ctx(), r.by(), t)
	if service.IsKind(err, service.Invalid) {
		return r.tokensPage(http.StatusUnprocessableEntity, "", r.fieldProblems(err))
	}
	if err != nil {
		return err
	}
	return r.tokensPage(http.StatusOK, secret, nil)
}

func revokeToken(r *request) error {
	if err := r.Service.RevokeToken(r.ctx(), r.by(), r.user.ID, r.PostForm("token")); err != nil {
		return err
	}
	r.notice(r.words.Text("tokens.revoked", nil))
	return r.to("/me/tokens")
}

func revokePersonToken(r *request) error {
	of := partnership.UserID(r.Param("user"))
	return r.doneWithPerson(r.Service.RevokeToken(r.ctx(), r.by(), of, r.PostForm("token")), "tokens.revoked")
}

package web

import (
	"bytes"
	"net/http"

	"tulos/internal/seal"
	"tulos/internal/service"
)

// A genuineView is the page that tells everybody whether a report was sealed here.
type genuineView struct {
	Problems fieldProblems
	Report   field
	File     field
	Answer   *genuineAnswer
}

// A genuineAnswer is all that is told: which version it is, or that it is none.
type genuineAnswer struct {
	IsGenuine    bool
	Text         string
	IsSuperseded bool
}

var genuinePage = page[genuineView]{"genuine/genuine.html"}

func showGenuine(r *request) error {
	return r.genuinePage(http.StatusOK, r.Query("report"), nil, nil)
}

func (r *request) genuinePage(status int, number string, problems fieldProblems, answer *genuineAnswer) error {
	v := genuineView{
		Problems: problems, Answer: answer,
		Report: r.field("report", "genuine.number", number, problems),
		File:   r.field("file", "genuine.file", "", problems),
	}
	v.Report.Hint, v.File.Hint = r.words.Text("genuine.number-hint", nil), r.words.Text("genuine.file-hint", nil)
	return show(r, status, genuinePage, r.words.Text("genuine.title", nil), v)
}

// askGenuine answers whoever gives a number, a hash, or a file. After many that were
// not genuine, from one address, it makes them wait.
func askGenuine(r *request) error {
	number, hash := r.PostForm("report"), r.PostForm("hash")
	file, err := r.oneUpload()
	if err != nil {
		return err
	}
	if len(file.Data) > 0 {
		if hash, err = seal.Hash(bytes.NewReader(file.Data)); err != nil {
			return err
		}
	}
	if number == "" && hash == "" {
		return r.genuinePage(http.StatusUnprocessableEntity, "", fieldProblems{{"report", r.words.Text("genuine.empty", nil)}}, nil)
	}
	address := triedReports(r.ClientIP())
	if wait := r.tries.begin(address); wait > 0 {
		return r.genuinePage(http.StatusTooManyRequests, number, fieldProblems{{"report", r.waitText(wait)}}, nil)
	}
	answer, err := r.genuine(number, hash)
	if err != nil {
		return err
	}
	if answer.IsGenuine {
		r.tries.found(address)
	}
	return r.genuinePage(http.StatusOK, number, nil, answer)
}

// genuine looks a file up by its hash, where there is one, else a number.
func (r *request) genuine(number, hash string) (*genuineAnswer, error) {
	find, by := r.Service.GenuineNumber, number
	if hash != "" {
		find, by = r.Service.GenuineFile, hash
	}
	g, err := find(r.ctx(), by)
	if service.IsKind(err, service.NotFound) {
		return &genuineAnswer{Text: r.words.Text("genuine.no-text", nil)}, nil
	}
	if err != nil {
		return nil, err
	}
	text := r.words.Text("genuine.yes-text", arguments([]any{"Report", g.Report, "Period", int(g.Period), "Version", g.Version}))
	return &genuineAnswer{IsGenuine: true, Text: text, IsSuperseded: g.IsSuperseded}, nil
}

package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A lettersView is how the letters stand, for an administrator.
type lettersView struct{ service.LetterQueue }

var lettersPage = page[lettersView]{"letters/letters.html"}

func showLetters(r *request) error {
	q, err := r.Service.LetterQueue(r.ctx(), r.by())
	if err != nil {
		return err
	}
	return show(r, http.StatusOK, lettersPage, r.words.Text("letters.title", nil), lettersView{*q})
}

// decideLetter sends a letter that failed again, or drops it.
func decideLetter(r *request) error {
	again := r.PostForm("do") == "again"
	err := r.Service.DecideLetter(r.ctx(), r.by(), r.PostForm("letter"), again)
	if service.IsKind(err, service.NotFound) { // sent twice
		return r.to("/letters")
	}
	if err != nil {
		return err
	}
	notice := "kept.removed"
	if again {
		notice = "letters.queued"
	}
	r.notice(r.words.Text(notice, nil))
	return r.to("/letters")
}

// letterOptions are when a person can want letters.
func (r *request) letterOptions() []option {
	keys := map[partnership.LetterChoice]string{
		partnership.LettersAtOnce: "letters.at-once", partnership.LettersDaily: "letters.daily",
		partnership.LettersWeekly: "letters.weekly", partnership.LettersNone: "letters.none",
	}
	var all []option
	for _, c := range partnership.LetterChoices() {
		all = append(all, option{Value: string(c), Text: r.words.Text(keys[c], nil), IsChosen: c == r.user.Letters})
	}
	return all
}

// chooseLetters sets when the person wants letters.
func chooseLetters(r *request) error {
	err := r.Service.ChooseLetters(r.ctx(), r.by(), partnership.LetterChoice(r.PostForm("letters")))
	if err != nil {
		return err
	}
	r.notice(r.words.Text("me.saved", nil))
	return r.to("/me#letters")
}

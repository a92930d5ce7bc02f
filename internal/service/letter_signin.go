package service

import (
	"tulos/internal/mail"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store/archive"
)

// tell writes a letter to a user of what became of how they sign in, with the change; none
// without a mail server.
func (c *change) tell(to partnership.UserID, what partnership.SignInChange) error {
	if c.service.Mail == nil {
		return nil
	}
	w, err := archive.Letters.Insert(partnership.Letter{
		ID:   letterIDOf("sign-in/", to, "/", what, "/", c.chain.Value.No),
		Kind: partnership.SignIn, User: to, State: partnership.LetterWaiting, At: c.at, Next: c.at,
		Items: []partnership.LetterItem{{What: string(what)}},
	})
	c.unit = append(c.unit, w.Write) // no part of the audit
	return err
}

// signIn writes of what became of how the person signs in.
func (w *letterWords) signIn(l *partnership.Letter) {
	at := l.At.UTC()
	day := results.DateOf(at.Year(), int(at.Month()), at.Day())
	w.letter.Subject = w.say("letter.sign-in", nil)
	w.letter.Foot, w.letter.Settings = w.say("letter.sign-in-foot", nil), w.service.Address+"/me"
	for _, i := range l.Items {
		w.letter.Parts = append(w.letter.Parts, mail.Part{Lines: []string{
			w.say("letter.sign-in-"+i.What, nil), w.words.Date(day.Parts()) + ", " + at.Format("15:04") + " UTC",
		}})
	}
	w.letter.Parts = append(w.letter.Parts, mail.Part{Lines: []string{w.say("letter.sign-in-not-you", nil)}})
}

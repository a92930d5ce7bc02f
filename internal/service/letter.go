package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"tulos/internal/mail"
	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// How letters are sent.
const (
	sentAtOnce  = 50               // are read from the queue at a time
	claimTime   = 10 * time.Minute // for which one that is being sent is left to its process
	mostSending = 8                // attempts
	postHour    = 6                // UTC, from which reminders and digests are sent
)

// retryAfter is how long a letter waits after so many attempts.
func retryAfter(attempts int) time.Duration {
	waits := []time.Duration{
		time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
	}
	return waits[min(max(attempts, 1), len(waits))-1]
}

// SendLetters writes the reminders and the news that are due, and sends what waits. It is
// called again and again; a call while another is under way does nothing, and so does
// one without a mail server. No letter is sent twice: what may have been sent when a
// process stopped is left to an administrator.
func (s *Service) SendLetters(ctx context.Context) error {
	if s.Mail == nil || !s.mailing.TryLock() {
		return nil
	}
	defer s.mailing.Unlock()
	return errors.Join(s.remind(ctx), s.gatherNews(ctx), s.freeLetters(ctx), s.deliver(ctx))
}

// letterIDOf is the identity of a letter by what it is about.
func letterIDOf(about ...any) string {
	sum := sha256.Sum256(fmt.Append(nil, about...))
	return hex.EncodeToString(sum[:16])
}

// putLetter writes over a letter that was read before. A conflict is another process.
func (s *Service) putLetter(ctx context.Context, old Stored[partnership.Letter], next partnership.Letter) error {
	w, err := archive.Letters.Replace(old, next)
	if err != nil {
		return err
	}
	return s.Engine.Commit(ctx, store.Unit{w.Write})
}

// lettersIn are some letters in a state whose time has come.
func (s *Service) lettersIn(ctx context.Context, state partnership.LetterState) ([]Stored[partnership.Letter], error) {
	return collect(archive.Letters.Find(ctx, s.Engine, store.Query{
		Where: []store.Condition{store.Equal("state", state), store.AtMost("next", s.Now().UnixMilli())},
		Order: store.Ascending("next"), Limit: sentAtOnce,
	}))
}

// freeLetters takes letters back whose process has stopped: those that it had not begun
// to send wait again; of the others nobody knows whether they were sent.
func (s *Service) freeLetters(ctx context.Context) error {
	claimed, err := s.lettersIn(ctx, partnership.LetterClaimed)
	if err != nil {
		return err
	}
	sending, err := s.lettersIn(ctx, partnership.LetterSending)
	if err != nil {
		return err
	}
	for _, l := range append(claimed, sending...) {
		next := l.Value
		if next.State = partnership.LetterWaiting; l.Value.State == partnership.LetterSending {
			next.State, next.Fault = partnership.LetterFailed, unsureFault
		}
		if err := s.putLetter(ctx, l, next); err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
	return nil
}

// unsureFault says that the server may have a letter.
const unsureFault = "unsure"

// deliver sends the letters that wait, over one connection.
func (s *Service) deliver(ctx context.Context) (err error) {
	p := &post{service: s}
	defer func() { p.close() }()
	for ctx.Err() == nil {
		waiting, err := s.lettersIn(ctx, partnership.LetterWaiting)
		if err != nil || len(waiting) == 0 {
			return err
		}
		for _, l := range waiting {
			if err := p.send(ctx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// A post is the sending of letters under way.
type post struct {
	service    *Service
	connection *mail.Connection // nil: none is open
}

func (p *post) close() {
	if p.connection != nil {
		_ = p.connection.Close() // all that was sent has been answered
		p.connection = nil
	}
}

// send sends a letter: it is claimed first; that it is being sent is written down before
// the server gets it, and what came of it after. An error ends the round.
func (p *post) send(ctx context.Context, waiting Stored[partnership.Letter]) error {
	now := waiting.Value
	now.State, now.Next = partnership.LetterClaimed, p.service.Now().Add(claimTime)
	claimed, err := p.move(ctx, waiting, now)
	if errors.Is(err, store.ErrConflict) { // another process has it
		return nil
	}
	if err != nil {
		return err
	}
	letter, err := p.service.worded(ctx, &claimed.Value)
	if err != nil {
		return err
	}
	if letter == nil {
		now.State = partnership.LetterDropped
		_, err := p.move(ctx, claimed, now)
		return err
	}
	now.Attempts++
	if p.connection == nil {
		if p.connection, err = p.service.Mail.Open(ctx); err != nil {
			return errors.Join(err, p.record(ctx, claimed, now, err))
		}
	}
	now.State = partnership.LetterSending
	sending, err := p.move(ctx, claimed, now)
	if err != nil {
		return err
	}
	err = p.connection.Send(letter)
	if err != nil {
		p.close()
	}
	return p.record(context.WithoutCancel(ctx), sending, now, err)
}

// move writes a letter, and reads it again.
func (p *post) move(ctx context.Context, old Stored[partnership.Letter], next partnership.Letter) (Stored[partnership.Letter], error) {
	if err := p.service.putLetter(ctx, old, next); err != nil {
		return old, err
	}
	return archive.Letters.Get(ctx, p.service.Engine, old.ID)
}

// record writes down what came of an attempt.
func (p *post) record(ctx context.Context, old Stored[partnership.Letter], now partnership.Letter, came error) error {
	var fault *mail.SendError
	switch {
	case came == nil:
		now.State, now.Fault = partnership.LetterSent, ""
	case !errors.As(came, &fault) || fault.IsUnsure:
		now.State, now.Fault = partnership.LetterFailed, unsureFault
	case fault.IsFinal || now.Attempts >= mostSending:
		now.State, now.Fault = partnership.LetterFailed, fault.Error()
	default:
		now.State, now.Fault, now.Next = partnership.LetterWaiting, fault.Error(), p.service.Now().Add(retryAfter(now.Attempts))
	}
	return p.service.putLetter(ctx, old, now)
}

// TestMail sends a letter of trial to an address, at once. The error says what the server
// answered, or that there is none.
func (s *Service) TestMail(ctx context.Context, address mail.Address) error {
	if s.Mail == nil {
		return refuse(NotPossible, "error.mail-off")
	}
	words, err := s.Messages.For("en")
	if err != nil {
		return err
	}
	id, err := s.newToken()
	if err != nil {
		return err
	}
	connection, err := s.Mail.Open(ctx)
	if err != nil {
		return err
	}
	defer connection.Close()
	return connection.Send(&mail.Letter{
		ID: letterIDOf(id), At: s.Now(), To: address, Language: "en", Subject: words.Text("letter.test", nil),
		Parts: []mail.Part{{Lines: []string{words.Text("letter.test-text", nil)}}}, Foot: s.Address,
	})
}

package service_test

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/mail"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	ours "tulos/internal/mail"
	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
)

var update = flag.Bool("update", false, "write golden files anew")

// A sink is a mail server that keeps what it gets.
type sink struct {
	mu      sync.Mutex
	letters []delivered
	refuse  error // what it answers to a recipient
	drops   bool  // it hangs up in mid-letter
}

func (s *sink) set(drops bool, refuse error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drops, s.refuse = drops, refuse
}

// A delivered letter is one that the sink answered for.
type delivered struct {
	to, text string
	head     mail.Header
}

func newSink(t *testing.T) (*sink, *ours.Server) {
	t.Helper()
	s := &sink{}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &sinkSession{sink: s, conn: c}, nil }))
	server.Domain = "mail.example"
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s, &ours.Server{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, TLS: ours.Plain, //nolint:forcetypeassert // it is TCP
		From: ours.Address{Name: "Tulos", Mailbox: "tulos@tulos.example"},
	}
}

func (s *sink) take() []delivered {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.letters
	s.letters = nil
	return all
}

type sinkSession struct {
	*sink
	conn *smtp.Conn
	to   string
}

func (*sinkSession) Reset()                               {}
func (*sinkSession) Logout() error                        { return nil }
func (*sinkSession) Mail(string, *smtp.MailOptions) error { return nil }
func (s *sinkSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.to = to
	return s.refuse
}

func (s *sinkSession) Data(r io.Reader) error {
	s.mu.Lock()
	drops := s.drops
	s.mu.Unlock()
	if drops {
		return s.conn.Close()
	}
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, delivered{s.to, string(text), m.Header})
	return nil
}

// posted is the service on an engine on a day, with a mail server.
func posted(e store.Engine, at time.Time, server *ours.Server) *service.Service {
	return service.New(service.Config{
		Engine: e, Now: func() time.Time { return at }, Random: rand.Reader, Address: "https://tulos.example", Mail: server,
	})
}

// line tells of a letter: day, to whom, and its subject.
func (r *delivered) line(at time.Time) string {
	subject, err := new(mime.WordDecoder).DecodeHeader(r.head.Get("Subject"))
	if err != nil {
		subject = err.Error()
	}
	name, _, _ := strings.Cut(r.to, "@")
	title := strings.LastIndex(subject, " – ")
	if title >= 0 {
		subject = subject[:title]
	}
	return fmt.Sprintf("%s %-7s %s", at.Format("2006-01-02"), name, subject)
}

// yearEvents are what people do in the year of TestLettersOfAYear, by day.
func yearEvents(in *installation, at time.Time, s *service.Service) {
	in.Helper()
	partnerReport := func(who string, step partnership.Step, seen int64) {
		in.ok(s.MovePartnerReport(in.Context(), in.by(who), baltic, 2, drosa, service.Move{Seen: seen, Step: step, Comment: "why"}))
	}
	switch at.Format("01-02") {
	case "11-25": // the lead wants to know at once, other nothing
		in.ok(s.ChooseLetters(in.Context(), in.by("lead"), partnership.LettersAtOnce))
		in.ok(s.ChooseLetters(in.Context(), in.by("other"), partnership.LettersNone))
		in.ok(s.ChooseLetters(in.Context(), in.by("manager"), partnership.LettersWeekly))
	case "11-26":
		in.people["logged"] = service.By{Key: in.log()}
		in.ok(in.step("staff", in.by("logged").Key, partnership.Submit, ""))
	case "11-27":
		in.ok(in.step("lead", in.by("logged").Key, partnership.Return, "Which school?"))
	case "02-02": // a day late
		partnerReport("manager", partnership.Submit, 0)
	case "02-10":
		partnerReport("lead", partnership.Return, 1)
	}
}

// TestLettersOfAYear: in a year people get exactly these letters, each once, from a new
// process every day.
func TestLettersOfAYear(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	box, server := newSink(t)
	var got []string
	for day := range 366 {
		at := noon().AddDate(0, 0, day)
		in.Service = posted(in.Engine, at, server)
		yearEvents(in, at, in.Service)
		in.ok(in.SendLetters(in.Context()))
		all := box.take()
		lines := make([]string, len(all))
		for n := range all {
			lines[n] = all[n].line(at)
		}
		slices.Sort(lines)
		got = append(got, lines...)
	}
	golden(t, "testdata/letters-of-a-year.txt", strings.Join(got, "\n")+"\n")
}

// TestLettersOfSigningIn: whoever wants no letters is told all the same, once, of all that
// changes how they sign in, and of nothing that was refused.
func TestLettersOfSigningIn(t *testing.T) {
	each(t, func(in *installation) {
		box, server := newSink(in.T)
		ctx, by, admin := in.Context(), in.by("staff"), in.by("administrator")
		v := rfc6238[2]
		s := posted(in.Engine, time.Unix(v.seconds, 0), server)
		in.ok(s.ChooseLetters(ctx, by, partnership.LettersNone))
		told := func(want string) {
			in.Helper()
			in.ok(s.SendLetters(ctx))
			all := box.take()
			if len(all) != 1 {
				in.Fatalf("%d letters, want one: %s", len(all), want)
			}
			for _, part := range []string{want, "18/03/2005, 01:58 UTC", "tell your administrator at once", "https://tulos.example/me"} {
				if l := all[0]; l.to != "staff@example.org" || !strings.Contains(l.text, part) {
					in.Errorf("to %s, without %q:\n%s", l.to, part, l.text)
				}
			}
		}
		link, err := s.Invite(ctx, admin, by.User)
		in.ok(err)
		_, err = s.ChoosePassword(ctx, link, "four words of their own")
		in.ok(err)
		told("A new password was chosen.")
		_, _, err = s.TurnOnSecondFactor(ctx, by, rfcSecret(), otherCode(v.code))
		in.refused(err, service.Invalid)
		recovery, _, err := s.TurnOnSecondFactor(ctx, by, rfcSecret(), v.code)
		in.ok(err)
		told("The second factor was turned on")
		_, err = s.UseCode(ctx, by.User, recovery[0])
		in.ok(err)
		told("A recovery code was used")
		_, err = s.NewRecoveryCodes(ctx, by)
		in.ok(err)
		told("New recovery codes were made")
		in.ok(s.RemoveSecondFactor(ctx, admin, by.User))
		told("The second factor was turned off.")
		_, err = s.MakeToken(ctx, by, partnership.Token{
			Name: "Power BI", Scope: partnership.ScopeRead, Projects: []partnership.ProjectCode{baltic}, Until: time.Unix(v.seconds, 0).AddDate(0, 0, 1),
		})
		in.ok(err)
		told("A token was made")
		in.sound()
	})
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

// A stoppingEngine is an engine of a process that is killed before its nth write.
type stoppingEngine struct {
	store.Engine
	left int
}

func (e *stoppingEngine) Commit(ctx context.Context, u store.Unit) error {
	if e.left--; e.left < 0 {
		return errStopped
	}
	return e.Engine.Commit(ctx, u)
}

// TestLettersAfterAKill: a process is killed at each of its writes, and the next takes up
// what it left. No letter is sent twice; of one that may have been sent an administrator
// decides.
func TestLettersAfterAKill(t *testing.T) {
	each(t, func(in *installation) {
		box, server := newSink(in.T)
		ctx, at := in.Context(), noon()
		in.ok(in.ChooseLetters(ctx, in.by("lead"), partnership.LettersAtOnce))
		in.ok(posted(in.Engine, at, server).SendLetters(ctx)) // from here on
		for name, c := range map[string]struct {
			writes   int  // after which the process is killed
			drops    bool // the server hangs up in mid-letter
			received int
			unsure   int
		}{
			"before anything":           {0, false, 1, 0},
			"written":                   {1, false, 1, 0},
			"claimed":                   {2, false, 1, 0},
			"sent, and not noted":       {3, false, 1, 1},
			"broken off, and not noted": {3, true, 0, 1},
			"broken off":                {9, true, 0, 1},
			"not at all":                {9, false, 1, 0},
		} {
			ref := in.log()
			in.ok(in.step("staff", ref, partnership.Submit, ""))
			box.set(c.drops, nil)
			err := posted(&stoppingEngine{in.Engine, c.writes}, at, server).SendLetters(ctx)
			if err != nil && !errors.Is(err, errStopped) {
				in.Fatal(err)
			}
			box.set(false, nil)
			for range 3 {
				in.ok(posted(in.Engine, at, server).SendLetters(ctx))
				at = at.Add(11 * time.Minute)
			}
			queue, err := in.LetterQueue(ctx, service.Operator())
			in.ok(err)
			unsure := slices.DeleteFunc(queue.Failed, func(l service.FailedLetter) bool { return !l.IsUnsure })
			if got := box.take(); len(got) != c.received || queue.Waiting != 0 || len(unsure) != c.unsure {
				in.Errorf("%s: %d received, %d wait, %d unsure", name, len(got), queue.Waiting, len(unsure))
			}
			for _, l := range queue.Failed {
				in.ok(in.DecideLetter(ctx, service.Operator(), l.ID, false))
			}
		}
	})
}

// TestRefusedLetters: what the server refuses for now is tried again, later and later;
// what it refuses for good, an administrator decides about.
func TestRefusedLetters(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	box, server := newSink(t)
	ctx, at := t.Context(), noon()
	in.ok(in.ChooseLetters(ctx, in.by("lead"), partnership.LettersAtOnce))
	in.ok(posted(in.Engine, at, server).SendLetters(ctx))
	in.ok(in.step("staff", in.log(), partnership.Submit, ""))
	box.set(false, &smtp.SMTPError{Code: 451, Message: "later, lead@example.org"})
	in.ok(posted(in.Engine, at, server).SendLetters(ctx))
	in.ok(posted(in.Engine, at.Add(50*time.Second), server).SendLetters(ctx))
	box.set(false, &smtp.SMTPError{Code: 550, Message: "nobody is lead@example.org"})
	at = at.Add(time.Minute)
	in.ok(posted(in.Engine, at, server).SendLetters(ctx))
	queue, err := in.LetterQueue(ctx, in.by("administrator"))
	in.ok(err)
	if len(queue.Failed) != 1 || queue.Failed[0].Attempts != 2 || queue.Failed[0].IsUnsure ||
		!strings.Contains(queue.Failed[0].Fault, "550") || strings.Contains(queue.Failed[0].Fault, "lead@") {
		in.Fatalf("failed: %+v", queue.Failed)
	}
	in.refused(in.ChooseLetters(ctx, in.by("lead"), "hourly"), service.Invalid)
	in.refused(in.DecideLetter(ctx, in.by("lead"), queue.Failed[0].ID, true), service.Forbidden)
	in.ok(in.DecideLetter(ctx, in.by("administrator"), queue.Failed[0].ID, true))
	box.set(false, nil)
	in.ok(posted(in.Engine, at.Add(time.Hour), server).SendLetters(ctx))
	if got := box.take(); len(got) != 1 || got[0].to != "lead@example.org" {
		in.Errorf("received %v", got)
	}

	in.ok(in.step("staff", in.log(), partnership.Submit, "")) // nobody listens
	closed := *server
	closed.Port = 1
	if err := posted(in.Engine, at.Add(2*time.Hour), &closed).SendLetters(ctx); err == nil {
		in.Error("no fault without a server")
	}
	in.ok(posted(in.Engine, at.Add(3*time.Hour), server).SendLetters(ctx))
	if got := box.take(); len(got) != 1 {
		in.Errorf("received %v after the server was away", got)
	}
}

// TestWordsOfLetters: letters are in the language of the person, in plain text and HTML,
// lead to where people choose, and say nothing of what is in entries.
func TestWordsOfLetters(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	box, server := newSink(t)
	ctx := t.Context()
	for name, language := range map[string]string{"staff": "lv", "manager": "fi", "lead": "ru"} {
		in.ok(in.ChangeMe(ctx, in.by(name), name, language))
		in.ok(in.ChooseLetters(ctx, in.by(name), partnership.LettersAtOnce))
	}
	in.ok(posted(in.Engine, noon(), server).SendLetters(ctx))
	ref := in.log()
	in.ok(in.step("staff", ref, partnership.Submit, ""))
	in.ok(posted(in.Engine, noon(), server).SendLetters(ctx))
	in.ok(in.step("lead", ref, partnership.Return, "Which school?"))
	in.ok(posted(in.Engine, noon(), server).SendLetters(ctx))
	due := time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC)
	in.ok(posted(in.Engine, due, server).SendLetters(ctx))
	all := box.take()
	var told []string
	for _, l := range all {
		text := l.read(t)
		told = append(told, l.to)
		for _, want := range []string{"https://tulos.example/me#letters", "https://tulos.example/projects/" + string(baltic), "<html lang="} {
			if !strings.Contains(text, want) {
				t.Errorf("to %s: lacks %q\n%s", l.to, want, text)
			}
		}
		for _, secret := range []string{"Which school", "school nurses", "staff@", "manager"} {
			if strings.Contains(text, secret) {
				t.Errorf("to %s: tells %q\n%s", l.to, secret, text)
			}
		}
		if l.head.Get("Auto-Submitted") != "auto-generated" || l.head.Get("List-Unsubscribe") != "<https://tulos.example/me#letters>" ||
			!strings.HasSuffix(l.head.Get("Message-Id"), "@tulos.example>") {
			t.Errorf("head %v", l.head)
		}
	}
	slices.Sort(told)
	want := "lead@example.org lead@example.org lead@example.org lead@example.org manager@example.org manager@example.org other@example.org staff@example.org"
	if got := strings.Join(told, " "); got != want {
		t.Errorf("letters to %s\nwant %s", got, want)
	}
}

// read is the text of a letter in both forms.
func (r *delivered) read(t *testing.T) string {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(r.head.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	var text strings.Builder
	parts := multipart.NewReader(strings.NewReader(r.text), parameters["boundary"])
	for {
		part, err := parts.NextPart() // decodes quoted-printable
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(body)
	}
}

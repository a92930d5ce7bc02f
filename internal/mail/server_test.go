package mail_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tulos/internal/mail"
)

// A box is a mail server without TLS, which keeps the last letter.
type box struct{ got chan string }

func (b box) NewSession(*smtp.Conn) (smtp.Session, error) { return b, nil }
func (box) Reset()                                        {}
func (box) Logout() error                                 { return nil }
func (box) Mail(string, *smtp.MailOptions) error          { return nil }
func (box) Rcpt(string, *smtp.RcptOptions) error          { return nil }
func (b box) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	b.got <- string(text)
	return err
}

func newBox(t *testing.T) (box, *mail.Server) {
	t.Helper()
	b := box{make(chan string, 1)}
	server := smtp.NewServer(b)
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	port := listener.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it is TCP
	return b, &mail.Server{Host: "127.0.0.1", Port: port, TLS: mail.Plain, From: mail.Address{Name: "Tulos", Mailbox: "tulos@tulos.example"}}
}

// TestLetterOnTheWire: what is in a letter stays text in its HTML, and adds no header.
func TestLetterOnTheWire(t *testing.T) {
	t.Parallel()
	b, server := newBox(t)
	c, err := server.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	err = c.Send(&mail.Letter{
		ID: "a1", At: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC), To: mail.Address{Name: `Līga "L", Bērziņa <x@example.org>`, Mailbox: "liga@example.org"},
		Language: "lv", Subject: "Atskaite\r\nBcc: x@example.org",
		Parts: []mail.Part{{Lines: []string{"<b>5 & 6</b>"}, Link: mail.Link{Text: "Open", Address: "https://tulos.example/me"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	text := <-b.got
	for _, want := range []string{"Message-ID: <a1@tulos.example>", "\r\n<b>5 & 6</b>", "&lt;b&gt;5 &amp; 6&lt;/b&gt;", "Content-Language: lv"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if head, _, _ := strings.Cut(text, "\r\n\r\n"); strings.Contains(head, "\nBcc:") {
		t.Errorf("has another header:\n%s", text)
	}
}

// TestUnsafeServer: where TLS is asked for, a server without it gets nothing.
func TestUnsafeServer(t *testing.T) {
	t.Parallel()
	_, server := newBox(t)
	server.TLS = mail.StartTLS
	_, err := server.Open(t.Context())
	var fault *mail.SendError
	if !errors.As(err, &fault) || fault.IsFinal || fault.IsUnsure {
		t.Errorf("opened without TLS: %v", err)
	}
}

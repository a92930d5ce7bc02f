package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A TLSMode says how a connection is made safe.
type TLSMode string

// The modes.
const (
	StartTLS TLSMode = "starttls" // begun in plain, and given up where the server has no TLS
	TLS      TLSMode = "tls"      // from the first byte
	Plain    TLSMode = "none"     // within a machine or a closed network
)

// A Server takes letters on.
type Server struct {
	Host           string
	Port           int
	TLS            TLSMode
	User, Password string // without a user nobody signs in
	From           Address
}

// How long the server may take for an answer.
const answerTime = 30 * time.Second

// A SendError is why a letter was not sent. It names no person.
type SendError struct {
	// IsFinal says that the server will not take the letter, whenever it is tried.
	IsFinal bool
	// IsUnsure says that the server may have taken it.
	IsUnsure bool
	Code     int // of the server's answer (RFC 5321); 0: none
	Stage    string
	Cause    error // nil where it could tell who the letter is for
}

func (f *SendError) Error() string {
	text := f.Stage
	if f.Code > 0 {
		text = fmt.Sprintf("%s: %d", text, f.Code)
	}
	if f.Cause != nil {
		text = fmt.Sprintf("%s: %v", text, f.Cause)
	}
	return text
}

func (f *SendError) Unwrap() error { return f.Cause }

// A Connection is an open one to a server.
type Connection struct {
	client *gomail.Client
	from   Address
}

// Open connects, and signs in if that is set. The error is a SendError: nothing was sent.
func (s *Server) Open(ctx context.Context) (*Connection, error) {
	options := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(answerTime), gomail.WithoutNoop()}
	switch s.TLS {
	case TLS:
		options = append(options, gomail.WithSSL())
	case Plain:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	client, err := gomail.NewClient(s.Host, options...)
	if err != nil {
		return nil, &SendError{IsFinal: true, Stage: "settings", Cause: err}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, &SendError{Stage: "connect to " + net.JoinHostPort(s.Host, fmt.Sprint(s.Port)), Cause: err}
	}
	return &Connection{client, s.From}, nil
}

// Close ends the connection.
func (c *Connection) Close() error { return c.client.Close() }

// Send hands a letter over. The error is a SendError.
func (c *Connection) Send(l *Letter) error {
	m, err := c.message(l)
	if err != nil {
		return &SendError{IsFinal: true, Stage: "write the letter"}
	}
	err = c.client.Send(m)
	if err == nil || m.IsDelivered() { // what fails afterwards is the connection's
		return nil
	}
	return faultOf(err)
}

// faultOf tells what is known of a letter after it failed: without an answer to its
// content the server may have it.
func faultOf(err error) *SendError {
	var sending *gomail.SendError
	if !errors.As(err, &sending) {
		return &SendError{IsUnsure: true, Stage: "send"}
	}
	f := &SendError{Code: sending.ErrorCode(), Stage: sending.Reason.String()}
	f.IsFinal = f.Code >= 500
	f.IsUnsure = f.Code == 0 && (sending.Reason == gomail.ErrWriteContent || sending.Reason == gomail.ErrSMTPDataClose || sending.Reason == gomail.ErrAmbiguous)
	return f
}

// message is a letter as it is sent.
func (c *Connection) message(l *Letter) (*gomail.Msg, error) {
	b, err := l.body()
	if err != nil {
		return nil, err
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := errors.Join(m.FromFormat(c.from.Name, c.from.Mailbox), m.AddToFormat(l.To.Name, l.To.Mailbox)); err != nil {
		return nil, err
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(l.At)
	m.SetMessageIDWithValue(l.ID + "@" + c.from.Mailbox[strings.LastIndexByte(c.from.Mailbox, '@')+1:])
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834
	m.SetGenHeader("Content-Language", l.Language)
	if l.Settings != "" {
		m.SetGenHeader("List-Unsubscribe", "<"+l.Settings+">") // RFC 2369
	}
	m.SetBodyString(gomail.TypeTextPlain, b.text)
	m.AddAlternativeString(gomail.TypeTextHTML, b.html)
	return m, nil
}

// ParseAddress reads "Tulos <tulos@example.org>" or an address alone.
func ParseAddress(s string) (Address, error) {
	a, err := mail.ParseAddress(s)
	if err != nil {
		return Address{}, errors.New("needs an address, such as tulos@example.org or Tulos <tulos@example.org>")
	}
	return Address{a.Name, a.Address}, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"tulos/internal/i18n"
)

// healthTime is how long the server may take to say that it is ready.
const healthTime = 5 * time.Second

type healthCommand struct{ serveFlags }

// Run asks the server on this machine whether it is ready, as an image without a shell
// needs it for its health check.
func (c *healthCommand) Run(s *session) error {
	settings, err := c.settings(s)
	if err != nil {
		return err
	}
	address := "http://" + nearby(settings.Listen)
	said, err := askReady(s.ctx, address+"/readyz")
	if err != nil {
		return s.problem("cli.not-ready", i18n.Args{"Address": address, "Cause": err})
	}
	_, err = fmt.Fprintln(s.Stdout, said)
	return err
}

// nearby is where a server that listens on the address is found from the same machine.
func nearby(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func askReady(ctx context.Context, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1000))
	if err != nil {
		return "", err
	}
	said := strings.TrimSpace(string(text))
	if answer.StatusCode != http.StatusOK {
		return "", errors.New(said)
	}
	return said, nil
}

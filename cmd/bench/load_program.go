package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// A program is the product, serving.
type program struct {
	command *exec.Cmd
	log     *os.File
	address string
}

// start builds the program and starts its server.
func (l *loaded) start() (*program, error) {
	build := exec.CommandContext(l.ctx, "go", "build", "-trimpath", "-o", l.binary(), "tulos/cmd/tulos")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w\n%s", err, out)
	}
	log, err := os.Create(filepath.Join(l.folder, "log"))
	if err != nil {
		return nil, err
	}
	p := &program{command: l.command("serve", "--listen", "127.0.0.1:0"), log: log}
	p.command.Stderr = log
	out, err := p.command.StdoutPipe()
	if err == nil {
		err = p.command.Start()
	}
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	at := strings.Index(line, "http://")
	if at < 0 {
		return nil, errors.Join(fmt.Errorf("it does not listen, but says %q", line), err, p.stop())
	}
	p.address = strings.TrimSpace(line[at:])
	go func() { _, _ = io.Copy(io.Discard, lines) }() // ends with the program
	return p, nil
}

// stop stops the server and waits until it has ended.
func (p *program) stop() error {
	defer p.log.Close()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return p.command.Wait()
}

// tulos runs a command of the program and returns what it said.
func (l *loaded) tulos(command string) ([]byte, error) { return l.command(command).CombinedOutput() }

func (l *loaded) binary() string { return filepath.Join(l.folder, "tulos") }

// command is a command of the program on the storage.
func (l *loaded) command(args ...string) *exec.Cmd {
	env := os.Environ()
	if l.Engine == "sqlite" {
		args = append(args, "--data", l.data)
	} else {
		env = append(env, "MONGODB_URI="+cmp.Or(l.served, l.URI), "TULOS_MONGODB_DATABASE="+l.database, "TULOS_MONGODB_WITHOUT_TRANSACTIONS=true")
	}
	command := exec.CommandContext(l.ctx, l.binary(), args...)
	command.Env = env
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	return command
}

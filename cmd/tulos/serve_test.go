package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tulos/internal/config"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/sqlite"
	"tulos/internal/web"
)

// screen is standard error that can be read while it is written.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// server is a command that serves, as main runs it.
type server struct {
	url    string
	stderr *screen
	cancel context.CancelFunc
	code   chan int
}

func startServer(t *testing.T, args ...string) *server {
	t.Helper()
	return startServerIn(t, nil, args...)
}

// startServerIn is startServer in an environment.
func startServerIn(t *testing.T, variables map[string]string, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	s := &server{stderr: &screen{}, cancel: cancel, code: make(chan int, 1)}
	out, in := io.Pipe()
	go func() {
		env := testEnvironment(in, s.stderr)
		env.Getenv = func(name string) string { return variables[name] }
		s.code <- run(ctx, append(args, "--listen", "127.0.0.1:0"), env)
		in.Close()
	}()
	t.Cleanup(func() { s.cancel(); out.Close() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %s", s.stderr)
	}
	_, s.url, _ = strings.Cut(strings.TrimSpace(line), " on ")
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return s
}

// stop tells the server to stop, as a signal does, and checks that it does so.
func (s *server) stop(t *testing.T) {
	t.Helper()
	s.cancel()
	if code := <-s.code; code != exitOK {
		t.Errorf("exit %d: %s", code, s.stderr)
	}
}

func (s *server) get(t *testing.T, path string) (status int, body string) {
	t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestServe(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	s := startServerIn(t, map[string]string{"TULOS_DATA": dir}, "serve")
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/healthz": {http.StatusOK, "ok\n"},
		"/readyz":  {http.StatusOK, "ready\n"},
		"/health":  {http.StatusNotFound, ""},
	} {
		if status, body := s.get(t, path); status != want.status || want.body != "" && body != want.body {
			t.Errorf("%s: %d %q, want %d %q", path, status, body, want.status, want.body)
		}
	}
	s.stop(t)
	if _, err := http.Get(s.url + "/healthz"); err == nil {
		t.Error("the stopped server answers")
	}
	openFolder(t, dir) // the folder is free again
}

// TestMetrics: Prometheus reads on an address of its own how many requests there were and
// how long they took, by route; browsers cannot.
func TestMetrics(t *testing.T) {
	dir := t.TempDir()
	s := startServerIn(t, map[string]string{"TULOS_DATA": dir, "TULOS_METRICS_LISTEN": "127.0.0.1:0"}, "serve")
	_, apart, _ := strings.Cut(s.stderr.String(), "msg=metrics address=")
	apart, _, _ = strings.Cut(apart, "\n")
	s.get(t, "/projects/secret-project")
	if status, _ := s.get(t, "/metrics"); status != http.StatusNotFound {
		t.Errorf("a browser reads metrics: %d", status)
	}
	aside := &server{url: "http://" + apart}
	_, told := aside.get(t, "/metrics")
	for _, want := range []string{
		`tulos_request_seconds_count{method="GET",route="/projects/:project",status="303"} 1`, "tulos_requests_under_way 0", "go_goroutines", "process_resident_memory_bytes",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	if strings.Contains(told, "secret-project") {
		t.Error("metrics name a project")
	}
	s.stop(t)
}

// openFolder opens the folder as the program does, till the test ends.
func openFolder(t *testing.T, dir string) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), dir, dataSchema())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// futureFolder returns a folder of a newer program.
func futureFolder(t *testing.T) string {
	t.Helper()
	schema := dataSchema()
	schema.Migrations = append(schema.Migrations, store.Migration{Name: "of the future"})
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, schema)
	if err == nil {
		err = e.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// unfinishedFolder returns a folder in which a restore broke off.
func unfinishedFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	e := openFolder(t, dir)
	for _, name := range []string{".restore", "left"} {
		if _, err := e.PutFile(t.Context(), name, strings.NewReader("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestServeRefuses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	used, file := t.TempDir(), filepath.Join(t.TempDir(), "file")
	openFolder(t, used)
	if err := os.WriteFile(file, []byte("data: x\nport: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const unreachable = "mongodb://tulos:s3cret@127.0.0.1:1/?serverSelectionTimeoutMS=100"
	for name, test := range map[string]struct {
		args []string
		want []string // on standard error
	}{
		"address taken":       {[]string{"--listen", taken.Addr().String()}, []string{taken.Addr().String(), "another program"}},
		"address elsewhere":   {[]string{"--listen", "192.0.2.1:80"}, []string{"Cannot listen on 192.0.2.1:80"}},
		"no address":          {[]string{"--listen", "here"}, []string{"--listen: needs an address"}},
		"folder in use":       {[]string{"--data", used}, []string{used, "in use by another process", "process "}},
		"newer data":          {[]string{"--data", futureFolder(t)}, []string{"newer version", "of the future"}},
		"file for a folder":   {[]string{"--data", file}, []string{"Cannot use", file}},
		"restore broken off":  {[]string{"--data", unfinishedFolder(t)}, []string{"not finished", "tulos restore"}},
		"MongoDB unreachable": {[]string{"--mongodb", unreachable}, []string{"cannot be reached", "127.0.0.1:1"}},
		"MongoDB URI":         {[]string{"--mongodb", "http://u:s3cret@h"}, []string{"--mongodb: needs"}},
		"configuration":       {[]string{"--config", file}, []string{file + ":2: port"}},
		"no configuration":    {[]string{"--config", file + "x"}, []string{file + "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "data")
			args := []string{"serve"}
			if test.args[0] != "--data" && test.args[0] != "--mongodb" {
				args = append(args, "--data", made)
			}
			if test.args[0] != "--listen" {
				args = append(args, "--listen", "127.0.0.1:0")
			}
			stdout, stderr, code := tulos(t, append(args, test.args...)...)
			if code != exitProblem || stdout != "" {
				t.Errorf("exit %d, stdout %q", code, stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr %q lacks %q", stderr, want)
				}
			}
			if strings.Contains(stderr, "s3cret") {
				t.Errorf("stderr %q tells the password", stderr)
			}
			if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
				t.Error("a folder was made")
			}
		})
	}
}

func TestServeUsage(t *testing.T) {
	_, stderr, code := tulos(t, "serve", "--data", "x", "--mongodb", "mongodb://localhost/")
	if code != exitUsage || !strings.Contains(stderr, "--data and --mongodb") {
		t.Errorf("exit %d, stderr %q", code, stderr)
	}
}

// TestServeNeedsTransactions: on a server that has none, without leave.
func TestServeNeedsTransactions(t *testing.T) {
	uri := os.Getenv("TULOS_TEST_MONGO_STANDIN")
	if uri == "" {
		t.Skip("SKIPPED: no stand-in for MongoDB: set TULOS_TEST_MONGO_STANDIN=$(.ci/mongo-server start)")
	}
	_, stderr, code := tulos(t, "serve", "--listen", "127.0.0.1:0", "--mongodb", uri)
	if code != exitProblem || !strings.Contains(stderr, "replica set") {
		t.Errorf("exit %d, stderr %q", code, stderr)
	}
}

// TestStoppedBeforeItBegan is a signal that comes while the storage is opened.
func TestStoppedBeforeItBegan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := run(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--data", t.TempDir()}, testEnvironment(&stdout, &stderr))
	if code != exitOK || stderr.Len() > 0 {
		t.Errorf("exit %d, stderr %q", code, stderr.String())
	}
}

// TestRequestsFinish: a request under way when the server is told to stop is
// answered; a new one is not taken.
func TestRequestsFinish(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	begun, finish := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-finish
		if r.Context().Err() != nil {
			http.Error(w, "stopped", http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, "finished")
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	logs := &screen{}
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, listener, handler, newLogger(logs, config.Log{})) }()

	slow := &server{url: "http://" + listener.Addr().String()}
	answered := make(chan string, 1)
	go func() {
		status, body := slow.get(t, "/")
		answered <- http.StatusText(status) + " " + body
	}()
	<-begun
	cancel()
	for refused := false; !refused; { // the listener closes in its own time
		c, err := net.Dial("tcp", listener.Addr().String())
		if refused = err != nil; !refused {
			c.Close()
		}
	}
	close(finish)
	if got := <-answered; got != "OK finished" {
		t.Errorf("the request under way was answered with %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if strings.Contains(logs.String(), "cut off") {
		t.Errorf("log: %s", logs)
	}
}

func TestNotReady(t *testing.T) {
	e := openFolder(t, t.TempDir())
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	logs := &screen{}
	handler, err := web.New(web.Config{
		Service: service.New(service.Config{Engine: e, Now: time.Now}), Now: time.Now,
		Log: newLogger(logs, config.Log{Format: config.JSON, Level: slog.LevelWarn}),
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		if w.Code != want || want != http.StatusOK && w.Body.String() != "storage cannot be written to\n" {
			t.Errorf("%s: %d %s, want %d", path, w.Code, w.Body, want)
		}
	}
	var entry struct{ Level, Msg, Error string }
	if err := json.Unmarshal([]byte(logs.String()), &entry); err != nil || entry.Level != "ERROR" || entry.Error == "" {
		t.Errorf("log %s: %v", logs, err)
	}
}

func TestLogLevel(t *testing.T) {
	logs := &screen{}
	logger := newLogger(logs, config.Log{Level: slog.LevelWarn, Format: config.Text})
	logger.Info("hidden")
	logger.Warn("shown")
	if text := logs.String(); strings.Contains(text, "hidden") || !strings.Contains(text, "level=WARN msg=shown") {
		t.Errorf("log %q", text)
	}
}

// TestDemoFolder: the demo's own folder goes with it; one that was given stays.
func TestDemoFolder(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	entries := func() int {
		t.Helper()
		list, err := os.ReadDir(temporary)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	s := startServerIn(t, map[string]string{"MONGODB_URI": "mongodb://127.0.0.1:1/"}, "demo") // real data are left alone
	if status, _ := s.get(t, "/readyz"); status != http.StatusOK || entries() != 1 {
		t.Errorf("readyz %d, %d folders", status, entries())
	}
	s.stop(t)
	if entries() != 0 {
		t.Error("the demo's folder is still there")
	}
	given := filepath.Join(t.TempDir(), "given")
	s = startServer(t, "demo", "--data", given)
	if entries() != 0 {
		t.Error("a folder was made although one was given")
	}
	s.stop(t)
	if _, err := os.Stat(filepath.Join(given, "tulos.db")); err != nil {
		t.Error(err)
	}
}

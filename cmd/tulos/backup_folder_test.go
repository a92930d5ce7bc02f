package main

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tulos/internal/config"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/web"
)

// asProgram says that this binary, run once more, is the program itself.
const asProgram = "TULOS_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		if err := os.Unsetenv(asProgram); err == nil { // no setting
			main()
		}
	}
	os.Exit(m.Run())
}

// startProgram starts the program as a process of its own that serves the data and makes
// backups in the folder, and waits until it listens.
func startProgram(t *testing.T, data, folder string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "serve", "--data", data, "--listen", "127.0.0.1:0")
	cmd.Env = []string{asProgram + "=1", "TULOS_BACKUP_FOLDER=" + folder, "TMPDIR=" + t.TempDir()}
	cmd.Stderr = &screen{}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatalf("the program did not start: %v %v", err, cmd.Stderr)
	}
	return cmd
}

// await looks at a folder until it is as it should be.
func await(t *testing.T, folder string, isSo func(names []string) bool) []string {
	t.Helper()
	end := time.Now().Add(time.Minute)
	for time.Now().Before(end) {
		entries, err := os.ReadDir(folder)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if isSo(names) {
			return names
		}
	}
	t.Fatal("the folder did not become as it should be")
	return nil
}

// TestBackupsByThemselves: a process that is killed while it makes a backup leaves none
// that looks whole; the next one clears up, makes one, ends when it is told to, and what
// it made stands a drill.
func TestBackupsByThemselves(t *testing.T) {
	keep := keepsakes()
	keep["large"] = strings.Repeat("so that a backup takes a moment ", 1<<18)
	data, folder := folderWith(t, keep), filepath.Join(t.TempDir(), "new", "backups")
	killed := startProgram(t, data, folder)
	await(t, folder, func(names []string) bool { return len(names) > 0 })
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait() // it was killed
	for _, name := range await(t, folder, func([]string) bool { return true }) {
		if strings.HasSuffix(name, ".zip") {
			if _, stderr, code := tulos(t, "backup", "drill", filepath.Join(folder, name)); code != exitOK {
				t.Errorf("%s, left by a killed process: %s", name, stderr)
			}
			continue
		}
		// Names are those of seconds: another one, so that it is certain who made what.
		if err := os.Rename(filepath.Join(folder, name), filepath.Join(folder, "tulos-20200101T000000Z.zip.part")); err != nil {
			t.Error(err)
		}
	}
	if out, stderr, code := tulos(t, "verify", "--data", data); code != exitOK {
		t.Errorf("after the kill: %s%s", out, stderr)
	}

	// By hand in place of a minute's wait for the lease of the killed process.
	e := openFolder(t, data)
	uses := (&session{environment: testEnvironment(nil, nil)}).service(e, nil, configWith(folder))
	s := &session{environment: testEnvironment(nil, nil), ctx: t.Context()}
	now := s.Now()
	job := s.backupJob(configWith(folder), newLogger(&screen{}, configWith(folder).Log))
	if err := job.Do(t.Context(), uses); err != nil {
		t.Fatal(err)
	}
	f := backupFolderOf(configWith(folder))
	if names := await(t, folder, func([]string) bool { return true }); !slices.Contains(names, filepath.Base(f.file(now))) ||
		slices.ContainsFunc(names, func(name string) bool { return strings.HasSuffix(name, partSuffix) }) {
		t.Errorf("in the folder are %v", names)
	}
	stdout, stderr, code := tulos(t, "backup", "drill", f.file(now))
	if code != exitOK || !strings.Contains(stdout, "no difference was found") {
		t.Errorf("drill: exit %d, %s%s", code, stdout, stderr)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}

	ended := startProgram(t, t.TempDir(), t.TempDir())
	if err := ended.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := ended.Wait(); err != nil {
		t.Errorf("told to stop: %v: %v", err, ended.Stderr)
	}
}

// TestDrill: it takes the newest backup of the folder, says that it is too old, or that
// there is none, or that it is damaged, and leaves nothing behind.
func TestDrill(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	folder := t.TempDir()
	file := filepath.Join(t.TempDir(), "tulos.yaml")
	write := func(path string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(file, []byte("backup: {folder: '"+folder+"'}\n"))
	drilled := func(wantCode int, want string, args ...string) {
		t.Helper()
		stdout, stderr, code := tulos(t, append([]string{"backup", "drill"}, args...)...)
		if code != wantCode || !strings.Contains(stdout+stderr, want) {
			t.Errorf("drill %v: exit %d, %s%s", args, code, stdout, stderr)
		}
	}
	good := bytesOf(t, backupOf(t, folderWith(t, keepsakes())))
	f := backupFolder{path: folder}
	now := testEnvironment(nil, nil).Now()
	drilled(exitProblem, "set backup.folder")
	drilled(exitProblem, "no backup in "+folder, "--config", file)
	write(f.file(now.AddDate(0, 0, -3)), good)
	drilled(exitProblem, "should be a newer one", "--config", file)
	write(f.file(now.AddDate(0, 0, -1)), good)
	drilled(exitOK, "2 files, each as it was", "--config", file)
	write(f.file(now), good[:len(good)-1])
	drilled(exitProblem, "damaged", "--config", file)
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func configWith(folder string) config.Settings {
	return config.Settings{Backup: config.Backup{Folder: folder, Every: 24, Daily: 7}}
}

// refusing is an engine under a lease that another process has taken.
type refusing struct{ store.Engine }

func (refusing) Commit(context.Context, store.Unit) error { return service.ErrLostLease }

// TestBackupWithoutALease: a process that lost the job to another makes and removes nothing.
func TestBackupWithoutALease(t *testing.T) {
	e := openFolder(t, t.TempDir())
	f := backupFolder{path: t.TempDir(), keep: store.BackupKeeping{Daily: 1}}
	now := testEnvironment(nil, nil).Now()
	old := f.file(now.AddDate(0, 0, -9))
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := f.make(t.Context(), refusing{e}, now); err == nil {
		t.Error("a backup was made")
	}
	if names := await(t, f.path, func([]string) bool { return true }); len(names) != 1 {
		t.Errorf("in the folder are %v", names)
	}
	for range 2 { // the older one would be removed by who has the lease
		if _, err := f.make(t.Context(), e, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.thin(t.Context(), refusing{e}, now); err == nil {
		t.Error("a backup was removed")
	}
	if err := f.thin(t.Context(), e, now); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old one: %v", err)
	}
}

// TestJobMetrics: monitoring sees when a job last went well.
func TestJobMetrics(t *testing.T) {
	metrics := web.NewMetrics()
	metrics.Job("backup", time.Unix(1_800_000_000, 0), 2)
	metrics.Job("letters", time.Time{}, 0)
	w := httptest.NewRecorder()
	metrics.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", http.NoBody))
	for _, want := range []string{
		`tulos_job_good_timestamp_seconds{job="backup"} 1.8e+09`, `tulos_job_good_timestamp_seconds{job="letters"} 0`, `tulos_job_faults{job="backup"} 2`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

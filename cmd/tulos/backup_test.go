package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/store"
)

// folderWith returns a folder of data with these files.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	e := openFolder(t, dir)
	for name, content := range files {
		if _, err := e.PutFile(t.Context(), name, strings.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func keepsakes() map[string]string {
	return map[string]string{"evidence/photo": "\x00\xff", "ä/../ö": strings.Repeat("text ", 50_000)}
}

func backupOf(t *testing.T, dir string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "tulos.zip")
	if _, stderr, code := tulos(t, "backup", file, "--data", dir); code != exitOK || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	return file
}

func bytesOf(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestBackupBesideServer backs up the data of a running server, restores them
// elsewhere, and backs those up again: the same bytes.
//
// The server has stored a key for sealed reports and a link for the first
// administrator: five documents, with two audit entries and the end of their chain,
// besides what it notes of its jobs.
func TestBackupBesideServer(t *testing.T) {
	dir := folderWith(t, keepsakes())
	s := startServer(t, "serve", "--data", dir)
	file := filepath.Join(t.TempDir(), "tulos.zip")
	documents := 0
	for range 2 { // the second replaces the first
		stdout, stderr, code := tulos(t, "backup", file, "--data", dir)
		sum := sha256.Sum256(bytesOf(t, file))
		want := fmt.Sprintf("files 2\nbytes %d\nsha256 %s\n", len(bytesOf(t, file)), hex.EncodeToString(sum[:]))
		count, rest, _ := strings.Cut(stdout, "\n")
		if _, err := fmt.Sscanf(count, "documents %d", &documents); err != nil || documents < 5 || code != exitOK || stderr != "" || rest != want {
			t.Errorf("exit %d, stderr %q, stdout %q, want %q", code, stderr, stdout, want)
		}
	}
	s.stop(t)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the backup: %v", info.Mode())
	}
	if beside, err := os.ReadDir(filepath.Dir(file)); err != nil || len(beside) != 1 {
		t.Errorf("beside the backup: %v, %v", beside, err)
	}

	restored := filepath.Join(t.TempDir(), "new", "data")
	stdout, stderr, code := tulos(t, "restore", file, "--data", restored)
	if code != exitOK || stderr != "" || !strings.HasPrefix(stdout, fmt.Sprintf("documents %d\nfiles 2\n", documents)) {
		t.Fatalf("exit %d, stderr %q, stdout %q", code, stderr, stdout)
	}
	if !bytes.Equal(bytesOf(t, file), bytesOf(t, backupOf(t, restored))) {
		t.Error("a backup of the restored data differs")
	}
	e := openFolder(t, restored)
	for name, want := range keepsakes() {
		f, err := e.OpenFile(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(f); err != nil || string(got) != want {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		f.Close()
	}
}

// TestBackupRefuses: what was under the name of the backup stays, and nothing is
// made.
func TestBackupRefuses(t *testing.T) {
	data := folderWith(t, keepsakes())
	none := filepath.Join(t.TempDir(), "none")
	damaged := folderWith(t, keepsakes())
	if err := os.RemoveAll(filepath.Join(damaged, "files")); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, test := range map[string]struct {
		data, file string
		want       []string
	}{
		"no data":            {none, "", []string{"no data", none}},
		"newer data":         {futureFolder(t), "", []string{"newer version"}},
		"restore broken off": {unfinishedFolder(t), "", []string{"not finished"}},
		"bytes missing":      {damaged, "", []string{"damaged", damaged}},
		"folder for a file":  {data, folder, []string{"Cannot write", folder}},
		"no folder":          {data, filepath.Join(none, "x.zip"), []string{"Cannot write", none}},
		"device":             {data, os.DevNull, []string{"Cannot write", os.DevNull}},
	} {
		t.Run(name, func(t *testing.T) {
			if test.file == "" {
				test.file = filepath.Join(t.TempDir(), "tulos.zip")
				if err := os.WriteFile(test.file, []byte("before"), 0o600); err != nil {
					t.Fatal(err)
				}
				defer func() {
					if string(bytesOf(t, test.file)) != "before" {
						t.Error("the backup that was there is gone")
					}
					if beside, err := os.ReadDir(filepath.Dir(test.file)); err != nil || len(beside) != 1 {
						t.Errorf("beside the backup: %v, %v", beside, err)
					}
				}()
			}
			stdout, stderr, code := tulos(t, "backup", test.file, "--data", test.data)
			if code != exitProblem || stdout != "" {
				t.Errorf("exit %d, stdout %q", code, stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr %q lacks %q", stderr, want)
				}
			}
			if _, err := os.Stat(none); !errors.Is(err, os.ErrNotExist) {
				t.Error("a folder was made")
			}
		})
	}
}

func TestBackupTellsProgress(t *testing.T) {
	dir := folderWith(t, keepsakes())
	var stdout, stderr bytes.Buffer
	env := testEnvironment(&stdout, &stderr)
	now := env.Now()
	env.Now = func() time.Time { now = now.Add(time.Second); return now }
	code := run(t.Context(), []string{"backup", filepath.Join(t.TempDir(), "x.zip"), "--data", dir}, env)
	if code != exitOK || !strings.Contains(stderr.String(), "backup: 0 documents, 1 files") {
		t.Errorf("exit %d, stderr %q", code, stderr.String())
	}
}

func TestRestoreRefuses(t *testing.T) {
	backup := backupOf(t, folderWith(t, keepsakes()))
	whole := bytesOf(t, backup)
	write := func(content []byte) string {
		t.Helper()
		file := filepath.Join(t.TempDir(), "x.zip")
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	used := t.TempDir()
	openFolder(t, used)
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, test := range map[string]struct {
		file, data string
		want       []string
	}{
		"no file":       {"none.zip", "", []string{"Cannot read none.zip"}},
		"folder":        {t.TempDir(), "", []string{"Cannot read"}},
		"damaged":       {write(flipped), "", []string{"damaged", "nothing was restored"}},
		"cut off":       {write(whole[:len(whole)-1]), "", []string{"damaged", "cut off"}},
		"empty":         {write(nil), "", []string{"damaged"}},
		"no backup":     {write(bytes.Repeat([]byte("text"), 100)), "", []string{"no backup"}},
		"newer format":  {write(bytes.ReplaceAll(whole, []byte("backup/1 "), []byte("backup/2 "))), "", []string{"newer version"}},
		"not empty":     {backup, folderWith(t, keepsakes()), []string{"files: 2", "empty place only"}},
		"folder in use": {backup, used, []string{"in use"}},
	} {
		t.Run(name, func(t *testing.T) {
			made := filepath.Join(t.TempDir(), "data")
			if test.data == "" {
				test.data = made
			}
			stdout, stderr, code := tulos(t, "restore", test.file, "--data", test.data)
			if code != exitProblem || stdout != "" {
				t.Errorf("exit %d, stdout %q", code, stdout)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("stderr %q lacks %q", stderr, want)
				}
			}
			if _, err := os.Stat(made); !errors.Is(err, os.ErrNotExist) {
				t.Error("a folder was made")
			}
		})
	}
}

// TestRestoreAgain finishes a restore that broke off.
func TestRestoreAgain(t *testing.T) {
	backup, dir := backupOf(t, folderWith(t, keepsakes())), unfinishedFolder(t)
	if stdout, stderr, code := tulos(t, "restore", backup, "--data", dir); code != exitOK {
		t.Fatalf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if !bytes.Equal(bytesOf(t, backup), bytesOf(t, backupOf(t, dir))) {
		t.Error("a backup of the restored data differs")
	}
}

// TestOlderData: what only reads says what brings them up to date.
func TestOlderData(t *testing.T) {
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	s := &session{environment: testEnvironment(io.Discard, io.Discard), ctx: t.Context(), words: words}
	settings := config.Settings{Data: folderWith(t, nil)}
	newer := dataSchema()
	newer.Migrations = append(newer.Migrations, store.Migration{Name: "next"})
	_, err = s.openReading(t.Context(), settings, newer)
	if text := s.storageProblem(settings, err).Error(); !strings.Contains(text, "Start the server") {
		t.Errorf("error %q", text)
	}
}

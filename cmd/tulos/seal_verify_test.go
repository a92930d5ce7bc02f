package main

import (
	"crypto/rand"
	mathrand "math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// sealedIn makes an installation in a folder, has a report sealed there, and writes
// what a reader downloads of it into another. It returns that folder.
func sealedIn(t *testing.T, data string) string {
	t.Helper()
	done(t, "import", "demo", "--data", data)
	e := openFolder(t, data)
	defer e.Close()
	uses := service.New(service.Config{Engine: e, Now: time.Now, Random: rand.Reader})
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	id, err := uses.AddUser(t.Context(), service.Operator(), partnership.User{Name: "Lead", Email: "lead@example.org"},
		partnership.Membership{Project: baltic, Organisation: "stellit", Roles: []partnership.Role{partnership.RoleLead}})
	ok(err)
	by := service.By{User: id}
	ok(uses.WritePassages(t.Context(), by, baltic, 2, "", []service.Passage{{Section: "summary", Text: results.Text{"en": "Under way"}}}))
	ok(uses.MoveProjectReport(t.Context(), by, baltic, 2, 1, service.Move{Step: partnership.Submit}))
	versions, err := uses.ProjectReports(t.Context(), by, baltic)
	ok(err)
	out := t.TempDir()
	for _, f := range versions[0].Files {
		file, err := uses.ReportFile(t.Context(), by, baltic, 2, 1, path.Base(f.Name))
		ok(err)
		to, err := os.Create(filepath.Join(out, "P2-V1-"+path.Base(f.Name)))
		ok(err)
		_, err = to.ReadFrom(file)
		ok(err)
		ok(to.Close())
		ok(file.Close())
	}
	return out
}

// TestSealVerify tells genuine files from others, with the keys of the storage and
// with those in a file.
func TestSealVerify(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, key := filepath.Join(dir, "data"), filepath.Join(dir, "key.pem")
	out := sealedIn(t, data)
	done(t, "seal", "key", "--rotate", "--data", data)
	if err := os.WriteFile(key, []byte(done(t, "seal", "key", "--data", data)), 0o600); err != nil {
		t.Fatal(err)
	}
	foreign := sealedIn(t, filepath.Join(dir, "foreign"))
	lonely := filepath.Join(t.TempDir(), "lonely.pdf")
	if err := os.WriteFile(lonely, read(t, filepath.Join(out, "P2-V1-report.en.pdf")), 0o600); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(out, "P2-V1-manifest.json")
	for _, trust := range [][]string{{"--key", key}, {"--data", data}} {
		verify := func(file string, more ...string) (string, int) {
			t.Helper()
			stdout, stderr, code := tulos(t, append(append([]string{"seal", "verify", file}, trust...), more...)...)
			return stdout + stderr, code
		}
		for _, name := range []string{"report.en.pdf", "report.fi.xlsx", "figures.json", "report.lv.html", "manifest.json"} {
			text, code := verify(filepath.Join(out, "P2-V1-"+name))
			if code != exitOK || !strings.HasPrefix(text, "Genuine: ") || !strings.Contains(text, "period 2, version 1") {
				t.Errorf("%s: exit %d, %q", name, code, text)
			}
			if text, code := verify(filepath.Join(foreign, "P2-V1-"+name)); code != exitProblem || !strings.HasPrefix(text, "Not genuine here: ") {
				t.Errorf("%s of another installation: exit %d, %q", name, code, text)
			}
		}
		for _, c := range []struct {
			want string
			code int
			file string
			more []string
		}{
			{"Not genuine: no manifest beside", exitProblem, lonely, nil},
			{"Genuine: ", exitOK, lonely, []string{"--manifest", manifest}},
			{"Not genuine: ", exitProblem, key, []string{"--manifest", manifest}},
			{"Not genuine: ", exitProblem, lonely, []string{"--manifest", lonely}},
			{"tulos: Cannot read", exitProblem, filepath.Join(dir, "nothing"), nil},
			{"tulos: Cannot read", exitProblem, lonely, []string{"--manifest", filepath.Join(dir, "nothing")}},
		} {
			if text, code := verify(c.file, c.more...); code != c.code || !strings.HasPrefix(text, c.want) {
				t.Errorf("%s %v: exit %d, %q, want %q", c.file, c.more, code, text, c.want)
			}
		}
	}
	refused(t, "Cannot read", "seal", "verify", lonely, "--key", lonely)
}

// TestAFlippedBitIsFound flips single bits of sealed files: the first, the last, and
// many between.
func TestAFlippedBitIsFound(t *testing.T) {
	t.Parallel()
	seed := mathrand.Uint64()
	t.Logf("seed %d", seed)
	r := mathrand.New(mathrand.NewPCG(seed, 0))
	dir := t.TempDir()
	data, key, flipped := filepath.Join(dir, "data"), filepath.Join(dir, "key.pem"), filepath.Join(dir, "flipped")
	out := sealedIn(t, data)
	if err := os.WriteFile(key, []byte(done(t, "seal", "key", "--data", data)), 0o600); err != nil {
		t.Fatal(err)
	}
	manifest := filepath.Join(out, "P2-V1-manifest.json")
	for _, name := range []string{"report.en.pdf", "report.en.xlsx", "figures.json", "manifest.json"} {
		file := read(t, filepath.Join(out, "P2-V1-"+name))
		for n := range 60 {
			at := []int{0, len(file) - 1, r.IntN(len(file))}[min(n, 2)]
			file[at] ^= 1 << r.IntN(8)
			if err := os.WriteFile(flipped, file, 0o600); err != nil {
				t.Fatal(err)
			}
			stdout, stderr, code := tulos(t, "seal", "verify", flipped, "--key", key, "--manifest", manifest)
			if code != exitProblem || !strings.HasPrefix(stdout, "Not genuine: ") && !strings.HasPrefix(stdout, "Not genuine here: ") {
				t.Fatalf("%s, byte %d: exit %d, %s%s", name, at, code, stdout, stderr)
			}
			copy(file, read(t, filepath.Join(out, "P2-V1-"+name)))
		}
	}
}

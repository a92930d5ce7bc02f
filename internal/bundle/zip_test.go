package bundle_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"tulos/internal/bundle"

	"github.com/google/go-cmp/cmp"
)

// zipped is the bundle with everything as a zip with its evidence.
func zipped(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := bundle.NewZip(&b)
	w, err := z.Bundle()
	if err != nil {
		tb.Fatal(err)
	}
	if err := bundle.Encode(w, decodeSound(tb, edited(tb))); err != nil {
		tb.Fatal(err)
	}
	for _, name := range []string{"evidence/a.jpg", "evidence/list.pdf"} {
		if err := z.Evidence(name, strings.NewReader("content of "+name)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func openedZip(tb testing.TB, data []byte) *bundle.File {
	tb.Helper()
	f, err := bundle.OpenReader(bytes.NewReader(data), int64(len(data)), "project.zip")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = f.Close() })
	return f
}

func TestZipComesBack(t *testing.T) {
	t.Parallel()
	data := zipped(t)
	if !bytes.Equal(data, zipped(t)) {
		t.Error("the same content gives other bytes the second time")
	}
	f := openedZip(t, data)
	d, problems, err := bundle.Load(f.JSON, bundle.Options{Evidence: f.Beside(), EvidenceRequired: true})
	if err != nil || len(problems) > 0 {
		t.Fatalf("error %v, problems %v", err, problems)
	}
	if diff := cmp.Diff(string(encoded(t, decodeSound(t, edited(t)))), string(encoded(t, d))); diff != "" {
		t.Errorf("bundle (-written +read):\n%s", diff)
	}
	if err := fstest.TestFS(f.Beside(), "bundle.json", "evidence/a.jpg", "evidence/list.pdf"); err != nil {
		t.Error(err)
	}
	photo, err := fs.ReadFile(f.Beside(), "evidence/a.jpg")
	if err != nil || string(photo) != "content of evidence/a.jpg" {
		t.Errorf("photo %q, error %v", photo, err)
	}
	if _, err := fs.Stat(f.Beside(), "evidence/b.jpg"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want that there is no such file", err)
	}
}

func TestZipBeginsWithTheBundle(t *testing.T) {
	t.Parallel()
	data := zipped(t)
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	if diff := cmp.Diff([]string{"bundle.json", "evidence/a.jpg", "evidence/list.pdf"}, names); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestZipOrder(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		files []string // "" is the bundle; the last is refused
	}{
		{"evidence before the bundle", []string{"evidence/a"}},
		{"the bundle twice", []string{"", ""}},
		{"the bundle as evidence", []string{"", "bundle.json"}},
		{"the bundle after evidence", []string{"", "evidence/a", ""}},
		{"a file twice", []string{"", "evidence/a", "evidence/a"}},
		{"names backwards", []string{"", "evidence/b", "evidence/a"}},
		{"outside", []string{"", "../a"}},
		{"absolute", []string{"", "/a"}},
		{"no name", []string{"", "."}},
		{"a folder", []string{"", "evidence/"}},
		{"backslashes", []string{"", `evidence\a`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			z := bundle.NewZip(io.Discard)
			var err error
			for n, name := range test.files {
				if err != nil {
					t.Fatalf("file %d: %v", n-1, err)
				}
				if name == "" {
					_, err = z.Bundle()
				} else {
					err = z.Evidence(name, strings.NewReader("x"))
				}
			}
			if err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestZipOfUnreadableEvidence(t *testing.T) {
	t.Parallel()
	z := bundle.NewZip(io.Discard)
	if _, err := z.Bundle(); err != nil {
		t.Fatal(err)
	}
	if err := z.Evidence("evidence/a", io.MultiReader(strings.NewReader("x"), failing{})); !errors.Is(err, errSink) {
		t.Errorf("error %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errSink }

// An entry of a zip that is made by hand.
type entry struct {
	name    string
	content string
	size    uint64 // that it is listed with, if not its own
	method  uint16
	spoilt  bool // its check sum is wrong
}

func handmade(tb testing.TB, entries ...entry) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		packed := []byte(e.content)
		if e.method == zip.Deflate {
			packed = deflated(tb, e.content)
		}
		h := &zip.FileHeader{
			Name: e.name, Method: e.method, CRC32: crc32.ChecksumIEEE([]byte(e.content)),
			CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(e.content)),
		}
		if e.size > 0 {
			h.UncompressedSize64 = e.size
		}
		if e.spoilt {
			h.CRC32++
		}
		w, err := z.CreateRaw(h)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := w.Write(packed); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func deflated(tb testing.TB, s string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestSpeed)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := io.WriteString(w, s); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestZipIsRefused(t *testing.T) {
	t.Parallel()
	sound := entry{name: "bundle.json", content: "{}"}
	many := func(n int, name string) []entry {
		entries := []entry{sound}
		for len(entries) < n {
			entries = append(entries, entry{name: fmt.Sprintf("%s%05d", name, len(entries))})
		}
		return entries
	}
	tests := []struct {
		name    string
		entries []entry
		want    string // in the error; "" for a zip that may be
	}{
		{"as many files as may be", many(20_000, "evidence/"), ""},
		{"too many files", many(20_001, "evidence/"), "more than 20000 files"},
		{"too long names", many(200, strings.Repeat("x", 60_000)), "list of files"},
		{"as much as may be", []entry{sound, {name: "a", size: 1 << 30}, {name: "b", size: 1<<30 - 2}}, ""},
		{"too much in all", []entry{sound, {name: "a", size: 1 << 30}, {name: "b", size: 1<<30 - 1}}, `"b": more than 2 GiB`},
		{"too much in one", []entry{sound, {name: "a", size: 1 << 63}}, `"a": more than 2 GiB`},
		{"folders", []entry{sound, {name: "evidence/"}, {name: "evidence/a"}}, ""},
		{"a file twice", []entry{sound, {name: "a"}, {name: "a"}}, `"a": twice`},
		{"a file and a folder", []entry{sound, {name: "a"}, {name: "a/"}}, `"a/": twice`},
		{"the bundle twice", []entry{sound, sound}, `"bundle.json": twice`},
		{"outside", []entry{sound, {name: "../a"}}, `"../a": not a path`},
		{"outside in between", []entry{sound, {name: "a/../../b"}}, "not a path"},
		{"absolute", []entry{sound, {name: "/a"}}, "not a path"},
		{"two slashes", []entry{sound, {name: "a//b"}}, "not a path"},
		{"backslash", []entry{sound, {name: `a\b`}}, "not a path"},
		{"no name", []entry{sound, {name: ""}}, "not a path"},
		{"the folder itself", []entry{sound, {name: "./"}}, "not a path"},
		{"not UTF-8", []entry{sound, {name: "a\xff"}}, "not a path"},
		{"no bundle", []entry{{name: "evidence/a"}}, "bundle.json: file does not exist"},
		{"bundle in a folder", []entry{{name: "project/bundle.json"}}, "bundle.json: file does not exist"},
		{"empty", nil, "bundle.json: file does not exist"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			data := handmade(t, test.entries...)
			_, err := bundle.OpenReader(bytes.NewReader(data), int64(len(data)), "project.zip")
			switch {
			case test.want == "" && err != nil:
				t.Errorf("error %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "project.zip")):
				t.Errorf("error %v, want project.zip and %s", err, test.want)
			}
		})
	}
	t.Run("cut short", func(t *testing.T) {
		t.Parallel()
		data := zipped(t)
		if _, err := bundle.OpenReader(bytes.NewReader(data[:len(data)-30]), int64(len(data)-30), "project.zip"); err == nil {
			t.Error("no error")
		}
	})
}

// TestZipThatLies reads entries that are not what they are listed as; not more
// comes out than they are listed with.
func TestZipThatLies(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	tests := []struct {
		name  string
		entry entry
	}{
		{"more packed than listed", entry{content: long, size: 1000, method: zip.Deflate}},
		{"less packed than listed", entry{content: long, size: 2 << 20, method: zip.Deflate}},
		{"more stored than listed", entry{content: long, size: 1000}},
		{"another check sum", entry{content: long, method: zip.Deflate, spoilt: true}},
		{"an unknown method", entry{content: long, method: 99}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			evidence, json := test.entry, test.entry
			evidence.name, json.name = "evidence/a", "bundle.json"
			f := openedZip(t, handmade(t, entry{name: "bundle.json", content: "{}"}, evidence))
			data, err := fs.ReadFile(f.Beside(), "evidence/a")
			if err == nil || !strings.Contains(err.Error(), "project.zip") || !strings.Contains(err.Error(), "evidence/a") {
				t.Errorf("error %v, want one that names the zip and the entry", err)
			}
			if listed := max(evidence.size, uint64(len(long))); uint64(len(data)) > listed {
				t.Errorf("%d bytes come out, %d are listed", len(data), listed)
			}
			data = handmade(t, json)
			f, err = bundle.OpenReader(bytes.NewReader(data), int64(len(data)), "project.zip")
			if err == nil {
				_, _, err = bundle.Load(f.JSON, bundle.Options{})
			}
			if err == nil || !strings.Contains(err.Error(), "project.zip") || !strings.Contains(err.Error(), "bundle.json") {
				t.Errorf("error %v, want one that names the zip and the bundle", err)
			}
		})
	}
}

func TestZipOfLargeJSON(t *testing.T) {
	t.Parallel()
	f := openedZip(t, handmade(t, entry{name: "bundle.json", content: strings.Repeat(" ", bundle.MaxSize+1), method: zip.Deflate}))
	problems, err := bundle.Stream(f.JSON, bundle.Options{}, bundle.Sink{})
	if err != nil || len(problems) != 1 || problems[0].Code != bundle.TooLarge {
		t.Errorf("error %v, problems %v, want that it is too large", err, problems)
	}
}

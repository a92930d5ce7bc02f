package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing/iotest"

	"tulos/internal/store"
)

func fileTests() []test {
	return []test{
		{"file lives", (*run).fileLives},
		{"file of 20 MB", (*run).fileLarge},
		{"file replaced", (*run).fileReplaced},
		{"file names", (*run).fileNames},
		{"files by prefix", (*run).filesByPrefix},
		{"file whose source fails", (*run).fileSourceFails},
		{"files at once", (*run).filesConcurrent},
	}
}

// file returns the content of a file.
func (r *run) file(name string) string {
	r.Helper()
	f, err := r.OpenFile(r.ctx, name)
	r.ok(err)
	content, err := io.ReadAll(f)
	r.ok(err)
	r.ok(f.Close())
	return string(content)
}

func (r *run) put(name, content string) store.FileInfo {
	r.Helper()
	info, err := r.PutFile(r.ctx, name, iotest.HalfReader(strings.NewReader(content)))
	r.ok(err)
	r.equal(infoOf(name, content), info)
	return info
}

func infoOf(name, content string) store.FileInfo {
	sum := sha256.Sum256([]byte(content))
	return store.FileInfo{Name: name, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
}

func (r *run) fileLives() {
	for _, content := range []string{"", "hello", strings.Repeat("\x00\xff", 300_000)} {
		_, err := r.StatFile(r.ctx, "photo")
		r.is(err, store.ErrNotFound)
		_, err = r.OpenFile(r.ctx, "photo")
		r.is(err, store.ErrNotFound)
		r.is(r.DeleteFile(r.ctx, "photo"), store.ErrNotFound)

		info := r.put("photo", content)
		stat, err := r.StatFile(r.ctx, "photo")
		r.ok(err)
		r.equal(info, stat)
		f, err := r.OpenFile(r.ctx, "photo")
		r.ok(err)
		r.equal(info, f.FileInfo)
		r.ok(f.Close()) // unread
		if r.file("photo") != content {
			r.Fatal("another content came back")
		}
		r.ok(r.DeleteFile(r.ctx, "photo"))
	}
}

func (r *run) fileLarge() {
	content := make([]byte, 20<<20)
	random := rand.NewChaCha8([32]byte{1})
	if _, err := random.Read(content); err != nil {
		r.Fatal(err)
	}
	info, err := r.PutFile(r.ctx, "film", bytes.NewReader(content))
	r.ok(err)
	r.equal(infoOf("film", string(content)), info)
	if r.file("film") != string(content) {
		r.Fatal("another content came back")
	}
}

// fileReplaced reads a file while it is replaced and then deleted: what was
// open goes on or fails, but never mixes.
func (r *run) fileReplaced() {
	old, updated := strings.Repeat("old", 500_000), strings.Repeat("new!", 500_000)
	r.put("report", old)
	open := func() *store.File {
		r.Helper()
		f, err := r.OpenFile(r.ctx, "report")
		r.ok(err)
		r.Cleanup(func() { f.Close() })
		start := make([]byte, 1000)
		_, err = io.ReadFull(f, start)
		r.ok(err)
		return f
	}
	before := open()
	r.put("report", updated)
	if r.file("report") != updated {
		r.Fatal("the replacement is not what was put")
	}
	r.unmixed(before, old[1000:])
	between := open()
	r.ok(r.DeleteFile(r.ctx, "report"))
	r.unmixed(between, updated[1000:])
	r.put("report", old)
	if r.file("report") != old {
		r.Fatal("the file put after deletion is not what was put")
	}
}

func (r *run) unmixed(f *store.File, rest string) {
	r.Helper()
	content, err := io.ReadAll(f)
	if !strings.HasPrefix(rest, string(content)) || err == nil && len(content) != len(rest) {
		r.Fatalf("read %d bytes, error %v: not the file that was opened", len(content), err)
	}
}

func (r *run) fileNames() {
	for i, name := range []string{
		"../../etc/passwd", "/etc/passwd", "a/b/c", "a", "A", "ä", "a\u0308", "CON", "x:y*?", ".", "..", " ", "line\nbreak",
		strings.Repeat("n", store.MaxFileName),
	} {
		r.put(name, fmt.Sprint("content ", i))
	}
	for i, name := range []string{"../../etc/passwd", "/etc/passwd", "a/b/c", "a", "A"} {
		r.equal(fmt.Sprint("content ", i), r.file(name))
	}
	for _, name := range []string{"", "a\x00b", "\xff", strings.Repeat("n", store.MaxFileName+1)} {
		_, err := r.PutFile(r.ctx, name, strings.NewReader("x"))
		r.is(err, store.ErrInvalid)
	}
}

func (r *run) filesByPrefix() {
	want := []string{"evidence/", "evidence/1", "evidence/10", "evidence/2", "evidence/A", "evidence/a", "evidence/ä"}
	all := append([]string{"evidenc", "evidence", "evidence0", "reports/1", "Evidence/1"}, want...)
	for _, name := range all {
		r.put(name, "content of "+name)
	}
	list := func(prefix string) []string {
		r.Helper()
		var names []string
		for info, err := range r.ListFiles(r.ctx, prefix) {
			r.ok(err)
			r.equal(infoOf(info.Name, "content of "+info.Name), info)
			names = append(names, info.Name)
		}
		return names
	}
	r.equal(want, list("evidence/"))
	r.equal([]string{"reports/1"}, list("r"))
	r.equal([]string(nil), list("x"))
	slices.Sort(all)
	r.equal(all, list(""))
	for _, err := range r.ListFiles(r.ctx, "") {
		r.ok(err)
		break
	}
}

func (r *run) fileSourceFails() {
	r.put("photo", "good")
	fault := errors.New("the line broke")
	half := io.MultiReader(strings.NewReader(strings.Repeat("half", 200_000)), iotest.ErrReader(fault))
	_, err := r.PutFile(r.ctx, "photo", half)
	r.is(err, fault)

	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	source := io.MultiReader(strings.NewReader(strings.Repeat("half", 200_000)),
		readerFunc(func(p []byte) (int, error) { cancel(); return copy(p, "x"), nil }))
	_, err = r.PutFile(ctx, "photo", source)
	r.is(err, context.Canceled)
	_, err = r.PutFile(ctx, "other", strings.NewReader("x"))
	r.is(err, context.Canceled)

	r.equal("good", r.file("photo"))
	_, err = r.StatFile(r.ctx, "other")
	r.is(err, store.ErrNotFound)
}

type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// filesConcurrent puts files under names of their own and under one name:
// each is one of those put, whole.
func (r *run) filesConcurrent() {
	content := func(i int) string { return strings.Repeat(fmt.Sprintf("%02d", i), 100_000+i) }
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for _, name := range []string{fmt.Sprint("own", i), "shared"} {
				if _, err := r.PutFile(r.ctx, name, strings.NewReader(content(i))); err != nil {
					r.Errorf("put: %v", err)
				}
			}
			f, err := r.OpenFile(r.ctx, "shared")
			if err != nil {
				r.Errorf("open: %v", err)
				return
			}
			defer f.Close()
			// The reader compares with the record; being replaced may end it.
			if _, err := io.Copy(io.Discard, f); err == nil && f.Size == 0 {
				r.Error("an empty file, which nobody put")
			}
		})
	}
	wg.Wait()
	for i := range 8 {
		if r.file(fmt.Sprint("own", i)) != content(i) {
			r.Fatalf("own%d is not what was put", i)
		}
	}
	final := r.file("shared")
	if !slices.ContainsFunc([]int{0, 1, 2, 3, 4, 5, 6, 7}, func(i int) bool { return content(i) == final }) {
		r.Fatal("shared is none of the files put")
	}
}

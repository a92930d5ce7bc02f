package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/http"
	"path"
	"sync"

	"tulos/internal/store"
)

//go:embed static
var staticFiles embed.FS

// static sends a file that pages need. Its address may carry its hash (?v=), then
// it may be kept for good.
func static(r *request) error {
	name := path.Join("static", path.Clean("/"+r.Param("file")))
	info, err := fs.Stat(staticFiles, name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return errNotFound
	}
	if err != nil {
		return err
	}
	h := r.Writer.Header()
	h.Set("ETag", `"`+versions()[name]+`"`)
	h.Set("Cache-Control", "public, max-age=3600")
	if r.Query("v") == versions()[name] {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if path.Ext(name) == ".webmanifest" {
		h.Set("Content-Type", "application/manifest+json")
	}
	http.ServeFileFS(r.Writer, r.Request, staticFiles, name)
	return nil
}

// versions are the hashes of all static files, by name.
var versions = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	_ = fs.WalkDir(staticFiles, "static", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := staticFiles.ReadFile(name)
		sum := sha256.Sum256(data)
		all[name] = hex.EncodeToString(sum[:8])
		return err
	})
	return all
})

// asset is the address of a static file, with its version.
func asset(name string) string { return "/static/" + name + "?v=" + versions()["static/"+name] }

func health(r *request) error {
	r.String(http.StatusOK, "ok\n")
	return nil
}

// ready says whether the storage answers.
func ready(r *request) error {
	_, err := r.Service.Engine.StatFile(r.ctx(), "readyz") // any name: what counts is an answer
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		r.logFault(err)
		r.String(http.StatusServiceUnavailable, "storage does not answer\n")
		return nil
	}
	r.String(http.StatusOK, "ready\n")
	return nil
}

package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"tulos/docs"
)

//go:embed static
var staticFiles embed.FS

// Carried files are in the program, in a folder, and are served below a path.
type carried struct {
	files        fs.FS
	folder, path string
	versions     func() map[string]string // hashes of all of them, by name
}

var (
	assets   = carry(staticFiles, "static", "/static/")
	pictures = carry(docs.Guide, "guide/pictures", "/help/pictures/")
)

func carry(files fs.FS, folder, at string) carried {
	return carried{files, folder, at, sync.OnceValue(func() map[string]string {
		all := map[string]string{}
		_ = fs.WalkDir(files, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(files, name)
			sum := sha256.Sum256(data)
			all[strings.TrimPrefix(name, folder+"/")] = hex.EncodeToString(sum[:8])
			return err
		})
		return all
	})}
}

// address is that of a file, with its version.
func (c carried) address(name string) string { return c.path + name + "?v=" + c.versions()[name] }

// asset is the address of a static file, with its version.
func asset(name string) string { return assets.address(name) }

// serve sends the file that a parameter of the route names. Its address may carry its
// hash (?v=), then it may be kept for good.
func (c carried) serve(r *request) error {
	name := strings.TrimPrefix(path.Clean("/"+r.Param("file")), "/")
	version, ok := c.versions()[name]
	if !ok {
		return errNotFound
	}
	h := r.Writer.Header()
	h.Set("ETag", `"`+version+`"`)
	h.Set("Cache-Control", "public, max-age=3600")
	if r.Query("v") == version {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if path.Ext(name) == ".webmanifest" {
		h.Set("Content-Type", "application/manifest+json")
	}
	http.ServeFileFS(r.Writer, r.Request, c.files, path.Join(c.folder, name))
	return nil
}

func health(r *request) error {
	r.String(http.StatusOK, "ok\n")
	return nil
}

// ready says whether this process can serve, and else what is in the way, a line each.
func ready(r *request) error {
	is := r.Service.Ready(r.ctx())
	if is.IsGood() {
		r.String(http.StatusOK, "ready\n")
		return nil
	}
	said := ""
	if is.Storage != nil {
		r.logFault(is.Storage)
		said = "storage cannot be written to\n"
	}
	for _, job := range is.Jobs {
		r.logFault(fmt.Errorf("job %s is not looked after", job))
		said += "job " + job + " is not looked after\n"
	}
	r.String(http.StatusServiceUnavailable, said)
	return nil
}

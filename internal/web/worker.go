package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
)

// shell are the static files that are kept on the devices of those who log.
func shell() []string {
	return []string{
		"tulos.css", "tulos.js", "offline.js", "sans-latin.woff2", "sans-latin-ext.woff2", "sans-cyrillic.woff2",
		"icon.svg", "mark.svg", "wave.svg",
	}
}

// worker is the service worker, told which files it keeps and of which version they are:
// with any other file it is another worker, which the browser takes in place of it.
var worker = sync.OnceValues(func() ([]byte, error) {
	code, err := staticFiles.ReadFile("static/service-worker.js")
	if err != nil {
		return nil, fmt.Errorf("read the service worker: %w", err)
	}
	build := struct {
		Version string   `json:"version"`
		Shell   []string `json:"shell"`
	}{}
	for _, name := range shell() {
		build.Shell = append(build.Shell, asset(name))
	}
	text, err := json.Marshal(build)
	if err != nil {
		return nil, fmt.Errorf("tell the service worker its files: %w", err)
	}
	sum := sha256.Sum256(append(text, code...))
	build.Version = hex.EncodeToString(sum[:8])
	if text, err = json.Marshal(build); err != nil {
		return nil, fmt.Errorf("tell the service worker its version: %w", err)
	}
	return fmt.Appendf(nil, "self.tulosBuild=%s;\n%s", text, code), nil
})

func showWorker(r *request) error {
	code, err := worker()
	if err != nil {
		return err
	}
	r.Writer.Header().Set("Cache-Control", "no-cache")
	r.Data(http.StatusOK, "text/javascript; charset=utf-8", code)
	return nil
}

package web

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/i18n"
	"tulos/internal/web/api"
)

// idHeader carries the id under which a request is logged.
const idHeader = "X-Request-ID"

// identify gives every request an id, and logs it when it has been answered.
func (a *app) identify(c *gin.Context) {
	c.Header(idHeader, rand.Text()[:16])
	start := a.Now()
	a.Metrics.began()
	c.Next()
	took := a.Now().Sub(start)
	a.Metrics.ended(c.FullPath(), knownMethod(c.Request.Method), c.Writer.Status(), took)
	a.Log.InfoContext(c.Request.Context(), "request",
		"id", c.Writer.Header().Get(idHeader), "method", c.Request.Method, "route", c.FullPath(),
		"status", c.Writer.Status(), "bytes", c.Writer.Size(), "took", took)
}

// knownMethod is the method, or "other": a name that somebody made up is kept nowhere.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	}
	return "other"
}

// recover answers a panic with the general page.
func (a *app) recover(c *gin.Context) {
	defer func() {
		if fault := recover(); fault != nil {
			a.Log.ErrorContext(c.Request.Context(), "panic",
				"id", c.Writer.Header().Get(idHeader), "fault", fault, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				req := &request{Context: c, app: a}
				req.general()
			}
			c.Abort()
		}
	}()
	c.Next()
}

// policy lets pages use what this server sends, and nothing else: no script or
// style within a page, no frames.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers by which browsers keep pages safe.
func secure(overHTTPS bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("Cache-Control", "no-store")
		if overHTTPS {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		c.Next()
	}
}

// refuseOtherHosts answers only under the name that people know the product by: under
// another that leads here, a page of somebody else could read it, or be linked to. How the
// server is doing is asked under any name.
func (a *app) refuseOtherHosts(c *gin.Context) {
	path := c.Request.URL.Path
	if a.Address == "" || path == "/healthz" || path == "/readyz" || isHost(c.Request.Host, a.Address) {
		c.Next()
		return
	}
	req := &request{Context: c, app: a}
	words, err := a.Messages.For(req.language())
	if err != nil {
		req.logFault(err)
		req.general()
	} else {
		req.words = words
		text := words.Text("fault.other-host-text", i18n.Args{"Address": a.Address})
		req.showFault(http.StatusMisdirectedRequest, faultView{Heading: words.Text("fault.other-host", nil), Text: text})
	}
	c.Abort()
}

// isHost says whether a request is for the host of an address; proxies may have left the
// port out.
func isHost(host, address string) bool {
	u, err := url.Parse(address)
	asked := url.URL{Host: host}
	return err == nil && strings.EqualFold(strings.TrimSuffix(asked.Hostname(), "."), u.Hostname())
}

// The largest bodies: of forms, and of those that carry files.
const (
	formBytes   = 1 << 20
	uploadBytes = 40 << 20
)

// limit cuts bodies that are too large; reading on is an error then. Only forms with files,
// and programs, may send more than a form has.
func limit(all []route) gin.HandlerFunc {
	takesFiles := map[string]bool{}
	for _, r := range all {
		takesFiles[r.method+" "+r.path] = r.who.takesFiles
	}
	return func(c *gin.Context) {
		most := int64(formBytes)
		isUpload := takesFiles[c.Request.Method+" "+c.FullPath()] || strings.HasPrefix(c.FullPath(), api.Base+"/")
		if isUpload && c.ContentType() == "multipart/form-data" {
			most = uploadBytes
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
		c.Next()
	}
}

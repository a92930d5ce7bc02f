package web

import (
	"crypto/rand"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
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
				req.general(http.StatusInternalServerError)
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

// The largest bodies: of forms, and of those that carry files.
const (
	formBytes   = 1 << 20
	uploadBytes = 40 << 20
)

// limit cuts bodies that are too large; reading on is an error then.
func limit(c *gin.Context) {
	most := int64(formBytes)
	if c.ContentType() == "multipart/form-data" {
		most = uploadBytes
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	c.Next()
}

// Package web is the product in a browser: pages rendered on the server, forms
// that work without scripts, and the files they need. Every route is a line of the
// table in routes.go, with who may take it; a handler decodes what was sent, calls
// one use case, and renders a page or redirects.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"

	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/web/api"
)

// A Config is what the pages need around them.
type Config struct {
	Service *service.Service
	Log     *slog.Logger
	Now     func() time.Time
	Secure  bool     // the browser comes by HTTPS: cookies are for that alone
	Address string   // of the product in a browser; requests for another host are refused, unless it is empty
	Sample  []Person // whoever can sign in to a demo, shown on its first page
	// Messages are those of the installation; nil are the shipped ones.
	Messages *i18n.Catalog
	Privacy  Privacy
	SignOn   SignOn
	// Proxies are the networks of reverse proxies that are believed where a browser is.
	Proxies []netip.Prefix
	Metrics *Metrics // nil: nothing is counted
	Limits  Limits
}

// A Person can sign in to a demo.
type Person struct {
	Name, Email, Password string
	Is                    string // key of the message that says what the person is
}

// An app is what all handlers share.
type app struct {
	Config
	pages    *pages
	sessions *scs.SessionManager
	tries    *tries
	paces    paces
}

// New makes the handler of all pages. The error is a template or a guide that does not
// parse.
func New(c Config) (http.Handler, error) {
	a := &app{Config: c, tries: newTries(c.Now)}
	a.paces = a.newPaces()
	var err error
	if a.pages, err = parsePages(c.Messages); err != nil {
		return nil, err
	}
	if _, err := guideTexts(); err != nil {
		return nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	a.sessions = a.newSessions()
	engine := gin.New()
	engine.UseRawPath, engine.UnescapePathValues = true, true
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.RemoteIPHeaders = []string{"X-Forwarded-For"}
	if err := engine.SetTrustedProxies(names(c.Proxies)); err != nil {
		return nil, err
	}
	engine.MaxMultipartMemory = formBytes // what is more waits on the disk
	all := routes()
	engine.Use(a.identify, a.recover, secure(c.Secure), a.refuseOtherHosts, limit(all))
	for _, r := range all {
		engine.Handle(r.method, r.path, a.handler(r))
	}
	programs, err := api.New(api.Config{
		Service: c.Service, Log: c.Log, Now: c.Now, Messages: c.Messages, ID: requestID, Stranger: a.countStranger,
	})
	if err != nil {
		return nil, err
	}
	programs.Mount(engine)
	none := a.handler(route{who: anyone, serve: notFound})
	engine.NoRoute(eitherWay(programs.NotFound, none))
	engine.NoMethod(eitherWay(programs.NoMethod, none))
	crossOrigin := http.NewCrossOriginProtection()
	compress, err := gzhttp.NewWrapper(gzhttp.EnableZstd(false)) // its fastest level makes pages a quarter larger
	if err != nil {
		return nil, err
	}
	return compress(remember(a.sessions.LoadAndSave(crossOrigin.Handler(engine)))), nil
}

// remember has each request read who asks, and where the project stands, once; and it
// notes which requests change nothing.
func remember(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := store.Remember(r.Context())
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			ctx = context.WithValue(ctx, readingKey{}, true)
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// readingKey is that of a context whose request only reads.
type readingKey struct{}

func isReading(ctx context.Context) bool { return ctx.Value(readingKey{}) != nil }

func names(networks []netip.Prefix) []string {
	var all []string
	for _, n := range networks {
		all = append(all, n.String())
	}
	return all
}

// eitherWay answers programs in one way, and browsers in another.
func eitherWay(program, browser gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if strings.HasPrefix(c.Request.URL.Path, api.Base+"/") {
			program(c)
			return
		}
		browser(c)
	}
}

// languages are those that pages can be in.
func languages() []i18n.Language { return i18n.Shipped() }

// Package api is the product for other programs: /api/v1, as openapi.yaml tells. The
// server is generated from that document; what comes in is held against it before
// anything is done. Whoever asks is the person of the token, narrowed by it: every
// decision about what that person may is one of the use cases.
package api

import (
	"context"
	_ "embed"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"

	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/pkg/pace"
)

// Base is the path below which all of it is.
const Base = "/api/v1"

//go:embed openapi.yaml
var document []byte

// A Config is what the API needs around it.
type Config struct {
	Service  *service.Service
	Log      *slog.Logger
	Now      func() time.Time
	Messages *i18n.Catalog // nil are the shipped ones
	// ID is under which a request is in the log.
	ID func(*gin.Context) string
	// Stranger counts a request that has no good token, by where it comes from.
	Stranger func(*gin.Context) pace.Turn
}

// An API serves programs. It is safe for use by many goroutines.
type API struct {
	Config
	contract   *openapi3.T
	operations map[string]*routers.Route // by method and path, as gin writes it
	words      *i18n.Localizer
	tokens     *pace.Pace // by their hash
}

// New makes the API. The error is a document that cannot be read.
func New(c Config) (*API, error) {
	t, err := Contract()
	if err != nil {
		return nil, err
	}
	words, err := c.Messages.For(i18n.English)
	if err != nil {
		return nil, err
	}
	return &API{Config: c, contract: t, operations: operations(t), words: words, tokens: pace.New(c.Now, tokenRate)}, nil
}

// Contract is what the API promises, as OpenAPI 3.1.
func Contract() (*openapi3.T, error) {
	t, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	return t, nil
}

// Mount adds the routes to an engine.
func (a *API) Mount(engine *gin.Engine) {
	engine.GET(Base+"/openapi.yaml", func(c *gin.Context) { c.Data(http.StatusOK, "application/yaml; charset=utf-8", document) })
	group := engine.Group(Base, a.recover, a.admit, a.check)
	RegisterHandlersWithOptions(group, NewStrictHandlerWithOptions(server{a}, nil, StrictGinServerOptions{
		RequestErrorHandlerFunc:  a.fail,
		HandlerErrorFunc:         a.fail,
		ResponseErrorHandlerFunc: a.fail,
	}), GinServerOptions{ErrorHandler: func(c *gin.Context, err error, _ int) { a.fail(c, fmt.Errorf("%w: %w", errUnreadable, err)) }})
}

// recover answers a panic as a fault.
func (a *API) recover(c *gin.Context) {
	defer func() {
		if fault := recover(); fault != nil {
			a.fail(c, fmt.Errorf("panic: %v", fault))
		}
	}()
	c.Next()
}

// A server has the operations, by the names that the document gives them.
type server struct{ *API }

type callerKey struct{}

// caller is for whom a program has come, and the context of its request.
func caller(ctx context.Context) (context.Context, service.By) {
	if c, isGin := ctx.(*gin.Context); isGin {
		ctx = c.Request.Context()
	}
	return ctx, ctx.Value(callerKey{}).(service.By) //nolint:forcetypeassert // admit has put it there, or nothing may be done
}

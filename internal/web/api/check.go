package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/gin-gonic/gin"
)

// operations are those of the document, by method and path as gin writes it.
func operations(t *openapi3.T) map[string]*routers.Route {
	all := map[string]*routers.Route{}
	for path, item := range t.Paths.Map() {
		inGin := Base + strings.NewReplacer("{", ":", "}", "").Replace(path)
		for method, operation := range item.Operations() {
			all[method+" "+inGin] = &routers.Route{Spec: t, Path: path, PathItem: item, Method: method, Operation: operation}
		}
	}
	return all
}

// operation is the one that a request asks for.
func (a *API) operation(c *gin.Context) *routers.Route {
	return a.operations[c.Request.Method+" "+c.FullPath()]
}

// check holds a request against the document. Files are read where they are taken.
func (a *API) check(c *gin.Context) {
	parameters := map[string]string{}
	for _, p := range c.Params {
		parameters[p.Key] = p.Value
	}
	in := &openapi3filter.RequestValidationInput{
		Request: c.Request, PathParams: parameters, Route: a.operation(c),
		Options: &openapi3filter.Options{
			MultiError: true, SkipSettingDefaults: true, AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
			ExcludeRequestBody: c.ContentType() == gin.MIMEMultipartPOSTForm, RejectWhenRequestBodyNotSpecified: true,
		},
	}
	for name := range c.Request.URL.Query() {
		if !hasParameter(in.Route, name) {
			a.fail(c, &unfitError{[]FieldProblem{{Code: "unknown", Detail: "There is a parameter that is not known here."}}})
			return
		}
	}
	if err := openapi3filter.ValidateRequest(c.Request.Context(), in); err != nil {
		a.fail(c, unfit(err))
		return
	}
	c.Next()
}

func hasParameter(r *routers.Route, name string) bool {
	return r.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) != nil
}

// An unfitError is a request that is not as the document tells.
type unfitError struct{ fields []FieldProblem }

func (*unfitError) Error() string { return "the request is not as the document tells" }

// unfit is what does not fit the document, place by place; an error of reading stays
// what it is.
func unfit(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return err
	}
	u := &unfitError{}
	u.add(err, FieldProblem{})
	return u
}

// mostUnfit is how many places are told.
const mostUnfit = 100

// add adds what an error tells about a place. Nothing of what was sent is in it.
func (u *unfitError) add(err error, at FieldProblem) {
	if len(u.fields) >= mostUnfit {
		return
	}
	var several openapi3.MultiError
	var request *openapi3filter.RequestError
	var schema *openapi3.SchemaError
	switch {
	case errors.As(err, &several) && isDirect[openapi3.MultiError](err):
		for _, one := range several {
			u.add(one, at)
		}
	case errors.As(err, &request) && isDirect[*openapi3filter.RequestError](err):
		if request.Parameter != nil {
			at.Parameter = request.Parameter.Name
		}
		u.addRequest(request, at)
	case errors.As(err, &schema):
		u.addSchema(schema, at)
	default:
		at.Code, at.Detail = "unreadable", "This cannot be read."
		u.fields = append(u.fields, at)
	}
}

// isDirect says whether an error is one of a type itself, not only what is within it.
func isDirect[E error](err error) bool {
	_, is := err.(E) //nolint:errorlint // what is within comes later
	return is
}

func (u *unfitError) addRequest(r *openapi3filter.RequestError, at FieldProblem) {
	switch {
	case errors.Is(r.Err, openapi3filter.ErrInvalidRequired):
		at.Code, at.Detail = "required", "This must be there."
		u.fields = append(u.fields, at)
	case r.Err == nil && r.RequestBody != nil:
		at.Code, at.Detail = "content-type", "The content is of a type that is not taken here."
		u.fields = append(u.fields, at)
	default:
		u.add(r.Err, at)
	}
}

func (u *unfitError) addSchema(s *openapi3.SchemaError, at FieldProblem) {
	var within openapi3.MultiError
	if s.Origin != nil && errors.As(s.Origin, &within) {
		u.add(within, at)
		return
	}
	if path := s.JSONPointer(); len(path) > 0 {
		at.Pointer = pointer(path)
	}
	at.Code, at.Detail = s.SchemaField, "This is not as the document tells: "+s.SchemaField+"."
	u.fields = append(u.fields, at)
}

// pointer is a JSON pointer (RFC 6901).
func pointer(path []string) string {
	var b strings.Builder
	for _, part := range path {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(part))
	}
	return b.String()
}

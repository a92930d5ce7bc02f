package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/service"
)

// admit finds out for whom a program comes, and lets it in as often as it may.
func (a *API) admit(c *gin.Context) {
	takesPassword := a.takesPassword(c)
	by, err := a.Service.ByToken(c.Request.Context(), tokenOf(c.Request, takesPassword))
	if service.IsKind(err, service.NotFound) {
		if turn := a.Stranger(c); !turn.May {
			tellWait(c.Writer.Header(), turn.Wait)
			a.fail(c, errTooMany)
			return
		}
		c.Writer.Header().Add("WWW-Authenticate", `Bearer realm="Tulos"`)
		if takesPassword {
			c.Writer.Header().Add("WWW-Authenticate", `Basic realm="Tulos", charset="UTF-8"`)
		}
		a.fail(c, errNoToken)
		return
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	turn := a.tokens.Take(by.Token.Hash)
	if tellTurn(c.Writer.Header(), turn); !turn.May {
		a.fail(c, errTooMany)
		return
	}
	if key := c.GetHeader("Idempotency-Key"); key != "" && c.Request.Method == http.MethodPost {
		by.Key = "api/" + string(by.User) + "/" + key
	}
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), callerKey{}, by))
	c.Next()
}

// takesPassword says whether the token can come as a password, by the document.
func (a *API) takesPassword(c *gin.Context) bool {
	security := a.operation(c).Operation.Security
	return security != nil && len(*security) > 1
}

// tokenOf is the token that a request has come with; "" for none.
func tokenOf(r *http.Request, takesPassword bool) string {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	if _, password, ok := r.BasicAuth(); ok && takesPassword {
		return password
	}
	return ""
}

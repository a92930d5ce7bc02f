package web

import (
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"tulos/pkg/pace"
)

// Limits are how often somebody may ask within a minute, all at once or one by one. None
// (0) is as often as they like.
type Limits struct {
	Person  int // for pages and forms, whoever is signed in
	Address int // the same for all who are not, from one address
	Costly  int // for what is costly, a person or an address
}

// paces count what is asked for: by person where somebody is signed in, else by address.
type paces struct{ person, address, costly *pace.Pace }

func (a *app) newPaces() paces {
	each := func(atOnce int) *pace.Pace {
		return pace.New(a.Now, pace.Rate{AtOnce: atOnce, Within: time.Minute})
	}
	return paces{each(a.Limits.Person), each(a.Limits.Address), each(a.Limits.Costly)}
}

// A tooOftenError is the error that somebody asks too often, and how long to wait.
type tooOftenError struct{ wait time.Duration }

func (tooOftenError) Error() string { return "too many requests" }

// count counts a request by what it costs. The error is tooOftenError where it is one too many.
func (r *request) count() error {
	name, by := sourceOf(r.ClientIP()), r.paces.address
	if r.user != nil {
		name, by = "user "+string(r.user.ID), r.paces.person
	}
	switch cost := r.who.cost; {
	case cost == free:
		return nil
	case cost == high, cost == highForSearch && r.Query("q") != "":
		by = r.paces.costly
	}
	if turn := by.Take(name); !turn.May {
		return tooOftenError{turn.Wait}
	}
	return nil
}

// countStranger counts a request of a program that has no good token.
func (a *app) countStranger(c *gin.Context) pace.Turn {
	return a.paces.address.Take(sourceOf(c.ClientIP()))
}

// refuseTooOften answers 429, with the form that was sent: nothing that was typed is lost.
func (r *request) refuseTooOften(often tooOftenError) {
	r.Header("Retry-After", strconv.Itoa(max(1, int(math.Ceil(often.wait.Seconds())))))
	view := faultView{Heading: r.words.Text("fault.too-often", nil), Text: r.words.Text("fault.too-often-text", nil)}
	r.askLater(http.StatusTooManyRequests, view)
}

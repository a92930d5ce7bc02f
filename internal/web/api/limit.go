package api

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"tulos/pkg/pace"
)

// tokenRate is how often a token may be used.
var tokenRate = pace.Rate{AtOnce: 600, Within: time.Minute}

// tellTurn tells a program how many more requests there are
// (draft-ietf-httpapi-ratelimit-headers) and after which time (RFC 9110).
func tellTurn(h http.Header, t pace.Turn) {
	h.Set("RateLimit-Policy", fmt.Sprintf(`"token";q=%d;w=%d`, tokenRate.AtOnce, seconds(tokenRate.Within)))
	h.Set("RateLimit", fmt.Sprintf(`"token";r=%d;t=%d`, t.Left, seconds(t.Full)))
	if !t.May {
		tellWait(h, t.Wait)
	}
}

// tellWait tells how long to wait: a second at least.
func tellWait(h http.Header, wait time.Duration) {
	h.Set("Retry-After", strconv.Itoa(max(1, seconds(wait))))
}

// seconds are whole ones, none too few.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

package api

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How often a token may be used: so many times at once, and all of these again within a
// minute.
const (
	requestsAtOnce = 600
	requestWindow  = time.Minute
	mostLimited    = 10_000 // tokens that are remembered
)

// limits hold back tokens that are used too often. What they remember is lost when the
// server stops.
type limits struct {
	now func() time.Time
	mu  sync.Mutex
	of  map[string]*rate.Limiter
}

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, of: map[string]*rate.Limiter{}}
}

// take lets a request with a token through, or not, and tells how many more there are
// (draft-ietf-httpapi-ratelimit-headers) and after which time (RFC 9110).
func (l *limits) take(token string, h http.Header) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	limiter := l.of[token]
	if limiter == nil {
		l.makeRoom(now)
		limiter = rate.NewLimiter(rate.Limit(requestsAtOnce/requestWindow.Seconds()), requestsAtOnce)
		l.of[token] = limiter
	}
	may := limiter.AllowN(now, 1)
	left := max(0, limiter.TokensAt(now))
	full := int(math.Ceil((requestsAtOnce - left) / float64(limiter.Limit())))
	h.Set("RateLimit-Policy", fmt.Sprintf(`"token";q=%d;w=%d`, requestsAtOnce, int(requestWindow.Seconds())))
	h.Set("RateLimit", fmt.Sprintf(`"token";r=%d;t=%d`, int(left), full))
	if !may {
		h.Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil((1-left)/float64(limiter.Limit()))))))
	}
	return may
}

// makeRoom forgets the tokens that have not been used of late.
func (l *limits) makeRoom(now time.Time) {
	if len(l.of) < mostLimited {
		return
	}
	for token, limiter := range l.of {
		if limiter.TokensAt(now) >= requestsAtOnce {
			delete(l.of, token)
		}
	}
}

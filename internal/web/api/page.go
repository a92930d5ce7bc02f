package api

import (
	"strconv"
	"strings"

	"tulos/internal/service"
	"tulos/internal/store"
)

// pageSize is how many items a page of a list has unless its reader says.
const pageSize = 50

// listing asks for a page.
func listing(f service.Filter, order string, limit int, cursor string) service.Listing {
	l := service.Listing{Filter: f, Order: service.Order(order), After: store.Cursor(cursor), Limit: limit}
	if order == "newest" {
		l.Order = service.Newest
	}
	if limit == 0 {
		l.Limit = pageSize
	}
	return l
}

// etag is the tag of a revision.
func etag(rev int64) string { return `"` + strconv.FormatInt(rev, 10) + `"` }

// revision is the one that If-Match names; one that is none of ours is no revision at all.
func revision(ifMatch string) (int64, error) {
	if ifMatch == "" {
		return 0, errNoMatch
	}
	text := strings.TrimSuffix(strings.TrimPrefix(ifMatch, `"`), `"`)
	rev, err := strconv.ParseInt(text, 10, 64)
	if err != nil || etag(rev) != ifMatch {
		return -1, nil //nolint:nilerr // nothing has that revision: it was changed
	}
	return rev, nil
}

package store

import (
	"strings"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// The largest sizes, in bytes. MaxBody leaves room within MongoDB's 16 MiB.
const (
	MaxID       = 256
	MaxKey      = 1024
	MaxBody     = 15 << 20
	MaxFileName = 512
)

// Document is one stored document. Rev is 1 after its insert.
type Document struct {
	ID   string
	Rev  int64
	Body bson.Raw
}

func checkText(what, s string, limit int) error {
	switch {
	case len(s) > limit:
		return invalid("%s is longer than %d bytes", what, limit)
	case !utf8.ValidString(s):
		return invalid("%s is not UTF-8", what)
	case strings.ContainsRune(s, 0):
		return invalid("%s has a zero byte", what)
	}
	return nil
}

func checkID(id string) error {
	if id == "" {
		return invalid("an empty id")
	}
	return checkText("id", id, MaxID)
}

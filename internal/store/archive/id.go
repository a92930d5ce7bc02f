package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

var (
	escape   = strings.NewReplacer("%", "%25", "/", "%2F")
	unescape = strings.NewReplacer("%25", "%", "%2F", "/")
)

// ProjectOf returns the project of a document of its log, by the document's id; ok is
// false where that is of no such document.
func ProjectOf(id string) (project partnership.ProjectCode, ok bool) {
	first, _, ok := strings.Cut(id, "/")
	return partnership.ProjectCode(unescape.Replace(first)), ok
}

// joined makes an id of parts, with slashes between them. All but the last have
// their own slashes escaped, so that no two lists of parts make the same id. One
// that is too long ends in its hash.
func joined[S ~string](first S, rest ...string) string {
	var space [store.MaxID]byte
	id, part := space[:0], string(first)
	for _, next := range rest {
		id = append(append(id, escape.Replace(part)...), '/')
		part = next
	}
	id = append(id, part...)
	if len(id) <= store.MaxID {
		return string(id)
	}
	sum := sha256.Sum256(id)
	tail := "#" + hex.EncodeToString(sum[:])
	return strings.ToValidUTF8(string(id[:store.MaxID-len(tail)]), "") + tail
}

// padded writes a number with leading zeros, so that ids are in its order.
func padded[N ~int](n N, digits int) string {
	const zeros = "0000000000"
	s := strconv.Itoa(int(n))
	return zeros[:min(max(digits-len(s), 0), len(zeros))] + s
}

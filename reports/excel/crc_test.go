package excel

import (
	"hash/crc32"
	"strings"
	"testing"
)

func TestJoinedSum(t *testing.T) {
	text := []byte(strings.Repeat("Rows of activities ", 500))
	for _, at := range []int{0, 1, 7, 256, 4097, len(text)} {
		got := joinedSum(crc32.ChecksumIEEE(text[:at]), crc32.ChecksumIEEE(text[at:]), uint64(len(text)-at))
		if want := crc32.ChecksumIEEE(text); got != want {
			t.Errorf("parted at %d: %08x, want %08x", at, got, want)
		}
	}
}

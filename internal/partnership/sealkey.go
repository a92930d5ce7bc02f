package partnership

import (
	"fmt"
	"io"
	"time"
)

// A SealKey is an Ed25519 key (RFC 8032) with which the installation signs sealed
// reports. One is in use at a time; those before it stay, so that what they signed
// can be checked, but cannot sign any more.
type SealKey struct {
	No     int      // 1 is the installation's first
	ID     string   // of the public key, as internal/seal names it
	Public []byte   // 32 bytes
	Seed   SealSeed // 32 bytes; empty once another key has taken its place
	Since  time.Time
	Until  time.Time // zero while it is in use
}

// A SealSeed is what a private key is made of. Whatever prints, logs or encodes it
// gets a word in its place.
type SealSeed []byte

const hidden = "[hidden]"

// Format prints a word, whatever the verb.
func (SealSeed) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, hidden) // fmt takes no error
}

// MarshalText gives encoders, those of logs among them, a word.
func (SealSeed) MarshalText() ([]byte, error) { return []byte(hidden), nil }

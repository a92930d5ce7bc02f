package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
)

// SeedSize is the length of what a private key is made of, in bytes.
const SeedSize = ed25519.SeedSize

// A KeyID names a public key: the first 8 bytes of its SHA-256, in hexadecimal.
type KeyID string

// ID names a public key of 32 bytes.
func ID(public []byte) KeyID {
	sum := sha256.Sum256(public)
	return KeyID(hex.EncodeToString(sum[:8]))
}

// Public is the public key, of 32 bytes, of the private key made of a seed.
func Public(seed []byte) []byte {
	key := ed25519.NewKeyFromSeed(seed)
	return key[ed25519.SeedSize:]
}

// Keys are the public keys that are trusted.
type Keys map[KeyID]ed25519.PublicKey

// Add puts a key among those that are trusted. One that is not of 32 bytes is an
// error.
func (k Keys) Add(public []byte) error {
	if len(public) != ed25519.PublicKeySize {
		return fmt.Errorf("a public key of %d bytes, not %d", len(public), ed25519.PublicKeySize)
	}
	k[ID(public)] = bytes.Clone(public)
	return nil
}

const pemType = "PUBLIC KEY"

// PEM writes a public key as other programs read it: PKIX in PEM.
func PEM(public []byte) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(ed25519.PublicKey(public))
	if err != nil {
		return nil, fmt.Errorf("write a public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemType, Bytes: der}), nil
}

// ErrNoKey says that a text has no public key of Ed25519 in it.
var ErrNoKey = errors.New("no public key of Ed25519")

// ParsePEM reads the public keys of a text, one after another; what stands between
// them is left out.
func ParsePEM(text []byte) (Keys, error) {
	keys := Keys{}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != pemType {
			continue
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		public, ok := parsed.(ed25519.PublicKey)
		if err != nil || !ok {
			return nil, ErrNoKey
		}
		if err := keys.Add(public); err != nil {
			return nil, err
		}
	}
	if len(keys) == 0 {
		return nil, ErrNoKey
	}
	return keys, nil
}

package testtool

import "github.com/descope/virtualwebauthn"

// keySize is that of a public key of P-256 as RFC 9053 has it, with coordinates of 32 bytes.
const keySize = 77

// NewPasskey makes a passkey of an authenticator in software. That one leaves zeros at the
// beginning of a coordinate out, and a server refuses such a key, as it must: one of
// 128 is thrown away for it.
func NewPasskey() virtualwebauthn.Credential {
	for {
		passkey := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		if len(passkey.Key.AttestationData()) == keySize {
			return passkey
		}
	}
}

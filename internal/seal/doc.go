// Package seal makes and checks the manifests of sealed reports: what belongs to a
// version, with sizes and hashes, signed with an Ed25519 key of the installation.
// The format is in docs/sealing.md.
package seal

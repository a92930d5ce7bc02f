package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Format names the form of manifests.
const Format = "tulos-seal-1"

// A Manifest says what belongs to a sealed version. Its fields are in the order in
// which they are signed: that of their names in JSON.
type Manifest struct {
	Data      string    `json:"data"`     // DataHash: 64 hexadecimal digits
	DataDate  string    `json:"dataDate"` // 2026-11-28
	Files     []File    `json:"files"`    // all of the version, but the manifest
	Format    string    `json:"format"`
	Key       KeyID     `json:"key"` // that signed it
	Period    int       `json:"period"`
	Project   string    `json:"project"`
	Report    string    `json:"report"` // Number
	Sealed    time.Time `json:"sealed"` // UTC
	Signature []byte    `json:"signature,omitempty"`
	Version   int       `json:"version"`
}

// A File is a file of a version.
type File struct {
	Name   string `json:"name"`   // "report.en.pdf"
	SHA256 string `json:"sha256"` // 64 hexadecimal digits
	Size   int64  `json:"size"`   // bytes
}

// Why a manifest, or a file, is not genuine.
var (
	ErrNoManifest = errors.New("not a manifest of a sealed report")
	ErrForeignKey = errors.New("signed with a key that is not trusted")
	ErrSignature  = errors.New("the signature is not of this manifest")
)

// The files of which the hash of the data is made.
const (
	FiguresFile    = "figures.json"
	NarrativesFile = "narratives.json"
)

// DataHash is the hash of what a report says: the SHA-256 of the lines that sha256sum
// prints of its figures and its narratives.
func DataHash(figures, narratives string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s  %s\n%s  %s\n", figures, FiguresFile, narratives, NarrativesFile))
	return hex.EncodeToString(sum[:])
}

// sealDigits is how much of the hash of the data is in a report's number.
const sealDigits = 12

// Number is the number of a report, as it is printed: project, period, version, and
// the beginning of the hash of its data.
func Number(project string, period, version int, data string) string {
	return fmt.Sprintf("%s-P%d-V%d-%s", project, period, version, strings.ToUpper(data[:min(sealDigits, len(data))]))
}

// Sign completes the manifest and signs it with the private key of the seed. It
// returns the manifest as it is kept.
func (m *Manifest) Sign(seed []byte) ([]byte, error) {
	key := ed25519.NewKeyFromSeed(seed)
	m.Format, m.Key, m.Signature = Format, ID(key[ed25519.SeedSize:]), nil
	m.Report = Number(m.Project, m.Period, m.Version, m.Data)
	m.Sealed = m.Sealed.UTC().Truncate(time.Millisecond)
	signed, err := m.canonical()
	if err != nil {
		return nil, err
	}
	m.Signature = ed25519.Sign(key, signed)
	return m.canonical()
}

// canonical is the one form that a manifest has: JSON without space between its
// parts, the names in order.
func (m *Manifest) canonical() ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false)
	if err := out.Encode(m); err != nil {
		return nil, fmt.Errorf("write a manifest: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Parse reads a manifest. What is not in the form that Sign writes, to the last
// byte, is ErrNoManifest. Whether it is genuine is for Check to say.
func Parse(text []byte) (*Manifest, error) {
	var m Manifest
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&m); err != nil || m.Format != Format {
		return nil, ErrNoManifest
	}
	if again, err := m.canonical(); err != nil || !bytes.Equal(again, text) {
		return nil, ErrNoManifest
	}
	return &m, nil
}

// Check says whether one of the keys has signed the manifest as it is: else it is
// ErrForeignKey or ErrSignature.
func (m *Manifest) Check(trusted Keys) error {
	public, ok := trusted[m.Key]
	if !ok {
		return ErrForeignKey
	}
	unsigned := *m
	unsigned.Signature = nil
	signed, err := unsigned.canonical()
	if err != nil {
		return err
	}
	if !ed25519.Verify(public, signed, m.Signature) || m.Report != Number(m.Project, m.Period, m.Version, m.Data) {
		return ErrSignature
	}
	return nil
}

// File finds the file with the hash, of 64 hexadecimal digits.
func (m *Manifest) File(hash string) (f File, ok bool) {
	for _, f := range m.Files {
		if f.SHA256 == hash {
			return f, true
		}
	}
	return File{}, false
}

// Hash is the SHA-256 of what r has, in 64 hexadecimal digits.
func Hash(r io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
)

// A seal is the comment of a backup: its format and the SHA-256 of all that
// comes before the hash itself. It is the end of the file.
const (
	hashLength = 2 * sha256.Size
	sealLength = len(backupFormat) + 1 + hashLength
	endLength  = 22 // of what a zip file ends with, without the comment
	endSign    = "PK\x05\x06"
	entrySign  = "PK\x03\x04"
	entryName  = 30 // where the name of the first entry begins
)

// blankSeal is the comment before the hash is known.
func blankSeal() string { return backupFormat + " " + strings.Repeat("0", hashLength) }

// sealer passes on what is written, but for the blank hash at the end, in whose
// place finish writes the hash.
type sealer struct {
	to   io.Writer
	sum  hash.Hash
	held []byte
	size int64
}

func newSealer(w io.Writer) *sealer { return &sealer{to: w, sum: sha256.New()} }

func (s *sealer) Write(p []byte) (int, error) {
	s.held = append(s.held, p...)
	if over := len(s.held) - hashLength; over > 0 {
		if err := s.pass(s.held[:over]); err != nil {
			return 0, err
		}
		s.held = append(s.held[:0], s.held[over:]...)
	}
	return len(p), nil
}

func (s *sealer) pass(p []byte) error {
	n, err := s.to.Write(p)
	s.size += int64(n)
	s.sum.Write(p[:n])
	return err
}

// finish returns size and SHA-256 of the whole file.
func (s *sealer) finish() (size int64, sum string, err error) {
	if !strings.HasSuffix(blankSeal(), string(s.held)) || len(s.held) != hashLength {
		return 0, "", errors.New("the archive does not end in its comment")
	}
	err = s.pass([]byte(hex.EncodeToString(s.sum.Sum(nil))))
	return s.size, hex.EncodeToString(s.sum.Sum(nil)), err
}

// checkSeal says whether the file is as it was written, and returns the SHA-256
// of all of it. A file that is no backup is ErrInvalid, one of a newer format
// ErrNewer, one whose end is missing ErrCorrupt.
func checkSeal(ctx context.Context, r io.ReaderAt, size int64) (whole bool, sum string, err error) {
	want, err := readSeal(r, size)
	if err != nil {
		return false, "", err
	}
	h := sha256.New()
	in := &steadyReader{ctx: ctx, from: io.NewSectionReader(r, 0, size-int64(hashLength))}
	if _, err := io.Copy(h, in); err != nil {
		return false, "", fmt.Errorf("read backup: %w", err)
	}
	whole = hex.EncodeToString(h.Sum(nil)) == want
	h.Write([]byte(want))
	return whole, hex.EncodeToString(h.Sum(nil)), nil
}

// readSeal returns the hash that the file ends with.
func readSeal(r io.ReaderAt, size int64) (string, error) {
	length := int64(endLength + sealLength)
	end := make([]byte, length)
	if size >= length {
		if _, err := r.ReadAt(end, size-length); err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read backup: %w", err)
		}
	}
	format, want, sealed := strings.Cut(string(end[endLength:]), " ")
	switch {
	case !bytes.HasPrefix(end, []byte(endSign)) || int(binary.LittleEndian.Uint16(end[endLength-2:])) != sealLength:
		return "", noSeal(r)
	case sealed && format == backupFormat:
		return want, nil
	case strings.HasPrefix(format, backupFamily):
		return "", fmt.Errorf("%w: format %q", ErrNewer, format)
	}
	return "", noSeal(r)
}

// noSeal returns the error of a file that does not end as a backup does: by its
// beginning it is one that was cut off, or none.
func noSeal(r io.ReaderAt) error {
	start := make([]byte, entryName+len(documentsFolder))
	n, err := r.ReadAt(start, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read backup: %w", err)
	}
	sign, name := start[:min(n, len(entrySign))], start[min(n, entryName):n]
	if strings.HasPrefix(entrySign, string(sign)) && strings.HasPrefix(documentsFolder, string(name)) {
		return damaged("the file is cut off, its end is missing")
	}
	return invalid("the file is no backup of Tulos")
}

// steadyReader reads until its context ends.
type steadyReader struct {
	ctx  context.Context
	from io.Reader
}

func (r *steadyReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

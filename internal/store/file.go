package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// FileInfo is the record of a file.
type FileInfo struct {
	Name   string
	Size   int64
	SHA256 string // 64 lower-case hexadecimal digits
}

// File is a file open for reading. At its end Read compares size and SHA-256
// with the record: ErrCorrupt in place of io.EOF if they differ.
type File struct {
	FileInfo
	body io.ReadCloser
	sum  hash.Hash
	read int64
}

// NewFile returns the file with that record and those bytes.
func NewFile(info FileInfo, body io.ReadCloser) *File {
	return &File{FileInfo: info, body: body, sum: sha256.New()}
}

func (f *File) Read(p []byte) (int, error) {
	n, err := f.body.Read(p)
	f.read += int64(n)
	f.sum.Write(p[:n])
	if err == io.EOF && (f.read != f.Size || hex.EncodeToString(f.sum.Sum(nil)) != f.SHA256) {
		return n, fmt.Errorf("read file %s: %w", f.Name, ErrCorrupt)
	}
	return n, err
}

// Close releases the file.
func (f *File) Close() error { return f.body.Close() }

// CheckFileName returns ErrInvalid for a name that is empty, longer than
// MaxFileName, not UTF-8 or has a zero byte. Any other name is good.
func CheckFileName(name string) error {
	if name == "" {
		return invalid("an empty file name")
	}
	return checkText("file name", name, MaxFileName)
}

// Intake reads a new file's bytes from r and keeps its record meanwhile. It
// stops with ctx.
type Intake struct {
	ctx  context.Context
	from io.Reader
	info FileInfo
	sum  hash.Hash
}

// NewIntake starts reading a file of that name from r.
func NewIntake(ctx context.Context, name string, r io.Reader) *Intake {
	return &Intake{ctx, r, FileInfo{Name: name}, sha256.New()}
}

func (in *Intake) Read(p []byte) (int, error) {
	if err := in.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := in.from.Read(p)
	in.info.Size += int64(n)
	in.sum.Write(p[:n])
	return n, err
}

// Info returns the record of what was read so far.
func (in *Intake) Info() FileInfo {
	info := in.info
	info.SHA256 = hex.EncodeToString(in.sum.Sum(nil))
	return info
}

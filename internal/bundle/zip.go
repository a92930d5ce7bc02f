package bundle

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// zipJSON is what the JSON of a bundle is called in a zip.
const zipJSON = "bundle.json"

// What a zip may have at most.
const (
	maxZipEntries   = 20_000
	maxZipSize      = 2 << 30 // bytes of all files unpacked
	maxZipDirectory = 8 << 20 // bytes that list the entries
)

func beginsAsZip(r io.ReaderAt) (bool, error) {
	var begins [4]byte
	_, err := r.ReadAt(begins[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, err
	}
	s := string(begins[:])
	return s == "PK\x03\x04" || s == "PK\x05\x06", nil
}

// A zipFS reads files from a zip. Of each only as much comes out as the zip lists
// it with (archive/zip sees to that), and these sizes are bounded.
type zipFS struct {
	*zip.Reader
	name string
}

func openZip(r io.ReaderAt, size int64, name string) (*zipFS, error) {
	directory := &bounded{ReaderAt: r, left: maxZipDirectory}
	files, err := zip.NewReader(directory, size)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	directory.isOpen = true
	if len(files.File) > maxZipEntries {
		return nil, fmt.Errorf("%s: %w", name, errZipEntries)
	}
	if err := checkEntries(files.File); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &zipFS{files, name}, nil
}

var (
	errZipEntries = fmt.Errorf("more than %d files in it", maxZipEntries)
	errZipList    = errors.New("its list of files is too long")
	errZipSize    = errors.New("more than 2 GiB in it")
	errZipName    = errors.New("not a path inside it")
	errZipTwice   = errors.New("twice in it")
)

// checkEntries finds an entry without a clear name, and too much in all.
func checkEntries(entries []*zip.File) error {
	var size uint64
	seen := make(map[string]bool, len(entries))
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name, "/")
		switch {
		case !isEntryName(name):
			return fmt.Errorf("%q: %w", e.Name, errZipName)
		case seen[name]:
			return fmt.Errorf("%q: %w", e.Name, errZipTwice)
		case e.UncompressedSize64 > maxZipSize-size:
			return fmt.Errorf("%q: %w", e.Name, errZipSize)
		}
		size += e.UncompressedSize64
		seen[name] = true
	}
	return nil
}

func isEntryName(name string) bool {
	return name != "." && fs.ValidPath(name) && !strings.Contains(name, `\`)
}

// Open opens a file or folder of the zip.
func (z *zipFS) Open(name string) (fs.File, error) {
	f, err := z.Reader.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", z.name, named(name, err))
	}
	if folder, ok := f.(fs.ReadDirFile); ok {
		return folder, nil
	}
	return &zipFile{f, z.name, name}, nil
}

// named makes sure that an error names a file.
func named(name string, err error) error {
	if known := (*fs.PathError)(nil); errors.As(err, &known) {
		return err
	}
	return &fs.PathError{Op: "open", Path: name, Err: err}
}

// A zipFile names itself where it cannot be read.
type zipFile struct {
	fs.File
	zip, name string
}

func (f *zipFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%s: %w", f.zip, &fs.PathError{Op: "read", Path: f.name, Err: err})
	}
	return n, err
}

// bounded lets so many bytes be read until it is open.
type bounded struct {
	io.ReaderAt
	left   int
	isOpen bool
}

func (b *bounded) ReadAt(p []byte, offset int64) (int, error) {
	if !b.isOpen {
		if b.left -= len(p); b.left < 0 {
			return 0, errZipList
		}
	}
	return b.ReaderAt.ReadAt(p, offset)
}

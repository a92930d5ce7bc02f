package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// A File is a bundle at rest: its JSON, and what lies beside it.
type File struct {
	json   Opener
	beside fs.FS
	close  func() error
}

// JSON opens the JSON of the bundle, as an Opener does.
func (f *File) JSON() (io.ReadCloser, error) { return f.json() }

// Beside is where the evidence of the bundle lies.
func (f *File) Beside() fs.FS { return f.beside }

// Close closes what JSON and Beside read from.
func (f *File) Close() error { return f.close() }

// Open opens a bundle on the disk: JSON with the folder it lies in, or a zip as
// OpenReader does. Links that lead out of the folder lead nowhere.
func Open(name string) (*File, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	folder, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	shut := func() error { return errors.Join(file.Close(), folder.Close()) }
	data, size, err := contents(file)
	if err != nil {
		return nil, errors.Join(err, shut())
	}
	f, err := open(data, size, name, folder.FS())
	if err != nil {
		return nil, errors.Join(err, shut())
	}
	f.close = shut
	return f, nil
}

// contents are those of a file. A pipe, which can be read only once, is read.
func contents(f *os.File) (io.ReaderAt, int64, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.Mode().IsRegular() {
		return f, info.Size(), nil
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	return bytes.NewReader(data), int64(len(data)), err
}

// OpenReader opens a bundle in r: JSON with nothing beside it, or a zip with
// bundle.json at its top; which, is told by how it begins. Errors call it by its
// name. A zip is refused that has too many files, too much in them, or names that
// are not clear.
func OpenReader(r io.ReaderAt, size int64, name string) (*File, error) {
	return open(r, size, name, nothing{})
}

func open(r io.ReaderAt, size int64, name string, beside fs.FS) (*File, error) {
	isZip, err := beginsAsZip(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if isZip {
		files, err := openZip(r, size, name)
		if err != nil {
			return nil, err
		}
		return OpenFS(files, zipJSON)
	}
	json := func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(r, 0, size)), nil }
	return &File{json, beside, func() error { return nil }}, nil
}

// OpenFS opens a bundle that is JSON in a file system, with the folder it lies in.
func OpenFS(files fs.FS, name string) (*File, error) {
	beside, err := fs.Sub(files, path.Dir(name))
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(files, name); err != nil {
		return nil, err
	}
	json := func() (io.ReadCloser, error) { return files.Open(name) }
	return &File{json, beside, func() error { return nil }}, nil
}

// nothing is a folder in which nothing lies.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// replaceFile puts a file in place of what is there under its name, whole or not at
// all.
func replaceFile(path string, data []byte) error {
	return writeWhole(path, 0o644, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// writeWhole puts a file under its name once it is complete and on the disk; till
// then what was there stays.
func writeWhole(path string, mode os.FileMode, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New("it is there and no file")
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".tulos-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	err = write(out)
	if err == nil {
		err = errors.Join(out.Flush(), f.Chmod(mode), f.Sync())
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return putInPlace(f.Name(), path)
}

// putInPlace gives a file that is on the disk its name, for good.
func putInPlace(from, path string) error {
	if err := os.Rename(from, path); err != nil {
		return err
	}
	// Not every system can sync a folder.
	if folder, err := os.Open(filepath.Dir(path)); err == nil {
		_ = folder.Sync()
		_ = folder.Close()
	}
	return nil
}

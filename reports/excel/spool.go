package excel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
)

// mostInMemory is how many bytes a spool keeps before it takes a file.
const mostInMemory = 4 << 20

// A spool keeps what is written until it is copied out: little in memory, more in a
// temporary file.
type spool struct {
	memory bytes.Buffer
	file   *os.File
	size   int64
}

// Write keeps b.
func (s *spool) Write(b []byte) (n int, err error) {
	if s.file == nil && s.memory.Len()+len(b) > mostInMemory {
		if s.file, err = os.CreateTemp("", "tulos-workbook-*"); err != nil {
			return 0, fmt.Errorf("temporary file: %w", err)
		}
		if _, err := s.memory.WriteTo(s.file); err != nil {
			return 0, fmt.Errorf("temporary file: %w", err)
		}
		s.memory = bytes.Buffer{}
	}
	s.size += int64(len(b))
	if s.file != nil {
		return s.file.Write(b)
	}
	return s.memory.Write(b)
}

// copyTo writes all that was kept.
func (s *spool) copyTo(w io.Writer) error {
	if s.file == nil {
		_, err := s.memory.WriteTo(w)
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	_, err := io.Copy(w, s.file)
	return err
}

// close removes the temporary file.
func (s *spool) close() error {
	if s.file == nil {
		return nil
	}
	return errors.Join(s.file.Close(), os.Remove(s.file.Name()))
}

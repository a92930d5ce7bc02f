package bundle

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// A Zip writes a bundle with its evidence as one file. The same content always
// gives the same bytes.
type Zip struct {
	out  *zip.Writer
	last string // what was written last
}

// NewZip makes a zip that is written to w.
func NewZip(w io.Writer) *Zip { return &Zip{out: zip.NewWriter(w)} }

// Bundle begins the JSON of the bundle, which comes before all evidence.
func (z *Zip) Bundle() (io.Writer, error) {
	if z.last != "" {
		return nil, fmt.Errorf("write %s into zip: %s is there already", zipJSON, z.last)
	}
	z.last = zipJSON
	return z.create(zipJSON, zip.Deflate)
}

// Evidence adds a file, called by its path from the bundle ("evidence/photo.jpg").
// Files come in the order of their names. It is an error of the caller if one does
// not, or has a name that is no such path.
func (z *Zip) Evidence(name string, r io.Reader) error {
	switch {
	case z.last == "":
		return fmt.Errorf("write %s into zip: %s is not there yet", name, zipJSON)
	case !isEntryName(name) || name == zipJSON:
		return fmt.Errorf("write %s into zip: %w", name, fs.ErrInvalid)
	case z.last != zipJSON && name <= z.last:
		return fmt.Errorf("write %s into zip: it comes after %s", name, z.last)
	}
	z.last = name
	w, err := z.create(name, zip.Store) // photos and documents are packed already
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		return fmt.Errorf("write %s into zip: %w", name, err)
	}
	return nil
}

// Close writes the end of the zip. It does not close what is written to.
func (z *Zip) Close() error {
	if err := z.out.Close(); err != nil {
		return fmt.Errorf("write zip: %w", err)
	}
	return nil
}

func (z *Zip) create(name string, method uint16) (io.Writer, error) {
	w, err := z.out.CreateHeader(&zip.FileHeader{
		Name: name, Method: method,
		Modified: time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC), // the first that a zip can tell
	})
	if err != nil {
		return nil, fmt.Errorf("write %s into zip: %w", name, err)
	}
	return w, nil
}

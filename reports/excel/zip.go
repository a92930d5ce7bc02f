package excel

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// contentTypes is the part that says what the others are; it goes first.
const contentTypes = "[Content_Types].xml"

// An archive is the zip file that excelize writes a workbook into. Excelize
// hands over the parts in an order that changes from run to run, so an archive
// keeps them, compressed, and writes them in the order of their names.
type archive struct {
	dated      time.Time
	parts      []*archived
	edits      map[string][]edit // by part
	rows       map[string]*piece // by part
	pieces     []*piece          // all that there are
	compressor *flate.Writer     // of the last one
}

var _ excelize.ZipWriter = (*archive)(nil)

// An edit puts XML into a part, before the last, or after the first, of something that
// stands there; in a sheet that is behind its rows.
type edit struct{ before, after, xml string }

// A piece of a part is compressed by itself: it refers to nothing before it.
type piece struct {
	compressed spool
	size       uint64
	sum        hash.Hash32
}

// archived is a part of the file, compressed.
type archived struct {
	archive *archive
	name    string
	edits   []edit
	holding bool   // whether held takes everything until the end
	held    []byte // not compressed yet
	pieces  []*piece
}

func newArchive(dated time.Time) (*archive, error) {
	compressor, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		return nil, fmt.Errorf("compressor: %w", err)
	}
	return &archive{dated: dated, edits: map[string][]edit{}, rows: map[string]*piece{}, compressor: compressor}, nil
}

// edit changes a part that is written later. Relations that nobody writes begin
// with the edit.
func (a *archive) edit(part string, e edit) { a.edits[part] = append(a.edits[part], e) }

// begin begins a piece.
func (a *archive) begin() *piece {
	p := &piece{sum: crc32.NewIEEE()}
	a.pieces = append(a.pieces, p)
	a.compressor.Reset(&p.compressed)
	return p
}

// compress writes to the last piece.
func (a *archive) compress(b []byte) error {
	p := a.pieces[len(a.pieces)-1]
	p.size += uint64(len(b))
	p.sum.Write(b)
	if _, err := a.compressor.Write(b); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	return nil
}

// beginRows begins the rows of a sheet's part, before excelize writes it.
func (a *archive) beginRows(part string) { a.rows[part] = a.begin() }

// flush ends the last piece so that a further one can follow.
func (a *archive) flush() error {
	if err := a.compressor.Flush(); err != nil {
		return fmt.Errorf("compress: %w", err)
	}
	return nil
}

// Create ends the part before it and begins one.
func (a *archive) Create(name string) (io.Writer, error) {
	if err := a.finish(); err != nil {
		return nil, err
	}
	p := &archived{archive: a, name: name, edits: a.edits[name], pieces: []*piece{a.begin()}}
	p.holding = name == contentTypes || len(p.edits) > 0 && strings.HasSuffix(name, ".rels")
	a.parts = append(a.parts, p)
	return p, nil
}

var endOfRows = []byte("</sheetData>")

// Write compresses what comes next of the part. Of a part that is edited, or has rows,
// it holds back what comes behind these.
func (p *archived) Write(b []byte) (int, error) {
	if len(p.edits) == 0 && p.archive.rows[p.name] == nil && !p.holding {
		return len(b), p.archive.compress(b)
	}
	p.held = append(p.held, b...)
	if p.holding {
		return len(b), nil
	}
	ready := bytes.Index(p.held, endOfRows)
	if ready >= 0 {
		p.holding = true
	} else {
		ready = max(0, len(p.held)-len(endOfRows))
	}
	err := p.archive.compress(p.held[:ready])
	p.held = append(p.held[:0], p.held[ready:]...)
	return len(b), err
}

// finish edits and compresses the end of the last part.
func (a *archive) finish() error {
	if len(a.parts) == 0 {
		return nil
	}
	p := a.parts[len(a.parts)-1]
	if p.name == contentTypes {
		sorted, err := sortTypes(p.held)
		if err != nil {
			return err
		}
		p.held = sorted
	}
	if err := p.edit(); err != nil {
		return err
	}
	if err := p.addRows(); err != nil {
		return err
	}
	if err := a.compress(p.held); err != nil {
		return err
	}
	p.held = nil
	if err := a.compressor.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", p.name, err)
	}
	return nil
}

// edit puts the edits into what is held.
func (p *archived) edit() error {
	for _, e := range p.edits {
		at := bytes.LastIndex(p.held, []byte(e.before))
		if e.after != "" {
			if at = bytes.Index(p.held, []byte(e.after)); at >= 0 {
				at += len(e.after)
			}
		}
		if at < 0 {
			return fmt.Errorf("%s has no %s", p.name, e.before+e.after)
		}
		p.held = slices.Insert(p.held, at, []byte(e.xml)...)
	}
	return nil
}

// addRows puts the part's rows between what was compressed and what is held.
func (p *archived) addRows() error {
	rows := p.archive.rows[p.name]
	if rows == nil {
		return nil
	}
	if err := p.archive.flush(); err != nil {
		return err
	}
	p.pieces = append(p.pieces, rows, p.archive.begin())
	return nil
}

// AddFS is there for the interface; a workbook is made of parts.
func (a *archive) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close ends the last part. Excelize closes also what it could not complete, so
// nothing is written yet.
func (a *archive) Close() error {
	if err := a.addRelations(); err != nil {
		return err
	}
	return a.finish()
}

// write writes the file.
func (a *archive) write(to io.Writer) error {
	slices.SortFunc(a.parts, func(x, y *archived) int {
		return cmp.Or(cmp.Compare(rank(x.name), rank(y.name)), cmp.Compare(x.name, y.name))
	})
	z := zip.NewWriter(to)
	for _, p := range a.parts {
		if err := p.write(z); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// addRelations writes those that are edited and that excelize did not write.
func (a *archive) addRelations() error {
	for _, part := range slices.Sorted(maps.Keys(a.edits)) {
		if slices.ContainsFunc(a.parts, func(p *archived) bool { return p.name == part }) {
			continue
		}
		w, err := a.Create(part)
		if err != nil {
			return err
		}
		const none = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`
		if _, err := io.WriteString(w, none); err != nil {
			return err
		}
	}
	return nil
}

// remove removes what the archive has kept.
func (a *archive) remove() error {
	var errs []error
	for _, p := range a.pieces {
		errs = append(errs, p.compressed.close())
	}
	return errors.Join(errs...)
}

func rank(name string) int {
	if name == contentTypes {
		return 0
	}
	return 1
}

// write copies the compressed pieces of the part into the file.
func (p *archived) write(z *zip.Writer) error {
	when := p.archive.dated
	h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
	for _, x := range p.pieces {
		h.CRC32 = joinedSum(h.CRC32, x.sum.Sum32(), x.size)
		h.CompressedSize64 += uint64(x.compressed.size)
		h.UncompressedSize64 += x.size
	}
	h.SetModTime(when) //nolint:staticcheck // CreateRaw takes the old fields as they are and leaves Modified out
	to, err := z.CreateRaw(h)
	if err != nil {
		return fmt.Errorf("write %s: %w", p.name, err)
	}
	for _, x := range p.pieces {
		if err := x.compressed.copyTo(to); err != nil {
			return fmt.Errorf("write %s: %w", p.name, err)
		}
	}
	return nil
}

// types is the part [Content_Types].xml (ECMA-376, part 2).
type types struct {
	XMLName  xml.Name `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Default  []typed  `xml:"Default"`
	Override []typed  `xml:"Override"`
}

type typed struct {
	Extension   string `xml:",attr,omitempty"`
	PartName    string `xml:",attr,omitempty"`
	ContentType string `xml:",attr"`
}

// sortTypes puts the content types in order.
func sortTypes(from []byte) ([]byte, error) {
	var t types
	if err := xml.Unmarshal(from, &t); err != nil {
		return nil, fmt.Errorf("read %s: %w", contentTypes, err)
	}
	byName := func(x, y typed) int { return cmp.Compare(x.Extension+x.PartName, y.Extension+y.PartName) }
	slices.SortFunc(t.Default, byName)
	slices.SortFunc(t.Override, byName)
	sorted, err := xml.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", contentTypes, err)
	}
	return append([]byte(xml.Header), sorted...), nil
}

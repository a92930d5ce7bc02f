package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"
)

// A Book is a workbook that was scanned. It is for one goroutine at a time.
type Book struct {
	zip    *zip.Reader
	parts  map[string]*zip.File // by their names in small letters
	limits Limits
	main   string // the part of the workbook itself
	sheets []Sheet
	styles []cellStyle         // of cells
	from   int                 // days between the workbook's day 0 and 1899-12-30
	shared []string            // texts, once they were read
	rich   map[int]string      // those of several looks, as XML, once they were read
	looks  map[Place]cellStyle // of cells, once they were asked for
}

// A Sheet is one of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// Sheets returns the sheets in order, hidden ones as well.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Open scans a workbook: nothing in it is more than the limits allow, and all of
// it can be read. What cannot be is a *RefusedError; other errors are of the reader.
func Open(r io.ReaderAt, size int64, l Limits) (*Book, error) {
	if err := sniff(r, size, l); err != nil {
		return nil, err
	}
	if err := countEntries(r, size, l.Parts); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &RefusedError{Reason: Truncated, Cause: err}
	}
	b := &Book{zip: z, parts: map[string]*zip.File{}, limits: l}
	if err := b.scan(); err != nil {
		return nil, err
	}
	return b, b.readMain()
}

var (
	oleMark   = []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}
	encrypted = utf16("EncryptedPackage")
)

func utf16(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// sniff refuses what is no zip file, by its first bytes.
func sniff(r io.ReaderAt, size int64, l Limits) error {
	if size == 0 {
		return &RefusedError{Reason: Empty}
	}
	if size > l.Bytes {
		return &RefusedError{Reason: TooLarge, Limit: l.Bytes}
	}
	head := make([]byte, min(size, 8))
	if _, err := r.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(head, oleMark):
		whole := make([]byte, size)
		if _, err := r.ReadAt(whole, 0); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if bytes.Contains(whole, encrypted) {
			return &RefusedError{Reason: Encrypted}
		}
		return &RefusedError{Reason: OldFormat}
	case bytes.HasPrefix(head, []byte("%PDF")):
		return &RefusedError{Reason: IsPDF}
	case !bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return &RefusedError{Reason: NotWorkbook}
	}
	return nil
}

const (
	endSize    = 22 // of the record that ends a zip file
	headerSize = 46 // of an entry in the list before it
)

var errLayout = errors.New("the list of entries is not where it should be")

// countEntries walks the list of entries before anything is made of it.
func countEntries(r io.ReaderAt, size int64, most int) error {
	tail := make([]byte, min(size, endSize+1<<16))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	end := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if end < 0 || len(tail)-end < endSize {
		return &RefusedError{Reason: Truncated}
	}
	length := int64(binary.LittleEndian.Uint32(tail[end+12:]))
	at := size - int64(len(tail)) + int64(end) - length
	said := int(binary.LittleEndian.Uint16(tail[end+10:]))
	if said > most || length > longestList {
		return &RefusedError{Reason: TooManyParts, Limit: int64(most)}
	}
	if at < 0 {
		return &RefusedError{Reason: Truncated, Cause: errLayout}
	}
	list := make([]byte, length)
	if _, err := r.ReadAt(list, at); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	found := 0
	for len(list) > 0 {
		if len(list) < headerSize || !bytes.HasPrefix(list, []byte("PK\x01\x02")) {
			return &RefusedError{Reason: Truncated, Cause: errLayout}
		}
		next := headerSize + int(binary.LittleEndian.Uint16(list[28:])) +
			int(binary.LittleEndian.Uint16(list[30:])) + int(binary.LittleEndian.Uint16(list[32:]))
		if found++; found > most {
			return &RefusedError{Reason: TooManyParts, Limit: int64(most)}
		}
		if next > len(list) {
			return &RefusedError{Reason: Truncated, Cause: errLayout}
		}
		list = list[next:]
	}
	if found != said {
		return &RefusedError{Reason: Truncated, Cause: errLayout}
	}
	return nil
}

var errTwice = errors.New("a part is there twice")

// scan unpacks every part once, without keeping it.
func (b *Book) scan() error {
	room := b.limits.Unpacked
	for _, f := range b.zip.File {
		name := partName(f.Name)
		if b.parts[name] != nil {
			return &RefusedError{Reason: Truncated, Part: f.Name, Cause: errTwice}
		}
		b.parts[name] = f
	}
	if err := b.checkSort(); err != nil {
		return err
	}
	for _, f := range b.zip.File {
		n, err := b.scanPart(f, room)
		if err != nil {
			return err
		}
		room -= n
	}
	return nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, "\\", "/"), "/"))
}

// checkSort refuses what is a zip file, but no workbook, and programs.
func (b *Book) checkSort() error {
	has := func(name string) bool { return b.parts[name] != nil }
	for name := range b.parts {
		base := path.Base(name)
		if base == "vbaproject.bin" || strings.HasPrefix(name, "xl/macrosheets/") || strings.HasPrefix(name, "xl/activex/") {
			return &RefusedError{Reason: Macros, Part: name}
		}
	}
	switch {
	case has("xl/workbook.bin"):
		return &RefusedError{Reason: OldFormat}
	case has("encryptedpackage"):
		return &RefusedError{Reason: Encrypted}
	case has("word/document.xml"), has("ppt/presentation.xml"), has("content.xml") && has("mimetype"):
		return &RefusedError{Reason: OtherOffice}
	case !has("[content_types].xml"):
		return &RefusedError{Reason: NotWorkbook}
	}
	return nil
}

// A counter counts what comes out of a part, and stops what is too much.
type counter struct {
	from  io.Reader
	count int64
	file  *zip.File
	room  int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.from.Read(b)
	c.count += int64(n)
	packed := int64(c.file.CompressedSize64)
	switch {
	case c.count > int64(c.file.UncompressedSize64):
		return n, &RefusedError{Reason: WrongSizes, Part: c.file.Name}
	case c.count > c.room:
		return n, &RefusedError{Reason: TooMuchInside, Part: c.file.Name}
	case c.count > packedFrom && c.count/mostPacked > packed:
		return n, &RefusedError{Reason: TooMuchInside, Part: c.file.Name}
	case errors.Is(err, zip.ErrFormat):
		return n, &RefusedError{Reason: WrongSizes, Part: c.file.Name, Cause: err}
	case err != nil && !errors.Is(err, io.EOF):
		return n, &RefusedError{Reason: Truncated, Part: c.file.Name, Cause: err}
	}
	return n, err
}

// scanPart unpacks a part, reads it through where it is XML, and returns how many
// bytes it has.
func (b *Book) scanPart(f *zip.File, room int64) (int64, error) {
	if int64(f.UncompressedSize64) < 0 || int64(f.UncompressedSize64) > room {
		return 0, &RefusedError{Reason: TooMuchInside, Part: f.Name}
	}
	if f.Flags&1 != 0 {
		return 0, &RefusedError{Reason: Encrypted, Part: f.Name}
	}
	r, err := f.Open()
	if err != nil {
		return 0, &RefusedError{Reason: Truncated, Part: f.Name, Cause: err}
	}
	defer r.Close()
	c := &counter{from: r, file: f, room: room}
	if isXML(f.Name) {
		err = readThrough(newScanner(f.Name, c))
	}
	if err == nil {
		_, err = io.Copy(io.Discard, c) // to its checksum
	}
	return c.count, err
}

func isXML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".xml", ".rels":
		return true
	}
	return false
}

func readThrough(s *scanner) error {
	for {
		t, err := s.next()
		if err == io.EOF { //nolint:errorlint // as the scanner answers it
			return nil
		}
		if err != nil {
			return err
		}
		if s.part == "[Content_Types].xml" && t.kind == startTag && bytes.Contains(bytes.ToLower(t.raw), []byte("macroenabled")) {
			return &RefusedError{Reason: Macros, Part: s.part}
		}
	}
}

// open reads a part; one that is not there is a RefusedError.
func (b *Book) open(name string) (io.ReadCloser, error) {
	f := b.parts[partName(name)]
	if f == nil {
		return nil, &RefusedError{Reason: Truncated, Part: name}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &RefusedError{Reason: Truncated, Part: name, Cause: err}
	}
	return r, nil
}

// each calls do for every token of a part.
func (b *Book) each(name string, do func(*token) error) error {
	r, err := b.open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	return scan(name, r, do)
}

// scan calls do for every token of what is read of a part.
func scan(part string, from io.Reader, do func(*token) error) error {
	s := newScanner(part, from)
	for {
		t, err := s.next()
		if err == io.EOF { //nolint:errorlint // as the scanner answers it
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
	}
}

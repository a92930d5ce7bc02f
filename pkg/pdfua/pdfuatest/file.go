// Package pdfuatest holds finished PDF files against the rules of PDF/UA-1 (ISO
// 14289-1) and PDF/A-3a (ISO 19005-3) that can be checked without a reader. It reads
// them by another parser than that which wrote them. docs/adr/0010 lists the clauses.
package pdfuatest

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// withoutConfigDir keeps pdfcpu from reading or writing settings in the home
// folder. It is a setting of the whole process, which pdfcpu reads unlocked.
var withoutConfigDir = sync.OnceFunc(api.DisableConfigDir)

// A File is a finished file, read.
type File struct {
	Root     *Element
	Language string
	Pages    int

	data      []byte
	context   *model.Context
	catalogue types.Dict
	pages     []*page
	byObject  map[int]*page
	fonts     map[int]*font     // by the numbers of their objects
	elements  map[int]*Element  // by the numbers of their objects
	parents   map[int][]element // what the parent tree has, by keys
	faults    []string
}

// element is an entry of the parent tree: the number of an object.
type element = int

// Read reads a file, which pdfcpu finds valid.
func Read(tb testing.TB, data []byte) *File {
	tb.Helper()
	f := &File{data: data, fonts: map[int]*font{}, elements: map[int]*Element{}, parents: map[int][]element{}, byObject: map[int]*page{}}
	if err := f.read(); err != nil {
		tb.Fatal(err)
	}
	return f
}

// Check reports every fault of a file.
func Check(tb testing.TB, data []byte) *File {
	tb.Helper()
	f := Read(tb, data)
	for i, fault := range f.Faults() {
		if i == 20 {
			tb.Error("and more")
			break
		}
		tb.Error(fault)
	}
	return f
}

// Faults lists what breaks the rules, each with its clause.
func (f *File) Faults() []string {
	f.checkBytes()
	f.checkCatalogue()
	f.checkMetadata()
	f.checkAttachments()
	f.checkContents()
	f.checkTree()
	f.checkLinks()
	f.checkFonts()
	f.checkObjects()
	return f.faults
}

// wrong notes a fault of a clause: "A" is ISO 19005-3, "UA" is ISO 14289-1.
func (f *File) wrong(clause, format string, args ...any) {
	f.faults = append(f.faults, clause+": "+fmt.Sprintf(format, args...))
}

func (f *File) read() error {
	withoutConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.ValidationMode = model.ValidationStrict
	conf.Offline = true
	ctx, err := api.ReadContext(bytes.NewReader(f.data), conf)
	if err != nil {
		return fmt.Errorf("pdfcpu does not read the file: %w", err)
	}
	if f.catalogue, err = ctx.Catalog(); err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	if f.catalogue["AF"] != nil {
		ctx.XRefTable.ValidationMode = model.ValidationRelaxed // which knows what PDF/A-3 adds to PDF 1.7
	}
	if err := api.ValidateContext(ctx); err != nil {
		return fmt.Errorf("pdfcpu finds the file invalid: %w", err)
	}
	f.context, f.Pages = ctx, ctx.PageCount
	f.Language = f.text(f.catalogue["Lang"])
	for n := 1; n <= ctx.PageCount; n++ {
		d, reference, _, err := ctx.PageDict(n, false)
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		pg := &page{number: n, object: int(reference.ObjectNumber), dict: d}
		f.pages = append(f.pages, pg)
		f.byObject[pg.object] = pg
	}
	tree := f.dict(f.catalogue["StructTreeRoot"])
	if tree == nil {
		return errors.New("there is no structure")
	}
	f.readParents(f.dict(tree["ParentTree"]))
	f.Root = f.readElement(tree["K"], nil)
	if f.Root == nil {
		return errors.New("the structure has no root")
	}
	return nil
}

// object follows a reference.
func (f *File) object(o types.Object) types.Object {
	v, err := f.context.Dereference(o)
	if err != nil {
		f.wrong("A 6.1", "%v", err)
		return nil
	}
	return v
}

func (f *File) dict(o types.Object) types.Dict {
	switch v := f.object(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

func (f *File) array(o types.Object) types.Array {
	a, _ := f.object(o).(types.Array)
	return a
}

func (f *File) name(o types.Object) string {
	n, _ := f.object(o).(types.Name)
	return string(n)
}

func (f *File) integer(o types.Object) (int, bool) {
	n, ok := f.object(o).(types.Integer)
	return int(n), ok
}

// text is a text string.
func (f *File) text(o types.Object) string {
	v := f.object(o)
	if v == nil {
		return ""
	}
	s, err := types.StringOrHexLiteral(v)
	if err != nil || s == nil {
		return ""
	}
	return *s
}

// stream is the content of a stream.
func (f *File) stream(o types.Object) []byte {
	s, _, err := f.context.DereferenceStreamDict(o)
	if err != nil || s == nil {
		return nil
	}
	if err := s.Decode(); err != nil {
		f.wrong("A 6.1.7", "%v", err)
	}
	return s.Content
}

// number is that of the object a reference names, or 0.
func number(o types.Object) int {
	switch r := o.(type) {
	case types.IndirectRef:
		return int(r.ObjectNumber)
	case *types.IndirectRef:
		return int(r.ObjectNumber)
	}
	return 0
}

// Text is what stands in the file in reading order: a line for each element that
// has text of its own, and is no part of a line.
func (f *File) Text() string {
	var b strings.Builder
	f.Root.text(&b)
	return b.String()
}

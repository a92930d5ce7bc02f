package pdfuatest

import (
	"fmt"
	"math"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// checkObjects holds every object of the file against the limits of PDF/A and what
// it forbids anywhere.
func (f *File) checkObjects() {
	for n := range f.context.Table {
		f.checkObject(n, f.object(*types.NewIndirectRef(n, 0)))
	}
	if len(f.context.Table) > 8388607 {
		f.wrong("A 6.1.13-7", "there are too many objects")
	}
	for _, pg := range f.pages {
		for _, key := range []string{"AA", "PresSteps"} {
			if pg.dict[key] != nil {
				f.wrong("A 6.5.2", "page %d has %s", pg.number, key)
			}
		}
		for _, key := range []string{"MediaBox", "CropBox"} {
			box := f.array(pg.dict[key])
			if len(box) == 0 {
				continue
			}
			r, err := f.context.RectForArray(box)
			if err != nil || r.Width() < 3 || r.Height() < 3 || r.Width() > 14400 || r.Height() > 14400 {
				f.wrong("A 6.1.13-11", "page %d is %v", pg.number, box)
			}
		}
	}
}

func (f *File) checkObject(n int, o types.Object) {
	switch v := o.(type) {
	case types.Dict:
		f.checkDict(n, v)
	case types.StreamDict:
		f.checkDict(n, v.Dict)
		f.checkStream(n, v)
	case types.Array:
		for _, x := range v {
			f.checkObject(n, x)
		}
	case types.Integer:
		if int(v) > math.MaxInt32 || int(v) < math.MinInt32 {
			f.wrong("A 6.1.13-1", "object %d has the number %d", n, v)
		}
	case types.Name:
		if len(v) > 127 {
			f.wrong("A 6.1.13-4", "object %d has a name of %d bytes", n, len(v))
		}
	case types.HexLiteral:
		if len(v)%2 != 0 || len(v)/2 > 32767 {
			f.wrong("A 6.1.6", "object %d has a string of %d digits", n, len(v))
		}
	case types.StringLiteral:
		if len(v) > 32767 {
			f.wrong("A 6.1.13-3", "object %d has a string of %d bytes", n, len(v))
		}
	}
}

func (f *File) checkDict(n int, d types.Dict) {
	for _, v := range d {
		f.checkObject(n, v)
	}
	forbidden := []string{"JavaScript", "JS", "XFA", "Alternates", "OPI", "Ref", "PS", "TR", "HTP", "BM"}
	for _, key := range forbidden {
		if d[key] != nil {
			f.wrong("A 6", "object %d has %s", n, key)
		}
	}
	if v, ok := f.object(d["Interpolate"]).(types.Boolean); ok && bool(v) {
		f.wrong("A 6.2.8-3", "object %d is interpolated", n)
	}
	for _, key := range []string{"ColorSpace", "CS"} {
		if space := fmt.Sprint(d[key]); space == "DeviceCMYK" {
			f.wrong("A 6.2.4.3-3", "object %d is in CMYK", n)
		}
	}
}

func (f *File) checkStream(n int, s types.StreamDict) {
	for _, key := range []string{"F", "FFilter", "FDecodeParms"} {
		if s.Dict[key] != nil {
			f.wrong("A 6.1.7-3", "object %d has its content outside", n)
		}
	}
	for _, filter := range s.FilterPipeline {
		if !slices.Contains([]string{"FlateDecode", "DCTDecode"}, filter.Name) {
			f.wrong("A 6.1.7-4", "object %d is packed by %s", n, filter.Name)
		}
	}
}

package pdfua

import (
	"errors"
	"fmt"
	"strconv"
)

const mediaBox = "MediaBox"

// fixPages gives every page its place in the structure, and its links a form in
// which they can be part of it. It returns the numbers of the links of each page.
func (f *drawing) fixPages(s *Structure) ([][]int, error) {
	if len(f.pages) != len(s.pages) {
		return nil, fmt.Errorf("%d pages were drawn, and %d recorded", len(f.pages), len(s.pages))
	}
	links := make([][]int, len(f.pages))
	key := len(f.pages)
	for i, pg := range f.pages {
		d := &pg.dict
		err := d.only("Type", "Parent", mediaBox, "CropBox", "BleedBox", "TrimBox", "ArtBox", "Resources", "Annots", "Group", "Contents")
		if err == nil {
			links[i], err = f.fixLinks(pg, s.pages[i].links, key)
		}
		if err == nil {
			err = f.packContents(pg)
		}
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
		key += len(links[i])
		d.set("StructParents", strconv.Itoa(i))
		d.set("Tabs", "/S")
	}
	return links, nil
}

// packContents has the content of a page compressed when it is written, if fpdf has
// not done it.
func (f *drawing) packContents(pg *object) error {
	contents, err := f.follow(pg.dict.get("Contents"))
	if err != nil {
		return err
	}
	if !contents.stream {
		return errors.New("it has no content")
	}
	contents.pack = contents.dict.get("Filter") == nil
	return nil
}

// fixLinks makes objects of the links of a page, the first of which has the given
// key in the parent tree, and returns their numbers.
func (f *drawing) fixLinks(pg *object, recorded []*Element, key int) ([]int, error) {
	var values [][]byte
	if annots := pg.dict.get("Annots"); annots != nil {
		var err error
		if values, err = parseArray(annots); err != nil {
			return nil, err
		}
	}
	if len(values) != len(recorded) {
		return nil, fmt.Errorf("%d links were drawn, and %d recorded", len(values), len(recorded))
	}
	if len(values) == 0 {
		return nil, nil
	}
	list := []byte{'['}
	var all []int
	for i, v := range values {
		d, err := parseDict(v)
		if err == nil {
			err = fixLink(&d, recorded[i], key+i)
		}
		if err != nil {
			return nil, fmt.Errorf("link %d: %w", i+1, err)
		}
		all = append(all, f.addNumber(&object{dict: d}))
		if i > 0 {
			list = append(list, ' ')
		}
		list = append(list, reference(all[i])...)
	}
	pg.dict.set("Annots", string(append(list, ']')))
	return all, nil
}

// fixLink puts into a link what it says, and that it is printed.
func fixLink(d *dict, e *Element, key int) error {
	if err := d.only("Type", "Subtype", "Rect", "Border", "A", "Dest"); err != nil {
		return err
	}
	if d.name("Subtype") != "Link" {
		return errors.New("it is another kind of annotation")
	}
	if action := d.get("A"); action != nil {
		a, err := parseDict(action)
		if err != nil {
			return err
		}
		if a.name("S") != "URI" {
			return errors.New("it does something else than to lead to a page or a URI")
		}
	}
	r, err := numbers(d.get("Rect"), 4)
	if err != nil {
		return err
	}
	d.set("Rect", rectangle(min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])))
	d.set("F", "4")
	d.set("Contents", textString(e.Alt))
	d.set("StructParent", strconv.Itoa(key))
	return nil
}

func rectangle(x1, y1, x2, y2 float64) string {
	b := []byte{'['}
	for i, v := range []float64{x1, y1, x2, y2} {
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendFloat(b, v, 'f', 2, 64)
	}
	return string(append(b, ']'))
}

// heights are those of the pages.
func (f *drawing) heights() ([]float64, error) {
	tree, err := f.follow(f.root.dict.get("Pages"))
	if err != nil {
		return nil, err
	}
	all := make([]float64, len(f.pages))
	for i, pg := range f.pages {
		box := pg.dict.get(mediaBox)
		if box == nil {
			box = tree.dict.get(mediaBox)
		}
		r, err := numbers(box, 4)
		if err != nil {
			return nil, fmt.Errorf("page %d: %s: %w", i+1, mediaBox, err)
		}
		all[i] = r[3] - r[1]
	}
	return all, nil
}

// fixResources holds what the pages use against what PDF/A allows, and orders it.
func (f *drawing) fixResources() error {
	seen := map[string]bool{}
	for _, pg := range f.pages {
		r := string(pg.dict.get("Resources"))
		if seen[r] {
			continue
		}
		seen[r] = true
		o, err := f.follow([]byte(r))
		if err != nil {
			return err
		}
		if d, err := parseDict(o.dict.get("ColorSpace")); err == nil && len(d) == 0 {
			o.dict.remove("ColorSpace") // the list of spot colours
		}
		if err := o.dict.only("ProcSet", "Font", "XObject", "ExtGState", "Shading"); err != nil {
			return err
		}
		if err := f.fixEach(o, "Font", f.fixFont); err != nil {
			return err
		}
		if err := f.fixEach(o, "XObject", f.fixImage); err != nil {
			return err
		}
	}
	return nil
}

// fixEach fixes all resources of a kind, each once, and orders them by name. fpdf
// gives images of one width random numbers; numbers are given anew by the order in
// which objects are first named.
func (f *drawing) fixEach(resources *object, kind string, fix func(*object) error) error {
	value := resources.dict.get(kind)
	if value == nil {
		return nil
	}
	d, err := parseDict(value)
	if err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	d = d.sorted()
	fixed := map[*object]bool{}
	for _, e := range d {
		o, err := f.follow(e.value)
		if err == nil && !fixed[o] {
			fixed[o] = true
			err = fix(o)
		}
		if err != nil {
			return fmt.Errorf("%s %s: %w", kind, e.key, err)
		}
	}
	resources.dict.set(kind, string(d.bytes()))
	return nil
}

// fixImage holds an image against what the profile of the file can show.
func (f *drawing) fixImage(o *object) error {
	if o.dict.name("Subtype") != "Image" {
		return errors.New("it is no image: templates are not understood")
	}
	if o.dict.name("ColorSpace") == "DeviceCMYK" {
		return errors.New("it is in CMYK; only RGB and grey are understood")
	}
	return nil
}

package pdfuatest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

var tag = regexp.MustCompile(`^[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*$`)

func (f *File) checkLanguage(o types.Object) {
	if o == nil {
		return
	}
	if lang := f.text(o); !tag.MatchString(lang) {
		f.wrong("UA 7.2-29", "%q is no language", lang)
	}
}

// checkLinks holds the annotations of pages against the structure.
func (f *File) checkLinks() {
	claimed := map[int]*Element{}
	for _, e := range f.elements {
		for _, k := range e.Kids {
			if k.object != 0 {
				claimed[k.object] = e
			}
		}
	}
	seen := 0
	for _, pg := range f.pages {
		annots := f.array(pg.dict["Annots"])
		if f.name(pg.dict["Tabs"]) != "S" {
			f.wrong("UA 7.18.3", "page %d does not say in which order its links are visited", pg.number)
		}
		for _, a := range annots {
			seen++
			f.checkLink(pg, number(a), f.dict(a), claimed[number(a)])
		}
	}
	if seen != len(claimed) {
		f.wrong("UA 7.18.5", "%d links stand in the structure, %d on pages", len(claimed), seen)
	}
}

func (f *File) checkLink(pg *page, object int, d types.Dict, e *Element) {
	if f.name(d["Subtype"]) != "Link" {
		f.wrong("UA 7.18.1", "page %d has an annotation of the kind %s", pg.number, f.name(d["Subtype"]))
	}
	key, ok := f.integer(d["StructParent"])
	switch {
	case e == nil || e.Role != "Link":
		f.wrong("UA 7.18.5-1", "a link of page %d is not in a Link", pg.number)
	case !ok || !slices.Equal(f.parents[key], []element{e.number}):
		f.wrong("UA 7.18.5-1", "a link of page %d (object %d) has another parent in the parent tree", pg.number, object)
	}
	if strings.TrimSpace(f.text(d["Contents"])) == "" {
		f.wrong("UA 7.18.5-2", "a link of page %d does not say where it leads", pg.number)
	}
	if flags, ok := f.integer(d["F"]); !ok || flags != 4 {
		f.wrong("A 6.3.2", "a link of page %d has the flags %d", pg.number, flags)
	}
	action := f.dict(d["A"])
	if (action == nil) == (d["Dest"] == nil) {
		f.wrong("UA 7.18.5", "a link of page %d leads nowhere, or to two places", pg.number)
	}
	if action != nil && f.name(action["S"]) != "URI" {
		f.wrong("A 6.5.1", "a link of page %d does %s", pg.number, f.name(action["S"]))
	}
	if dest := f.array(d["Dest"]); d["Dest"] != nil && (len(dest) == 0 || f.byObject[number(dest[0])] == nil) {
		f.wrong("A 6.5", "a link of page %d leads to no page", pg.number)
	}
}

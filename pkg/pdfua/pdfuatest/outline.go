package pdfuatest

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A Bookmark leads to a place on a page.
type Bookmark struct {
	Title string
	Level int
	Page  int
	Top   float64 // in points from the lower edge
}

// Bookmarks lists the bookmarks of the file.
func (f *File) Bookmarks() []Bookmark { return f.bookmarks(f.dict(f.catalogue["Outlines"]), 0) }

func (f *File) bookmarks(o types.Dict, level int) []Bookmark {
	var all []Bookmark
	for next := o["First"]; next != nil; {
		d := f.dict(next)
		b := Bookmark{Title: f.text(d["Title"]), Level: level}
		if dest := f.array(d["Dest"]); len(dest) == 5 && f.byObject[number(dest[0])] != nil {
			b.Page = f.byObject[number(dest[0])].number
			b.Top, _ = strconv.ParseFloat(dest[3].String(), 64)
		}
		all = append(append(all, b), f.bookmarks(d, level+1)...)
		next = d["Next"]
	}
	return all
}

// checkOutline holds that bookmarks lead to pages.
func (f *File) checkOutline() {
	for _, b := range f.Bookmarks() {
		if b.Title == "" || b.Page == 0 {
			f.wrong("UA 7.17", "the bookmark %q leads to no page", b.Title)
		}
	}
}

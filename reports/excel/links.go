package excel

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// longestLink is the most characters that Excel takes as an address.
const longestLink = 2079

// A link leads to an address, or to a place in the workbook.
type link struct {
	target string
	inside bool
}

// target is where a text leads, if exactly one of its spans leads somewhere
// that a workbook can reach.
func (b *book) target(t reports.Text) (link, bool) {
	var found link
	n := 0
	for _, s := range t {
		if s.URL == "" && s.Anchor == "" {
			continue
		}
		n++
		if s.URL != "" {
			found = link{target: s.URL}
		} else {
			found = link{target: b.places[s.Anchor], inside: true}
		}
	}
	if n != 1 || found.target == "" || !found.inside && !reachable(found.target) {
		return link{}, false
	}
	return found, true
}

// reachable tells whether an address is one of the web or of a mailbox.
func reachable(address string) bool {
	if len(address) > longestLink || strings.ContainsFunc(address, unclean) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || u.Scheme == "mailto" && u.Opaque != ""
}

// A linked cell leads somewhere.
type linkedCell struct {
	name string
	to   link
}

// link makes a cell lead where its text does. A sheet holds so many links and
// no more.
func (s *sheet) link(t reports.Text, cell string) {
	if to, ok := s.book.target(t); ok && len(s.links) < excelize.TotalSheetHyperlinks {
		s.links = append(s.links, linkedCell{cell, to})
	}
}

// linked tells whether the cell that is written next with the text is a link.
// Cells are written in the order in which they were linked.
func (w *writer) linked(s *sheet, t reports.Text) bool {
	if _, ok := s.book.target(t); !ok || w.links >= len(s.links) {
		return false
	}
	w.links++
	return true
}

// linkEdits writes the links into the sheet and the addresses beside it.
// Excelize would take a minute for as many as a sheet can hold.
func (s *sheet) linkEdits() map[string]edit {
	if len(s.links) == 0 {
		return nil
	}
	var cells, addresses strings.Builder
	ids := map[string]string{}
	for _, l := range s.links {
		if l.to.inside {
			fmt.Fprintf(&cells, `<hyperlink ref="%s" location="%s"/>`, l.name, escape(l.to.target))
			continue
		}
		id, ok := ids[l.to.target]
		if !ok {
			id = fmt.Sprintf("link%d", len(ids)+1)
			ids[l.to.target] = id
			fmt.Fprintf(&addresses, `<Relationship Id="%s" Type="%s" Target="%s" TargetMode="External"/>`,
				id, excelize.SourceRelationshipHyperLink, escape(l.to.target))
		}
		fmt.Fprintf(&cells, `<hyperlink ref="%s" r:id="%s"/>`, l.name, id)
	}
	edits := map[string]edit{s.part(): {before: "<pageMargins", xml: "<hyperlinks>" + cells.String() + "</hyperlinks>"}}
	if addresses.Len() > 0 {
		edits[s.relations()] = edit{before: "</Relationships>", xml: addresses.String()}
	}
	return edits
}

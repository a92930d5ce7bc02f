package pdfuatest

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// An Attachment is a file within the file.
type Attachment struct {
	Name         string
	Description  string
	Type         string
	Relationship string
	Data         []byte
}

// Attachments lists the files in the file, in the order of its list of associated
// files.
func (f *File) Attachments() []Attachment {
	var all []Attachment
	for _, o := range f.array(f.catalogue["AF"]) {
		d := f.dict(o)
		embedded := f.dict(d["EF"])["UF"]
		all = append(all, Attachment{
			Name: f.text(d["UF"]), Description: f.text(d["Desc"]), Relationship: f.name(d["AFRelationship"]),
			Type: strings.NewReplacer("#2F", "/", "#2f", "/", "#2B", "+", "#2b", "+").Replace(f.name(f.dict(embedded)["Subtype"])),
			Data: f.stream(embedded),
		})
	}
	return all
}

var mime = regexp.MustCompile(`^[-\w+.]+/[-\w+.]+$`)

func (f *File) checkAttachments() {
	associated := f.array(f.catalogue["AF"])
	names := f.array(f.dict(f.dict(f.catalogue["Names"])["EmbeddedFiles"])["Names"])
	if len(names) != 2*len(associated) {
		f.wrong("A 6.8-4", "%d files are embedded, %d associated", len(names)/2, len(associated))
	}
	var sorted []string
	for i := 0; i+1 < len(names); i += 2 {
		key := f.text(names[i])
		if strings.ContainsFunc(key, func(r rune) bool { return r > '~' }) {
			key = "\xFE" + key // the mark of UTF-16
		}
		sorted = append(sorted, key)
		listed := func(o types.Object) bool { return number(o) == number(names[i+1]) }
		if !slices.ContainsFunc(associated, listed) {
			f.wrong("A 6.8-4", "the file %q is not associated with the document", f.text(names[i]))
		}
	}
	if !slices.IsSorted(sorted) {
		f.wrong("A 6.8", "the names of files are not in order: %q", sorted)
	}
	for _, o := range associated {
		d := f.dict(o)
		embedded := f.dict(f.dict(d["EF"])["F"])
		params := f.dict(embedded["Params"])
		size, _ := f.integer(params["Size"])
		if f.text(d["F"]) == "" || f.text(d["UF"]) == "" || f.name(d["AFRelationship"]) == "" {
			f.wrong("A 6.8-2", "the file %q lacks a name or what it is to the document", f.text(d["UF"]))
		}
		if f.text(params["ModDate"]) == "" || size != len(f.stream(f.dict(d["EF"])["F"])) {
			f.wrong("A 6.8", "the file %q lacks a date or has another size", f.text(d["UF"]))
		}
	}
	for _, a := range f.Attachments() {
		if !mime.MatchString(a.Type) {
			f.wrong("A 6.8-1", "the file %q has the type %q", a.Name, a.Type)
		}
	}
}

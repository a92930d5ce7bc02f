package pdfua

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Relationship says what an attachment is to the document (ISO 19005-3, annex E).
type Relationship string

// The relationships.
const (
	Source      Relationship = "Source"      // the document was made from it
	Data        Relationship = "Data"        // it has what tables and charts show
	Alternative Relationship = "Alternative" // it says the same
	Supplement  Relationship = "Supplement"  // it says more
)

// An Attachment is a file within the file.
type Attachment struct {
	Name         string // of the file, each once
	Description  string
	Type         string // MIME
	Relationship Relationship
	Modified     time.Time
	Data         []byte
}

var mimeType = regexp.MustCompile(`^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$`)

func checkAttachments(all []Attachment) error {
	names := map[string]bool{}
	for _, a := range all {
		var fault string
		switch {
		case a.Name == "" || names[a.Name]:
			fault = "needs a name of its own"
		case !mimeType.MatchString(a.Type):
			fault = "needs the type of its content"
		case !slices.Contains([]Relationship{Source, Data, Alternative, Supplement}, a.Relationship):
			fault = "needs a relationship to the document"
		case a.Modified.IsZero():
			fault = "needs a date"
		case tooLong(a.Name) || tooLong(a.Description):
			fault = "has too long a name or description"
		}
		if fault != "" {
			return fmt.Errorf("attachment %.40q %s", a.Name, fault)
		}
		names[a.Name] = true
	}
	return nil
}

// attach adds files and returns the dictionary of names and the list of associated
// files for the catalogue.
func (f *drawing) attach(all []Attachment) (names, associated string) {
	type named struct{ name, specification string }
	var list []named
	var order []string
	for _, a := range all {
		s := f.add(&object{dict: a.specification(f.add(a.stream()))})
		list = append(list, named{a.Name, s})
		order = append(order, s)
	}
	slices.SortFunc(list, func(a, b named) int { return bytes.Compare(textBytes(a.name), textBytes(b.name)) })
	var b strings.Builder
	b.WriteString("<</EmbeddedFiles<</Names[")
	for _, n := range list {
		b.WriteString(textString(n.name) + n.specification + " ")
	}
	b.WriteString("]>>>>")
	return b.String(), "[" + strings.Join(order, " ") + "]"
}

func (a *Attachment) stream() *object {
	var d dict
	d.set("Type", "/EmbeddedFile")
	d.set("Subtype", "/"+strings.NewReplacer("/", "#2F", "+", "#2B").Replace(a.Type))
	d.set("Params", fmt.Sprintf("<</Size %s/ModDate%s>>", strconv.Itoa(len(a.Data)), dateString(a.Modified)))
	if c := compressed(slices.Clone(d), a.Data); len(c.data) < len(a.Data) {
		return c
	}
	return &object{dict: d, data: a.Data, stream: true}
}

func (a *Attachment) specification(stream string) dict {
	var d dict
	d.set("Type", "/Filespec")
	d.set("F", textString(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '_'
		}
		return r
	}, a.Name)))
	d.set("UF", textString(a.Name))
	if a.Description != "" {
		d.set("Desc", textString(a.Description))
	}
	d.set("AFRelationship", "/"+string(a.Relationship))
	d.set("EF", "<</F "+stream+"/UF "+stream+">>")
	return d
}

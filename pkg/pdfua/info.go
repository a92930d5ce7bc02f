package pdfua

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Info is what a finished file says of itself, and the files in it.
type Info struct {
	Title       string // needed
	Authors     []string
	Subject     string
	Keywords    string
	Language    string // BCP 47, needed
	Creator     string // the program that made the document
	Dated       time.Time
	Attachments []Attachment
}

// Producer is what files say they were finished by.
const producer = "pdfua"

// IsLanguage tells whether s can stand as a language: it has the form of RFC 3066,
// groups of one to eight letters, and in all but the first also digits.
func IsLanguage(s string) bool {
	group, first := 0, true
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '-' && group > 0:
			group, first = 0, false
			continue
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', !first && isDigit(c):
			group++
		default:
			return false
		}
		if group > 8 {
			return false
		}
	}
	return group > 0
}

func (i *Info) check() error {
	switch {
	case strings.TrimSpace(i.Title) == "":
		return errors.New("the document has no title")
	case !IsLanguage(i.Language):
		return fmt.Errorf("the document's language %q is no language tag", i.Language)
	case i.Dated.IsZero() || i.Dated.Year() < 1 || i.Dated.Year() > 9999:
		return errors.New("the document has no date")
	}
	for _, s := range append([]string{i.Title, i.Subject, i.Keywords, i.Creator}, i.author()) {
		if tooLong(s) {
			return fmt.Errorf("%.40q… is too long", s)
		}
	}
	return checkAttachments(i.Attachments)
}

// author is all authors in one line, as the information dictionary has them.
func (i *Info) author() string { return strings.Join(i.Authors, "; ") }

// dictionary is the information dictionary. It says what the metadata says.
func (i *Info) dictionary() dict {
	var d dict
	for _, e := range [][2]string{
		{"Title", i.Title},
		{"Author", i.author()},
		{"Subject", i.Subject},
		{"Keywords", i.Keywords},
		{"Creator", i.Creator},
		{"Producer", producer},
	} {
		if e[1] != "" {
			d.set(e[0], textString(e[1]))
		}
	}
	d.set("CreationDate", dateString(i.Dated))
	d.set("ModDate", dateString(i.Dated))
	return d
}

// packet is the metadata in the form of XMP.
func (i *Info) packet() []byte {
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n")
	b.WriteString(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
`)
	alternative := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "<dc:%s><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:%s>\n", name, xmlText(text), name)
		}
	}
	simple := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "<%s>%s</%s>\n", name, xmlText(text), name)
		}
	}
	alternative("title", i.Title)
	if len(i.Authors) > 0 {
		b.WriteString("<dc:creator><rdf:Seq>")
		for _, a := range i.Authors {
			fmt.Fprintf(&b, "<rdf:li>%s</rdf:li>", xmlText(a))
		}
		b.WriteString("</rdf:Seq></dc:creator>\n")
	}
	alternative("description", i.Subject)
	fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", i.Language)
	simple("pdf:Keywords", i.Keywords)
	simple("pdf:Producer", producer)
	simple("xmp:CreatorTool", i.Creator)
	moment := i.Dated.UTC().Format("2006-01-02T15:04:05Z")
	simple("xmp:CreateDate", moment)
	simple("xmp:ModifyDate", moment)
	simple("xmp:MetadataDate", moment)
	b.WriteString("</rdf:Description>\n" + extensionSchema + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return []byte(b.String())
}

// extensionSchema describes the one property that PDF/A does not know.
const extensionSchema = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
`

// xmlText is s as text of XML, without the characters that XML does not have.
func xmlText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(s)
}

package pdfuatest

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"regexp"
	"strings"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// checkBytes holds the frame of the file against the rules.
func (f *File) checkBytes() {
	head, rest, _ := bytes.Cut(f.data, []byte("\n"))
	if string(head) != "%PDF-1.7" {
		f.wrong("A 6.1.2-1", "the file begins with %q", head)
	}
	if len(rest) < 6 || rest[0] != '%' || rest[1] < 128 || rest[2] < 128 || rest[3] < 128 || rest[4] < 128 || rest[5] != '\n' {
		f.wrong("A 6.1.2-2", "the second line is no comment of high bytes")
	}
	if !bytes.HasSuffix(f.data, []byte("%%EOF\n")) || bytes.Count(f.data, []byte("startxref\n")) != 1 {
		f.wrong("A 6.1.3-3", "the file does not end with its only end")
	}
	for _, m := range regexp.MustCompile(`(?s).?\d+ +\d+ +obj.?`).FindAll(f.data, -1) {
		if !regexp.MustCompile(`^\n\d+ 0 obj\n$`).Match(m) && !bytes.ContainsFunc(m, func(r rune) bool { return r > 127 }) {
			f.wrong("A 6.1.9", "an object begins with %q", m)
		}
	}
	if ids := f.context.ID; len(ids) != 2 || f.text(ids[0]) == "" && len(ids[0].String()) < 10 {
		f.wrong("A 6.1.3-1", "the file has no identifier")
	}
	if f.context.Encrypt != nil {
		f.wrong("A 6.1.3-2", "the file is encrypted")
	}
}

// checkCatalogue holds the catalogue against the rules.
func (f *File) checkCatalogue() {
	c := f.catalogue
	if f.Language == "" {
		f.wrong("UA 7.2-33", "the document has no language")
	}
	f.checkLanguage(c["Lang"])
	marked, _ := f.object(f.dict(c["MarkInfo"])["Marked"]).(types.Boolean)
	suspects, _ := f.object(f.dict(c["MarkInfo"])["Suspects"]).(types.Boolean)
	if !bool(marked) || bool(suspects) {
		f.wrong("A 6.7.2-1", "the document is not marked as tagged")
	}
	title, _ := f.object(f.dict(c["ViewerPreferences"])["DisplayDocTitle"]).(types.Boolean)
	if !title {
		f.wrong("UA 7.1-10", "the title is not shown")
	}
	for _, key := range []string{"AA", "NeedsRendering", "Requirements", "AcroForm", "OCProperties", "Perms", "Collection"} {
		if c[key] != nil {
			f.wrong("A 6", "the catalogue has %s", key)
		}
	}
	if o := f.object(c["OpenAction"]); o != nil {
		if _, ok := o.(types.Array); !ok {
			f.wrong("A 6.5.1", "opening the file does something")
		}
	}
	for key := range f.dict(c["Names"]) {
		if key != "EmbeddedFiles" {
			f.wrong("A 6.10", "there are names for %s", key)
		}
	}
	f.checkIntent()
	f.checkOutline()
}

// checkIntent holds the profile of colours against ICC.1:2001-04.
func (f *File) checkIntent() {
	intents := f.array(f.catalogue["OutputIntents"])
	if len(intents) != 1 {
		f.wrong("A 6.2.3", "there are %d output intents", len(intents))
		return
	}
	d := f.dict(intents[0])
	p := f.stream(d["DestOutputProfile"])
	if f.name(d["S"]) != "GTS_PDFA1" || f.text(d["OutputConditionIdentifier"]) == "" || len(p) < 132 {
		f.wrong("A 6.2.3", "the output intent is incomplete")
		return
	}
	if n, _ := f.integer(f.dict(d["DestOutputProfile"])["N"]); n != 3 {
		f.wrong("A 6.2.3", "the profile has %d colours", n)
	}
	if int(binary.BigEndian.Uint32(p)) != len(p) || p[8] != 2 || string(p[12:24]) != "mntrRGB XYZ " || string(p[36:40]) != "acsp" {
		f.wrong("A 6.2.3-1", "the head of the profile is %q", p[:40])
	}
	found := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint32(p[128:])) {
		e := p[132+12*i:]
		at, size := int(binary.BigEndian.Uint32(e[4:])), int(binary.BigEndian.Uint32(e[8:]))
		if at%4 != 0 || at+size > len(p) {
			f.wrong("A 6.2.3", "the tag %q of the profile lies outside", e[:4])
			return
		}
		found[string(e[:4])] = p[at : at+size]
	}
	for _, name := range strings.Fields("desc cprt wtpt rXYZ gXYZ bXYZ rTRC gTRC bTRC") {
		if found[name] == nil {
			f.wrong("A 6.2.3", "the profile has no tag %s", name)
		}
	}
}

// A packet is the metadata.
type packet struct {
	Descriptions []struct {
		Part        string   `xml:"http://www.aiim.org/pdfa/ns/id/ part"`
		Conformance string   `xml:"http://www.aiim.org/pdfa/ns/id/ conformance"`
		Access      string   `xml:"http://www.aiim.org/pdfua/ns/id/ part"`
		Title       string   `xml:"title>Alt>li"`
		Creators    []string `xml:"creator>Seq>li"`
		Subject     string   `xml:"description>Alt>li"`
		Keywords    string   `xml:"http://ns.adobe.com/pdf/1.3/ Keywords"`
		Producer    string   `xml:"http://ns.adobe.com/pdf/1.3/ Producer"`
		Tool        string   `xml:"http://ns.adobe.com/xap/1.0/ CreatorTool"`
		Created     string   `xml:"http://ns.adobe.com/xap/1.0/ CreateDate"`
		Modified    string   `xml:"http://ns.adobe.com/xap/1.0/ ModifyDate"`
		Schema      string   `xml:"schemas>Bag>li>namespaceURI"`
	} `xml:"RDF>Description"`
}

// checkMetadata holds the metadata against the rules and the information dictionary.
func (f *File) checkMetadata() {
	d := f.dict(f.catalogue["Metadata"])
	data := f.stream(f.catalogue["Metadata"])
	if d["Filter"] != nil || f.name(d["Subtype"]) != "XML" || f.name(d["Type"]) != "Metadata" {
		f.wrong("A 6.6.2.1", "the metadata is not open XML")
	}
	if !bytes.HasPrefix(data, []byte("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>")) {
		f.wrong("A 6.6.2.1-2", "the metadata begins with %.60q", data)
	}
	var p packet
	if err := xml.Unmarshal(data, &p); err != nil || len(p.Descriptions) != 2 {
		f.wrong("A 6.6.2.1-4", "the metadata is not well formed: %v", err)
		return
	}
	m := p.Descriptions[0]
	if m.Part != "3" || m.Conformance != "A" {
		f.wrong("A 6.6.4", "the file calls itself PDF/A-%s%s", m.Part, m.Conformance)
	}
	if m.Access != "1" {
		f.wrong("UA 5", "the file calls itself PDF/UA-%s", m.Access)
	}
	if strings.TrimSpace(m.Title) == "" {
		f.wrong("UA 7.1-9", "the document has no title")
	}
	if p.Descriptions[1].Schema != "http://www.aiim.org/pdfua/ns/id/" {
		f.wrong("A 6.6.2.3", "the schema of PDF/UA is not described")
	}
	info := f.dict(*f.context.Info)
	for key, want := range map[string]string{
		"Title": m.Title, "Author": strings.Join(m.Creators, "; "), "Subject": m.Subject, "Keywords": m.Keywords,
		"Producer": m.Producer, "Creator": m.Tool, "CreationDate": date(m.Created), "ModDate": date(m.Modified),
	} {
		if got := f.text(info[key]); got != want {
			f.wrong("A 6.6.3", "%s is %q in the information dictionary, and %q in the metadata", key, got, want)
		}
	}
}

// date is a moment of XMP in the form of PDF.
func date(s string) string {
	t, err := time.Parse("2006-01-02T15:04:05Z", s)
	if err != nil {
		return err.Error()
	}
	return t.Format("D:20060102150405") + "+00'00'"
}

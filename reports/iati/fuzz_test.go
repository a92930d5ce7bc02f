package iati_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"testing"

	"tulos/internal/results"
	"tulos/reports/iati"
)

// FuzzCheck holds that whatever stands in identifiers, addresses and texts is told or
// written, as XML that can be read again.
func FuzzCheck(f *testing.F) {
	f.Add("XE-EXAMPLE-STELLIT", "https://stellit.example", "A title", "en", "16010")
	f.Add("RU-OGRN-1/2&", "javascript:x", "<x>&]]>\x00\ufffe", "smn", "")
	f.Add("", "http://[::1", "\xff\xed\xa0\x80", "", "-1")
	f.Fuzz(func(t *testing.T, identifier, website, text, language, sector string) {
		d, o := demo(t), options()
		o.Partners = len(text)%2 == 0
		lead := &d.Organisations[1]
		lead.Identifier, lead.Website, lead.Name = identifier, website, text
		d.Project.Title = results.Text{language: text, "en": text}
		d.Project.Languages = append(d.Project.Languages, language)
		d.Project.Sectors[0].Code = sector
		iati.Check(d, o)
		var b bytes.Buffer
		if err := iati.Write(&b, d, o); err != nil {
			t.Fatal(err)
		}
		in := xml.NewDecoder(&b)
		for {
			if _, err := in.Token(); errors.Is(err, io.EOF) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

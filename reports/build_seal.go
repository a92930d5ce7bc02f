package reports

import (
	"net/url"

	"tulos/internal/i18n"
)

// seal tells the number of a sealed report and, where the address is known, where it
// can be asked for.
func (b *builder) seal() []Block {
	o := b.options
	if o.Seal == "" {
		return nil
	}
	s := Seal{
		Facts: []Fact{{b.Text("report.seal-number", nil), Plain(o.Seal)}},
		Note:  b.Text("report.seal-note", nil),
	}
	if o.Address != "" {
		page := o.Address + "/verify"
		s.Code = page + "?report=" + url.QueryEscape(o.Seal)
		s.Facts = append(s.Facts, Fact{b.Text("report.seal-address", nil), Text{{Text: page, URL: s.Code}}})
		s.Description = b.Text("report.seal-code", i18n.Args{"Address": s.Code})
	}
	return []Block{s}
}

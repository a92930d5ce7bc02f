package reports

import (
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/pkg/photo"
)

const (
	usualPhotos  = 6
	photoLongest = 900 // pixels: 200 to the inch at half the width of a page
)

// photos are pictures of the report's activities for which consent holds.
func (b *builder) photos(s Section) []Block {
	most := s.Most
	if most == 0 {
		most = usualPhotos
	}
	var shown Photos
	var notes []Block
	var files []string
	for _, a := range b.logged {
		for n := range a.Evidence {
			e := &a.Evidence[n]
			if e.Kind != partnership.Photo || !b.mayShow(e) || slices.Contains(files, e.File) || len(files) >= most || b.options.Photo == nil {
				continue
			}
			files = append(files, e.File)
			p, err := b.photo(a, e)
			if err != nil {
				notes = append(notes, Paragraph{Style: Note, Text: Plain(b.Text("report.photo-unreadable", i18n.Args{"File": e.File}))})
				continue
			}
			b.shows(a, partnership.Item{Photo: e})
			shown.Items = append(shown.Items, p)
		}
	}
	switch {
	case len(files) == 0 && s.Optional:
		return nil
	case len(files) == 0:
		notes = append(notes, Paragraph{Text: Plain(b.Text("report.no-photos", nil))})
	}
	blocks := b.opened(s)
	if len(shown.Items) > 0 {
		blocks = append(blocks, shown)
	}
	return append(blocks, notes...)
}

func (b *builder) photo(a logged, e *partnership.Evidence) (Photo, error) {
	data, err := b.options.Photo(e.File)
	if err != nil {
		return Photo{}, err
	}
	p := Photo{Caption: b.text(e.Caption)}
	if p.JPEG, p.Width, p.Height, err = photo.Upright(data, photoLongest); err != nil {
		return Photo{}, err
	}
	p.Credit = Text{{Text: joined(b.organisation(a.Partner), b.dates(a.Start, a.End)) + " · "}, {Text: a.Ref, Anchor: "activity-" + a.Ref}}
	return p, nil
}

// Those who sign a report.
const (
	lead     = "lead"
	partners = "partners" // all but the lead
	funder   = "funder"
)

// signature is the place where people sign, below what they certify.
func (b *builder) signature(s Section) []Block {
	block := Signature{Statement: b.worded(s.Statement)}
	for _, party := range s.Parties {
		switch party {
		case lead:
			block.Parties = append(block.Parties, b.signatory("report.lead", b.organisation(b.project.Lead())))
		case partners:
			for _, p := range b.project.Partners {
				if p.Role != partnership.LeadPartner {
					block.Parties = append(block.Parties, b.signatory("report.partner", b.organisation(p.Organisation)))
				}
			}
		case funder:
			block.Parties = append(block.Parties, b.signatory("report.funder", b.organisation(b.project.Funder)))
		}
	}
	return append(b.opened(s), block)
}

func (b *builder) signatory(role, organisation string) Signatory {
	s := Signatory{Role: b.Text(role, nil), Organisation: organisation}
	for _, key := range []string{"name", "function", "place-date", "signature"} {
		s.Lines = append(s.Lines, b.Text("report.sign-"+key, nil))
	}
	return s
}

package html

import (
	"net/url"
	"strings"

	"tulos/reports"
)

// prose writes the spans of a text.
func (p *page) prose(t reports.Text) {
	for _, s := range trimmed(t) {
		p.span(s)
	}
}

// trimmed is t clean and without space before and after it.
func trimmed(t reports.Text) reports.Text {
	spans := make(reports.Text, 0, len(t))
	for _, s := range t {
		s.Text = clean(s.Text)
		if len(spans) == 0 {
			s.Text = strings.TrimLeft(s.Text, " \t\n")
		}
		if s.Text != "" {
			spans = append(spans, s)
		}
	}
	for n := len(spans) - 1; n >= 0; n-- {
		spans[n].Text = strings.TrimRight(spans[n].Text, " \t\n")
		if spans[n].Text != "" {
			return spans[:n+1]
		}
	}
	return nil
}

// span writes clean text in its elements, the outermost of which tells its
// language.
func (p *page) span(s reports.Span) {
	depth := len(p.open)
	lang := attr{"lang", p.foreign(s)}
	wrap := func(name string, attrs ...attr) {
		p.start(name, append(attrs, lang)...)
		lang.value = ""
	}
	if href := p.href(s); href != "" {
		wrap("a", attr{"href", href})
	}
	if s.Strong {
		wrap("strong")
	}
	if s.Emphasis {
		wrap("em")
	}
	if lang.value != "" {
		wrap("span")
	}
	p.lines(s.Text)
	p.endTo(depth)
}

// foreign is the language of a span where it is not the document's.
func (p *page) foreign(s reports.Span) string {
	if strings.EqualFold(s.Language, p.doc.Language) {
		return ""
	}
	return tag(s.Language)
}

// href is where a span leads, or "". Inside, only to anchors that exist;
// outside, only to the web and to mailboxes.
func (p *page) href(s reports.Span) string {
	if id := p.outline.anchors[s.Anchor]; id != "" {
		return "#" + id
	}
	u, err := url.Parse(strings.TrimSpace(s.URL))
	if err != nil {
		return ""
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Host != "":
	case u.Scheme == "mailto" && u.Opaque != "":
	default:
		return ""
	}
	return u.String()
}

// unlinked is t without its links, for what is a link as a whole.
func unlinked(t reports.Text) reports.Text {
	plain := make(reports.Text, len(t))
	for i, s := range t {
		s.URL, s.Anchor = "", ""
		plain[i] = s
	}
	return plain
}

func (p *page) paragraph(i int, b reports.Paragraph) {
	id := p.outline.ids[i]
	if !visible(b.Text.String()) && id == "" {
		return
	}
	p.breakPage()
	class := ""
	switch b.Style {
	case reports.Body:
	case reports.Lead:
		class = "report-lead"
	case reports.Note:
		class = "report-note"
	case reports.Label:
		class = "report-label"
	case reports.Quote:
		p.start("blockquote", attr{"class", "report-quote"})
		defer p.end()
	}
	p.start("p", attr{"class", class}, attr{"id", id})
	p.prose(b.Text)
	p.end()
}

func (p *page) list(b reports.List) {
	var items []reports.Text
	for _, t := range b.Items {
		if visible(t.String()) {
			items = append(items, t)
		}
	}
	if len(items) == 0 {
		return
	}
	p.breakPage()
	p.start("ul", attr{"class", "report-list"})
	for _, t := range items {
		p.start("li")
		p.prose(t)
		p.end()
	}
	p.end()
}

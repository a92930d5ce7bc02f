package pdf

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// scratch is a layout of a document in English with these anchors.
func scratch(t *testing.T, anchors ...string) *layout {
	t.Helper()
	set, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	l := newLayout(&reports.Document{Language: "en"}, set)
	for _, a := range anchors {
		l.anchor(a)
	}
	return l
}

// set is the lines of a text in a width.
func set(t *testing.T, p *prose, width float64) []string {
	t.Helper()
	var got []string
	for _, l := range p.lines(width) {
		s := &strip{}
		p.place(s, l, 0, 0)
		line := ""
		for _, op := range lettering(s) {
			line += op.text
		}
		got = append(got, strings.TrimSuffix(line, " ")) // at which it was ended
		if end := endOf(s); end > width+0.1 || end > l.width+0.35 {
			t.Errorf("%q is %.2f wide, not %.2f, in a column of %.2f", line, end, l.width, width)
		}
	}
	return got
}

func endOf(s *strip) float64 {
	end := 0.0
	for _, op := range lettering(s) {
		end = max(end, op.x+op.width)
	}
	return end
}

func TestProseLines(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width float64
		want  []string
	}{
		"one line":              {"Two words", 100, []string{"Two words"}},
		"between words":         {"Two words", 30, []string{"Two", "words"}},
		"spaces do not count":   {"Two     words", 30, []string{"Two", "words"}},
		"no-break space":        {"in 1\u00A0284 cases", 30, []string{"in", "1\u00A0284", "cases"}},
		"after a hyphen":        {"Санкт-Петербург", 50, []string{"Санкт-", "Петербург"}},
		"not before a bracket":  {"aaaa (bbb)", 42, []string{"aaaa", "(bbb)"}},
		"not after a quote":     {"aaaa «bbb» c", 42, []string{"aaaa", "«bbb» c"}},
		"soft hyphen unused":    {"Kindes\u00ADschutz", 100, []string{"Kindesschutz"}},
		"soft hyphen used":      {"Kindes\u00ADschutz", 40, []string{"Kindes\u00ad", "schutz"}},
		"zero-width space":      {"aaaaaa\u200Bbbbbbb", 40, []string{"aaaaaa", "bbbbbb"}},
		"line end":              {"a\nb", 100, []string{"a", "b"}},
		"empty line":            {"a\n\nb", 100, []string{"a", "", "b"}},
		"spaces at either end":  {"  \n a b \n\n", 100, []string{"a b"}},
		"word too long":         {"Wohngruppenverordnung", 40, []string{"Wohn\u00AD", "gruppen\u00AD", "verord\u00AD", "nung"}},
		"marks stay on letters": {"ы\u0301ы\u0301ы\u0301", 15, []string{"ы\u0301ы\u0301", "ы\u0301"}},
		"hardly a letter":       {"abc", 6, []string{"a", "b", "c"}},
		"nothing":               {"\u200F", 10, nil},
	} {
		t.Run(name, func(t *testing.T) {
			p := scratch(t).plain(nil, c.text, bodyStyle())
			if diff := cmp.Diff(c.want, set(t, p, c.width)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestProseAcrossSpans(t *testing.T) {
	l := scratch(t, "here")
	e := &pdfua.Element{Role: pdfua.P}
	p := l.prose(e, reports.Text{
		{Text: "A "},
		{Text: "str", Strong: true},
		{Text: "ange "},
		{Text: "link", Anchor: "here"},
		{Text: ", "},
		{Text: "sana", Language: "fi", Emphasis: true},
		{Text: "."},
	}, bodyStyle())
	if diff := cmp.Diff([]string{"A", "strange", "link,", "sana."}, set(t, p, 36)); diff != "" {
		t.Error(diff)
	}
	want := "P{· Link(link){·} · Span[fi]{·} ·}"
	if got := outlined(e); got != want {
		t.Errorf("structure: got %s, want %s", got, want)
	}
}

func TestProseBalanced(t *testing.T) {
	p := scratch(t).plain(nil, "Safe in every language: prevention in the Baltic Sea Region", headingStyle(1))
	got := p.balanced(400)
	if len(got) != len(p.lines(400)) || len(got) != 2 {
		t.Fatalf("%d lines", len(got))
	}
	if ratio := got[1].width / got[0].width; ratio < 0.6 {
		t.Errorf("the second line has %.2f of the first one's width", ratio)
	}
}

func TestProseCut(t *testing.T) {
	p := scratch(t).plain(nil, strings.Repeat("many words ", 50), bodyStyle())
	lines := p.cutLines(p.lines(100), 2, 100)
	s := &strip{}
	for _, l := range lines {
		p.place(s, l, 0, 0)
	}
	if got := reading(s); got != "many words many |words many words…" {
		t.Errorf("got %q", got)
	}
}

func TestKerning(t *testing.T) {
	set, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	small, large := set[bold].width("To", 10)*3, set[bold].width("To", 30)
	if large >= small {
		t.Errorf("at 30 points To is %.2f wide, without kerning %.2f", large, small)
	}
}

func TestLinks(t *testing.T) {
	l := scratch(t, "here")
	for name, c := range map[string]struct {
		span reports.Span
		want string
	}{
		"web":            {reports.Span{URL: "https://example.org/a?b=ä"}, "https://example.org/a?b=%C3%A4"},
		"mail":           {reports.Span{URL: "mailto:a@example.org"}, "mailto:a@example.org"},
		"anchor":         {reports.Span{Anchor: "here"}, "inside"},
		"unknown anchor": {reports.Span{Anchor: "there"}, "none"},
		"script":         {reports.Span{URL: "javascript:alert(1)"}, "none"},
		"file":           {reports.Span{URL: "file:///etc/passwd"}, "none"},
		"relative":       {reports.Span{URL: "/reports"}, "none"},
		"none":           {reports.Span{}, "none"},
	} {
		t.Run(name, func(t *testing.T) {
			got := "none"
			if k := l.link(c.span); k != nil && k.target != nil {
				got = "inside"
			} else if k != nil {
				got = ascii(k.url)
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestBreaksAtSpaces holds the short way to break lines against the long one.
func TestBreaksAtSpaces(t *testing.T) {
	const seed = 6
	random := rand.New(rand.NewPCG(seed, seed))
	signs := []rune("aZäŠжЁ0189 .,\u00A0")
	for range 20_000 {
		text := make([]rune, 1+random.IntN(12))
		for i := range text {
			text[i] = signs[random.IntN(len(signs))]
		}
		s := strings.Trim(string(text), " ")
		if !breaksAtSpaces(s) {
			continue
		}
		rest, state := s, -1
		for short := s; rest != ""; {
			var long, got string
			long, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
			if got, short = untilWord(short); got != long {
				t.Fatalf("seed %d: %q begins with %q, not %q", seed, s, long, got)
			}
		}
	}
}

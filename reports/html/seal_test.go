package html_test

import (
	"strings"
	"testing"

	"tulos/reports"
	"tulos/reports/html"
)

func TestSealLeadsToWhereItIsAskedFor(t *testing.T) {
	d := reports.Document{Language: "en", Blocks: []reports.Block{reports.Seal{
		Facts: []reports.Fact{{Label: "Check <here>", Value: reports.Text{{Text: "https://tulos.example/verify", URL: "https://tulos.example/verify?report=x"}}}},
		Note:  "What the number is made of.", Code: "https://tulos.example/verify?report=x", Description: "A code",
	}}}
	var b strings.Builder
	if err := html.Render(&b, d, html.Options{Fragment: true, HeadingLevel: 2}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`href="https://tulos.example/verify?report=x"`, "Check &lt;here&gt;", `<p class="report-note">What the number is made of.</p>`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is missing in\n%s", want, b.String())
		}
	}
}

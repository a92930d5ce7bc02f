package docs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/docs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
)

// A figuresOfDemo finds figures of the demo, as English pages write them.
type figuresOfDemo struct {
	all   []results.IndicatorFigures
	words *i18n.Localizer
}

func newFiguresOfDemo(t *testing.T) figuresOfDemo {
	t.Helper()
	data, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := bundle.Decode(data, bundle.Options{})
	if d == nil {
		t.Fatal(problems)
	}
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	return figuresOfDemo{d.Frame().Figures(d.Tallies()), words}
}

func (f figuresOfDemo) of(code results.IndicatorCode) results.IndicatorFigures {
	return f.all[slices.IndexFunc(f.all, func(i results.IndicatorFigures) bool { return i.Indicator.Code == code })]
}

func (f figuresOfDemo) write(i *results.Indicator, is results.Figure) string {
	n, ok := is.Number()
	switch {
	case !ok:
		return "not reported"
	case i.Measure == results.Percentage:
		return f.words.Percent(n.Fixed(i.Places()), i.Places())
	}
	return f.words.Number(n.Fixed(i.Places()), i.Places())
}

// table has the lines that the guide says of an indicator: each partner's, and that of
// all.
func (f figuresOfDemo) table(code results.IndicatorCode) string {
	is := f.of(code)
	var b strings.Builder
	line := func(name string, first, second, cumulative results.Figure) {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", name, f.write(is.Indicator, first), f.write(is.Indicator, second), f.write(is.Indicator, cumulative))
	}
	for n, name := range []string{"Stellit", "Safe House Shelter", "Suojellaan Lapsia"} {
		one, two := is.Rows[0].Partners[n], is.Rows[1].Partners[n]
		line(name, one.Value, two.Value, two.Cumulative)
	}
	line("All partners", is.Rows[0].Value, is.Rows[1].Value, is.Rows[1].Cumulative)
	return b.String()
}

// TestFiguresOfTheGuideAreThoseOfTheDemo holds every number of the guide's example
// against what the rules make of the demo.
func TestFiguresOfTheGuideAreThoseOfTheDemo(t *testing.T) {
	t.Parallel()
	guide, err := docs.Guide.ReadFile("guide/figures.md")
	if err != nil {
		t.Fatal(err)
	}
	f, says := newFiguresOfDemo(t), strings.Join(strings.Fields(string(guide)), " ")
	has := func(want string) {
		t.Helper()
		if !strings.Contains(says, strings.Join(strings.Fields(want), " ")) {
			t.Errorf("the guide does not say\n%s", want)
		}
	}
	for _, code := range []results.IndicatorCode{"OP1.2", "OP2.2", "OC1.1", "OP1.1"} {
		has(f.table(code))
	}
	for _, row := range []struct {
		name string
		code results.IndicatorCode
	}{{"Professionals trained", "OP1.1"}, {"Downloads of the report", "OP2.2"}, {"Participants' satisfaction", "OP3.2"}} {
		is := f.of(row.code)
		two := is.Rows[1]
		has(fmt.Sprintf("| %s | %s | %s | %s | %s |", row.name, f.write(is.Indicator, two.Cumulative), f.write(is.Indicator, two.Expected),
			f.words.Number(is.Indicator.Target.Value.Fixed(is.Indicator.Places()), is.Indicator.Places()), f.words.Text("status."+string(two.Status), nil)))
	}
	passed, trained, webinar := f.of("OC1.1").Rows[1], f.of("OP1.1"), f.of("OP3.1").Rows[1]
	has(fmt.Sprintf("%s of %s passed", f.write(trained.Indicator, passed.Numerator), f.write(trained.Indicator, passed.Denominator)))
	has(fmt.Sprintf("Yet %s people had been", trained.Rows[1].Deducted.Fixed(0)))
	has(fmt.Sprintf("and the participations: %s.", f.write(trained.Indicator, trained.Rows[1].Participations)))
	has(fmt.Sprintf("that is %d of %d:", webinar.ReportedBy, webinar.DueFrom))
}

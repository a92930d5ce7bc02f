package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store/archive"
)

// digestOf stands for an effect that somebody has agreed to.
func digestOf(effect service.Effect) string {
	var text strings.Builder
	for _, c := range effect.Figures {
		was, hadWas := c.Was.Number()
		is, hasIs := c.Is.Number()
		fmt.Fprintln(&text, c.Indicator, c.Period, hadWas, was.Exact(), hasIs, is.Exact())
	}
	for _, b := range effect.Broken {
		fmt.Fprintln(&text, b.Ref)
	}
	for _, c := range effect.Periods {
		fmt.Fprintln(&text, c.Period, c.Is.Start, c.Is.End, c.Is.Due)
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:16])
}

// An effectView is the page on which a change is agreed to.
type effectView struct {
	Title, Path string
	Kept        []keptField
	Back        string
	IsRemoval   bool
	Agreed      string // stands for the effect
	Differences []differenceView
	Figures     []figureChangeView
	Broken      []brokenView
	Periods     []periodChangeView
}

// A periodChangeView is a period with something in it that gets other days; IsGone:
// there is none of that number any more.
type periodChangeView struct {
	Was, Is periodView
	IsGone  bool
}

// A figureChangeView is a figure that becomes another.
type figureChangeView struct {
	Code, Path string
	Title      results.Text
	Period     int
	Was, Is    string
}

// A brokenView is an accepted entry that would not be right any more.
type brokenView struct {
	Ref, Path string
	Problems  []string
}

var effectPage = page[effectView]{"setup/effect.html"}

// showEffect shows what a change does before it is made.
func (r *request) showEffect(effect service.Effect, path, title string, next *partnership.Setup) error {
	now, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	v := effectView{
		Title: title, Path: path, Back: r.setupPath(), IsRemoval: r.PostForm("do") == "remove",
		Agreed: digestOf(effect), Kept: r.keptFields("confirm", "do"),
	}
	if next != nil {
		v.Differences = r.differences(&now.Value, next)
	}
	v.Figures = r.figureChanges(effect.Figures, &now.Value, next)
	for _, b := range effect.Broken {
		broken := brokenView{Ref: b.Ref, Path: r.brokenPath(b)}
		for _, p := range b.Problems {
			if !p.Warning {
				broken.Problems = append(broken.Problems, bundle.Message(r.words, p))
			}
		}
		v.Broken = append(v.Broken, broken)
	}
	for _, c := range effect.Periods {
		v.Periods = append(v.Periods, periodChangeView{
			Was:    periodView{No: c.Period, Start: c.Was.Start, End: c.Was.End, Due: c.Was.Due},
			Is:     periodView{No: c.Period, Start: c.Is.Start, End: c.Is.End, Due: c.Is.Due},
			IsGone: c.Is == partnership.Period{},
		})
	}
	return show(r, http.StatusOK, effectPage, r.words.Text("setup.effect", nil), v)
}

// keptFields are the fields that were sent, but for some.
func (r *request) keptFields(without ...string) []keptField {
	var kept []keptField
	for _, f := range r.keep().Fields {
		if !slices.Contains(without, f.Name) {
			kept = append(kept, f)
		}
	}
	if r.PostForm("do") == "remove" {
		kept = append(kept, keptField{"do", "remove"})
	}
	return kept
}

// brokenPath is the page of an accepted activity, measurement or expense, or of deductions.
func (r *request) brokenPath(b service.Broken) string {
	switch {
	case b.Ref == "":
		return r.setupPath() + "/deductions"
	case b.In == archive.Measurements.Collection():
		return r.measurementPath(b.Ref)
	case b.In == archive.Expenditure.Collection():
		return r.expensePath(b.Ref)
	default:
		return r.activityPath(b.Ref)
	}
}

func (r *request) figureChanges(all []service.FigureChange, setups ...*partnership.Setup) []figureChangeView {
	var views []figureChangeView
	for _, c := range all {
		v := figureChangeView{Code: string(c.Indicator), Path: base(r.project()) + "/indicators/" + url.PathEscape(string(c.Indicator)), Period: int(c.Period)}
		for _, setup := range setups {
			if setup == nil {
				continue
			}
			i, ok := indicatorOf(&setup.Project, c.Indicator)
			if !ok {
				continue
			}
			if v.Title == nil {
				v.Title = i.Title
				v.Was = orNone(figure(r.words, i, c.Was))
			}
			v.Is = orNone(figure(r.words, i, c.Is))
		}
		views = append(views, v)
	}
	return views
}

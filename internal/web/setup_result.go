package web

import (
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A spot is where a result stands in the framework.
type spot struct {
	list  *[]results.Result
	at    int
	path  string // from the top of the set-up
	above results.ResultCode
}

func (s *spot) result() *results.Result { return &(*s.list)[s.at] }

// spots are those of all results, each before those below it.
func spots(s *partnership.Setup) []*spot {
	var all []*spot
	var walk func(list *[]results.Result, path string, above results.ResultCode)
	walk = func(list *[]results.Result, path string, above results.ResultCode) {
		for n := range *list {
			at := results.At(path, n)
			all = append(all, &spot{list, n, at, above})
			walk(&(*list)[n].Results, at+".results", (*list)[n].Code)
		}
	}
	walk(&s.Project.Results, "project.results", "")
	return all
}

// spotOf finds a result; nil where there is none.
func spotOf(s *partnership.Setup, code results.ResultCode) *spot {
	for _, sp := range spots(s) {
		if sp.result().Code == code {
			return sp
		}
	}
	return nil
}

// titled is a code with its title.
func (r *request) titled(code string, title results.Text) string {
	return strings.TrimSpace(code + " " + inLanguage(r.words, title))
}

// resultOptions are all results but one and those below it.
func (r *request) resultOptions(s *partnership.Setup, without results.ResultCode) []option {
	var all []option
	hidden := map[results.ResultCode]bool{}
	for _, sp := range spots(s) {
		result := sp.result()
		if without != "" && (result.Code == without || hidden[sp.above]) {
			hidden[result.Code] = true
			continue
		}
		all = append(all, option{Value: string(result.Code), Text: r.titled(string(result.Code), result.Title)})
	}
	return all
}

// first is the option of standing first among its like, or none.
func (r *request) none(key string) option { return option{Text: r.words.Text(key, nil)} }

// placed puts an item after that with a key, or first, or, where there is no such
// item, last; at is where it stands then.
func placed[T any, K ~string](list []T, item T, after K, key func(*T) K) (next []T, at int) {
	at = len(list)
	if after == "" {
		at = 0
	}
	for n := range list {
		if after != "" && key(&list[n]) == after {
			at = n + 1
		}
	}
	return slices.Insert(slices.Clone(list), at, item), at
}

// afterOptions are where a thing can stand among its like.
func afterOptions[T any, K ~string](r *request, list []T, at int, key func(*T) K, title func(*T) results.Text) (all []option, now K) {
	all = append(all, r.none("setup.first"))
	for n := range list {
		if n == at {
			continue
		}
		all = append(all, option{Value: string(key(&list[n])), Text: r.titled(string(key(&list[n])), title(&list[n]))})
		if n < at || at < 0 {
			now = key(&list[n])
		}
	}
	return all, now
}

func resultCode(r *results.Result) results.ResultCode { return r.Code }
func resultTitle(r *results.Result) results.Text      { return r.Title }

// resultPart edits results: impact, outcomes and outputs.
func resultPart() setupPart {
	return setupPart{kind: "results", open: openResult, names: func(s *partnership.Setup) []string {
		var all []string
		for _, sp := range spots(s) {
			all = append(all, string(sp.result().Code))
		}
		return all
	}}
}

func openResult(a *setupAim) *openPart {
	var result results.Result
	above, list, at := results.ResultCode(a.in), &a.setup.Project.Results, -1
	if a.name != "" {
		sp := spotOf(a.setup, results.ResultCode(a.name))
		if sp == nil {
			return nil
		}
		result, above, list, at = *sp.result(), sp.above, sp.list, sp.at
	} else {
		result.Level = results.Impact
		if sp := spotOf(a.setup, above); sp != nil {
			list, result.Level = &sp.result().Results, below(sp.result().Level)
		}
	}
	was := above
	places, after := afterOptions(a.request, *list, at, resultCode, resultTitle)
	o := &openPart{title: a.request.words.Text("setup.new-result", nil), advice: "setup.result-advice"}
	if at >= 0 {
		o.title = a.request.titled(string(result.Code), result.Title)
		o.more = []link{
			{Text: a.request.words.Text("setup.new-result-below", nil), Path: a.request.setupPath() + "/results?in=" + escapeQuery(a.name)},
			{Text: a.request.words.Text("setup.new-indicator", nil), Path: a.request.setupPath() + "/indicators?in=" + escapeQuery(a.name)},
			{Text: a.request.words.Text("setup.new-planned", nil), Path: a.request.setupPath() + "/planned?in=" + escapeQuery(a.name)},
		}
	}
	o.bind = func(b *binding) {
		b.hint(line(b, "code", "setup.code", &result.Code), "setup.code-hint")
		b.text(lineInput, "title", "activity.title", &result.Title)
		pick(b, "level", "setup.level", &result.Level, a.request.levels())
		b.text(areaInput, "assumptions", "setup.assumptions", &result.Assumptions)
		pick(b, "above", "setup.above", &above, append([]option{a.request.none("setup.top")}, a.request.resultOptions(a.setup, results.ResultCode(a.name))...))
		pick(b, "after", "setup.after", &after, places).isQuiet = true
	}
	o.remove = func() { *list = slices.Delete(slices.Clone(*list), at, at+1) }
	o.settle = func() string {
		if at >= 0 {
			o.remove()
		}
		to, path := &a.setup.Project.Results, "project.results"
		if sp := spotOf(a.setup, above); above != "" && sp != nil {
			to, path = &sp.result().Results, sp.path+".results"
		}
		if above != was && after == "" {
			after = lastOf(*to, resultCode)
		}
		next, n := placed(*to, result, after, resultCode)
		*to = next
		return results.At(path, n)
	}
	return o
}

// lastOf is the key of the last item.
func lastOf[T any, K ~string](list []T, key func(*T) K) (last K) {
	if n := len(list); n > 0 {
		last = key(&list[n-1])
	}
	return last
}

// below is the level of the results below one.
func below(l results.Level) results.Level {
	if l == results.Impact {
		return results.Outcome
	}
	return results.Output
}

func (r *request) levels() []option {
	return r.options("level.", string(results.Impact), string(results.Outcome), string(results.Output))
}

// options are values with the messages of their keys.
func (r *request) options(prefix string, values ...string) []option {
	var all []option
	for _, v := range values {
		all = append(all, option{Value: v, Text: r.words.Text(prefix+v, nil)})
	}
	return all
}

// plannedPart edits the activities of the work plan.
func plannedPart() setupPart {
	return setupPart{kind: "planned", open: openPlanned, names: func(s *partnership.Setup) []string {
		var all []string
		for r := range results.All(s.Project.Results) {
			for _, p := range r.Planned {
				all = append(all, string(p.Code))
			}
		}
		return all
	}}
}

// plannedOf are the planned activities of results.
func plannedOf() belongings[results.PlannedActivity, results.PlannedCode] {
	return belongings[results.PlannedActivity, results.PlannedCode]{
		name: "planned", fresh: "setup.new-planned",
		of:    func(r *results.Result) *[]results.PlannedActivity { return &r.Planned },
		code:  func(p *results.PlannedActivity) results.PlannedCode { return p.Code },
		title: func(p *results.PlannedActivity) results.Text { return p.Title },
	}
}

func openPlanned(a *setupAim) *openPart {
	one := plannedOf().open(a, results.PlannedActivity{})
	if one == nil {
		return nil
	}
	p := &one.thing
	return one.part(func(b *binding) {
		b.hint(line(b, "code", "setup.code", &p.Code), "setup.code-hint")
		b.text(lineInput, "title", "activity.title", &p.Title)
		b.date("start", "activity.start", &p.Start)
		b.date("end", "activity.end", &p.End)
		checks(b, "partners", "setup.planned-partners", &p.Partners, a.request.partnerOptions(a.setup))
		one.bindPlace(b)
	})
}

// partnerOptions are the project's partners.
func (r *request) partnerOptions(s *partnership.Setup) []option {
	var all []option
	for _, p := range s.Project.Partners {
		all = append(all, option{Value: string(p.Organisation), Text: organisationName(s, p.Organisation)})
	}
	return all
}

package web

import (
	"slices"

	"tulos/internal/results"
)

// belongings are things that results have in lists: indicators, planned activities.
type belongings[T any, K ~string] struct {
	name  string // of the list, in paths
	fresh string // message key of the title of a new one
	of    func(*results.Result) *[]T
	code  func(*T) K
	title func(*T) results.Text
}

// A belonging is one of them while it is edited.
type belonging[T any, K ~string] struct {
	belongings[T, K]
	aim     *setupAim
	thing   T
	in, was results.ResultCode // whose it is to be, and is
	list    *[]T               // of the result that it is of
	at      int                // -1: it is new
	after   K                  // which it stands after
	places  []option
}

// open finds the one that is aimed at, or begins with a new one; nil where there is
// none, or no result to put it into.
func (bs belongings[T, K]) open(a *setupAim, fresh T) *belonging[T, K] {
	one := &belonging[T, K]{belongings: bs, aim: a, thing: fresh, in: results.ResultCode(a.in), at: -1}
	for _, sp := range spots(a.setup) {
		r := sp.result()
		list := bs.of(r)
		n := slices.IndexFunc(*list, func(v T) bool { return string(bs.code(&v)) == a.name })
		switch {
		case a.name != "" && n >= 0:
			one.thing, one.in, one.list, one.at = (*list)[n], r.Code, list, n
		case a.name == "" && r.Code == one.in:
			one.list = list
		}
	}
	if one.list == nil {
		return nil
	}
	one.was = one.in
	one.places, one.after = afterOptions(a.request, *one.list, one.at, bs.code, bs.title)
	return one
}

// part is the form of it; bind binds its fields.
func (one *belonging[T, K]) part(bind func(*binding)) *openPart {
	o := &openPart{title: one.aim.request.words.Text(one.fresh, nil), bind: bind, remove: one.remove, settle: one.settle}
	if one.at >= 0 {
		o.title = one.aim.request.titled(string(one.code(&one.thing)), one.title(&one.thing))
	}
	return o
}

// bindPlace binds where it stands.
func (one *belonging[T, K]) bindPlace(b *binding) {
	pick(b, "above", "setup.of-result", &one.in, one.aim.request.resultOptions(one.aim.setup, ""))
	pick(b, "after", "setup.after", &one.after, one.places).isQuiet = true
}

func (one *belonging[T, K]) remove() {
	*one.list = slices.Delete(slices.Clone(*one.list), one.at, one.at+1)
}

// settle puts it where it is to stand, and returns its path.
func (one *belonging[T, K]) settle() string {
	if one.at >= 0 {
		one.remove()
	}
	sp := spotOf(one.aim.setup, one.in)
	if sp == nil {
		sp = spotOf(one.aim.setup, one.was)
	}
	to := one.of(sp.result())
	if one.in != one.was && one.after == "" {
		one.after = lastOf(*to, one.code)
	}
	next, n := placed(*to, one.thing, one.after, one.code)
	*to = next
	return results.At(sp.path+"."+one.name, n)
}

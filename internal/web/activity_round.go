package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// isRound says whether a form was sent only to come back with other fields: the
// buttons that need no script.
func isRound(values url.Values) bool {
	return values.Has("add") || values.Has("remove") || values.Has("use") || values.Has("show-all")
}

// turn changes the groups of fields as a button asks.
func (f *activityForm) turn(values url.Values) {
	switch {
	case values.Has("show-all"):
		f.ShowAll = true
	case values.Has("add"):
		f.addGroup(values.Get("add"))
	case values.Has("remove"):
		f.removeGroup(values.Get("remove"))
	}
}

func (f *activityForm) addGroup(what string) {
	switch list, rest, _ := strings.Cut(what, "."); {
	case what == "quote":
		f.Quotes = append(f.Quotes, quoteForm{No: nextNo(f.Quotes, func(q quoteForm) int { return q.No })})
	case what == linkGroup:
		f.addLink()
	case what == "publication":
		f.Publications = append(f.Publications, publicationForm{
			No: nextNo(f.Publications, func(p publicationForm) int { return p.No }),
		})
	case list == "publication":
		number, _, _ := strings.Cut(rest, ".")
		for n := range f.Publications {
			if p := &f.Publications[n]; strconv.Itoa(p.No) == number {
				p.Editions = append(p.Editions, editionForm{No: nextNo(p.Editions, func(e editionForm) int { return e.No })})
			}
		}
	}
}

// nextNo is a number that no group of a list has.
func nextNo[T any](list []T, no func(T) int) int {
	next := 0
	for _, v := range list {
		next = max(next, no(v)+1)
	}
	return next
}

func (f *activityForm) removeGroup(what string) {
	list, number, _ := strings.Cut(what, ".")
	no, err := strconv.Atoi(number)
	if err != nil {
		return
	}
	switch list {
	case "quote":
		f.Quotes = slices.DeleteFunc(f.Quotes, func(q quoteForm) bool { return q.No == no })
	case linkGroup:
		f.removeLink(no)
	case "publication":
		f.Publications = slices.DeleteFunc(f.Publications, func(p publicationForm) bool { return p.No == no })
	}
}

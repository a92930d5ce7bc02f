// Package pii finds what identifies people in free text: e-mail addresses, phone
// numbers, and personal identity codes of twelve countries, by their form and check
// digit. It finds what is written as such; names, addresses and faces it does not know.
//
// A code or number stands by itself: what is part of a longer code, of a decimal or of
// an address on the web is none, nor is what is named an ISBN or ISSN, or has a
// currency beside it. Where a code fits several countries it is told as one of them.
//
// Finding takes time in proportion to the text.
package pii

import (
	"cmp"
	"slices"
)

// A Kind is what was found.
type Kind string

// The kinds. Codes of Estonia and Lithuania have one form, and cannot be told apart.
const (
	Email            Kind = "email"
	Phone            Kind = "phone"
	Finland          Kind = "fi"
	Sweden           Kind = "se"
	Norway           Kind = "no"
	Denmark          Kind = "dk"
	Iceland          Kind = "is"
	EstoniaLithuania Kind = "ee-lt"
	Latvia           Kind = "lv"
	Poland           Kind = "pl"
	Germany          Kind = "de"
	Russia           Kind = "ru"
	Ukraine          Kind = "ua"
)

// Kinds are all kinds that there are.
func Kinds() []Kind {
	return []Kind{Email, Phone, Finland, Sweden, Norway, Denmark, Iceland, EstoniaLithuania, Latvia, Poland, Germany, Russia, Ukraine}
}

// A Finding is where something stands: the bytes from Start up to End.
type Finding struct {
	Kind       Kind
	Start, End int
}

// Find finds all in a text, in the order in which they stand; none overlaps another.
func Find(text string) []Finding {
	found := emails(text)
	found = append(found, codes(text)...)
	found = append(found, phones(text)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	var all []Finding
	for _, f := range found { // of two that overlap the first stands
		if len(all) == 0 || all[len(all)-1].End <= f.Start {
			all = append(all, f)
		}
	}
	return all
}

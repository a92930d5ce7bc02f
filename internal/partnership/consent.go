package partnership

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"

	"tulos/internal/results"
)

// A Consent is the leave to show a quote or a photo.
type Consent struct {
	Given    results.Date
	Until    results.Date // zero: without end
	Means    string
	Purposes []Purpose // none told: all of them
}

// A Purpose is what a quote or a photo may be shown for.
type Purpose string

// The purposes. Whoever consents to any of them consents to the partnership's own use.
const (
	ForReports     Purpose = "reports"     // to the funder
	ForPublication Purpose = "publication" // websites, news, publications
	ForPartnership Purpose = "partnership" // within the project alone
)

// Purposes are all purposes, in the order in which they are shown.
func Purposes() []Purpose { return []Purpose{ForReports, ForPublication, ForPartnership} }

// ValidOn says whether the consent holds on a day; no consent never does.
func (c *Consent) ValidOn(day results.Date) bool {
	return c != nil && !c.Given.IsZero() && !day.Before(c.Given) && (c.Until.IsZero() || !c.Until.Before(day))
}

// Covers says whether the consent holds on a day for a purpose.
func (c *Consent) Covers(p Purpose, day results.Date) bool {
	return c.ValidOn(day) && (len(c.Purposes) == 0 || p == ForPartnership || slices.Contains(c.Purposes, p))
}

// Check finds what is wrong with a consent that is given; paths are relative to it.
func (c *Consent) Check() []results.Problem {
	var f results.Findings
	f.Require("given", !c.Given.IsZero())
	results.CheckOrder(&f, c.Given, "until", c.Until)
	c.checkPurposes(&f, "purposes")
	return f.Problems()
}

func (c *Consent) checkPurposes(f *results.Findings, list string) {
	var seen results.Names[Purpose]
	for n, p := range c.Purposes {
		path := results.At(list, n)
		results.Choose(f, path, p, Purposes()...)
		if !seen.Add(p) {
			f.Wrong(path, results.Repeated, "Value", string(p))
		}
	}
}

// A ConsentState says whether what a consent is for may be shown on a day.
type ConsentState string

// The states of a consent.
const (
	ConsentNone      ConsentState = "none"
	ConsentValid     ConsentState = "valid"
	ConsentEnding    ConsentState = "ending" // valid, but not for long
	ConsentEnded     ConsentState = "ended"
	ConsentFuture    ConsentState = "future"
	ConsentWithdrawn ConsentState = "withdrawn"
)

// ConsentStates are all states, in the order in which they are shown: first those that
// ask for somebody.
func ConsentStates() []ConsentState {
	return []ConsentState{ConsentEnding, ConsentEnded, ConsentWithdrawn, ConsentNone, ConsentFuture, ConsentValid}
}

// ConsentWarning is how many days before its end a consent is warned of, and for how
// many after a withdrawal that is told.
const ConsentWarning = 30

// StateOn is the state of the consent on a day; it may be nil.
func (c *Consent) StateOn(day results.Date) ConsentState {
	switch {
	case c == nil || c.Given.IsZero():
		return ConsentNone
	case day.Before(c.Given):
		return ConsentFuture
	case !c.ValidOn(day):
		return ConsentEnded
	case !c.Until.IsZero() && c.Until.DaysSince(day) <= ConsentWarning:
		return ConsentEnding
	}
	return ConsentValid
}

// A Withdrawn quote or photo is one whose consent was taken back; the other of the two
// is nil. It has left the activity's quotes and evidence, so that nothing shows it. It
// is kept to be given back if a new consent comes, and to tell which sealed reports
// hold it.
type Withdrawn struct {
	Quote  *Quote
	Photo  *Evidence
	Day    results.Date
	Reason string
}

// An ItemKind is a kind of what needs consent.
type ItemKind string

// The kinds of what needs consent.
const (
	ItemQuote ItemKind = "quote"
	ItemPhoto ItemKind = "photo"
)

// An Item is a quote or a photo of an activity, with how its consent stands.
type Item struct {
	Kind      ItemKind
	No        int    // among the activity's quotes, its evidence, or what was withdrawn; from 0
	Quote     *Quote // or
	Photo     *Evidence
	Withdrawn *Withdrawn // of one that was
}

// Items are the activity's quotes and photos, with those that were withdrawn last. They
// point into it.
func (a *Activity) Items() []Item {
	var all []Item
	for n := range a.Quotes {
		all = append(all, Item{Kind: ItemQuote, No: n, Quote: &a.Quotes[n]})
	}
	for n := range a.Evidence {
		if e := &a.Evidence[n]; e.Kind == Photo {
			all = append(all, Item{Kind: ItemPhoto, No: n, Photo: e})
		}
	}
	for n := range a.Withdrawn {
		w := &a.Withdrawn[n]
		one := Item{Kind: ItemQuote, No: n, Quote: w.Quote, Photo: w.Photo, Withdrawn: w}
		if w.Photo != nil {
			one.Kind = ItemPhoto
		}
		all = append(all, one)
	}
	return all
}

// Key names the item in its activity: "quote-0", "photo-2", "withdrawn-0".
func (i Item) Key() string {
	kind := string(i.Kind)
	if i.Withdrawn != nil {
		kind = string(ConsentWithdrawn)
	}
	return kind + "-" + strconv.Itoa(i.No)
}

// Item finds an item of the activity by its key.
func (a *Activity) Item(key string) (i Item, ok bool) {
	for _, i := range a.Items() {
		if i.Key() == key {
			return i, true
		}
	}
	return Item{}, false
}

// KeyOf is the key of what is the same as an item, empty where the activity has none.
func (a *Activity) KeyOf(what Item) string {
	for _, i := range a.Items() {
		if i.IsSame(what) {
			return i.Key()
		}
	}
	return ""
}

// Has says whether the activity has the same as an item, shown or withdrawn.
func (a *Activity) Has(what Item) bool { return a.KeyOf(what) != "" }

// Consent is the item's consent; nil where there is none.
func (i Item) Consent() *Consent {
	if i.Photo != nil {
		return i.Photo.Consent
	}
	return i.Quote.Consent
}

// StateOn is how the item stands on a day.
func (i Item) StateOn(day results.Date) ConsentState {
	if i.Withdrawn != nil {
		return ConsentWithdrawn
	}
	return i.Consent().StateOn(day)
}

// IsSame says whether two items are one and the same for whoever consents: the same
// file, or the same words. A project may have it in several activities.
func (i Item) IsSame(o Item) bool {
	switch {
	case i.Photo != nil && o.Photo != nil:
		return i.Photo.File == o.Photo.File
	case i.Quote != nil && o.Quote != nil:
		return maps.Equal(i.Quote.Text, o.Quote.Text)
	}
	return false
}

// Shown is the item as a report tells that it shows it.
func (i Item) Shown(ref string) Shown {
	if i.Photo != nil {
		return Shown{Ref: ref, File: i.Photo.File}
	}
	h := digest{sha256.New()}
	for _, language := range slices.Sorted(maps.Keys(i.Quote.Text)) {
		h.write(language, i.Quote.Text[language])
	}
	return Shown{Ref: ref, Words: hex.EncodeToString(h.Sum(nil))}
}

// Withdraw takes what is the same as an item out of the activity's quotes and photos,
// and says whether there was any.
func (a *Activity) Withdraw(what Item, day results.Date, reason string) bool {
	quotes, evidence := slices.Clone(a.Quotes), slices.Clone(a.Evidence)
	gone := slices.Clip(a.Withdrawn)
	a.Quotes = slices.DeleteFunc(quotes, func(q Quote) bool {
		is := what.IsSame(Item{Quote: &q})
		if is {
			gone = append(gone, Withdrawn{Quote: &q, Day: day, Reason: reason})
		}
		return is
	})
	a.Evidence = slices.DeleteFunc(evidence, func(e Evidence) bool {
		is := e.Kind == Photo && what.IsSame(Item{Photo: &e})
		if is {
			gone = append(gone, Withdrawn{Photo: &e, Day: day, Reason: reason})
		}
		return is
	})
	isAny := len(gone) > len(a.Withdrawn)
	a.Withdrawn = gone
	return isAny
}

// Give puts a consent in place of that of what is the same as an item, brings back what
// was withdrawn of it, and says whether there was any.
func (a *Activity) Give(what Item, c Consent) bool {
	isAny := false
	a.Quotes, a.Evidence = slices.Clone(a.Quotes), slices.Clone(a.Evidence)
	for n := range a.Quotes {
		if what.IsSame(Item{Quote: &a.Quotes[n]}) {
			a.Quotes[n].Consent, isAny = &c, true
		}
	}
	for n := range a.Evidence {
		if e := &a.Evidence[n]; e.Kind == Photo && what.IsSame(Item{Photo: e}) {
			e.Consent, isAny = &c, true
		}
	}
	a.Withdrawn = slices.DeleteFunc(slices.Clone(a.Withdrawn), func(w Withdrawn) bool {
		is := what.IsSame(Item{Quote: w.Quote, Photo: w.Photo})
		switch {
		case is && w.Quote != nil:
			back := *w.Quote
			back.Consent = &c
			a.Quotes = append(a.Quotes, back)
		case is:
			back := *w.Photo
			back.Consent = &c
			a.Evidence = append(a.Evidence, back)
		}
		isAny = isAny || is
		return is
	})
	if len(a.Withdrawn) == 0 {
		a.Withdrawn = nil
	}
	return isAny
}

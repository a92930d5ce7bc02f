package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An index is what a project's entries are searched by, at one end of its audit
// chain. It is read once and then kept up by the audit, which names every document
// that has changed, so that no search reads documents, and all engines answer alike.
type index struct {
	at           mark
	activities   lines
	measurements lines
	expenses     lines
	publications lines
	evidence     lines
	consents     lines
}

// A line is what an entry, or a part of one, is found by.
type line struct {
	id      string // of the document
	part    int    // of it: which publication, evidence or item
	day     results.Date
	partner results.PartnerID
	status  partnership.Status
	kind    string // type of an activity, indicator of a measurement, kind of a part
	text    string // folded
	pairs   pairs  // of the text

	consent   *partnership.Consent // of an item; may be nil
	withdrawn results.Date         // when an item was; zero: it was not
}

// state is how an item stands on a day.
func (l *line) state(today results.Date) partnership.ConsentState {
	if !l.withdrawn.IsZero() {
		return partnership.ConsentWithdrawn
	}
	return l.consent.StateOn(today)
}

// found lets the line be found by texts.
func (l *line) found(texts ...string) {
	l.text = searchable(texts...)
	l.pairs = pairsOf(l.text)
}

// mostRenewed is how many documents are read one by one: beyond, all are read anew.
const mostRenewed = 2000

// index returns the index of a project as it is now, which must not be changed.
func (s *Service) index(ctx context.Context, project partnership.ProjectCode) (*index, error) {
	return atEnd(ctx, s, s.indexes, project, making[index]{
		end: func(x *index) mark { return x.at },
		follow: func(before *index, acts []act, end mark) (*index, error) {
			changed := changedBy(acts, indexed()...)
			if len(changed) > mostRenewed {
				return nil, nil
			}
			now, err := before.renewed(ctx, s.Engine, changed)
			now.at = end
			return &now, err
		},
		read: func(snapshot store.Reader, chain partnership.Chain, _ *index) (*index, error) {
			return newIndex(ctx, snapshot, chain)
		},
	})
}

// newIndex makes the index at the end of a chain.
func newIndex(ctx context.Context, snapshot store.Reader, chain partnership.Chain) (*index, error) {
	project := chain.Project
	now := &index{at: endOf(chain)}
	for a, err := range archive.Activities.Find(ctx, snapshot, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("index activities of %s: %w", project, err)
		}
		now.addActivity(a.ID, &a.Value.Value)
	}
	for m, err := range archive.Measurements.Find(ctx, snapshot, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("index measurements of %s: %w", project, err)
		}
		now.addMeasurement(m.ID, &m.Value.Value)
	}
	for e, err := range archive.Expenditure.Find(ctx, snapshot, ofProject(project)) {
		if err != nil {
			return nil, fmt.Errorf("index expenses of %s: %w", project, err)
		}
		now.addExpense(e.ID, &e.Value.Value)
	}
	for _, l := range now.every() {
		*l = l.asOne()
	}
	return now, nil
}

// every are the lines of all lists.
func (x *index) every() []*lines {
	return []*lines{&x.activities, &x.measurements, &x.expenses, &x.publications, &x.evidence, &x.consents}
}

// indexed are the collections of which there is an index.
func indexed() []string {
	return []string{archive.Activities.Collection(), archive.Measurements.Collection(), archive.Expenditure.Collection()}
}

// renewed is a copy of the index with those documents as they are now.
func (x *index) renewed(ctx context.Context, r store.Reader, changed map[place]bool) (index, error) {
	now := *x
	if len(changed) == 0 {
		return now, nil
	}
	ids := map[string]bool{}
	for at := range changed {
		ids[at.id] = true
	}
	for _, l := range now.every() {
		*l = l.without(ids)
	}
	for at := range changed {
		var err error
		switch at.collection {
		case archive.Activities.Collection():
			var a Stored[Logged[partnership.Activity]]
			if a, err = archive.Activities.Get(ctx, r, at.id); err == nil {
				now.addActivity(at.id, &a.Value.Value)
			}
		case archive.Expenditure.Collection():
			var e Stored[Logged[partnership.Expense]]
			if e, err = archive.Expenditure.Get(ctx, r, at.id); err == nil {
				now.addExpense(at.id, &e.Value.Value)
			}
		default:
			var m Stored[Logged[partnership.Measurement]]
			if m, err = archive.Measurements.Get(ctx, r, at.id); err == nil {
				now.addMeasurement(at.id, &m.Value.Value)
			}
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return now, fmt.Errorf("index %s %s: %w", at.collection, at.id, err)
		}
	}
	return now, nil
}

func (x *index) addActivity(id string, a *partnership.Activity) {
	l := line{id: id, day: a.Day(), partner: a.Partner, status: a.Status, kind: string(a.Type)}
	l.found(append([]string{a.Ref, a.Place}, allOf(a.Title)...)...)
	x.activities.add(l)
	for n := range a.Publications {
		p := &a.Publications[n]
		l.part, l.kind = n, string(p.Kind)
		texts := append([]string{a.Ref}, allOf(p.Title)...)
		for _, e := range p.Editions {
			texts = append(texts, e.URL)
		}
		l.found(texts...)
		x.publications.add(l)
	}
	for n := range a.Evidence {
		e := &a.Evidence[n]
		l.part, l.kind = n, string(e.Kind)
		l.found(append([]string{a.Ref, e.File}, allOf(e.Caption)...)...)
		x.evidence.add(l)
	}
	for _, l := range itemLines(id, a) {
		x.consents.add(l)
	}
}

func (x *index) addMeasurement(id string, m *partnership.Measurement) {
	l := line{id: id, day: m.Date, partner: m.Partner, status: m.Status, kind: string(m.Indicator)}
	l.found(append([]string{m.Ref}, allOf(m.Text)...)...)
	x.measurements.add(l)
}

func (x *index) addExpense(id string, e *partnership.Expense) {
	l := line{id: id, day: e.Date, partner: e.Partner, status: e.Status, kind: e.Line}
	l.found(append([]string{e.Ref, e.Invoice, e.Reference}, allOf(e.Description)...)...)
	x.expenses.add(l)
}

func allOf(t results.Text) []string {
	texts := make([]string, 0, len(t))
	for _, text := range t {
		texts = append(texts, text)
	}
	return texts
}

// searchable is what texts are compared by: without case and accents, parted by line
// breaks, which no word that is looked for has.
func searchable(texts ...string) string { return folded(strings.Join(texts, "\n")) }

// folded is a text without case and accents, so that "riga" finds "Rīga".
func folded(text string) string {
	if isPlain(text) {
		return strings.ToLower(text)
	}
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), text)
	if err != nil {
		plain = text
	}
	return cases.Fold().String(plain)
}

func isPlain(text string) bool {
	for n := range len(text) {
		if text[n] >= 0x80 {
			return false
		}
	}
	return true
}

package service

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// A search is a filter that the index answers.
type search struct {
	Filter
	*index
	words []word
	today results.Date
}

// A word is looked for in the text of a line, in the name of its organisation and in
// the title of its indicator.
type word struct {
	text     string // folded
	pairs    pairs
	partners map[results.PartnerID]bool // whose names have it
	kinds    map[string]bool            // codes of the indicators whose titles have it
}

// mostWords is how many words are looked for; more are left out.
const mostWords = 8

// search prepares a search; the filter keeps to what the person may see.
func (s *Service) search(ctx context.Context, project partnership.ProjectCode, f Filter) (*search, error) {
	x, err := s.index(ctx, project)
	if err != nil {
		return nil, err
	}
	one := &search{Filter: f, index: x, today: s.Today()}
	texts := strings.Fields(folded(f.Search))
	if len(texts) == 0 {
		return one, nil
	}
	now, err := s.standing(ctx, project)
	if err != nil {
		return nil, err
	}
	for _, text := range texts[:min(len(texts), mostWords)] {
		w := word{text: text, pairs: pairsOf(text), partners: map[results.PartnerID]bool{}, kinds: map[string]bool{}}
		for _, o := range now.setup.Value.Organisations {
			if strings.Contains(folded(o.Name), text) {
				w.partners[o.ID] = true
			}
		}
		for i := range results.Indicators(now.setup.Value.Project.Results) {
			if strings.Contains(searchable(append(allOf(i.Title), string(i.Code))...), text) {
				w.kinds[string(i.Code)] = true
			}
		}
		one.words = append(one.words, w)
	}
	return one, nil
}

func (s *search) finds(l *line) bool {
	return (s.Status == "" || l.status == s.Status) && (s.Partner == "" || l.partner == s.Partner) &&
		(s.Kind == "" || l.kind == s.Kind) && (s.Consent == "" || l.state(s.today) == s.Consent) &&
		(s.From.IsZero() || !l.day.Before(s.From)) && (s.To.IsZero() || !s.To.Before(l.day)) && s.hasWords(l)
}

func (s *search) hasWords(l *line) bool {
	for n := range s.words {
		if !s.words[n].isIn(l) {
			return false
		}
	}
	return true
}

func (w *word) isIn(l *line) bool {
	return l.pairs.hold(w.pairs) && strings.Contains(l.text, w.text) || w.partners[l.partner] || w.kinds[l.kind]
}

// pairs tell which pairs of neighbouring bytes a text may have, so that most texts
// without a word are passed over unread: a bit stands for all pairs of one remainder.
type pairs [4]uint64

func pairsOf(text string) pairs {
	var p pairs
	for n := 1; n < len(text); n++ {
		bit := (uint(text[n-1])*31 + uint(text[n])) % 256
		p[bit/64] |= 1 << (bit % 64)
	}
	return p
}

// hold says whether a text of these pairs may have in it one of those.
func (p *pairs) hold(of pairs) bool {
	return p[0]&of[0] == of[0] && p[1]&of[1] == of[1] && p[2]&of[2] == of[2] && p[3]&of[3] == of[3]
}

// compare orders lines as the storage orders their documents.
func (o Order) compare(a, b *line) int {
	switch o {
	case Oldest:
		return cmp.Or(a.day.Compare(b.day), cmp.Compare(a.id, b.id), cmp.Compare(a.part, b.part))
	case LastMade:
		return cmp.Or(cmp.Compare(b.id, a.id), cmp.Compare(a.part, b.part))
	case Newest:
	}
	return cmp.Or(b.day.Compare(a.day), cmp.Compare(b.id, a.id), cmp.Compare(a.part, b.part))
}

// page finds a page of lines: of all that come after the cursor the first.
func (s *search) page(of lines, l Listing) (Listed[*line], error) {
	found := Listed[*line]{}
	var after *line
	if l.After != "" {
		place, err := lineAt(l.After)
		if err != nil {
			return found, err
		}
		after = &place
	}
	best := make([]*line, 0, l.Limit+2)
	for one := range of.all() {
		if !s.finds(one) {
			continue
		}
		found.Count++
		isFull := len(best) > l.Limit
		if after != nil && l.Order.compare(after, one) >= 0 || isFull && l.Order.compare(best[l.Limit], one) <= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, one, l.Order.compare)
		best = slices.Insert(best, at, one)[:min(len(best)+1, l.Limit+1)]
	}
	found.Items = best[:min(len(best), l.Limit)]
	if len(best) > l.Limit {
		found.Next = cursorAt(best[l.Limit-1])
	}
	return found, nil
}

// all finds all lines, in order.
func (s *search) all(of lines, o Order) []*line {
	var found []*line
	for one := range of.all() {
		if s.finds(one) {
			found = append(found, one)
		}
	}
	slices.SortFunc(found, o.compare)
	return found
}

// cursorAt is the place just after a line.
func cursorAt(l *line) store.Cursor {
	place := strings.Join([]string{l.day.String(), strconv.Itoa(l.part), l.id}, "|")
	return store.Cursor(base64.RawURLEncoding.EncodeToString([]byte(place)))
}

// lineAt is the line that a cursor stands for, or store.ErrCursor.
func lineAt(c store.Cursor) (line, error) {
	text, err := base64.RawURLEncoding.DecodeString(string(c))
	if err != nil {
		return line{}, store.ErrCursor
	}
	day, rest, _ := strings.Cut(string(text), "|")
	part, id, isWhole := strings.Cut(rest, "|")
	l := line{id: id}
	if day != "" {
		if l.day, err = results.ParseDate(day); err != nil {
			return line{}, store.ErrCursor
		}
	}
	if l.part, err = strconv.Atoi(part); err != nil || !isWhole {
		return line{}, store.ErrCursor
	}
	return l, nil
}

package service

import (
	"cmp"
	"context"
	"encoding/base64"
	"io"
	"iter"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Person is a user with the places that the user has in projects.
type Person struct {
	partnership.User
	Places []partnership.Membership
}

// A PersonState says whether a person can sign in.
type PersonState string

// The states of persons.
const (
	PersonActive   PersonState = "active"
	PersonInvited  PersonState = "invited" // has no password yet
	PersonDisabled PersonState = "disabled"
)

// PersonStates are all states, in the order in which they are shown.
func PersonStates() []PersonState {
	return []PersonState{PersonActive, PersonInvited, PersonDisabled}
}

// StateOf is the state of a user.
func StateOf(u *partnership.User) PersonState {
	switch {
	case u.Disabled:
		return PersonDisabled
	case u.Password == "":
		return PersonInvited
	default:
		return PersonActive
	}
}

// A PeopleFilter describes people; what is empty is not asked for. Organisation and
// role are those of one place; an administrator has the role in no place.
type PeopleFilter struct {
	Search         string // words that must all be in name or address, whatever their case and accents
	Organisation   results.PartnerID
	Role           partnership.Role
	Administrators bool
	State          PersonState
}

// A PeopleOrder is how a list of people is ordered.
type PeopleOrder string

// The orders of people.
const (
	ByName  PeopleOrder = ""
	ByEmail PeopleOrder = "email"
)

// key is what a person is ordered by.
func (o PeopleOrder) key(p *Person) string {
	if o == ByEmail {
		return folded(p.Email)
	}
	return folded(p.Name)
}

// A PeopleListing asks for a page of people.
type PeopleListing struct {
	PeopleFilter
	Order PeopleOrder
	After store.Cursor // of the page before; empty for the first
	Limit int
}

// People reads a page of the people who fulfil the filter, for an administrator. A
// cursor that is none is store.ErrCursor.
func (s *Service) People(ctx context.Context, by By, l PeopleListing) (Listed[Person], error) {
	all, err := s.people(ctx, by, l)
	if err != nil {
		return Listed[Person]{}, err
	}
	page := Listed[Person]{Count: len(all)}
	if l.After != "" {
		key, id, err := personAt(l.After)
		if err != nil {
			return Listed[Person]{}, err
		}
		begin, isThere := slices.BinarySearchFunc(all, key, func(p Person, key string) int {
			return cmp.Or(cmp.Compare(l.Order.key(&p), key), cmp.Compare(string(p.ID), id))
		})
		if isThere {
			begin++
		}
		all = all[begin:]
	}
	page.Items = all[:min(len(all), l.Limit)]
	if len(all) > l.Limit {
		last := &page.Items[l.Limit-1]
		page.Next = store.Cursor(base64.RawURLEncoding.EncodeToString([]byte(l.Order.key(last) + "\x00" + string(last.ID))))
	}
	return page, nil
}

// personAt is the place in the order that a cursor stands for, or store.ErrCursor.
func personAt(c store.Cursor) (key, id string, err error) {
	text, err := base64.RawURLEncoding.DecodeString(string(c))
	key, id, isWhole := strings.Cut(string(text), "\x00")
	if err != nil || !isWhole {
		return "", "", store.ErrCursor
	}
	return key, id, nil
}

// people are all who fulfil the filter, in order.
func (s *Service) people(ctx context.Context, by By, l PeopleListing) ([]Person, error) {
	users, err := s.Users(ctx, by)
	if err != nil {
		return nil, err
	}
	memberships, err := collect(archive.Memberships.Find(ctx, s.Engine, store.Query{}))
	if err != nil {
		return nil, err
	}
	places := map[partnership.UserID][]partnership.Membership{}
	for _, m := range memberships {
		places[m.Value.User] = append(places[m.Value.User], m.Value)
	}
	words := strings.Fields(folded(l.Search))
	var people []Person
	for _, u := range users {
		if p := (Person{u.Value, places[u.Value.ID]}); l.finds(&p) && hasWords(folded(p.Name+" "+p.Email), words) {
			people = append(people, p)
		}
	}
	slices.SortFunc(people, func(a, b Person) int {
		return cmp.Or(cmp.Compare(l.Order.key(&a), l.Order.key(&b)), cmp.Compare(a.ID, b.ID))
	})
	return people, nil
}

func hasWords(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}

// finds leaves the words of a search out.
func (f *PeopleFilter) finds(p *Person) bool {
	isThere := f.Organisation == "" && f.Role == "" || slices.ContainsFunc(p.Places, func(m partnership.Membership) bool {
		return (f.Organisation == "" || m.Organisation == f.Organisation) && (f.Role == "" || slices.Contains(m.Roles, f.Role))
	})
	return isThere && (!f.Administrators || p.Administrator) && (f.State == "" || StateOf(&p.User) == f.State)
}

// A PeopleHandout asks for people as a file.
type PeopleHandout struct {
	PeopleListing // without a page
	Format        SheetFormat
	Words         *i18n.Localizer
}

// A personRow is a row of a file of people; a person has one for each place.
type personRow struct {
	*Person
	place partnership.Membership
}

// PeopleFile writes the people whom People lists, a row for each of their places.
func (s *Service) PeopleFile(ctx context.Context, by By, h PeopleHandout, w io.Writer) error {
	people, err := s.people(ctx, by, h.PeopleListing)
	if err != nil {
		return err
	}
	casts, err := s.Casts(ctx, by)
	if err != nil {
		return err
	}
	organisations := map[partnership.ProjectCode]map[results.PartnerID]string{}
	for _, c := range casts {
		organisations[c.Project] = map[results.PartnerID]string{}
		for _, o := range c.Organisations {
			organisations[c.Project][o.ID] = o.Name
		}
	}
	out := &sheet[personRow]{words: h.Words, name: "people.title"}
	out.addText("me.name", func(p personRow) string { return p.Name })
	out.addText("signin.email", func(p personRow) string { return p.Email })
	out.addText("people.state", func(p personRow) string { return out.word("people.state-", string(StateOf(&p.User))) })
	out.addText("role.administrator", func(p personRow) string { return yes(h.Words, p.Administrator) })
	out.addText("factor.title", func(p personRow) string { return yes(h.Words, p.SecondFactor) })
	out.addText("report.project", func(p personRow) string { return string(p.place.Project) })
	out.addText("people.organisation", func(p personRow) string { return organisations[p.place.Project][p.place.Organisation] })
	out.addText("people.roles", func(p personRow) string {
		var all []string
		for _, role := range p.place.Roles {
			all = append(all, h.Words.Text("role."+string(role), nil))
		}
		return strings.Join(all, ", ")
	})
	return out.write(w, h.Format, s.Today(), personRows(people))
}

func personRows(people []Person) iter.Seq2[personRow, error] {
	return func(yield func(personRow, error) bool) {
		for n := range people {
			places := people[n].Places
			if len(places) == 0 {
				places = []partnership.Membership{{}}
			}
			for _, place := range places {
				if !yield(personRow{&people[n], place}, nil) {
					return
				}
			}
		}
	}
}

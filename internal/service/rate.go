package service

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/currency"
	"golang.org/x/text/language"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/codelist"
	"tulos/pkg/rates"
)

// A RatesFile is a file of exchange rates, in any form that pkg/rates reads.
type RatesFile struct {
	Data       []byte
	Month      string   // YYYY-MM, of a monthly list of InforEuro
	Currencies []string // whose rates are taken in; empty: those of RateCurrencies
}

// RatesTaken tells what became of a file of exchange rates.
type RatesTaken struct {
	Currencies  []string // of which rates were taken in, in order
	First, Last string   // months of the rates, YYYY-MM
	New         int
	Changed     int // there was another rate for the month or the day
	Same        int
	Before      int // from before the project, and left out
}

// Message tells it in words.
func (t *RatesTaken) Message(words *i18n.Localizer) string {
	text := words.Text("rates.taken", i18n.Args{
		"Currencies": strings.Join(t.Currencies, ", "), "First": t.First, "Last": t.Last,
		"New": t.New, "Changed": t.Changed, "Same": t.Same,
	})
	if t.Before > 0 {
		text += " " + words.Text("rates.before", i18n.Args{"Number": t.Before})
	}
	return text
}

// mostRates is how many rates are taken in at once.
const mostRates = 10_000

// TakeRates takes the rates of a file into a project, for its lead and administrators:
// those of some currencies, and that of the project's own where the file is quoted
// against another, from the month of the project's start on. A rate that is there
// already for the month or the day is replaced. A file that is wrong is Invalid, and
// nothing of it is taken in.
func (s *Service) TakeRates(ctx context.Context, by By, project partnership.ProjectCode, f RatesFile) (RatesTaken, error) {
	var taken RatesTaken
	asked := []any{sha256.Sum256(f.Data), f.Month, f.Currencies}
	outcome, err := s.run(ctx, task{by, project, "rate.import", asked, func(c *change) (string, error) {
		if !maySetPolicy(c.actor) {
			return "", refuse(Forbidden, "error.forbidden")
		}
		stored, err := storedRates(c.ctx, c.service.Engine, project)
		if err != nil {
			return "", err
		}
		t := taking{
			change: c, chosen: f.Currencies, stored: map[rateKey]Stored[Logged[partnership.Rate]]{}, now: map[rateKey]partnership.Rate{},
		}
		if len(t.chosen) == 0 {
			t.chosen = rateCurrencies(&c.setup.Value, stored)
		}
		if err := t.checkChosen(); err != nil {
			return "", err
		}
		for _, r := range stored {
			t.stored[keyOf(&r.Value.Value)] = r
			t.now[keyOf(&r.Value.Value)] = r.Value.Value
		}
		if err := rates.Read(bytes.NewReader(f.Data), rates.Options{Month: f.Month}, t.take); err != nil {
			return "", refusedRates(err)
		}
		if t.taken.New+t.taken.Changed+t.taken.Same == 0 {
			return "", refuse(Invalid, "rates.none-chosen", "Currencies", strings.Join(t.chosen, ", "), "Month", monthOf(c.setup.Value.Project.Start))
		}
		if err := c.respend(&c.setup.Value.Project, slices.Collect(maps.Values(t.now))); err != nil {
			return "", err
		}
		slices.Sort(t.taken.Currencies)
		text, err := json.Marshal(t.taken)
		return string(text), err
	}})
	if err != nil {
		return taken, err
	}
	err = json.Unmarshal([]byte(outcome), &taken)
	return taken, err
}

// A rateKey is what there is one rate of.
type rateKey struct{ currency, when string }

func keyOf(r *partnership.Rate) rateKey { return rateKey{r.Currency, whenOf(r)} }

// whenOf is the month or the day of a rate.
func whenOf(r *partnership.Rate) string {
	if r.Month != "" {
		return r.Month
	}
	return r.Date.String()
}

func monthOf(d results.Date) string { return d.String()[:len("2006-01")] }

// taking is a file of rates being taken in.
type taking struct {
	*change
	chosen []string
	stored map[rateKey]Stored[Logged[partnership.Rate]]
	now    map[rateKey]partnership.Rate // with those that were taken in
	taken  RatesTaken
}

func (t *taking) checkChosen() error {
	for _, code := range t.chosen {
		if !codelist.Currency(code) {
			return refuse(Invalid, "rates.no-such-currency", "Value", code)
		}
	}
	return nil
}

// take puts a rate of the file into the unit, if it is one of those that are wanted.
func (t *taking) take(found rates.Rate) error {
	p := &t.setup.Value.Project
	rate, err := ofProjectRate(&found, p)
	if err != nil {
		return err
	}
	isOwn := rate.Currency == p.Currency
	switch {
	case isOwn && rate.Base == "", !isOwn && !slices.Contains(t.chosen, rate.Currency):
		return nil
	case monthOf(p.Start) > whenOf(&rate)[:len("2006-01")]:
		t.taken.Before++
		return nil
	case t.taken.New+t.taken.Changed+t.taken.Same == mostRates:
		return refuse(Invalid, "rates.too-many", "Most", mostRates)
	}
	t.count(&rate)
	t.now[keyOf(&rate)] = rate
	old, isThere := t.stored[keyOf(&rate)]
	if !isThere {
		t.taken.New++
		return t.put(archive.Rates.Insert(Logged[partnership.Rate]{Project: p.Code, No: t.number(), Value: rate}))
	}
	if sameRate(&old.Value.Value, &rate) {
		t.taken.Same++
		return nil
	}
	t.taken.Changed++
	next := old.Value
	next.Value = rate
	return t.put(archive.Rates.Replace(old, next))
}

// count keeps of which currency and of which month a rate was.
func (t *taking) count(r *partnership.Rate) {
	if !slices.Contains(t.taken.Currencies, r.Currency) {
		t.taken.Currencies = append(t.taken.Currencies, r.Currency)
	}
	month := whenOf(r)[:len("2006-01")]
	if t.taken.First == "" || month < t.taken.First {
		t.taken.First = month
	}
	t.taken.Last = max(t.taken.Last, month)
}

func sameRate(a, b *partnership.Rate) bool {
	return a.Base == b.Base && a.Source == b.Source && a.PerUnit.Equal(*b.PerUnit)
}

// ofProjectRate is a rate of a file as a project keeps it.
func ofProjectRate(r *rates.Rate, p *partnership.Project) (partnership.Rate, error) {
	perUnit, err := results.ParseExact(r.PerUnit.RatString())
	if err != nil {
		return partnership.Rate{}, fmt.Errorf("read a rate of %s: %w", r.Currency, err)
	}
	rate := partnership.Rate{Currency: r.Currency, Base: r.Base, Month: r.Month, PerUnit: &perUnit, Source: r.Source}
	if rate.Base == p.Currency {
		rate.Base = ""
	}
	if !r.IsOfMonth() {
		rate.Date = results.DateOf(r.Day.Year(), int(r.Day.Month()), r.Day.Day())
	}
	return rate, nil
}

// refusedRates turns the fault of a file into the error of a use case.
func refusedRates(err error) error {
	var fault *rates.FaultError
	if !errors.As(err, &fault) {
		return err
	}
	message := "rates." + string(fault.Reason)
	switch fault.Reason {
	case rates.NotUTF8, rates.TooLong, rates.NotCSV, rates.NotJSON:
		message = "rates.damaged"
		if fault.Line == 0 {
			message = "rates.unknown"
		}
	default:
	}
	args := map[string]any{"Line": fault.Line, "Column": fault.Column, "Value": fault.Value}
	return &Error{Kind: Invalid, Message: message, Args: args, Cause: err}
}

// storedRates are all rates of a project.
func storedRates(ctx context.Context, r store.Reader, project partnership.ProjectCode) ([]Stored[Logged[partnership.Rate]], error) {
	return collect(archive.Rates.Find(ctx, r, store.Query{Where: ofProject(project).Where}))
}

// rateCurrencies are the currencies that a project has rates of, and those of the
// countries of its organisations, but for its own.
func rateCurrencies(setup *partnership.Setup, stored []Stored[Logged[partnership.Rate]]) []string {
	var codes []string
	for _, r := range stored {
		codes = append(codes, r.Value.Value.Currency)
	}
	for _, o := range setup.Organisations {
		region, err := language.ParseRegion(o.Country)
		if err != nil {
			continue
		}
		if unit, ok := currency.FromRegion(region); ok && codelist.Currency(unit.String()) {
			codes = append(codes, unit.String())
		}
	}
	slices.Sort(codes)
	return slices.DeleteFunc(slices.Compact(codes), func(code string) bool { return code == setup.Project.Currency })
}

// Rates are what a project keeps of exchange rates.
type Rates struct {
	Currency   string // of the project
	Rule       partnership.RateRule
	CanTake    bool
	Suggested  []string // currencies whose rates are taken in where nobody says otherwise
	Currencies []RatesOf
	Chosen     []partnership.Rate // of one currency and year, the latest first
}

// RatesOf sums up the rates of a currency.
type RatesOf struct {
	Currency    string
	Months      int
	Days        int
	First, Last string // months, YYYY-MM
	Sources     []string
	Years       []string // the latest first
}

// Rates reads the exchange rates of a project, for all who read it and administrators;
// one by one those of a currency in a year (YYYY), of the latest year where it is empty.
func (s *Service) Rates(ctx context.Context, by By, project partnership.ProjectCode, of, year string) (*Rates, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadProject) && !actor.May(partnership.Administer) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	stored, err := storedRates(ctx, s.Engine, project)
	if err != nil {
		return nil, err
	}
	p := &setup.Value.Project
	all := &Rates{
		Currency: p.Currency, Rule: p.RateRule, CanTake: maySetPolicy(actor), Suggested: rateCurrencies(&setup.Value, stored),
	}
	slices.SortFunc(stored, func(a, b Stored[Logged[partnership.Rate]]) int {
		x, y := keyOf(&a.Value.Value), keyOf(&b.Value.Value)
		return strings.Compare(x.currency, y.currency)*2 + strings.Compare(y.when, x.when)
	})
	for n := range stored {
		all.add(&stored[n].Value.Value, of, year)
	}
	return all, nil
}

// add sums a rate up; they come by currency, the latest first.
func (all *Rates) add(r *partnership.Rate, of, year string) {
	n := len(all.Currencies) - 1
	if n < 0 || all.Currencies[n].Currency != r.Currency {
		all.Currencies = append(all.Currencies, RatesOf{Currency: r.Currency, Last: whenOf(r)[:len("2006-01")]})
		n++
	}
	sum := &all.Currencies[n]
	sum.First = whenOf(r)[:len("2006-01")]
	if r.Month != "" {
		sum.Months++
	} else {
		sum.Days++
	}
	if !slices.Contains(sum.Sources, r.Source) {
		sum.Sources = append(sum.Sources, r.Source)
	}
	if y := whenOf(r)[:len("2006")]; !slices.Contains(sum.Years, y) {
		sum.Years = append(sum.Years, y)
	}
	if r.Currency == of && strings.HasPrefix(whenOf(r), year) && (year != "" || len(sum.Years) == 1) {
		all.Chosen = append(all.Chosen, *r)
	}
}

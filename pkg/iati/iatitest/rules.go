// Package iatitest holds finished activity files against the schema and the standard
// ruleset of IATI 2.03.
package iatitest

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/antchfx/xmlquery"
	"github.com/antchfx/xpath"

	"tulos/pkg/iati"
)

// A Ruleset is one of github.com/IATI/IATI-Rulesets: by the XPath of elements the rules
// that hold for each of them, by kind.
type Ruleset map[string]map[string]struct{ Cases []rule }

// A rule is a case of a rule; which of its fields count depends on the kind.
type rule struct {
	Condition   string
	Paths       []string
	Prefix      []string
	Separator   string
	One, All    string
	Date        string
	Less, More  string
	Start, End  string
	Regex       string
	Sum         json.Number
	Min, Max    *float64
	If, Then    string
	Foreach     string
	Do          map[string]struct{ Cases []rule }
	Info        struct{ ID, Severity, Message string } `json:"ruleInfo"`
	IDCondition string                                 `json:"idCondition"`
}

// ReadRules reads a ruleset.
func ReadRules(file string) (Ruleset, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var rules Ruleset
	return rules, json.Unmarshal(data, &rules)
}

// A Finding is what breaks a rule.
type Finding struct {
	ID, Severity, Message string
	At                    string // XPath of the elements
}

func (f Finding) String() string {
	return f.ID + " " + f.Severity + ": " + f.Message + " (" + f.At + ")"
}

// Check finds what in a file breaks the rules at a moment; Kinds that it does not know
// are an error. That an organisation is registered (idCondition) is not known here: its
// rules hold for all.
func (r Ruleset) Check(file io.Reader, now time.Time) ([]Finding, error) {
	doc, err := xmlquery.Parse(file)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for at, kinds := range r {
		for _, path := range strings.Split(at, " | ") {
			for _, element := range xmlquery.Find(doc, path) {
				c := checking{element, now.UTC().Format(time.DateOnly)}
				broken, err := c.all(kinds)
				if err != nil {
					return nil, err
				}
				for _, b := range broken {
					found = append(found, Finding{b.Info.ID, b.Info.Severity, b.Info.Message, path})
				}
			}
		}
	}
	return found, nil
}

// checking holds an element against rules.
type checking struct {
	element *xmlquery.Node
	today   string
}

func (c checking) all(kinds map[string]struct{ Cases []rule }) ([]rule, error) {
	var broken []rule
	for kind, of := range kinds {
		for _, r := range of.Cases {
			if kind == "loop" {
				more, err := c.loop(&r)
				if err != nil {
					return nil, err
				}
				broken = append(broken, more...)
				continue
			}
			holds, known := c.holds(kind, &r)
			if !known {
				return nil, fmt.Errorf("rule %s is of the unknown kind %q", r.Info.ID, kind)
			}
			if !holds {
				broken = append(broken, r)
			}
		}
	}
	return broken, nil
}

// loop holds the element against rules once for each value of a path.
func (c checking) loop(r *rule) ([]rule, error) {
	text, err := json.Marshal(r.Do)
	if err != nil {
		return nil, err
	}
	var broken []rule
	for _, value := range c.values(r.Foreach) {
		var do map[string]struct{ Cases []rule }
		if err := json.Unmarshal([]byte(strings.ReplaceAll(string(text), "$1", value)), &do); err != nil {
			return nil, err
		}
		more, err := c.all(do)
		if err != nil {
			return nil, err
		}
		broken = append(broken, more...)
	}
	return broken, nil
}

func (c checking) holds(kind string, r *rule) (holds, known bool) {
	if r.Condition != "" && !c.truth(r.Condition) {
		return true, true
	}
	switch kind {
	case "if_then":
		return !c.truth(r.If) || c.truth(r.Then), true
	case "atleast_one":
		return len(c.valuesOf(r.Paths)) > 0, true
	case "no_more_than_one":
		return len(c.valuesOf(r.Paths)) <= 1, true
	case "unique":
		return c.isUnique(r), true
	case "startswith":
		return c.startsWith(r), true
	case "one_or_all":
		return c.oneOrAll(r), true
	case "date_now":
		return c.inOrder(c.values(r.Date), []string{c.today}), true
	case "date_order":
		return c.inOrder(c.dates(r.Less), c.dates(r.More)), true
	case "between_dates":
		return c.inOrder(c.values(r.Start), c.values(r.Date)) && c.inOrder(c.values(r.Date), c.values(r.End)), true
	case "time_limit":
		return c.isWithinYear(r), true
	case "regex_matches":
		pattern := regexp.MustCompile(r.Regex)
		return c.each(r.Paths, pattern.MatchString), true
	case "no_spaces":
		return c.each(r.Paths, func(v string) bool { return v == strings.TrimSpace(v) }), true
	case "range":
		return c.each(r.Paths, func(v string) bool {
			n, err := strconv.ParseFloat(v, 64)
			return err == nil && (r.Min == nil || n >= *r.Min) && (r.Max == nil || n <= *r.Max)
		}), true
	case "strict_sum":
		return c.sums(r), true
	default:
		return false, false
	}
}

// values are the texts of what a path finds; an element without any counts too.
func (c checking) values(path string) []string {
	var all []string
	if found, ok := c.evaluate(path).(*xpath.NodeIterator); ok {
		for found.MoveNext() {
			all = append(all, found.Current().Value())
		}
	}
	return all
}

func (c checking) valuesOf(paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, c.values(path)...)
	}
	return all
}

func (c checking) each(paths []string, fits func(string) bool) bool {
	for _, v := range c.valuesOf(paths) {
		if !fits(v) {
			return false
		}
	}
	return true
}

func (c checking) isUnique(r *rule) bool {
	seen := map[string]bool{}
	return c.each(r.Paths, func(v string) bool {
		again := seen[v]
		seen[v] = true
		return !again
	})
}

func (c checking) startsWith(r *rule) bool {
	return c.each(r.Paths, func(v string) bool {
		for _, path := range r.Prefix {
			if path == "ORG-ID-PREFIX" {
				return iati.HasKnownPrefix(v)
			}
			for _, prefix := range c.values(path) {
				if strings.HasPrefix(v, prefix+r.Separator) {
					return true
				}
			}
		}
		return false
	})
}

// oneOrAll wants something once for all, or in each element that could have it.
func (c checking) oneOrAll(r *rule) bool {
	if len(c.values(r.One)) > 0 {
		return true
	}
	lacking := map[string]string{
		"lang":     ".//narrative[not(@xml:lang)]",
		"currency": ".//value[not(@currency)]",
		"sector":   "transaction[not(sector)]",
	}[r.All]
	return lacking != "" && len(c.values(lacking)) == 0
}

func (c checking) dates(path string) []string {
	if path == "NOW" {
		return []string{c.today}
	}
	return c.values(path)
}

// inOrder wants each of the earlier days not after each of the later ones.
func (c checking) inOrder(earlier, later []string) bool {
	for _, a := range earlier {
		for _, b := range later {
			if a[:min(len(a), 10)] > b[:min(len(b), 10)] {
				return false
			}
		}
	}
	return true
}

func (c checking) isWithinYear(r *rule) bool {
	for _, a := range c.values(r.Start) {
		for _, b := range c.values(r.End) {
			start, err := time.Parse(time.DateOnly, a)
			end, err2 := time.Parse(time.DateOnly, b)
			if err != nil || err2 != nil || end.After(start.AddDate(1, 0, 0)) {
				return false
			}
		}
	}
	return true
}

func (c checking) sums(r *rule) bool {
	sum := new(big.Rat)
	for _, v := range c.valuesOf(r.Paths) {
		n, ok := new(big.Rat).SetString(v)
		if !ok {
			return false
		}
		sum.Add(sum, n)
	}
	want, ok := new(big.Rat).SetString(r.Sum.String())
	return ok && sum.Cmp(want) == 0
}

// Package logbook is what partners log as a table that is filled in outside of the
// product: the columns, the form to be filled in, and what a filled-in table says,
// line by line, with the cells at which something is wrong. An activity takes one
// line, and one more for each further figure; an expense takes one.
package logbook

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A Key names a column, in all languages the same. The columns of dimensions have
// the key of the dimension behind "by:".
type Key string

// The columns.
const (
	No            Key = "no"
	Ref           Key = "ref"
	Type          Key = "type"
	Title         Key = "title"
	Start         Key = "start"
	End           Key = "end"
	Country       Key = "country"
	Place         Key = "place"
	Online        Key = "online"
	Part          Key = "part"
	Narrative     Key = "narrative"
	With          Key = "with"
	Indicator     Key = "indicator"
	Value         Key = "value"
	Counted       Key = "counted"
	Numerator     Key = "numerator"
	Denominator   Key = "denominator"
	Stage         Key = "stage"
	InWords       Key = "text"
	NotApplicable Key = "na"
	Note          Key = "note"
)

// The columns of expenses, but for those that activities have too.
const (
	BudgetLine  Key = "line"
	Date        Key = "date"
	Paid        Key = "paid"
	Invoice     Key = "invoice"
	Account     Key = "reference"
	Description Key = "description"
	Amount      Key = "amount"
	Currency    Key = "currency"
)

// A Sort is what the lines of a table tell.
type Sort string

// The sorts.
const (
	Activities Sort = "activities"
	Expenses   Sort = "expenses"
)

const byDimension = "by:"

// heads are the messages at the heads of columns.
var heads = map[Key]string{
	No: "logbook.no", Ref: "report.reference", Type: "activity.type", Title: "activity.title",
	Start: "activity.start", End: "activity.end", Country: "activity.country", Place: "activity.place",
	Online: "activity.online", Part: "activity.part", Narrative: "activity.narrative", With: "activity.with",
	Indicator: "report.indicator", Value: "activity.value", Counted: "activity.counted",
	Numerator: "activity.numerator", Denominator: "activity.denominator", Stage: "logbook.stage",
	InWords: "activity.text", NotApplicable: "activity.not-applicable", Note: "activity.note",
	BudgetLine: "money.line", Date: "money.date", Paid: "money.paid", Invoice: "money.invoice", Account: "money.reference",
	Description: "money.description", Amount: "money.amount", Currency: "rates.currency",
}

// ofActivity are the columns of the activity itself.
var ofActivity = []Key{Ref, Type, Title, Start, End, Country, Place, Online, Part, Narrative, With}

// keys are the columns of a sort in a project, in order.
func keys(s Sort, p *partnership.Project) []Key {
	if s == Expenses {
		return []Key{Ref, BudgetLine, Date, Paid, Invoice, Account, Description, Amount, Currency}
	}
	all := append([]Key{No}, ofActivity...)
	all = append(all, Indicator)
	for _, d := range p.Dimensions {
		if d.Key != "" {
			all = append(all, dimensionKey(d.Key))
		}
	}
	return append(all, Value, Counted, Numerator, Denominator, Stage, InWords, NotApplicable, Note)
}

func dimensionKey(d results.DimensionKey) Key { return Key(byDimension + string(d)) }

// dimension is the one whose column it is.
func (k Key) dimension() (results.DimensionKey, bool) {
	d, ok := strings.CutPrefix(string(k), byDimension)
	return results.DimensionKey(d), ok
}

// Head is what stands over a column.
func Head(k Key, p *partnership.Project, words *i18n.Localizer) string {
	if key, ok := k.dimension(); ok {
		for _, d := range p.Dimensions {
			if d.Key == key {
				return textIn(d.Title, words.Language(), p)
			}
		}
		return string(key)
	}
	return words.Text(heads[k], nil)
}

// textIn is what people wrote, in a language or the next best.
func textIn(t results.Text, l i18n.Language, p *partnership.Project) string {
	s, _ := t.In(string(l), p.Languages...)
	return s
}

// localizers are those of all languages that a table may be in.
func localizers() []*i18n.Localizer {
	var all []*i18n.Localizer
	for _, l := range i18n.Shipped() {
		if words, err := i18n.For(l); err == nil {
			all = append(all, words)
		}
	}
	return all
}

// folded is a text for comparison: without regard of capitals, spaces at its ends
// and between words.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

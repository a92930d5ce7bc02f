package web

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A ratesView shows the exchange rates of a project, and takes more of them.
type ratesView struct {
	Path, Setup string
	Intro       string
	CanTake     bool
	Month       field
	Currencies  field
	Problem     string // why the file was not taken
	Stored      []ratesRow
	Chosen      []rateRow // of one currency and year
	ChosenOf    string    // in words
}

// A ratesRow sums up the rates of a currency.
type ratesRow struct {
	Currency, First, Last string
	Months, Days          string
	Sources               string
	Years                 []link
}

// A rateRow is one rate.
type rateRow struct{ When, Rate, Source string }

var ratesPage = page[ratesView]{"rates/rates.html"}

func showRates(r *request) error { return r.ratesPage(http.StatusOK, "") }

func (r *request) ratesPage(status int, problem string) error {
	of, year := r.Query("of"), r.Query("year")
	all, err := r.Service.Rates(r.ctx(), r.by(), r.project(), of, year)
	if err != nil {
		return err
	}
	rule := cmp.Or(all.Rule, partnership.MonthSubmitted)
	v := ratesView{
		Path: base(r.project()) + "/rates", Setup: r.setupPath(), CanTake: all.CanTake, Problem: problem,
		Intro: r.words.Text("rates.intro", i18n.Args{"Currency": all.Currency, "Rule": r.words.Text("setup.rate-"+string(rule), nil)}),
		Month: r.field("month", "rates.month", r.PostForm("month"), nil),
	}
	v.Month.Hint = r.words.Text("rates.month-hint", nil)
	codes := strings.Join(all.Suggested, ", ")
	if r.Request.Method == http.MethodPost {
		codes = r.PostForm("currencies")
	}
	v.Currencies = r.field("currencies", "rates.currencies", codes, nil)
	v.Currencies.Hint = r.words.Text("rates.currencies-hint", nil)
	for n := range all.Currencies {
		v.Stored = append(v.Stored, r.ratesRow(v.Path, &all.Currencies[n]))
	}
	for n := range all.Chosen {
		v.Chosen = append(v.Chosen, r.rateRow(&all.Chosen[n], all.Currency))
	}
	if len(v.Chosen) > 0 {
		v.ChosenOf = of + " " + v.Chosen[0].When[:len("2006")]
	}
	title := r.words.Text("rates.title", nil)
	if problem != "" {
		title = r.words.Text("activity.error", nil) + ": " + title
	}
	return show(r, status, ratesPage, title, v)
}

func (r *request) ratesRow(path string, sum *service.RatesOf) ratesRow {
	row := ratesRow{
		Currency: sum.Currency, First: sum.First, Last: sum.Last, Months: strconv.Itoa(sum.Months), Days: strconv.Itoa(sum.Days),
		Sources: strings.Join(sum.Sources, ", "),
	}
	for _, year := range sum.Years {
		to := withSearch(path, queryOf(map[string]string{"of": sum.Currency, "year": year}).Encode())
		row.Years = append(row.Years, link{Text: year, Path: to + "#chosen"})
	}
	return row
}

func (r *request) rateRow(rate *partnership.Rate, own string) rateRow {
	when := cmp.Or(rate.Month, rate.Date.String())
	text := "1 " + cmp.Or(rate.Base, own) + " = " + typedNumber(r.words, rate.PerUnit) + " " + rate.Currency
	return rateRow{When: when, Rate: text, Source: rate.Source}
}

// takeRates takes the rates of a file into the project.
func takeRates(r *request) error {
	file, err := r.oneUpload()
	if err != nil {
		return err
	}
	taken, err := r.Service.TakeRates(r.ctx(), r.by(), r.project(), service.RatesFile{
		Data: file.Data, Month: strings.TrimSpace(r.PostForm("month")), Currencies: currencyCodes(r.PostForm("currencies")),
	})
	var refused *service.Error
	if errors.As(err, &refused) && refused.Kind == service.Invalid {
		return r.ratesPage(http.StatusUnprocessableEntity, r.words.Text(refused.Message, refused.Args))
	}
	if err != nil {
		return err
	}
	r.notice(taken.Message(r.words))
	return r.to(base(r.project()) + "/rates")
}

// currencyCodes are codes with commas or spaces between them.
func currencyCodes(typed string) []string {
	return strings.FieldsFunc(strings.ToUpper(typed), func(c rune) bool { return c == ',' || c == ';' || c <= ' ' })
}

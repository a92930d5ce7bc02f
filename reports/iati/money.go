package iati

import (
	"net/url"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"

	standard "tulos/pkg/iati"
)

// transactions are what the project, or one partner, spent in each period that has
// begun, of what is accepted. They are of the period's last day, or of today.
func (b *builder) transactions(partner results.PartnerID) []standard.Transaction {
	var all []standard.Transaction
	for k := results.PeriodNo(1); k <= b.begun(); k++ {
		var sum results.Number
		for key, spent := range b.spending() {
			if key.Period == k && (partner == "" || key.Partner == partner) {
				sum = sum.Add(spent.Counted().Amount)
			}
		}
		if sum.Sign() == 0 {
			continue
		}
		day := b.Project.Periods[k-1].End
		if b.today.Before(day) {
			day = b.today
		}
		all = append(all, standard.Transaction{
			Ref: "P" + strconv.Itoa(int(k)), Type: standard.Code{Code: "4"}, Date: standard.Day{Date: day.String()},
			Value:       standard.Value{Date: day.String(), Amount: sum.Fixed(2)},
			Description: b.comment("iati.spent", i18n.Args{"Period": int(k)}),
		})
	}
	return all
}

// spending is what was spent: as it was summed up before, or else of the dossier.
func (b *builder) spending() partnership.Spending {
	if b.options.Spending == nil {
		b.options.Spending = partnership.Spending{}
		x := partnership.NewExchange(&b.Project, b.Rates)
		for n := range b.Expenditure {
			b.options.Spending.Add(x, &b.Expenditure[n])
		}
	}
	return b.options.Spending
}

// budget is what the project, or one partner, has to spend: by the budget's lines, or
// without them by what the partners were given.
func (b *builder) budget(partner results.PartnerID) results.Number {
	var lines, given results.Number
	for _, l := range b.Project.BudgetLines {
		for _, a := range l.Amounts {
			if a.Amount != nil && (partner == "" || a.Partner == partner) {
				lines = lines.Add(*a.Amount)
			}
		}
	}
	for _, p := range b.Project.Partners {
		if p.Budget != nil && (partner == "" || p.Organisation == partner) {
			given = given.Add(*p.Budget)
		}
	}
	if len(b.Project.BudgetLines) > 0 {
		return lines
	}
	return given
}

// budgets are the budget year by year from the start, as much for each as it has days;
// together they are the whole to the cent.
func (b *builder) budgets(partner results.PartnerID, start, end results.Date) []standard.Budget {
	whole := b.budget(partner)
	days := results.Int(end.DaysSince(start) + 1)
	if whole.Sign() <= 0 || days.Sign() <= 0 {
		return nil
	}
	var all []standard.Budget
	var before results.Number
	for from, year := start, 1; !end.Before(from); year++ {
		next := start.AddMonths(12 * year)
		until := next.AddDays(-1)
		if end.Before(until) {
			until = end
		}
		share := whole.Mul(results.Int(until.DaysSince(start) + 1)).Div(days)
		// What Fixed writes, ParseExact reads.
		sofar, _ := results.ParseExact(share.Fixed(2))
		all = append(all, standard.Budget{
			Type: "1", Status: "2", Start: standard.Day{Date: from.String()}, End: standard.Day{Date: until.String()},
			Value: standard.Value{Date: start.String(), Amount: sofar.Sub(before).Fixed(2)},
		})
		before, from = sofar, next
	}
	return all
}

// documents are the sealed reports, by period and language.
func (b *builder) documents() []standard.Document {
	var all []standard.Document
	for _, r := range b.options.Reports {
		if !isLink(r.URL) {
			continue
		}
		all = append(all, standard.Document{
			URL: r.URL, Format: "application/pdf", Title: *b.comment("iati.report", i18n.Args{"Period": int(r.Period)}),
			Category: standard.Code{Code: "A08"}, Language: standard.Code{Code: r.Language}, Date: &standard.Day{Date: r.Sealed.String()},
		})
	}
	return all
}

// isLink says whether an address leads somewhere from everywhere.
func isLink(address string) bool {
	u, err := url.Parse(address)
	return err == nil && isWebsite(address) && u.Path != ""
}

package rates

import (
	"errors"
	"io"
)

// readECB reads eurofxref-hist.csv and eurofxref-daily.csv: a column for each currency
// by its head, a row for each day, N/A where there is no rate, and a comma at the end of
// each row. Rates are units of the currency for 1 euro.
func readECB(rows *table, c *collector) error {
	var heads []string
	seen := map[string]bool{}
	for n := 1; n < len(rows.fields); n++ {
		head := rows.field(n)
		switch {
		case head == "" && n == len(rows.fields)-1: // after the comma at the end
			continue
		case !isCurrency(head):
			return rows.fault(BadCurrency, n, head)
		case seen[head]:
			return rows.fault(ColumnAgain, n, head)
		}
		seen[head] = true
		heads = append(heads, head)
	}
	for {
		err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = readECBDay(rows, heads, c)
		}
		if err != nil {
			return err
		}
	}
}

func readECBDay(rows *table, heads []string, c *collector) error {
	day, ok := parseDay(rows.field(0), dayLayout, "2 January 2006")
	if !ok {
		return rows.fault(BadDate, 0, rows.field(0))
	}
	if count := len(rows.fields); count < len(heads)+1 || count > len(heads)+2 || rows.field(len(heads)+1) != "" {
		return rows.fault(NotCSV, len(rows.fields)-1, "")
	}
	for n, head := range heads {
		text := rows.field(n + 1)
		if text == "N/A" || text == "" {
			continue
		}
		perUnit, ok := parseRate(text)
		if !ok {
			return rows.fault(BadRate, n+1, text)
		}
		rate := Rate{Currency: head, Base: Euro, Day: day, PerUnit: perUnit, Source: ECB}
		if err := c.add(rate, *rows.fault("", n+1, ""), false); err != nil {
			return err
		}
	}
	return nil
}

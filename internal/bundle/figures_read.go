package bundle

import (
	"encoding/json"
	"fmt"
	"io"

	"tulos/internal/results"
)

// DecodeFigures reads figures that EncodeFigures wrote: those of the partnership,
// without partners and breakdowns. What else is there is left alone.
func DecodeFigures(r io.Reader) (map[results.IndicatorCode][]results.Row, error) {
	var read struct {
		Indicators []struct {
			Indicator results.IndicatorCode
			Periods   []figureRow
		}
	}
	if err := json.NewDecoder(r).Decode(&read); err != nil {
		return nil, fmt.Errorf("read figures: %w", err)
	}
	all := map[results.IndicatorCode][]results.Row{}
	for _, i := range read.Indicators {
		for _, p := range i.Periods {
			row, err := p.row()
			if err != nil {
				return nil, fmt.Errorf("read figures of %s: %w", i.Indicator, err)
			}
			all[i.Indicator] = append(all[i.Indicator], row)
		}
	}
	return all, nil
}

type figureRow struct {
	Period                                   results.PeriodNo
	Value, Cumulative, Expected, Achievement *string
	Status                                   results.Status
	ReportedBy, DueFrom                      int
}

func (f *figureRow) row() (results.Row, error) {
	row := results.Row{From: f.Period, Period: f.Period, Status: f.Status, ReportedBy: f.ReportedBy, DueFrom: f.DueFrom}
	for to, text := range map[*results.Figure]*string{
		&row.Value: f.Value, &row.Cumulative: f.Cumulative, &row.Expected: f.Expected, &row.Achievement: f.Achievement,
	} {
		if text == nil {
			continue
		}
		n, err := results.ParseExact(*text)
		if err != nil {
			return row, err
		}
		*to = results.Known(n)
	}
	return row, nil
}

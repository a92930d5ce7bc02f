package bundle

import (
	"encoding/json"
	"fmt"
	"io"

	"tulos/internal/results"
)

// DecodeFigures reads figures that EncodeFigures wrote, as the reader of these got them:
// a figure that is hidden has its mark. What else is there is left alone.
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
	Numerator, Denominator, Participations   *string
	Deducted                                 *string
	Partners                                 []struct {
		Organisation                   results.PartnerID
		Value, Cumulative, Achievement *string
		State                          results.State
	}
	Breakdown []struct {
		By                                        map[results.DimensionKey]results.CategoryKey
		Value, Cumulative, Numerator, Denominator *string
	}
}

func (f *figureRow) row() (results.Row, error) {
	var r figureReader
	row := results.Row{
		From: f.Period, Period: f.Period, Status: f.Status, ReportedBy: f.ReportedBy, DueFrom: f.DueFrom,
		Value: r.figure(f.Value), Cumulative: r.figure(f.Cumulative), Expected: r.figure(f.Expected), Achievement: r.figure(f.Achievement),
		Numerator: r.figure(f.Numerator), Denominator: r.figure(f.Denominator), Participations: r.figure(f.Participations),
	}
	row.Deducted, _ = r.figure(f.Deducted).Number()
	for _, p := range f.Partners {
		row.Partners = append(row.Partners, results.PartnerRow{
			Partner: p.Organisation, Value: r.figure(p.Value), Cumulative: r.figure(p.Cumulative),
			Achievement: r.figure(p.Achievement), State: p.State,
		})
	}
	for _, c := range f.Breakdown {
		row.Breakdown = append(row.Breakdown, results.CellRow{
			By: results.NewBy(c.By), Value: r.figure(c.Value), Cumulative: r.figure(c.Cumulative),
			Numerator: r.figure(c.Numerator), Denominator: r.figure(c.Denominator),
		})
	}
	return row, r.err
}

// A figureReader reads figures, and remembers the first that is none.
type figureReader struct{ err error }

func (r *figureReader) figure(text *string) results.Figure {
	if text == nil {
		return results.Figure{}
	}
	n, err := results.ParseExact(*text)
	switch {
	case err == nil:
		return results.Known(n)
	case results.IsMark(*text):
		return results.Hidden(*text)
	case r.err == nil:
		r.err = err
	}
	return results.Figure{}
}

package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Forecasts are kept by project, partner and period.
var Forecasts = newTable(store.Collection{
	Name: "forecasts", Shard: "project",
	Keys: keys(store.String, "project"),
}, forecastID, newForecastDocument, (*reading).forecast)

type forecastDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	Partner results.PartnerID       `bson:"partner"`
	Period  results.PeriodNo        `bson:"period"`
	Lines   []forecastLineDocument  `bson:"lines,omitempty"`
}

type forecastLineDocument struct {
	Line   string `bson:"line"`
	Amount string `bson:"amount,omitempty"`
}

func forecastID(f *partnership.Forecast) string {
	return joined(f.Project, string(f.Partner), padded(f.Period, 4))
}

func newForecastDocument(f *partnership.Forecast) forecastDocument {
	return forecastDocument{f.Project, f.Partner, f.Period, listed(f.Lines, func(l *partnership.ForecastLine) forecastLineDocument {
		return forecastLineDocument{l.Line, newNumber(l.Amount)}
	})}
}

func (r *reading) forecast(d *forecastDocument) partnership.Forecast {
	return partnership.Forecast{
		Project: d.Project, Partner: d.Partner, Period: d.Period,
		Lines: listed(d.Lines, func(l *forecastLineDocument) partnership.ForecastLine {
			return partnership.ForecastLine{Line: l.Line, Amount: r.number(l.Amount)}
		}),
	}
}

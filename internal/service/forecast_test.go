package service_test

import (
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// expected is a forecast of the demo's third period on one line.
func expected(partner results.PartnerID, amount int) partnership.Forecast {
	n := results.Int(amount)
	return partnership.Forecast{Project: baltic, Partner: partner, Period: 3, Lines: []partnership.ForecastLine{{Line: "B1", Amount: &n}}}
}

// TestForecast: written by the partner or for it by the lead, as a whole, and shown in the
// statement before the period.
func TestForecast(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		is, err := in.Forecast(ctx, in.by("staff"), baltic, 3, drosa)
		in.ok(err)
		in.ok(in.WriteForecast(ctx, in.by("staff"), is.Rev, expected(drosa, 1200)))
		in.refused(in.WriteForecast(ctx, in.by("lead"), is.Rev, expected(drosa, 1)), service.Conflict)
		in.ok(in.WriteForecast(ctx, in.by("lead"), 1, expected(drosa, 1300)))
		in.ok(in.WriteForecast(ctx, in.by("lead"), 0, expected("stellit", 500_000)))
		in.refused(in.WriteForecast(ctx, in.by("other"), 2, expected(drosa, 1)), service.Forbidden)
		in.refused(in.WriteForecast(ctx, in.by("lead"), 2, expected(drosa, -1)), service.Invalid)
		_, err = in.Forecast(ctx, in.by("other"), baltic, 3, drosa)
		in.refused(err, service.Forbidden)

		if row := in.row(); row.Forecast.Fixed(2) != "1300.00" || row.ExceedsRemaining() {
			in.Errorf("the partner's statement has %s", row.Forecast.Fixed(2))
		}
		st, err := in.Statement(ctx, in.by("auditor"), baltic, 2, "")
		in.ok(err)
		if st.Total.Forecast.Fixed(2) != "501300.00" || !st.Total.ExceedsRemaining() || st.Next != 3 {
			in.Errorf("the statement of all has %s of period %d", st.Total.Forecast.Fixed(2), st.Next)
		}
		in.sound()
	})
}

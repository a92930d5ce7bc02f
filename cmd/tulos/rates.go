package main

import (
	"fmt"
	"os"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

type ratesCommand struct {
	Import ratesImportCommand `cmd:"" help:"Take the exchange rates of a file into a project."`
}

type ratesImportCommand struct {
	storageFlags
	Project  string   `arg:"" help:"Code of the project."`
	File     string   `arg:"" help:"File of the ECB or of InforEuro, or a plain CSV (docs/rates.md)."`
	Month    string   `placeholder:"YYYY-MM" help:"Month of a monthly list of InforEuro."`
	Currency []string `placeholder:"CODE" help:"Currencies to take, with commas between (default: those of the project's organisations, and those that it has)."`
}

// Run takes rates in, and says how many.
func (c *ratesImportCommand) Run(s *session) error {
	data, err := os.ReadFile(c.File)
	if err != nil {
		return s.problem("cli.cannot-read", i18n.Args{"File": c.File, "Cause": err})
	}
	return s.withService(c.storageFlags, func(uses *service.Service, _ config.Settings) error {
		taken, err := uses.TakeRates(s.ctx, service.Operator(), partnership.ProjectCode(c.Project), service.RatesFile{
			Data: data, Month: c.Month, Currencies: c.Currency,
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(s.Stdout, taken.Message(s.words))
		return err
	})
}

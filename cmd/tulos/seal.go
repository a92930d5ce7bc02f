package main

import (
	"fmt"
	"time"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/seal"
	"tulos/internal/service"
	"tulos/internal/store"
)

type sealCommand struct {
	Key    sealKeyCommand    `cmd:"" help:"Print the public keys by which sealed reports are checked, as PEM."`
	Verify sealVerifyCommand `cmd:"" help:"Say whether a file of a sealed report is genuine, without the server."`
}

type sealKeyCommand struct {
	storageFlags
	Rotate bool `help:"Have a new key sign from now on. What earlier ones signed stays good."`
}

// Run prints the public keys, the oldest first.
func (c *sealKeyCommand) Run(s *session) error {
	if c.Rotate {
		return s.withService(c.storageFlags, func(uses *service.Service, _ config.Settings) error {
			if err := uses.RotateSealKey(s.ctx, service.Operator()); err != nil {
				return err
			}
			return s.printSealKeys(uses.Engine)
		})
	}
	return s.withSnapshot(c.storageFlags, func(r store.Snapshot, _ config.Settings) error { return s.printSealKeys(r) })
}

func (s *session) printSealKeys(r store.Reader) error {
	keys, err := service.SealKeys(s.ctx, r)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return s.problem("error.no-seal-key", nil)
	}
	for _, k := range keys {
		key, args := "cli.seal-key", i18n.Args{"Key": string(k.ID), "Since": k.Since.Format(time.DateOnly)}
		if !k.Until.IsZero() {
			key, args["Until"] = "cli.seal-key-past", k.Until.Format(time.DateOnly)
		}
		text, err := seal.PEM(k.Public)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(s.Stdout, "%s\n%s", s.words.Text(key, args), text); err != nil {
			return err
		}
	}
	return nil
}

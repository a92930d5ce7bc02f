package main

import (
	"fmt"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
)

type verifyCommand struct {
	storageFlags
	Project string `placeholder:"CODE" help:"Verify this project alone."`
}

// Run checks what is stored, tells what was checked, and every difference.
func (c *verifyCommand) Run(s *session) error {
	return s.withSnapshot(c.storageFlags, func(r store.Snapshot, settings config.Settings) error {
		v, err := service.Verify(s.ctx, r, partnership.ProjectCode(c.Project))
		if err != nil {
			return s.explain(settings, err)
		}
		return s.printVerification(v)
	})
}

// printVerification tells what was checked, and every difference.
func (s *session) printVerification(v service.Verification) error {
	for _, d := range v.Differences {
		fmt.Fprintf(s.Stdout, "%s: %s\n", d.Chain, s.words.Text(d.Message, d.Args))
	}
	for _, project := range v.Unfinished {
		fmt.Fprintln(s.Stdout, s.words.Text("verify.unfinished", i18n.Args{"Project": string(project)}))
	}
	if v.Unsigned > 0 {
		fmt.Fprintln(s.Stdout, s.words.Text("verify.unsigned", i18n.Args{"Count": v.Unsigned}))
	}
	if v.Unrecorded > 0 {
		fmt.Fprintln(s.Stdout, s.words.Text("verify.unrecorded", i18n.Args{"Count": v.Unrecorded}))
	}
	fmt.Fprintln(s.Stdout, s.words.Text("verify.checked", i18n.Args{
		"Chains": v.Chains, "Audits": v.Audits, "Documents": v.Documents, "Tallies": v.Tallies, "Files": v.Files, "Seals": v.Seals,
	}))
	_, err := fmt.Fprintln(s.Stdout, s.words.Text("verify.differences", i18n.Args{"Count": len(v.Differences)}))
	if err == nil && len(v.Differences) > 0 {
		return errProblems
	}
	return err
}

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// allCommand measures everything but the load.
type allCommand struct {
	Activities []int  `default:"10000,100000" placeholder:"N,…" help:"Sizes of the projects whose pages are measured, the smallest first (default: 10000,100000)."`
	URI        string `help:"MongoDB server to measure too."`
}

// Run prints a table for each thing as docs/performance.md has it, below the machine. A
// part that fails does not keep the others from being measured.
func (c *allCommand) Run(s *session, all *commands) error {
	all.Store.URI, all.Web.Activities = c.URI, c.Activities
	s.isMarkdown = true
	fmt.Fprintf(s.stdout, "Measured on %s on %s.\n", time.Now().Format("2 January 2006"), machine(s.ctx))
	var faults []error
	for _, part := range []struct {
		title string
		run   func(*session) error
	}{
		{"Storage", all.Store.Run},
		{"Figures", all.Figures.Run},
		{"Growth", all.Web.Run},
		{"Reports as PDF", all.Report.Run},
		{"Workbooks", all.Workbook.Run},
	} {
		fmt.Fprintf(s.stdout, "\n## %s\n", part.title)
		if err := part.run(s); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", part.title, err))
		}
		if err := s.ctx.Err(); err != nil {
			return errors.Join(append(faults, err)...)
		}
	}
	return errors.Join(faults...)
}

// machine is what is measured on: processor, cores, Go, and the commit of this folder.
func machine(ctx context.Context) string {
	commit := "an unknown commit"
	if out, err := exec.CommandContext(ctx, "git", "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*").Output(); err == nil {
		commit = "commit " + strings.TrimSpace(string(out))
	}
	return fmt.Sprintf("%s, %d cores, %s, %s", processor(), runtime.NumCPU(), runtime.Version(), commit)
}

// processor is the model of the processor, or its architecture where the system does not
// tell.
func processor() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	_, rest, found := strings.Cut(string(info), "model name")
	if err != nil || !found {
		return runtime.GOARCH
	}
	line, _, _ := strings.Cut(rest, "\n")
	return strings.Trim(line, "\t :")
}

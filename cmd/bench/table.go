package main

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// A table is what was measured: a head, and a row for each thing.
type table [][]string

func newTable(head ...string) *table { return &table{head} }

func (t *table) add(cells ...string) { *t = append(*t, cells) }

// print prints a table, as Markdown or aligned.
func (s *session) print(t *table) error {
	if s.isMarkdown {
		lines := []string{""}
		for n, row := range *t {
			lines = append(lines, "| "+strings.Join(row, " | ")+" |")
			if n == 0 {
				lines = append(lines, "|"+strings.Repeat(" --- |", len(row)))
			}
		}
		_, err := fmt.Fprintln(s.stdout, strings.Join(lines, "\n"))
		return err
	}
	aligned := tabwriter.NewWriter(s.stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range *t {
		fmt.Fprintln(aligned, strings.Join(row, "\t")+"\t")
	}
	return aligned.Flush()
}

// Command bench measures what the product needs of the machine, beside something that
// does the same.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are the things that are measured.
type commands struct {
	Store    storeCommand    `cmd:"" help:"Storage: commits and reads, beside the database alone."`
	Figures  figuresCommand  `cmd:"" help:"Figures and the tallies that they are made of, beside a loop that adds up."`
	Report   reportCommand   `cmd:"" help:"Reports as PDF: CPU, memory and size by pages, and beside a browser."`
	Workbook workbookCommand `cmd:"" help:"Workbooks: CPU and memory by rows, and beside Python's xlsxwriter."`
	Web      webCommand      `cmd:"" help:"Pages: what people do in projects of several sizes."`
	Load     loadCommand     `cmd:"" help:"The whole program under load: how long requests take, memory, and whether all is there afterwards."`
	All      allCommand      `cmd:"" help:"All of this but load, which takes five minutes, one after the other, as the tables of docs/performance.md."`
}

// A session is a run of the program.
type session struct {
	ctx        context.Context
	stdout     io.Writer
	isMarkdown bool // how tables are printed
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	var c commands
	parser, err := kong.New(&c, kong.Name("bench"), kong.Writers(stdout, stdout))
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return parsed.Run(&session{ctx: ctx, stdout: stdout}, &c)
}

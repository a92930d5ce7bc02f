package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"tulos/reports"
	"tulos/reports/html"
	"tulos/reports/pdf"
)

const (
	mostCPU     = 0.06 // of a browser's, for the long table
	mostDeflate = 10.0 // times the compression of the pages alone
	mostMemory  = 0.5  // MiB for a page, at the peak
	longTable   = 10_000
)

// reportCommand draws reports of several sizes, each in a process of its own.
type reportCommand struct {
	Rows    int    `hidden:"" help:"Draw one table of so many rows, and print what it took as JSON."`
	Browser string `default:"chromium-headless-shell" help:"Browser that prints the same table."`
}

// A cost is what a report took.
type cost struct {
	Rows    int
	Pages   int
	Bytes   int
	CPU     time.Duration // of drawing
	Deflate time.Duration // of compressing the same pages once more, at level 1
	Peak    int           // bytes of memory, above those before drawing
}

// Run prints a line for each size, that of the middle one of several runs, and
// whether the limits are kept.
func (c *reportCommand) Run(s *session) error {
	if c.Rows > 0 {
		return json.NewEncoder(s.stdout).Encode(measure(c.Rows))
	}
	t := newTable("rows of a table", "pages", "KiB", "CPU", "CPU a page", "× deflate", "peak memory a page")
	var long cost
	for _, rows := range []int{280, 2_380, longTable, 23_800} {
		k, err := usual(s, rows)
		if err != nil {
			return err
		}
		t.add(fmt.Sprint(k.Rows), fmt.Sprint(k.Pages), fmt.Sprint(k.Bytes>>10), fmt.Sprintf("%.0f ms", milliseconds(k.CPU)),
			fmt.Sprintf("%.2f ms", milliseconds(k.CPU)/float64(k.Pages)), fmt.Sprintf("%.1f", k.timesDeflate()), fmt.Sprintf("%.2f MiB", k.perPage()))
		if rows == longTable {
			long = k
		}
	}
	if err := s.print(t); err != nil {
		return err
	}
	browser, err := c.print(s)
	if err != nil {
		return err
	}
	share := float64(long.CPU) / float64(browser)
	fmt.Fprintf(s.stdout, "\n%s prints the table of %d rows from HTML in %.0f ms of CPU; ours are %.3f of that\n", c.Browser, longTable, milliseconds(browser), share)
	if share > mostCPU || long.timesDeflate() > mostDeflate || long.perPage() > mostMemory {
		return fmt.Errorf("a limit is passed: at most %.2f of the browser's CPU, %.0f times the deflate time, %.1f MiB a page", mostCPU, mostDeflate, mostMemory)
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

func (k cost) timesDeflate() float64 { return float64(k.CPU) / float64(k.Deflate) }

func (k cost) perPage() float64 { return float64(k.Peak) / (1 << 20) / float64(k.Pages) }

// document is a report of one table.
func document(rows int) reports.Document {
	t := reports.Table{
		Caption: reports.Plain("Activities of the period"),
		Columns: []reports.Column{
			{Head: "Reference", Width: 12},
			{Head: "Date", Width: 17},
			{Head: "Activity", Width: 38},
			{Head: "Place", Width: 14},
			{Head: "Partner", Width: 19},
			{Head: "Participants", Width: 12, Align: reports.End},
		},
	}
	names := []reports.Text{
		reports.Plain("Training “Recognising grooming”"),
		{{Text: "Koulutus: houkuttelun tunnistaminen", Language: "fi"}},
		{{Text: "Seminārs skolotājiem par drošību tiešsaistē", Language: "lv"}},
		{{Text: "Тренинг для специалистов", Language: "ru"}},
	}
	for i := range rows {
		t.Rows = append(t.Rows, reports.Row{Cells: []reports.Cell{
			{Text: reports.Plain("A-" + strconv.Itoa(10_000+i))},
			{Text: reports.Plain(strconv.Itoa(1+i%28) + "\u00a0November 2026")},
			{Text: names[i%len(names)]},
			{Text: reports.Plain([]string{"Helsinki", "Rēzekne", "Санкт-Петербург"}[i%3])},
			{Text: reports.Plain([]string{"Suojellaan Lapsia ry", "Drošā māja", "Stellit"}[i%3])},
			{Text: reports.Plain(strconv.Itoa(8 + i*7%41))},
		}})
	}
	return reports.Document{
		Language: "en", Meta: reports.Meta{Title: "Activities", Author: "Stellit", Dated: reports.Day{Year: 2026, Month: 11, Day: 28}},
		Words:  reports.Words{Header: "Activities", PageOf: "Page {page} of {pages}"},
		Blocks: []reports.Block{reports.Heading{Level: 1, Text: reports.Plain("Activities")}, t},
	}
}

// measure draws a table of so many rows. The fonts are read before.
func measure(rows int) cost {
	small := document(1)
	_ = pdf.Render(io.Discard, small, pdf.Options{}) // that of the long one tells
	d := document(rows)
	runtime.GC()
	before, peak := cpu(), peakMemory()
	var b bytes.Buffer
	if err := pdf.Render(&b, d, pdf.Options{}); err != nil {
		return cost{Rows: rows}
	}
	k := cost{Rows: rows, Bytes: b.Len(), CPU: cpu() - before, Peak: peakMemory() - peak}
	pages := contents(b.Bytes())
	k.Pages = len(pages)
	before = cpu()
	deflater, err := zlib.NewWriterLevel(io.Discard, flate.BestSpeed)
	if err != nil {
		return k
	}
	for _, p := range pages {
		deflater.Reset(io.Discard)
		_, _ = deflater.Write(p)
		_ = deflater.Close()
	}
	k.Deflate = cpu() - before
	return k
}

// contents is what the pages of a finished file draw: its streams of no type that
// have marked content.
func contents(file []byte) [][]byte {
	var pages [][]byte
	for _, at := range regexp.MustCompile(`obj\n<</Filter/FlateDecode/Length \d+>>\nstream\n`).FindAllIndex(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
		if err != nil {
			continue
		}
		if b, err := io.ReadAll(r); err == nil && bytes.Contains(b, []byte(" BDC")) {
			pages = append(pages, b)
		}
	}
	return pages
}

// runs are how often a report is drawn.
const runs = 5

// usual is the cost of the middle one of several runs, by times the compression.
func usual(s *session, rows int) (cost, error) {
	all := make([]cost, runs)
	for n := range all {
		k, err := measureApart(s, rows)
		if err != nil {
			return k, err
		}
		all[n] = k
	}
	slices.SortFunc(all, func(a, b cost) int { return cmp.Compare(a.timesDeflate(), b.timesDeflate()) })
	return all[runs/2], nil
}

// measureApart measures in a process of its own, so that memory is its own.
func measureApart(s *session, rows int) (cost, error) {
	var k cost
	self, err := os.Executable()
	if err != nil {
		return k, err
	}
	out, err := exec.CommandContext(s.ctx, self, "report", "--rows", strconv.Itoa(rows)).Output()
	if err != nil {
		return k, fmt.Errorf("table of %d rows: %w", rows, err)
	}
	if err := json.Unmarshal(out, &k); err != nil {
		return k, err
	}
	if k.Pages == 0 || k.Deflate == 0 {
		return k, errors.New("nothing was drawn")
	}
	return k, nil
}

// print has a browser print the long table, and returns the CPU that all of its
// processes took.
func (c *reportCommand) print(s *session) (time.Duration, error) {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	page := filepath.Join(folder, "table.html")
	var b bytes.Buffer
	if err := html.Render(&b, document(longTable), html.Options{}); err != nil {
		return 0, err
	}
	if err := os.WriteFile(page, b.Bytes(), 0o600); err != nil {
		return 0, err
	}
	out := filepath.Join(folder, "table.pdf")
	browser := exec.CommandContext(s.ctx, c.Browser, "--headless", "--no-sandbox", "--disable-gpu", "--timeout=600000",
		"--user-data-dir="+filepath.Join(folder, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+page)
	took, err := familyTime(s.ctx, func() error {
		if said, err := browser.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", c.Browser, err, said)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	if _, err := os.Stat(out); err != nil {
		return 0, fmt.Errorf("%s printed nothing: %w", c.Browser, err)
	}
	return took, nil
}

// cpu is the time that all threads of this process have run.
func cpu() time.Duration { return timeOf(syscall.RUSAGE_SELF) }

// peakMemory is the most memory that this process has had, in bytes; 0 where the
// system does not tell.
func peakMemory() int { return memory("self", "VmHWM:") }

// memoryOf is the memory that a process has now, as peakMemory tells.
func memoryOf(process int) int { return memory(strconv.Itoa(process), "VmRSS:") }

func memory(process, which string) int {
	status, err := os.ReadFile("/proc/" + process + "/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), which)
	var kib int
	if _, err := fmt.Sscanf(rest, "%d", &kib); err != nil {
		return 0
	}
	return kib << 10
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/sample"
)

// What is measured in projects of all sizes, of which one period is always as large.
const (
	mostGrowth  = 1.3  // times the smallest project, of what must not grow
	steadySize  = 1250 // activities of the period sample.Steady
	steadyDay   = "2026-11-20"
	steadyPart  = "OP1.A2"
	quickRuns   = 40
	reportRuns  = 5
	leadAddress = "lead@example.org"
)

// A step is something that a person does in a project of any size.
type step struct {
	name      string
	runs      int
	isBounded bool // to mostGrowth
	// begin does what comes before it, and returns what is measured.
	begin func(ctx context.Context, w *worker) (func() error, error)
}

// A worker is somebody at work in a project.
type worker struct {
	*visitor
	project string // its path
	logged  int    // so far
}

// opens is the step of opening a page.
func opens(path string) func(context.Context, *worker) (func() error, error) {
	return func(ctx context.Context, w *worker) (func() error, error) {
		return func() error {
			_, err := w.page(ctx, w.project+path)
			return err
		}, nil
	}
}

// logs is the step of sending the form of an activity.
func logs(ctx context.Context, w *worker) (func() error, error) {
	w.logged++
	form, err := w.newEntry(ctx, w.project, steadyPart, fmt.Sprintf("Entry %d", w.logged), steadyDay)
	if err != nil {
		return nil, err
	}
	form.Set("do", "submit")
	return func() error {
		a, err := w.post(ctx, w.project+"/activities", form)
		if err == nil && a.status != http.StatusSeeOther {
			err = fmt.Errorf("log an activity: %d", a.status)
		}
		return err
	}, nil
}

// afterwards is a step that comes after another.
func afterwards(first, then func(context.Context, *worker) (func() error, error)) func(context.Context, *worker) (func() error, error) {
	return func(ctx context.Context, w *worker) (func() error, error) {
		do, err := first(ctx, w)
		if err == nil {
			err = do()
		}
		if err != nil {
			return nil, err
		}
		return then(ctx, w)
	}
}

func steps() []step {
	report := fmt.Sprintf("/reports/%d", sample.Steady)
	return []step{
		{"dashboard", quickRuns, true, opens("/dashboard")},
		{"dashboard after an entry", quickRuns, true, afterwards(logs, opens("/dashboard"))},
		{"form of an activity", quickRuns, true, opens("/activities/new?planned=" + steadyPart)},
		{"logging it", quickRuns, true, logs},
		{"list of activities", quickRuns, true, opens("/activities")},
		{"list of a period", quickRuns, true, opens(fmt.Sprintf("/activities?period=%d&order=oldest", sample.Steady))},
		{"report as page", reportRuns, true, opens(report + "/preview")},
		{"report as PDF", reportRuns, true, opens(report + "/draft/report.en.pdf")},
		{"report as workbook", reportRuns, true, opens(report + "/draft/report.en.xlsx")},
		// The last: what it keeps in memory would be collected around during the others.
		{"search", quickRuns, false, opens("/activities?q=life+online+tartu")},
	}
}

// A spent effort is what a step takes, in the middle of its runs.
type spent struct{ wall, cpu time.Duration }

// run does a step so many times as it says, and once before, which does not count.
func (s step) run(ctx context.Context, w *worker) (spent, error) {
	var walls, cpus []time.Duration
	for n := range s.runs + 1 {
		do, err := s.begin(ctx, w)
		if err != nil {
			return spent{}, err
		}
		start, before := time.Now(), cpu()
		if err := do(); err != nil {
			return spent{}, err
		}
		if n > 0 {
			walls, cpus = append(walls, time.Since(start)), append(cpus, cpu()-before)
		}
	}
	slices.Sort(walls)
	slices.Sort(cpus)
	return spent{walls[len(walls)/2], cpus[len(cpus)/2]}, nil
}

// grown measures all steps in a project of a size, and how long it took to fill.
func grown(ctx context.Context, activities int) (all []spent, filled time.Duration, err error) {
	start := time.Now()
	made := func() *partnership.Dossier { return sample.Grown(activities, steadySize) }
	err = withPlace(ctx, made, func(p *place) error {
		filled = time.Since(start)
		lead := person{leadAddress, "p1", []partnership.Role{partnership.RoleLead, partnership.RoleStaff}}
		if err := p.add(ctx, lead); err != nil {
			return err
		}
		v, err := newVisitor("http://bench.example", within{p.handler})
		if err == nil {
			err = v.signIn(ctx, leadAddress)
		}
		if err != nil {
			return err
		}
		w := &worker{visitor: v, project: "/projects/" + string(p.project)}
		for _, s := range steps() {
			took, err := s.run(ctx, w)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			all = append(all, took)
		}
		return nil
	})
	return all, filled, err
}

// growth measures all steps in projects of several sizes, and prints what they take, in
// times the smallest project. An error says that something grows that must not.
func growth(s *session, sizes []int) error {
	took := make([][]spent, len(sizes))
	head := []string{"step"}
	for n, activities := range sizes {
		var filled time.Duration
		var err error
		if took[n], filled, err = grown(s.ctx, activities); err != nil {
			return fmt.Errorf("%d activities: %w", activities, err)
		}
		fmt.Fprintf(s.stdout, "%d activities were taken in within %.0f s\n", activities, filled.Seconds())
		head = append(head, fmt.Sprintf("%d", activities))
		if n > 0 {
			head = append(head, "×", "× CPU")
		}
	}
	t := newTable(head...)
	var tooMuch []string
	for k, step := range steps() {
		first := took[0][k]
		row := []string{step.name, fmt.Sprintf("%.1f ms", milliseconds(first.wall))}
		for n := 1; n < len(sizes); n++ {
			is := took[n][k]
			times := float64(is.wall) / float64(first.wall)
			row = append(row, fmt.Sprintf("%.1f ms", milliseconds(is.wall)), fmt.Sprintf("%.2f", times), fmt.Sprintf("%.2f", float64(is.cpu)/float64(first.cpu)))
			if step.isBounded && times > mostGrowth {
				tooMuch = append(tooMuch, fmt.Sprintf("%s: %.2f times at %d activities", step.name, times, sizes[n]))
			}
		}
		t.add(row...)
	}
	if err := s.print(t); err != nil || len(tooMuch) == 0 {
		return err
	}
	return fmt.Errorf("a limit is passed, more than %.1f times: %s", mostGrowth, strings.Join(tooMuch, "; "))
}

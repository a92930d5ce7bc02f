package bundle

import (
	"fmt"
	"io"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An Opener opens the JSON of a bundle at its start. It is called once, and again
// where the set-up does not come first or a problem has to be located.
type Opener func() (io.ReadCloser, error)

// A Sink takes what a bundle holds: first the set-up, which it must not change,
// then every item of the lists, which is its own, in the order of the file. A
// function that is nil takes nothing; the error of one ends the reading.
type Sink struct {
	Setup       func(*partnership.Project, []partnership.Organisation) error
	Activity    func(*partnership.Activity) error
	Measurement func(*partnership.Measurement) error
	Deduction   func(*results.Deduction) error
	Expense     func(*partnership.Expense) error
	Rate        func(*partnership.Rate) error
	Narrative   func(*partnership.Narrative) error
}

// Stream reads a bundle item by item and finds all that is wrong with it, sorted
// by path. The sink gets nothing from the first error on; what it got before is
// worth nothing then. The error that comes back is the reader's or the sink's, and
// comes without problems.
func Stream(open Opener, o Options, sink Sink) ([]results.Problem, error) {
	file, err := open()
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	defer file.Close()
	in := newInput(file, o.MaxSize)
	s := &stream{decoder: newDecoder(in), open: open, options: o, sink: sink}
	s.undrawable = o.Undrawable
	s.read()
	if s.err != nil {
		return nil, s.err
	}
	problems, err := in.rest()
	if err != nil {
		return nil, err
	}
	if len(problems) == 0 {
		problems = s.problems()
	}
	return open.locate(problems)
}

// A stream reads a bundle, checks it, and gives it on.
type stream struct {
	*decoder
	open    Opener
	options Options
	sink    Sink

	format   string
	setup    setup
	hasBegun bool // the set-up is known, or known not to be there

	inspection      *partnership.Inspection // nil: nothing can be judged
	sections, files results.Findings
}

// read reads all of the bundle.
func (s *stream) read() {
	lists := s.lists()
	s.object(func(field string) bool {
		if field == "format" {
			name(s.decoder, &s.format)
			return true
		}
		if readList := lists[field]; readList != nil {
			s.begin()
			readList()
			return true
		}
		into := &s.setup
		if s.hasBegun {
			into = &setup{} // it has been read ahead
		}
		return into.read(s.decoder, field)
	}, "format", "organisations", "project")
	s.end()
	s.begin()
}

func (s *stream) lists() map[string]func() {
	return map[string]func(){
		"activities":   func() { items(s, s.activity, s.checkActivity, s.sink.Activity) },
		"measurements": func() { items(s, s.measurement, s.inspection.Measurement, s.sink.Measurement) },
		"deductions":   func() { items(s, s.deduction, s.inspection.Deduction, s.sink.Deduction) },
		"expenditure":  func() { items(s, s.expense, s.checkExpense, s.sink.Expense) },
		"rates":        func() { items(s, s.rate, s.inspection.Rate, s.sink.Rate) },
		"narratives":   func() { items(s, s.narrative, s.checkNarrative, s.sink.Narrative) },
	}
}

// items reads a list, checks each item and gives it on. Where it is no list, it is
// judged as one of an empty item, so that nothing seems to refer to what is not
// there.
func items[T any](s *stream, read func(*T), check func(int, *T), give func(*T) error) {
	isList := s.each(func(n int) {
		item := new(T)
		read(item)
		if s.inspection == nil || s.IsFull() || s.hasStopped() {
			return
		}
		check(n, item)
		if give != nil && s.isSound() {
			s.err = give(item)
		}
	})
	if !isList && s.inspection != nil {
		check(0, new(T))
	}
}

// begin begins to judge, and gives the set-up on. Where it has not come yet, it
// reads ahead.
func (s *stream) begin() {
	if s.hasBegun || s.hasStopped() {
		return
	}
	s.hasBegun = true
	if !s.setup.isComplete() {
		s.setup, s.err = s.open.setup(s.options.MaxSize)
	}
	if !s.setup.isComplete() || !s.setup.isProject || s.err != nil {
		return
	}
	s.inspection = partnership.NewChecker(&s.setup.Dossier).Inspect()
	if s.sink.Setup != nil && s.isSound() {
		s.err = s.sink.Setup(&s.setup.Project, s.setup.Organisations)
	}
}

// isSound says that nothing has been wrong so far.
func (s *stream) isSound() bool {
	return s.Count() == 0 && !s.setup.isFaulty && (s.format == "" || s.format == Format) && s.inspection.IsSound() &&
		(!s.options.EvidenceRequired || s.files.Count() == 0)
}

func (s *stream) checkActivity(n int, a *partnership.Activity) {
	s.inspection.Activity(n, a)
	s.options.checkFiles(&s.files, results.At("activities", n), a.Evidence)
}

func (s *stream) checkExpense(n int, e *partnership.Expense) {
	s.inspection.Expense(n, e)
	s.options.checkFiles(&s.files, results.At("expenditure", n), e.Evidence)
}

func (s *stream) checkNarrative(n int, t *partnership.Narrative) {
	s.inspection.Narrative(n, t)
	s.options.checkSection(&s.sections, n, t)
}

// problems are all that is wrong with a bundle that could be read to its end, or
// why it could not.
func (s *stream) problems() []results.Problem {
	faults := s.Problems()
	switch {
	case s.stop != nil:
		return s.stop
	case s.format != Format && s.format != "":
		return []results.Problem{{Path: "format", Code: OtherFormat, Args: map[string]any{
			"Value": results.Excerpt(s.format), "Known": Format,
		}}}
	case s.inspection == nil || s.IsFull():
		return ordered(faults)
	}
	var f results.Findings
	f.Under("", faults)
	f.Under("", newFaults(faults).rest(s.inspection.Problems()))
	f.Under("", s.sections.Problems())
	f.Under("", s.files.Problems())
	f.Under("", s.drawing.Problems())
	return ordered(f.Problems())
}

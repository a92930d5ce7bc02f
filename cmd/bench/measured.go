package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"
)

// measured is what came of a load.
type measured struct {
	mutex        sync.Mutex
	took         map[kind][]time.Duration
	acknowledged map[string]bool // titles of entries
	faults       []error
	later        int   // requests that were put off by the program, and sent again
	memory       []int // of the program in bytes, every memoryTime
}

const memoryTime = 5 * time.Second

func (m *measured) add(k kind, took time.Duration) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.took[k] = append(m.took[k], took)
}

func (m *measured) acknowledge(title string) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.acknowledged[title] = true
}

func (m *measured) fail(err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.faults = append(m.faults, err)
}

func (m *measured) putOff() {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.later++
}

// watch notes the memory of the program until the context ends.
func (m *measured) watch(ctx context.Context, p *program) {
	for {
		m.memory = append(m.memory, memoryOf(p.command.Process.Pid))
		if !wait(ctx, memoryTime) {
			return
		}
	}
}

// slowest is within which time 99 of 100 requests of the slowest kind were answered, but
// for downloads.
func (m *measured) slowest() time.Duration {
	var most time.Duration
	for k, all := range m.took {
		if k != downloading {
			most = max(most, share(all, 99))
		}
	}
	return most
}

// share is the time that so many of 100 stay within.
func share(all []time.Duration, of int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[(len(all)-1)*of/100]
}

func (m *measured) print(s *session) error {
	t := newTable("kind", "requests", "p50 ms", "p95 ms", "p99 ms")
	inTime := func(all []time.Duration, of int) string { return fmt.Sprintf("%.0f", milliseconds(share(all, of))) }
	for _, k := range []kind{reading, logging, dashboards, downloading} {
		all := m.took[k]
		t.add(string(k), fmt.Sprint(len(all)), inTime(all, 50), inTime(all, 95), inTime(all, 99))
	}
	if err := s.print(t); err != nil {
		return err
	}
	n := len(m.memory)
	fmt.Fprintf(s.stdout, "memory of the program: %d MiB at the start, %d in the middle, %d at the end, at most %d\n",
		m.memory[0]>>20, m.memory[n/2]>>20, m.memory[n-1]>>20, slices.Max(m.memory)>>20)
	fmt.Fprintf(s.stdout, "%d requests failed, %d were put off and sent again\n", len(m.faults), m.later)
	for _, err := range m.faults[:min(len(m.faults), 5)] {
		fmt.Fprintln(s.stdout, " ", err)
	}
	return nil
}

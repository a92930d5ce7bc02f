package archive

import (
	"time"

	"tulos/internal/store"
)

// A Job is what is done again and again by one process at a time: who has it, and how it
// went.
type Job struct {
	Name   string
	Holder string // id of the process that has it; empty: nobody
	Token  int64  // one more each time that a process takes it
	// Renewed is when the holder last said that it has it, by the holder's clock; Term, for
	// how long after it others leave it alone.
	Renewed time.Time
	Term    time.Duration
	Began   time.Time // the last time; zero where it is to be done again at once
	Ended   time.Time
	Good    time.Time // when it last began and ended well
	Fault   string    // of the last time; empty: it went well
	Faults  int       // how often it has failed since it last went well
}

// Jobs are kept by name.
var Jobs = newTable(store.Collection{Name: "jobs"}, jobID, newJobDocument, (*reading).job)

// A Process is one that serves the storage, and when it was last there by its own clock.
type Process struct {
	ID      string
	Host    string
	Version string
	Since   time.Time
	Seen    time.Time
}

// Processes are kept by id.
var Processes = newTable(store.Collection{
	Name: "processes",
	Keys: keys(store.Int, "seen"),
}, processID, newProcessDocument, (*reading).process)

func jobID(j *Job) string { return j.Name }

type jobDocument struct {
	Name    string `bson:"name"`
	Holder  string `bson:"holder,omitempty"`
	Token   int64  `bson:"token"`
	Renewed int64  `bson:"renewed"`
	Term    int64  `bson:"term"` // nanoseconds
	Began   int64  `bson:"began,omitempty"`
	Ended   int64  `bson:"ended,omitempty"`
	Good    int64  `bson:"good,omitempty"`
	Fault   string `bson:"fault,omitempty"`
	Faults  int    `bson:"faults,omitempty"`
}

func newJobDocument(j *Job) jobDocument {
	return jobDocument{
		j.Name, j.Holder, j.Token, newMoment(j.Renewed), int64(j.Term),
		newMomentOrNone(j.Began), newMomentOrNone(j.Ended), newMomentOrNone(j.Good), j.Fault, j.Faults,
	}
}

func (*reading) job(d *jobDocument) Job {
	return Job{
		Name: d.Name, Holder: d.Holder, Token: d.Token, Renewed: moment(d.Renewed), Term: time.Duration(d.Term),
		Began: momentOrNone(d.Began), Ended: momentOrNone(d.Ended), Good: momentOrNone(d.Good), Fault: d.Fault, Faults: d.Faults,
	}
}

func processID(p *Process) string { return p.ID }

type processDocument struct {
	ID      string `bson:"id"`
	Host    string `bson:"host"`
	Version string `bson:"version"`
	Since   int64  `bson:"since"`
	Seen    int64  `bson:"seen"`
}

func newProcessDocument(p *Process) processDocument {
	return processDocument{p.ID, p.Host, p.Version, newMoment(p.Since), newMoment(p.Seen)}
}

func (*reading) process(d *processDocument) Process {
	return Process{ID: d.ID, Host: d.Host, Version: d.Version, Since: moment(d.Since), Seen: moment(d.Seen)}
}

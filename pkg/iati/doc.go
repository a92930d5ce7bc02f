// Package iati writes activity files of the International Aid Transparency Initiative,
// version 2.03 (https://iatistandard.org/en/iati-standard/203/activity-standard/), one
// activity after another, so that memory does not grow with the file.
package iati

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Version is that of the standard.
const Version = "2.03"

// dateTime is how the standard writes a moment.
const dateTime = "2006-01-02T15:04:05Z"

// Moment writes a moment in UTC, as Activity.LastUpdated has it.
func Moment(t time.Time) string { return t.UTC().Format(dateTime) }

// An Encoder writes an activity file. Close ends it.
type Encoder struct {
	out *bufio.Writer
	xml *xml.Encoder
}

// NewEncoder begins a file that was generated at a moment.
func NewEncoder(w io.Writer, generated time.Time) *Encoder {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s<iati-activities version=%q generated-datetime=%q>\n", xml.Header, Version, Moment(generated))
	e := &Encoder{out, xml.NewEncoder(out)}
	e.xml.Indent("  ", "  ")
	return e
}

// Encode writes an activity.
func (e *Encoder) Encode(a *Activity) error {
	if err := e.xml.Encode(a); err != nil {
		return fmt.Errorf("write the activity %s: %w", a.Identifier, err)
	}
	return nil
}

// Close ends the file; it does not close what the file was written to.
func (e *Encoder) Close() error {
	if _, err := e.out.WriteString("\n</iati-activities>\n"); err != nil {
		return err
	}
	return e.out.Flush()
}

package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store/archive"
	"tulos/pkg/photo"
)

// A Sending is an activity that was written without a connection, whole: with its files,
// whose parts wait under the draft's id, and handed in where it is to be.
type Sending struct {
	Activity partnership.Activity
	Files    []SentFile
	Submit   bool
	Why      string // personal data must stay in it
}

// A SentFile is a file of a Sending; its Evidence has neither kind nor name.
type SentFile struct {
	No       int
	SHA256   string // of the content: 64 hexadecimal digits
	Evidence partnership.Evidence
}

// SendActivity keeps an activity of the person's own organisation with all of its files,
// submitted or as a draft, in one: all of it or nothing. By.Key is the draft's id: sent
// twice it is kept once, with other content it is a Conflict. What is wrong with it is
// Invalid, with a file's problems at evidence[n].file; a file that is not all there is
// NotPossible.
func (s *Service) SendActivity(ctx context.Context, by By, project partnership.ProjectCode, d Sending) (ref string, err error) {
	if err := keepFiles(d.Activity.Ref, nil, d.Activity.Evidence); err != nil {
		return "", err
	}
	d.Activity.Withdrawn = nil
	what := "activity.log"
	if d.Submit {
		what = "activity.submit"
	}
	return s.run(ctx, task{by, project, what, d, func(c *change) (string, error) {
		logged := Logged[partnership.Activity]{Project: project, Value: d.Activity}
		a := &logged.Value
		if err := c.requireOwn(partnership.LogEntries, a.Partner); err != nil {
			return "", err
		}
		logged.No = c.number()
		var err error
		if a.Ref, err = c.newRef("A", logged.No); err != nil {
			return "", err
		}
		a.Status = partnership.Draft
		contents, err := c.takeFiles(by, a, d.Files)
		if err != nil {
			return "", err
		}
		if d.Submit {
			draft := Stored[Logged[partnership.Activity]]{Value: logged}
			if logged, err = c.service.activities().advance(c, draft, Move{Step: partnership.Submit, Comment: d.Why}); err != nil {
				return "", err
			}
		}
		for n, content := range contents { // last, so that what is refused leaves none behind
			if err := c.keepFile(a.Evidence[len(a.Evidence)-len(contents)+n].File, content); err != nil {
				return "", err
			}
		}
		parts, err := c.service.uploadsOf(c.ctx, by, project, by.Key)
		if err != nil {
			return "", err
		}
		c.unit = append(c.unit, parts...)
		return a.Ref, c.put(archive.Activities.Insert(logged))
	}})
}

// takeFiles makes evidence of what waits for the draft, and returns the contents that
// are to be kept, in order.
func (c *change) takeFiles(by By, a *partnership.Activity, files []SentFile) (contents [][]byte, err error) {
	var problems []results.Problem
	for _, f := range files {
		data, err := c.uploadOf(by, f)
		if err != nil {
			return nil, err
		}
		evidence := f.Evidence
		evidence.Kind = partnership.Document
		if _, isPhoto := photo.Kind(data); isPhoto {
			evidence.Kind = partnership.Photo
		}
		clean, extension, err := prepared(evidence.Kind, data)
		var refused *Error
		switch {
		case err == nil:
			if evidence.File, err = c.newFile(a.Ref, a.Evidence, clean, extension); err != nil {
				return nil, err
			}
		case errors.As(err, &refused) && refused.Kind == Invalid:
			for _, p := range refused.Problems {
				p.Path = results.At("evidence", len(a.Evidence)) + "." + p.Path
				problems = append(problems, p)
			}
		default:
			return nil, err
		}
		a.Evidence = append(a.Evidence, evidence)
		contents = append(contents, clean)
	}
	return contents, reject(problems)
}

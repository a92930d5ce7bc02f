package service

import (
	"bytes"
	"context"
	"errors"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/pkg/workbook"
)

// MostLogged is how many activities a file may tell: what is stored in one unit.
const MostLogged = 1000

// ReadLog reads a file that was sent, workbook or CSV: what it says, before any of it
// is judged. A file that is refused is Invalid.
func (s *Service) ReadLog(ctx context.Context, by By, project partnership.ProjectCode, data []byte, words *i18n.Localizer) (logbook.Table, error) {
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return logbook.Table{}, err
	}
	t, err := readTable(data, &setup.Project, words)
	switch {
	case err != nil:
		return t, RefusedFile(err)
	case t.Stamp.Project != "" && t.Stamp.Project != project:
		return t, refuse(Invalid, "logbook.other-project", "Project", string(t.Stamp.Project))
	case t.Stamp.Partner != "" && t.Stamp.Partner != partner:
		return t, refuse(Invalid, "logbook.other-partner", "Partner", string(t.Stamp.Partner))
	}
	return t, nil
}

// readTable tells CSV by that it is text.
func readTable(data []byte, p *partnership.Project, words *i18n.Localizer) (logbook.Table, error) {
	limits := workbook.DefaultLimits()
	if isText(data) {
		rows, err := workbook.ReadCSV(data, limits)
		if err != nil {
			return logbook.Table{}, err
		}
		return logbook.FromRows(rows, p, words)
	}
	b, err := workbook.Open(bytes.NewReader(data), int64(len(data)), limits)
	if err != nil {
		return logbook.Table{}, err
	}
	return logbook.FromBook(b, p, words)
}

// isText says whether a file is text: no zip file, no PDF, no old workbook.
func isText(data []byte) bool {
	head := data[:min(len(data), 512)]
	return len(data) > 0 && bytes.IndexByte(head, 0) < 0 && !bytes.HasPrefix(head, []byte("PK")) && !bytes.HasPrefix(head, []byte("%PDF"))
}

// RefusedFile turns the reason for which a workbook is not read into the error of a
// use case; other errors stay.
func RefusedFile(err error) error {
	var r *workbook.RefusedError
	if errors.Is(err, logbook.ErrNoHeads) {
		return &Error{Kind: Invalid, Message: "logbook.no-heads", Cause: err}
	}
	if !errors.As(err, &r) {
		return err
	}
	args := map[string]any{"Part": r.Part, "Cell": r.Cell, "Limit": strconv.FormatInt(r.Limit, 10), "Most": strconv.FormatInt(r.Limit>>20, 10)}
	return &Error{Kind: Invalid, Message: messageOf(r.Reason), Args: args, Cause: err}
}

// messageOf is the message about a reason; several share one, where the remedy is the
// same.
func messageOf(r workbook.Reason) string {
	switch r {
	case workbook.Empty:
		return "logbook.choose-file"
	case workbook.OtherOffice:
		r = workbook.NotWorkbook
	case workbook.BadXML:
		r = workbook.Truncated
	case workbook.NotUTF8:
		r = workbook.BadCSV
	case workbook.TooManyParts, workbook.WrongSizes, workbook.Doctype, workbook.TooDeep:
		return "workbook.suspicious"
	case workbook.TooManyRows, workbook.TooManyCells, workbook.TooWide:
		return "workbook.too-far"
	default:
	}
	return "workbook." + string(r)
}

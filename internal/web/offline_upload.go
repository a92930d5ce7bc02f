package web

import (
	"fmt"
	"io"
	"net/http"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// The headers of uploads in parts, after tus 1.0 and the IETF's draft of resumable
// uploads: how much is there, how much it is in all, and whether it is needed no more.
const (
	uploadOffset   = "Upload-Offset"
	uploadLength   = "Upload-Length"
	uploadComplete = "Upload-Complete"
)

// upload is which file of which draft the path is of.
func (r *request) upload() (draft string, no int, err error) {
	if draft, err = r.draft(); err != nil {
		return "", 0, err
	}
	no, err = strconv.Atoi(r.Param("no"))
	if err != nil || no < 0 || no >= most {
		return "", 0, errNotFound
	}
	return draft, no, nil
}

// showUpload tells how much of a file of a draft is there, so that sending it goes on
// from there.
func showUpload(r *request) error {
	draft, no, err := r.upload()
	if err != nil {
		return err
	}
	offset, length, isTaken, err := r.Service.Uploaded(r.ctx(), r.self(), r.project(), draft, no)
	if err != nil {
		return err
	}
	h := r.Writer.Header()
	h.Set(uploadOffset, strconv.FormatInt(offset, 10))
	if isTaken || offset == length {
		h.Set(uploadComplete, "?1")
	}
	r.Status(http.StatusNoContent)
	return nil
}

// addPart keeps the next part of a file of a draft.
func addPart(r *request) error {
	draft, no, err := r.upload()
	if err != nil {
		return err
	}
	offset, badOffset := strconv.ParseInt(r.GetHeader(uploadOffset), 10, 64)
	length, badLength := strconv.ParseInt(r.GetHeader(uploadLength), 10, 64)
	if badOffset != nil || badLength != nil || length < 1 {
		return errUnreadable
	}
	data, err := io.ReadAll(io.LimitReader(r.Request.Body, service.LargestPart+1))
	if err != nil {
		return fmt.Errorf("%w: %w", errUnreadable, err) // the connection broke: it is sent again
	}
	if len(data) == 0 {
		return errUnreadable
	}
	there, err := r.Service.AddPart(r.ctx(), r.self(), partnership.UploadPart{
		Project: r.project(), Draft: draft, No: no, Length: length, Data: data,
	}, offset)
	switch {
	case service.IsKind(err, service.NotPossible):
		r.fault(http.StatusRequestEntityTooLarge, "fault.too-large", "fault.too-large-text", "")
		return nil
	case err != nil:
		return err
	}
	r.Writer.Header().Set(uploadOffset, strconv.FormatInt(there, 10))
	r.Status(http.StatusNoContent)
	return nil
}

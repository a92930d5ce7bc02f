package partnership

import "time"

// An UploadPart is a part of a file that somebody is sending for a draft which was
// written without a connection. The parts wait until the draft is sent, which takes
// them all.
type UploadPart struct {
	Project ProjectCode
	User    UserID
	Draft   string // the draft's own id
	No      int    // of the file in the draft
	End     int64  // how many bytes of the file are there with this part
	Length  int64  // of the whole file, in bytes
	At      time.Time
	Data    []byte
}

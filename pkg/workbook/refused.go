package workbook

import "fmt"

// A Reason is why a file is refused.
type Reason string

// The reasons.
const (
	Empty         Reason = "empty"
	TooLarge      Reason = "too-large"    // the file itself
	NotWorkbook   Reason = "not-workbook" // something else under its name
	IsPDF         Reason = "pdf"          // a PDF under its name
	OldFormat     Reason = "old-format"   // .xls and .xlsb
	OtherOffice   Reason = "other-office" // a text document, a presentation, OpenDocument
	Encrypted     Reason = "encrypted"    // asks for a password
	Macros        Reason = "macros"       // carries a program
	Truncated     Reason = "truncated"    // its end is missing, or it is damaged
	TooManyParts  Reason = "too-many-parts"
	TooMuchInside Reason = "too-much-inside" // unpacks to more than may be
	WrongSizes    Reason = "wrong-sizes"     // unpacks to something else than it says
	Doctype       Reason = "doctype"         // XML that defines entities
	TooDeep       Reason = "too-deep"        // XML within XML within XML
	BadXML        Reason = "bad-xml"
	TooManyRows   Reason = "too-many-rows"
	TooManyCells  Reason = "too-many-cells"
	TooWide       Reason = "too-wide" // a value far to the right
	NotUTF8       Reason = "not-utf-8"
	BadCSV        Reason = "bad-csv"
)

// A RefusedError is why a file is not read. Part is the entry at fault, Cell the cell,
// and Limit what is allowed, each where there is one.
type RefusedError struct {
	Reason Reason
	Part   string
	Cell   string
	Limit  int64
	Cause  error
}

func (r *RefusedError) Error() string {
	text := "workbook refused: " + string(r.Reason)
	if r.Part != "" {
		text += " in " + r.Part
	}
	if r.Cell != "" {
		text += " at " + r.Cell
	}
	if r.Limit > 0 {
		text += fmt.Sprintf(", at most %d", r.Limit)
	}
	if r.Cause != nil {
		text += ": " + r.Cause.Error()
	}
	return text
}

func (r *RefusedError) Unwrap() error { return r.Cause }

// Limits are what a file may be.
type Limits struct {
	Bytes    int64 // of the file
	Parts    int   // entries of the zip file
	Unpacked int64 // bytes of all parts together
	Rows     int   // the last that may hold a value
	Columns  int   // the same
	Cells    int   // values of a sheet
}

// DefaultLimits are for what people fill in and donors send: 10 MiB, of which
// 64 MiB may come out.
func DefaultLimits() Limits {
	return Limits{Bytes: 10 << 20, Parts: 1000, Unpacked: 64 << 20, Rows: 20_000, Columns: 500, Cells: 1_000_000}
}

const (
	deepest      = 64      // elements within elements
	longestToken = 1 << 20 // bytes of a tag, or of a text without tags
	mostPacked   = 200     // times that a part may be larger than its packed bytes
	packedFrom   = 1 << 20 // bytes of a part from which that is looked at
	longestList  = 1 << 20 // bytes of the list of entries
)

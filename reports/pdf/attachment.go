package pdf

import "tulos/reports"

// An Attachment is a file within the PDF: what its tables and charts show, for
// machines.
type Attachment struct {
	Name        string
	Description string
	Type        string // MIME
	Data        []byte
}

// Workbook is the attachment of a document's workbook.
func Workbook(d *reports.Document, name string, data []byte) Attachment {
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return Attachment{name, described(d.Words.Workbook, name), kind, data}
}

// Figures is the attachment of the figures that a document was made from, as JSON.
func Figures(d *reports.Document, name string, data []byte) Attachment {
	return Attachment{name, described(d.Words.Figures, name), "application/json", data}
}

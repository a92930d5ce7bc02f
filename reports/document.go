// Package reports makes a donor's report out of a project's figures: the
// definition says what the report contains, Build fills it, and the result is
// a Document, a list of blocks that each renderer (reports/pdf, reports/excel)
// draws in its own way, so that they always agree.
//
// Texts in a Document are finished: chosen, translated and formatted for its
// language. A renderer decides only where they stand.
package reports

import "iter"

// A Document is one report in one language.
type Document struct {
	Language string // BCP 47
	Meta     Meta
	Words    Words
	Mark     string  // "Draft": stands across every page; empty on a finished report
	Blocks   []Block // what is read from top to bottom: PDF, HTML
	Sheets   []Sheet // the workbook
}

// Meta is what a file says of itself.
type Meta struct {
	Title    string
	Author   string // the organisation that answers for the report
	Subject  string
	Keywords string
	Dated    Day // of the newest entry in the report; files carry it as their date
}

// A Day is a calendar day.
type Day struct{ Year, Month, Day int }

// Words are those that a renderer needs for what only it can know.
type Words struct {
	Header   string // runs along the top of each page but the cover
	Footer   string // runs along the foot of each page
	PageOf   string // "Page {page} of {pages}"
	Contents string // heading and bookmark of the table of contents
	Workbook string // what the workbook within the PDF is
	Figures  string // what the figures within the PDF are
}

// A Block is one of Cover, Contents, Heading, Paragraph, List, KeyFigures,
// Table, Chart, Photos, Signature, Seal and PageBreak.
type Block interface{ block() }

// A Span is text of one language and one look.
type Span struct {
	Text     string
	Language string // BCP 47; "" is the document's
	Strong   bool
	Emphasis bool
	URL      string // links to the outside
	Anchor   string // links to the block of this document with that anchor
}

// Text is spans in reading order.
type Text []Span

// Plain makes a text of the document's language without any marking.
func Plain(s string) Text {
	if s == "" {
		return nil
	}
	return Text{{Text: s}}
}

// String is the text without languages, looks and links.
func (t Text) String() string {
	switch len(t) {
	case 0:
		return ""
	case 1:
		return t[0].Text
	}
	n := 0
	for _, s := range t {
		n += len(s.Text)
	}
	b := make([]byte, 0, n)
	for _, s := range t {
		b = append(b, s.Text...)
	}
	return string(b)
}

// A Cover is the first page.
type Cover struct {
	Kind     string // "Project report"
	Title    Text
	Subtitle string // the reporting period
	Notice   string // "Draft" and the like; empty on a finished report
	Logos    []Logo
	Facts    []Fact
	Support  Text // who paid for it
}

// A Fact is a label with what it stands for.
type Fact struct {
	Label string
	Value Text
}

// Contents is the place of the table of contents: headings of level 1 and 2.
type Contents struct{}

// A Heading opens a section. Levels go from 1 to 4 and never skip one
// downwards. Anchor is unique in the document, or empty.
type Heading struct {
	Level  int
	Text   Text
	Anchor string
}

// ParagraphStyle is the part a paragraph plays.
type ParagraphStyle int

// The styles of paragraphs.
const (
	Body  ParagraphStyle = iota
	Lead                 // opens a section, larger
	Note                 // under a table or chart, smaller
	Quote                // somebody's words, set off
	Label                // names what follows closely: who, when, where
)

// A Paragraph is running text.
type Paragraph struct {
	Style  ParagraphStyle
	Text   Text
	Anchor string
}

// A List is a bulleted list.
type List struct{ Items []Text }

// KeyFigures are a few figures to be seen first.
type KeyFigures struct{ Items []KeyFigure }

// A KeyFigure is one figure with its name, its context and how it stands.
type KeyFigure struct {
	Value  string
	Label  Text
	Note   string
	Status *Status
}

// StatusKind is how an indicator stands; each has a shape and a colour of its
// own, and is never shown without its word.
type StatusKind string

// The kinds of status, as in the rules of figures.
const (
	Achieved    StatusKind = "achieved"
	OnTrack     StatusKind = "on-track"
	AtRisk      StatusKind = "at-risk"
	OffTrack    StatusKind = "off-track"
	NoTarget    StatusKind = "no-target"
	NotReported StatusKind = "not-reported"
)

// A Status is a kind with its word in the document's language.
type Status struct {
	Kind StatusKind
	Word string
}

// A Table has a caption, columns with heads, and rows of as many cells.
// Indicator names and the like stand in the first column: it heads the row.
type Table struct {
	Anchor  string
	Name    string // of its cells in a workbook: letters, digits, "_" and "."
	Caption Text
	Columns []Column
	Rows    []Row
	More    iter.Seq2[Row, error] // in a sheet whose last block the table is, rows behind those, read once
	Notes   []Text                // under the table; none where there are more than a few rows in More
}

// Align is where a column's cells stand.
type Align int

// The alignments. Numbers stand at the end, so that digits line up.
const (
	Start Align = iota
	End
	Centre
)

// A Column of a table. Widths are shares of the table's width.
type Column struct {
	Head  string
	Tag   string // HXL hashtag: stands below the head where any column has one
	Width float64
	Align Align

	key string // what it holds, the same in every language
}

// A Row of a table. A group row has one cell, which names the rows below it
// and spans all columns; a total row sums up those above it.
type Row struct {
	Anchor string
	Group  bool
	Total  bool
	Cells  []Cell
}

// A Cell shows its text. Number and Day are the same for machines: a workbook
// stores them as such. At most one of Number and Day is set.
type Cell struct {
	Text   Text
	Number *Number
	Day    *Day
	Status *Status  // drawn before the text, which is its word
	Bar    *float64 // drawn under the text: a share, 1 is a full bar, clipped to 0..1
	Book   *InBook  // what else a workbook has of it
}

// InBook is what a cell has in a workbook beside its value.
type InBook struct {
	Name    string // of the cell: letters, digits, "_" and "."; the first of equal ones counts
	Formula *Formula
}

// A Formula works a cell's number out once more, for readers who check it: it is the
// sum of a column of another table, over the rows whose first cell is that of this row;
// or, without a table, the sum of a column over so many rows above this one; or, without
// those too, one column of this row less another.
type Formula struct {
	Table        string // its anchor
	Column, Less int    // from 0
	Above        int    // rows
}

// A Number is an exact decimal ("-1234.5": no grouping, no exponent, "." as
// sign) of which Decimals digits are shown after the sign. With Percent it is in
// percent already: 80 is 80 %.
type Number struct {
	Decimal  string
	Decimals int
	Percent  bool
}

// ChartKind is the shape of a chart.
type ChartKind int

// The kinds of charts.
const (
	Bars    ChartKind = iota // horizontal, a group for each category
	Columns                  // vertical, a group for each category
	Lines                    // over time; categories are periods
)

// A Chart is drawn by the renderer: painted in a PDF, native in a workbook.
// Description is its equivalent for who does not see it.
type Chart struct {
	Anchor      string
	Kind        ChartKind
	Title       string
	Description string
	Axis        string // what the values are: "% of target"
	Categories  []string
	Series      []Series // at most three
}

// A Series is a row of a chart's values, one for each category.
type Series struct {
	Name   string
	Marker bool // a mark across the bar instead of a bar: what was expected
	Points []Point
}

// A Point is a value with its label; Known is false where there is no figure,
// which is not 0.
type Point struct {
	Known bool
	Value float64
	Label string
}

// Photos are pictures side by side.
type Photos struct{ Items []Photo }

// A Photo is a picture with what it shows, which is also its equivalent for who
// does not see it. Width and Height are those of the picture in pixels.
type Photo struct {
	JPEG          []byte
	Width, Height int
	Caption       Text
	Credit        Text // where and by whom
}

// A Signature is the place where people sign. It is never divided.
type Signature struct {
	Statement Text // what they certify
	Parties   []Signatory
}

// A Signatory is an organisation that signs, with a line for each label.
type Signatory struct {
	Role, Organisation string
	Lines              []string
}

// A Seal tells how a reader finds out that the report is genuine. It is never
// divided. Code is what is to be read from it by a camera, or empty; Description is
// its equivalent for who does not see it.
type Seal struct {
	Facts       []Fact // number of the report, and where it can be asked for
	Note        string // what the number is made of
	Code        string
	Description string
}

// PageBreak begins a new page; Landscape turns it and those after it.
type PageBreak struct{ Landscape bool }

// A Sheet is one sheet of the workbook. Name is at most 31 characters, without
// any of []:*?/\ and unique. Of its blocks Heading, Paragraph, KeyFigures, Table
// and Chart are drawn, one below the other.
type Sheet struct {
	Name   string
	Blocks []Block
}

func (Cover) block()      {}
func (Contents) block()   {}
func (Heading) block()    {}
func (Paragraph) block()  {}
func (List) block()       {}
func (KeyFigures) block() {}
func (Table) block()      {}
func (Chart) block()      {}
func (PageBreak) block()  {}
func (Photos) block()     {}
func (Signature) block()  {}
func (Seal) block()       {}

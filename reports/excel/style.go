package excel

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// The colours of the workbook, as in the other renderings. Those of text reach
// 4.5:1 against white and against the pale fill.
const (
	inkColour    = "1B2A33"
	mainColour   = "0B4F6C"
	mutedColour  = "55656E"
	accentColour = "C4651A"
	linkColour   = "1A5A9A"
	ruleColour   = "C9D5DA"
	paleColour   = "EEF4F6"
	barColour    = "A9CBD9"
	white        = "FFFFFF"
)

// A mark is how a status shows itself beside its word.
type mark struct{ shape, colour string }

// markOf is the shape and colour of a kind of status.
func markOf(k reports.StatusKind) mark {
	switch k {
	case reports.Achieved:
		return mark{"✓", "1E6B3A"}
	case reports.OnTrack:
		return mark{"●", mainColour}
	case reports.AtRisk:
		return mark{"▲", "A85B00"}
	case reports.OffTrack:
		return mark{"■", "B3261E"}
	case reports.NoTarget:
		return mark{"–", mutedColour}
	default:
		return mark{"○", mutedColour}
	}
}

// statusText is a status in words: its shape, then the text of its cell or,
// without one, its own word.
func statusText(s reports.Status, text string) string {
	if text == "" {
		text = clean(s.Word)
	}
	return strings.TrimSpace(markOf(s.Kind).shape + " " + text)
}

// A font is one face of the workbook's typeface in one colour.
type font struct {
	face
	italic    bool
	underline bool
	colour    string
}

func (f font) excel() *excelize.Font {
	x := &excelize.Font{
		Family: "Calibri",
		Size:   f.size,
		Bold:   f.bold,
		Italic: f.italic,
		Color:  f.colour,
	}
	if f.underline {
		x.Underline = "single"
	}
	return x
}

// A part that a cell plays decides its font, fill and borders.
type role int

const (
	heading1 role = iota
	heading2
	heading3
	heading4
	bodyText
	leadText
	noteText
	quoteText
	labelText
	caption
	columnHead
	tagCell
	tableCell
	groupCell
	totalCell
	figureLabel
	figureValue
	figureNote
	figureStatus
)

// A look is everything that tells one cell style from another.
type look struct {
	role   role
	align  reports.Align
	format string // a number format, or empty for text
	colour string // in place of the role's own
	link   bool
	filter bool // a button covers the end of the cell
}

// font is that of cells with the look.
func (l look) font() font {
	f := l.role.font()
	if l.colour != "" {
		f.colour = l.colour
	}
	if l.link {
		f.colour, f.underline = linkColour, true
	}
	return f
}

func (r role) font() font {
	switch r {
	case heading1:
		return font{face: face{size: 18, bold: true}, colour: mainColour}
	case heading2:
		return font{face: face{size: 14, bold: true}, colour: mainColour}
	case heading3, caption:
		return font{face: face{size: 12, bold: true}, colour: mainColour}
	case heading4, labelText, groupCell:
		return font{face: face{size: textSize, bold: true}, colour: mainColour}
	case leadText:
		return font{face: face{size: 12.5}, colour: inkColour}
	case noteText, figureNote, tagCell:
		return font{face: face{size: 10}, colour: mutedColour}
	case quoteText:
		return font{face: face{size: textSize}, italic: true, colour: inkColour}
	case columnHead:
		return font{face: face{size: textSize, bold: true}, colour: white}
	case totalCell:
		return font{face: face{size: textSize, bold: true}, colour: inkColour}
	case figureValue:
		return font{face: face{size: 15, bold: true}, colour: mainColour}
	default:
		return font{face: face{size: textSize}, colour: inkColour}
	}
}

func (r role) fill() string {
	switch r {
	case columnHead:
		return mainColour
	case groupCell, totalCell, tagCell:
		return paleColour
	default:
		return ""
	}
}

func (r role) borders() []excelize.Border {
	const thin, thick = 1, 5
	switch r {
	case quoteText:
		return []excelize.Border{border("left", accentColour, thick)}
	case totalCell:
		return []excelize.Border{
			border("top", mainColour, thin),
			border("bottom", mainColour, thin),
		}
	case tableCell, tagCell, groupCell, figureLabel, figureValue, figureNote, figureStatus:
		return []excelize.Border{border("bottom", ruleColour, thin)}
	default:
		return nil
	}
}

func border(side, colour string, style int) excelize.Border {
	return excelize.Border{Type: side, Color: colour, Style: style}
}

const centre = "center" // as the format spells it

// vertical is where a cell's text stands in a row that is higher.
func (r role) vertical() string {
	switch r {
	case figureLabel, figureValue, figureNote, figureStatus, tableCell, tagCell, groupCell, totalCell, columnHead, noteText:
		return centre
	case heading1, heading2, heading3, heading4, caption:
		return "bottom"
	default:
		return "top"
	}
}

// styles hands out the cell styles of one workbook.
type styles struct {
	file    *excelize.File
	ids     map[look]int
	formats map[string]bool // number formats in use
	plain   map[plainFormat]string
}

func newStyles(file *excelize.File) *styles {
	return &styles{file: file, ids: map[look]int{}, formats: map[string]bool{}, plain: map[plainFormat]string{}}
}

// id is the number of the style with the look; it makes one that is new.
func (s *styles) id(l look) (int, error) {
	if id, ok := s.ids[l]; ok {
		return id, nil
	}
	style := &excelize.Style{
		Font:   l.font().excel(),
		Border: l.role.borders(),
		Alignment: &excelize.Alignment{
			Horizontal: horizontal(l.align),
			Vertical:   l.role.vertical(),
			WrapText:   l.format == "",
		},
	}
	style.Alignment.Indent = l.indent()
	if fill := l.role.fill(); fill != "" {
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}}
	}
	if l.format != "" {
		style.CustomNumFmt = &l.format
	}
	id, err := s.file.NewStyle(style)
	if err != nil {
		return 0, fmt.Errorf("style of a cell: %w", err)
	}
	s.ids[l] = id
	return id, nil
}

// indent keeps text from the edge of its cell and from the number before it.
// Numbers have none: LibreOffice forgets it where number formats change.
func (l look) indent() int {
	switch l.role {
	case quoteText:
		return 1
	case columnHead, tagCell, tableCell, groupCell, totalCell, figureNote, figureStatus:
		if l.align == reports.Start {
			return 1
		}
		if l.align == reports.End && l.filter {
			return 2
		}
		return 0
	default:
		return 0
	}
}

func horizontal(a reports.Align) string {
	switch a {
	case reports.End:
		return "right"
	case reports.Centre:
		return centre
	default:
		return "left"
	}
}

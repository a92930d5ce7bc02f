package excel

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// setView sets how the sheet looks on a screen: no grid, and the heads of a
// long table stay where they are.
func (b *book) setView(s *sheet) error {
	gridLines, zoom := false, 100.0
	err := b.file.SetSheetView(s.name, 0, &excelize.ViewOptions{ShowGridLines: &gridLines, ZoomScale: &zoom})
	if err != nil {
		return err
	}
	across := max(len(s.widths), s.text.columns)
	used := cellName(0, 1) + ":" + cellName(across-1, s.last)
	if err := b.file.SetSheetDimension(s.name, used); err != nil {
		return err
	}
	// Codes such as "1.1" are texts on purpose.
	if err := b.file.AddIgnoredErrors(s.name, used, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	t, head, ok := s.mainTable()
	if !ok {
		return nil
	}
	last := head + t.tagRow()
	if s.above(t) <= tallestHead {
		err := b.file.SetPanes(s.name, &excelize.Panes{
			Freeze: true, YSplit: last, TopLeftCell: cellName(0, last+1), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: cellName(0, last+1), ActiveCell: cellName(0, last+1), Pane: "bottomLeft"}},
		})
		if err != nil {
			return err
		}
	}
	row := func(n int) string { return strings.TrimPrefix(absolute(0, n), "$A") }
	return b.file.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", RefersTo: s.quoted() + "!" + row(head) + ":" + row(last), Scope: s.name,
	})
}

// setPage sets how the sheet is printed: A4, as wide as the paper, with its
// name and the number of the page at the foot.
func (b *book) setPage(s *sheet) error {
	const a4 = 9
	paper, across, down, orientation := a4, 1, 0, "portrait"
	if s.wide() {
		orientation = "landscape"
	}
	err := b.file.SetPageLayout(s.name, &excelize.PageLayoutOptions{
		Size: &paper, Orientation: &orientation, FitToWidth: &across, FitToHeight: &down,
	})
	if err != nil {
		return err
	}
	fit := true
	properties := &excelize.SheetPropsOptions{FitToPage: &fit}
	if s == b.sheets[0] {
		colour := mainColour
		properties.TabColorRGB = &colour
	}
	if err := b.file.SetSheetProps(s.name, properties); err != nil {
		return err
	}
	side, end, furniture := sideMargin, endMargin, 0.3
	err = b.file.SetPageMargins(s.name, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &furniture, Footer: &furniture,
	})
	if err != nil {
		return err
	}
	return b.file.SetHeaderFooter(s.name, &excelize.HeaderFooterOptions{
		OddHeader: runningLine("&L", b.document.Words.Header),
		OddFooter: "&L" + small + "&A&R" + small + b.pageOf(),
	})
}

// The page, in inches.
const (
	shortSide, longSide   = 8.27, 11.69 // of A4
	sideMargin, endMargin = 0.5, 0.75
)

// page is how much of the sheet's height a printed page takes, in points. A
// sheet that is too wide is printed smaller.
func (s *sheet) page() float64 {
	across, down := shortSide-2*sideMargin, longSide-2*endMargin
	if s.wide() {
		across, down = longSide-2*sideMargin, shortSide-2*endMargin
	}
	width := 0.0
	for i := range max(len(s.widths), s.text.columns) {
		width += pixels(widthOf(s.widths, i)) / 96
	}
	return down * 72 * max(1, width/across)
}

// small begins a piece of a header or footer: size and colour.
const small = "&9&K" + mutedColour

// longestRunning is how much of a running text is kept; Excel takes 255
// characters for a whole header.
const longestRunning = 180

// runningLine is a text as a header takes it, or nothing.
func runningLine(where, text string) string {
	text = strings.Join(strings.Fields(clean(text)), " ")
	if text == "" {
		return ""
	}
	kept := 0
	for i, r := range text {
		if kept += runeUnits(r); kept > longestRunning {
			text = text[:i] + "…"
			break
		}
	}
	return where + small + strings.ReplaceAll(text, "&", "&&")
}

// pageOf is "Page 2 of 7" in the document's words, with Excel's own counters.
func (b *book) pageOf() string {
	words := clean(b.document.Words.PageOf)
	if !strings.Contains(words, "{page}") || len(words) > 80 {
		return "&P / &N"
	}
	words = strings.ReplaceAll(words, "&", "&&")
	return strings.NewReplacer("{page}", "&P", "{pages}", "&N").Replace(words)
}

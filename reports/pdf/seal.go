package pdf

import (
	"fmt"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	codeSide = 92.0 // of the code for cameras, with the quiet zone around it
	codeGap  = 16.0
	quiet    = 4 // modules around the code, as ISO/IEC 18004 asks for
)

// seal adds the number of the report and where it can be asked for, beside the code
// of the address. All of it stays on one page.
func (l *layout) seal(b reports.Seal) error {
	s := &strip{height: codeSide, above: 18}
	x := 0.0
	if b.Code != "" {
		code, err := qr.Encode(b.Code, qr.M, qr.Auto)
		if err != nil {
			return fmt.Errorf("draw the code of %s: %w", b.Code, err)
		}
		e := l.root.Add(pdfua.Figure)
		e.Alt = b.Description
		s.figures = append(s.figures, figure{e, 0, 0, codeSide, codeSide})
		s.add(e.Content(), &codeOp{code})
		x = codeSide + codeGap
	}
	y := 0.0
	add := func(text reports.Text, look *style) {
		p := l.prose(l.root.Add(pdfua.P), text, look)
		y = setLines(s, p, p.lines(l.measure()-x), x, y)
	}
	for _, f := range b.Facts {
		add(reports.Plain(f.Label), labelStyle())
		add(f.Value, bodyStyle())
		y += 4
	}
	add(reports.Plain(b.Note), noteStyle())
	s.height = max(s.height, y)
	if b.Code == "" {
		s.height = y
	}
	l.flow([]*strip{s}, 18, 16)
	return nil
}

// A codeOp draws a code for cameras: black on white, runs of modules as one area.
type codeOp struct{ code barcode.Barcode }

func (o *codeOp) draw(c *canvas, x, y float64) {
	modules := o.code.Bounds().Dx()
	side := codeSide / float64(modules+2*quiet)
	paint := c.apply(reports.Ink{Fill: ink})
	for row := range modules {
		for from := 0; from < modules; from++ {
			to := from
			for to < modules && isDark(o.code, to, row) {
				to++
			}
			if to > from {
				c.fpdf().Rect(x+float64(from+quiet)*side, y+float64(row+quiet)*side, float64(to-from)*side, side, paint)
				from = to
			}
		}
	}
}

func isDark(code barcode.Barcode, x, y int) bool {
	red, _, _, _ := code.At(x, y).RGBA()
	return red == 0
}

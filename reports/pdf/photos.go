package pdf

import (
	"crypto/sha256"
	"encoding/hex"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	photoGap     = 16.0
	photoTallest = 230.0
	photoUnder   = 5.0 // between a picture and its caption
)

// photos adds pictures, two in a row; each row stays whole. A single one is as wide
// as two and may be taller.
func (l *layout) photos(b reports.Photos) {
	var strips []*strip
	for i := 0; i < len(b.Items); i += 2 {
		row := l.photoRow(b.Items[i:min(len(b.Items), i+2)], len(b.Items) == 1)
		if i > 0 {
			row.above = photoGap
		}
		strips = append(strips, row)
	}
	l.flow(strips, 8, 16)
}

// photoRow puts pictures side by side with their captions under them.
func (l *layout) photoRow(items []reports.Photo, isAlone bool) *strip {
	width, tallest := (l.measure()-photoGap)/2, photoTallest
	if isAlone {
		width, tallest = l.measure(), 1.4*photoTallest
	}
	s := &strip{}
	for i, item := range items {
		s.height = max(s.height, l.photo(s, item, float64(i)*(width+photoGap), width, tallest))
	}
	return s
}

// photo puts a picture with its caption into a strip, and returns how high both are.
func (l *layout) photo(s *strip, item reports.Photo, x, width, tallest float64) float64 {
	w, h := fitted(item.Width, item.Height, width, tallest)
	var content *pdfua.Content
	if alt := described(item.Caption.String(), item.Credit.String()); alt != "" {
		e := l.root.Add(pdfua.Figure)
		e.Alt = alt
		s.figures = append(s.figures, figure{e, x, 0, w, h})
		content = e.Content()
	}
	s.add(content, &imageOp{x, 0, w, h, item.JPEG})
	y := h + photoUnder
	for _, under := range []struct {
		text reports.Text
		look *style
	}{{item.Caption, &style{regular, 9, 12, ink}}, {item.Credit, noteStyle()}} {
		if len(under.text) > 0 {
			p := l.prose(l.root.Add(pdfua.P), under.text, under.look)
			y = setLines(s, p, p.cutLines(p.lines(width), 8, width), x, y)
		}
	}
	return y
}

// fitted is the size in which a picture of so many pixels stands in a room.
func fitted(across, down int, width, tallest float64) (w, h float64) {
	if across < 1 || down < 1 {
		return 0, 0
	}
	ratio := float64(down) / float64(across)
	if h := width * ratio; h <= tallest {
		return width, h
	}
	return tallest / ratio, tallest
}

// An imageOp draws a JPEG.
type imageOp struct {
	x, y, width, height float64
	jpeg                []byte
}

func (o *imageOp) draw(c *canvas, x, y float64) {
	c.picture(o.jpeg, x+o.x, y+o.y, o.width, o.height)
}

// imageName is the name under which fpdf knows a picture: that of its content.
func imageName(jpeg []byte) string {
	sum := sha256.Sum256(jpeg)
	return hex.EncodeToString(sum[:])
}

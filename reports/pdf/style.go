package pdf

import "tulos/reports"

// The colours of pages. Text reaches 4.5:1 against white and against the tint.
const (
	teal     reports.Colour = 0x0B4F6C
	deep     reports.Colour = 0x083A50
	accent   reports.Colour = 0xB85A10
	ink      reports.Colour = 0x1B2A33
	muted    reports.Colour = 0x55656E
	blue     reports.Colour = 0x1A5A9A
	hairline reports.Colour = 0xC9D5DA
	headTint reports.Colour = 0xE0EBF0
	ripple   reports.Colour = 0x1D6480
	track    reports.Colour = 0xDDE6EA
	tint     reports.Colour = 0xEEF4F6
	white    reports.Colour = 0xFFFFFF
	haze     reports.Colour = 0xCFE3EA // light text on teal

	green reports.Colour = 0x1E6B3A
	amber reports.Colour = 0xA85B00
	red   reports.Colour = 0xB3261E
)

// A style is how a text looks. Sizes are in points.
type style struct {
	face    face
	size    float64
	leading float64 // from one baseline to the next
	colour  reports.Colour
}

// baseline is where letters stand below the top of their line.
func (s style) baseline() float64 { return (s.leading-s.size)/2 + 0.76*s.size }

// The styles of running text.
func bodyStyle() *style    { return &style{regular, 10, 14.5, ink} }
func leadStyle() *style    { return &style{regular, 12.5, 18, teal} }
func noteStyle() *style    { return &style{regular, 8.5, 11.5, muted} }
func quoteStyle() *style   { return &style{italic, 10.5, 15, ink} }
func labelStyle() *style   { return &style{bold, 8.5, 12, muted} }
func captionStyle() *style { return &style{bold, 9.5, 13, teal} }

// headingStyle is that of level 1 to 4.
func headingStyle(level int) *style {
	return [...]*style{
		{bold, 21, 26, teal},
		{bold, 14, 18, teal},
		{bold, 11.5, 15, ink},
		{bold, 10, 14, muted},
	}[level-1]
}

package pdf

import "tulos/reports"

const (
	statusSize = 7.0  // width and height of a status shape
	statusRoom = 11.0 // with the space to its word
)

// statusColour is that of a kind's shape and word.
func statusColour(k reports.StatusKind) reports.Colour {
	switch k {
	case reports.Achieved, reports.OnTrack:
		return green
	case reports.AtRisk:
		return amber
	case reports.OffTrack:
		return red
	case reports.NoTarget, reports.NotReported:
	}
	return muted
}

// statusShape draws the shape of a kind in a square whose upper left corner is
// at x, y. Each is another one in black and white too.
func statusShape(s *strip, k reports.StatusKind, x, y float64) {
	const half = statusSize / 2
	colour := statusColour(k)
	at := func(dx, dy float64) reports.Spot { return reports.Spot{X: x + dx, Y: y + dy} }
	switch k {
	case reports.Achieved:
		s.add(nil, &discOp{x + half, y + half, half + 0.3, reports.Ink{Fill: colour}})
		s.add(nil, &pathOp{
			points: []reports.Spot{at(1.7, 3.6), at(3.1, 5.0), at(5.4, 2.2)},
			pen:    reports.Pen{Colour: white, Width: 1.1},
		})
	case reports.OnTrack:
		s.add(nil, &discOp{x + half, y + half, half - 0.2, reports.Ink{Fill: colour}})
	case reports.AtRisk:
		s.add(nil, &pathOp{
			points: []reports.Spot{at(half, 0), at(statusSize+0.2, 6.6), at(-0.2, 6.6)},
			closed: true, ink: reports.Ink{Fill: colour},
		})
	case reports.OffTrack:
		s.add(nil, fill(x+0.4, y+0.4, statusSize-0.8, statusSize-0.8, colour))
	case reports.NoTarget:
		s.add(nil, rule(x+0.3, y+half, x+statusSize-0.3, y+half, 1.7, colour))
	case reports.NotReported:
		s.add(nil, &discOp{x + half, y + half, half - 0.7, reports.Ink{Fill: white, Edge: colour, EdgeWidth: 1.1}})
	}
}

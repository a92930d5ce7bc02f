package html

import "tulos/reports"

// startStatus opens the element of a status and draws its shape. Its word
// follows.
func (p *page) startStatus(s reports.Status) {
	path, kind := shape(s.Kind), ""
	if path != "" {
		kind = "report-status-" + string(s.Kind)
	}
	p.start("span", classes("report-status", kind))
	if path == "" {
		return
	}
	p.start("svg", attr{"class", "report-shape"}, attr{"viewBox", "0 0 16 16"}, attr{"width", "12"}, attr{"height", "12"},
		attr{"aria-hidden", "true"}, attr{"focusable", "false"})
	p.void("path", attr{"d", path}, attr{"fill", "currentColor"}, attr{"fill-rule", "evenodd"})
	p.end()
	p.lines(" ")
}

// shape is the outline of a kind of status in a square of 16: each is another
// one in black and white too. A kind that is not known has none.
func shape(k reports.StatusKind) string {
	switch k {
	case reports.Achieved: // a disc with a tick cut out of it
		return "M8 0a8 8 0 1 0 0 16A8 8 0 1 0 8 0zM3.2 8.6L4.8 7l2.2 2.2 4.4-4.6L13 6.2l-6 6.2z"
	case reports.OnTrack: // a disc
		return "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1z"
	case reports.AtRisk: // a triangle
		return "M8 0.5l8 14.5H0z"
	case reports.OffTrack: // a square
		return "M1 1h14v14H1z"
	case reports.NoTarget: // a bar
		return "M0.5 6.2h15v3.6h-15z"
	case reports.NotReported: // a ring
		return "M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1zM8 3.6a4.4 4.4 0 1 1 0 8.8A4.4 4.4 0 1 1 8 3.6z"
	default:
		return ""
	}
}

package results

// Part is the frame of some of the partners alone: its figures are what these come
// to together, by the same rules. What was taken off the whole is not taken off a
// part of it.
func (f *Frame) Part(isIn func(PartnerID) bool) *Frame {
	part := *f
	part.Deductions, part.Members = nil, nil
	for _, m := range f.Members {
		if isIn(m.Partner) {
			part.Members = append(part.Members, m)
		}
	}
	return &part
}

package reports

import (
	"tulos/internal/i18n"
	"tulos/internal/results"
)

// method tells how the figures were made, what was taken off, and who is missing.
func (b *builder) method(s Section) []Block {
	return append(b.opened(s), b.howMade()...)
}

// methodSheet is the same without bullets, a line for each.
func (b *builder) methodSheet(_ Section) []Block {
	var blocks []Block
	for _, block := range b.howMade() {
		list, ok := block.(List)
		if !ok {
			blocks = append(blocks, block)
			continue
		}
		for _, item := range list.Items {
			blocks = append(blocks, Paragraph{Text: item})
		}
	}
	return blocks
}

func (b *builder) howMade() []Block {
	list := List{}
	for _, key := range []string{"accepted-only", "period-of-entry", "zero", "percentages", "people-once", "held-together", "rounding"} {
		list.Items = append(list.Items, Plain(b.Text("method."+key, nil)))
	}
	if b.options.Audience == Funder && b.project.SuppressionThreshold() > 0 {
		list.Items = append(list.Items, b.whyHidden())
	}
	list.Items = append(list.Items, b.suspensions()...)
	blocks := []Block{list, b.rules()}
	if deductions := b.deductions(); len(deductions.Items) > 0 {
		blocks = append(blocks, Paragraph{Style: Label, Text: Plain(b.Text("method.deductions", nil))}, deductions)
	}
	return append(blocks, b.silent()...)
}

// rules is the table of how each indicator is combined.
func (b *builder) rules() Table {
	t := Table{Anchor: "table-rules", Columns: []Column{
		{Head: b.Text("report.indicator", nil), Width: 2},
		{Head: b.Text("method.within-period", nil), Width: 3},
		{Head: b.Text("method.over-time", nil), Width: 3},
		{Head: b.Text("method.over-partners", nil), Width: 3},
	}}
	for i := range results.Indicators(b.project.Results) {
		cells := []Cell{plainCell(string(i.Code))}
		if i.IsCombined() {
			cells = append(cells,
				plainCell(b.Text("method.within."+string(i.Within()), nil)),
				plainCell(b.Text("method.time."+string(i.Time()), nil)),
				plainCell(b.Text("method.partners."+acrossPartners(i), nil)))
		} else {
			cells = append(cells, plainCell(b.Text("method.text", nil)), plainCell(none), plainCell(none))
		}
		t.Rows = append(t.Rows, Row{Cells: cells})
	}
	return t
}

func acrossPartners(i *results.Indicator) string {
	switch {
	case i.IsPair():
		return "pooled"
	case i.Measure == results.MeasureStage:
		return "stage-" + string(i.Partners())
	}
	return string(i.Partners())
}

func (b *builder) deductions() List {
	var list List
	for _, d := range b.dossier.Deductions {
		if d.Period > b.options.To || d.Value == nil {
			continue
		}
		list.Items = append(list.Items, Plain(b.Text("method.deduction", i18n.Args{
			"Value": b.decimal(*d.Value), "Indicator": string(d.Indicator),
			"Period": b.Integer(int(d.Period)), "Reason": b.text(d.Reason).String(),
		})))
	}
	return list
}

// silent tells who should have reported in the period and has not.
func (b *builder) silent() []Block {
	list := List{}
	for _, s := range b.allStandings() {
		var names []string
		for _, p := range s.row.Partners {
			if p.State == results.Silent {
				names = append(names, b.organisation(p.Partner))
			}
		}
		if len(names) > 0 {
			list.Items = append(list.Items, Plain(b.Text("method.not-reported", i18n.Args{
				"Indicator": string(s.indicator.Code), "Period": b.Integer(int(s.row.Period)), "Partners": b.List(names),
			})))
		}
	}
	heading := Paragraph{Style: Label, Text: Plain(b.Text("method.not-reported-heading", nil))}
	if len(list.Items) == 0 {
		return []Block{heading, Paragraph{Text: Plain(b.Text("method.all-reported", nil))}}
	}
	return []Block{heading, list}
}

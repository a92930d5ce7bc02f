package archive

import "tulos/internal/results"

type contributionDocument struct {
	Indicator      results.IndicatorCode `bson:"indicator"`
	Value          string                `bson:"value,omitempty"`
	Numerator      string                `bson:"numerator,omitempty"`
	Denominator    string                `bson:"denominator,omitempty"`
	Stage          results.StageKey      `bson:"stage,omitempty"`
	Text           text                  `bson:"text,omitempty"`
	AlreadyCounted string                `bson:"alreadyCounted,omitempty"`
	NotApplicable  bool                  `bson:"notApplicable,omitempty"`
	Note           string                `bson:"note,omitempty"`
	Cells          []cellDocument        `bson:"cells,omitempty"`
}

type cellDocument struct {
	By          by     `bson:"by,omitempty"`
	Value       string `bson:"value,omitempty"`
	Numerator   string `bson:"numerator,omitempty"`
	Denominator string `bson:"denominator,omitempty"`
}

func newContributionDocument(c *results.Contribution) contributionDocument {
	return contributionDocument{
		Indicator: c.Indicator,
		Value:     newNumber(c.Value), Numerator: newNumber(c.Numerator), Denominator: newNumber(c.Denominator),
		Stage: c.Stage, Text: text(c.Text), AlreadyCounted: newNumber(c.AlreadyCounted),
		NotApplicable: c.NotApplicable, Note: c.Note, Cells: listed(c.Cells, newCellDocument),
	}
}

func (r *reading) contribution(d *contributionDocument) results.Contribution {
	return results.Contribution{
		Indicator: d.Indicator,
		Value:     r.number(d.Value), Numerator: r.number(d.Numerator), Denominator: r.number(d.Denominator),
		Stage: d.Stage, Text: results.Text(d.Text), AlreadyCounted: r.number(d.AlreadyCounted),
		NotApplicable: d.NotApplicable, Note: d.Note, Cells: listed(d.Cells, r.cell),
	}
}

func newCellDocument(c *results.Cell) cellDocument {
	return cellDocument{by(c.By), newNumber(c.Value), newNumber(c.Numerator), newNumber(c.Denominator)}
}

func (r *reading) cell(d *cellDocument) results.Cell {
	return results.Cell{
		By: results.By(d.By), Value: r.number(d.Value),
		Numerator: r.number(d.Numerator), Denominator: r.number(d.Denominator),
	}
}

package archive

import "tulos/internal/results"

type resultDocument struct {
	Code        results.ResultCode  `bson:"code"`
	Level       results.Level       `bson:"level,omitempty"`
	Title       text                `bson:"title,omitempty"`
	Assumptions text                `bson:"assumptions,omitempty"`
	Indicators  []indicatorDocument `bson:"indicators,omitempty"`
	Planned     []plannedDocument   `bson:"planned,omitempty"`
	Results     []resultDocument    `bson:"results,omitempty"`
}

func newResultDocument(r *results.Result) resultDocument {
	return resultDocument{
		Code: r.Code, Level: r.Level, Title: text(r.Title), Assumptions: text(r.Assumptions),
		Indicators: listed(r.Indicators, newIndicatorDocument),
		Planned:    listed(r.Planned, newPlannedDocument),
		Results:    listed(r.Results, newResultDocument),
	}
}

func (r *reading) result(d *resultDocument) results.Result {
	return results.Result{
		Code: d.Code, Level: d.Level, Title: results.Text(d.Title), Assumptions: results.Text(d.Assumptions),
		Indicators: listed(d.Indicators, r.indicator),
		Planned:    listed(d.Planned, r.planned),
		Results:    listed(d.Results, r.result),
	}
}

type plannedDocument struct {
	Code     results.PlannedCode `bson:"code"`
	Title    text                `bson:"title,omitempty"`
	Start    string              `bson:"start,omitempty"`
	End      string              `bson:"end,omitempty"`
	Partners []results.PartnerID `bson:"partners,omitempty"`
}

func newPlannedDocument(p *results.PlannedActivity) plannedDocument {
	return plannedDocument{p.Code, text(p.Title), newDate(p.Start), newDate(p.End), p.Partners}
}

func (r *reading) planned(d *plannedDocument) results.PlannedActivity {
	return results.PlannedActivity{
		Code: d.Code, Title: results.Text(d.Title), Start: r.date(d.Start), End: r.date(d.End), Partners: d.Partners,
	}
}

type dimensionDocument struct {
	Key        results.DimensionKey `bson:"key"`
	Title      text                 `bson:"title,omitempty"`
	Sensitive  bool                 `bson:"sensitive,omitempty"`
	Categories []categoryDocument   `bson:"categories,omitempty"`
}

type categoryDocument struct {
	Key   results.CategoryKey `bson:"key"`
	Title text                `bson:"title,omitempty"`
}

func newDimensionDocument(v *results.Dimension) dimensionDocument {
	return dimensionDocument{v.Key, text(v.Title), v.Sensitive, listed(v.Categories, newCategoryDocument)}
}

func (r *reading) dimension(d *dimensionDocument) results.Dimension {
	return results.Dimension{
		Key: d.Key, Title: results.Text(d.Title), Sensitive: d.Sensitive, Categories: listed(d.Categories, r.category),
	}
}

func newCategoryDocument(c *results.Category) categoryDocument {
	return categoryDocument{c.Key, text(c.Title)}
}

func (*reading) category(d *categoryDocument) results.Category {
	return results.Category{Key: d.Key, Title: results.Text(d.Title)}
}

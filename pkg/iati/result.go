package iati

// A Result is an output, an outcome or an impact, with at least one indicator.
type Result struct {
	Type        string      `xml:"type,attr"` // ResultType
	Aggregation string      `xml:"aggregation-status,attr,omitempty"`
	Title       Text        `xml:"title"`
	Indicators  []Indicator `xml:"indicator"`
}

// An Indicator tells by values whether a result is reached.
type Indicator struct {
	Measure     string    `xml:"measure,attr"` // IndicatorMeasure
	Ascending   string    `xml:"ascending,attr,omitempty"`
	Aggregation string    `xml:"aggregation-status,attr,omitempty"`
	Title       Text      `xml:"title"`
	Description *Text     `xml:"description"`
	Baseline    *Baseline `xml:"baseline"`
	Periods     []Period  `xml:"period"`
}

// A Baseline is where an indicator stood before.
type Baseline struct {
	Year    string `xml:"year,attr"`
	Date    string `xml:"iso-date,attr,omitempty"`
	Value   string `xml:"value,attr,omitempty"`
	Comment *Text  `xml:"comment"`
}

// A Period has what was aimed at and what was reached in it.
type Period struct {
	Start   Day      `xml:"period-start"`
	End     Day      `xml:"period-end"`
	Targets []Figure `xml:"target"`
	Actuals []Figure `xml:"actual"`
}

// A Figure is a value of a period, as a whole or of a part that dimensions name.
type Figure struct {
	Value      string      `xml:"value,attr,omitempty"`
	Dimensions []Dimension `xml:"dimension"`
	Comment    *Text       `xml:"comment"`
}

// A Dimension names a part of a figure.
type Dimension struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

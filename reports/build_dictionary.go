package reports

import (
	"slices"
	"strings"
)

// A description is what the dictionary tells of a sheet.
type description struct {
	kind, sheet string
	columns     []Column
}

// A meaning is what the values of a column count, where they come from, and the
// column's tag in the Humanitarian Exchange Language (hxlstandard.org, 1.1). What the
// column holds is the message "column." with its key, if it is not that of another.
type meaning struct{ unit, source, tag, like string }

// The units and sources of columns, as keys of messages.
const (
	inWords   = "dictionary.unit-text"
	inDays    = "dictionary.unit-day"
	inCounts  = "dictionary.unit-count"
	inPercent = "dictionary.unit-percent"
	inMoney   = "money.value"
	asPaid    = "money.amount-hint"
	inUnits   = "dictionary.unit-indicator"

	fromSetup      = "nav.setup"
	fromActivities = "dictionary.source-activities"
	fromExpenses   = "dictionary.source-expenses"
	fromReceipts   = "receipt.title"
	fromFigures    = "dictionary.source-figures"
	fromReporting  = "dictionary.source-reporting"
)

// meanings are those of columns by what they hold; where a kind of sheet has its own,
// by both: "workplan-code".
var meanings = map[string]meaning{
	"result":             {inWords, fromSetup, "#output+code", ""},
	"code":               {inWords, fromSetup, "#indicator+code", ""},
	"indicator":          {inWords, fromSetup, "#indicator+name", ""},
	"unit":               {inWords, fromSetup, "#indicator+unit", ""},
	"level":              {inWords, fromSetup, "#output+level", ""},
	"logframe-result":    {inWords, fromSetup, "#output+name", ""},
	"baseline":           {inUnits, fromSetup, "#indicator+baseline+num", ""},
	"baseline-year":      {inUnits, fromSetup, "#indicator+baseline+num", "baseline"},
	"target":             {inUnits, fromSetup, "#indicator+target+num", ""},
	"target-year":        {inUnits, fromSetup, "#indicator+target+num", "target"},
	"partners-target":    {inUnits, fromSetup, "#indicator+target+num", ""},
	"previously":         {inUnits, fromFigures, "#indicator+previous+num", ""},
	"this-period":        {inUnits, fromFigures, "#indicator+value+num", ""},
	"cumulative":         {inUnits, fromFigures, "#indicator+cumulative+num", ""},
	"current-date":       {inUnits, fromFigures, "#indicator+cumulative+num", "cumulative"},
	"expected":           {inUnits, fromSetup, "#indicator+expected+num", ""},
	"achievement":        {inPercent, fromFigures, "#indicator+achievement+pct", ""},
	"status":             {inWords, fromFigures, "#status+indicator", ""},
	"reported-by-column": {inCounts, fromReporting, "#org+reported+num", ""},
	"due-from":           {inCounts, fromReporting, "#org+due+num", ""},
	"participations":     {inCounts, fromFigures, "#reached+participations+num", ""},
	"deducted":           {inCounts, fromFigures, "#reached+deducted+num", ""},
	"verification":       {inWords, fromSetup, "#indicator+source", ""},
	"assumptions":        {inWords, fromSetup, "#output+assumptions", ""},
	"reporting-period":   {inCounts, fromSetup, "#meta+period+num", ""},
	"periods-from":       {inDays, fromSetup, "#date+start", "from"},
	"periods-to":         {inDays, fromSetup, "#date+end", "to"},
	"from":               {inDays, fromActivities, "#date+start", ""},
	"to":                 {inDays, fromActivities, "#date+end", ""},
	"partner":            {inWords, fromActivities, "#org+name", ""},
	"state":              {inWords, fromReporting, "#status+reporting", ""},
	"numerator":          {inCounts, fromFigures, "#indicator+numerator+num", ""},
	"denominator":        {inCounts, fromFigures, "#indicator+denominator+num", ""},
	"dimension":          {inWords, fromSetup, "#group", ""},

	"workplan-code":             {inWords, fromSetup, "#activity+planned+code", ""},
	"workplan-planned-activity": {inWords, fromSetup, "#activity+planned+name", ""},
	"workplan-from":             {inDays, fromSetup, "#date+start", "from"},
	"workplan-to":               {inDays, fromSetup, "#date+end", "to"},
	"workplan-state":            {inWords, fromFigures, "#status+activity", ""},
	"planned-time":              {inDays, fromSetup, "#date+planned", ""},
	"partners":                  {inWords, fromSetup, "#org+partners", ""},
	"activities-so-far":         {inCounts, fromFigures, "#activity+cumulative+num", ""},
	"activities-this-period":    {inCounts, fromFigures, "#activity+value+num", ""},

	"reference":        {inWords, fromActivities, "#activity+code", ""},
	"activity":         {inWords, fromActivities, "#activity+name", ""},
	"activity-type":    {inWords, fromActivities, "#activity+type", ""},
	"what-happened":    {inWords, fromActivities, "#activity+description", ""},
	"planned-activity": {inWords, fromActivities, "#activity+planned+code", ""},
	"country":          {inWords, fromActivities, "#country+name", ""},
	"place":            {inWords, fromActivities, "#loc+name", ""},
	"co-organisers":    {inWords, fromActivities, "#org+partners", ""},
	"adds":             {inWords, fromActivities, "#activity+results", ""},
	"date":             {inDays, fromActivities, "#date", ""},

	"evidence":          {inCounts, fromActivities, "#item+evidence+num", ""},
	"evidence-caption":  {inWords, fromActivities, "#item+evidence+description", ""},
	"evidence-kind":     {inWords, fromActivities, "#item+evidence+type", ""},
	"evidence-file":     {inWords, fromActivities, "#item+evidence+file", ""},
	"publication-title": {inWords, fromActivities, "#item+publication+name", ""},
	"publication-kind":  {inWords, fromActivities, "#item+publication+type", ""},
	"language":          {inWords, fromActivities, "#item+publication+language", ""},
	"pages":             {inCounts, fromActivities, "#item+publication+pages+num", ""},
	"link":              {inWords, fromActivities, "#item+publication+url", ""},

	"restated-figure": {inWords, fromFigures, "#indicator+figure", ""},
	"was":             {inUnits, fromFigures, "#indicator+before+num", ""},
	"is":              {inUnits, fromFigures, "#indicator+after+num", ""},
	"why":             {inWords, "dictionary.source-audit", "#meta+reason", ""},

	"line":                 {inWords, fromSetup, "#item+budget+name", ""},
	"budget":               {inMoney, fromSetup, "#value+budget+num", ""},
	"spending-partner":     {inWords, fromSetup, "#org+name", "partner"},
	"spending-previously":  {inMoney, fromExpenses, "#value+previous+num", ""},
	"spending-this-period": {inMoney, fromExpenses, "#value+period+num", ""},
	"spent":                {inMoney, fromExpenses, "#value+spent+num", ""},
	"used":                 {inPercent, fromExpenses, "#value+used+pct", ""},
	"remaining":            {inMoney, fromExpenses, "#value+remaining+num", ""},

	"receipts-date":      {inDays, fromReceipts, "#date+received", ""},
	"kind":               {inWords, fromReceipts, "#value+received+type", ""},
	"payer":              {inWords, fromReceipts, "#org+funder+name", ""},
	"receipts-reference": {inWords, fromReceipts, "#value+received+code", ""},
	"receipts-amount":    {inMoney, fromReceipts, "#value+payment+num", ""},
	"receipts-partner":   {inWords, fromSetup, "#org+name", "partner"},
	"received":           {inMoney, fromReceipts, "#value+received+num", ""},
	"balance":            {inMoney, fromReceipts, "#value+balance+num", ""},
	"kind-forecast":      {inMoney, "setup.kind-forecast", "#value+forecast+num", ""},

	"expense":            {inWords, fromExpenses, "#item+expense+code", ""},
	"invoices-partner":   {inWords, fromSetup, "#org+name", "partner"},
	"invoices-date":      {inDays, fromExpenses, "#date+invoice", ""},
	"paid":               {inDays, fromExpenses, "#date+paid", ""},
	"invoice":            {inWords, fromExpenses, "#item+invoice+code", ""},
	"invoices-reference": {inWords, fromExpenses, "#item+account+code", ""},
	"description":        {inWords, fromExpenses, "#item+expense+description", ""},
	"amount":             {asPaid, fromExpenses, "#value+original+num", ""},
	"currency":           {inWords, fromExpenses, "#currency+original", ""},
	"rate":               {"column.rate", fromExpenses, "#value+rate+num", ""},
	"rate-of":            {inWords, fromExpenses, "#date+rate", ""},
	"source":             {inWords, fromExpenses, "#meta+rate+source", ""},
	"rate-rule":          {inWords, fromSetup, "#meta+rate+rule", ""},
	"value":              {inMoney, fromExpenses, "#value+expense+num", ""},

	"check":      {inWords, fromSetup, "#meta+check", ""},
	"sum":        {inUnits, fromFigures, "#indicator+sum+num", ""},
	"figure":     {inUnits, fromFigures, "#indicator+value+num", ""},
	"difference": {inUnits, fromFigures, "#indicator+difference+num", ""},
}

// dictionary is the kind of the sheet that explains the others.
const dictionary = "dictionary"

// dimensionKey begins the key of a column that has the categories of a dimension.
const dimensionKey = "dimension."

// meaningOf finds what a column of a kind of sheet means, with the end of the key of
// the message that tells it.
func meaningOf(kind string, c Column) (key string, m meaning) {
	held, dimension, isDimension := strings.Cut(c.key, ".")
	key = kind + "-" + held
	m, ok := meanings[key]
	if !ok {
		key, m = held, meanings[held]
	}
	if isDimension {
		m.tag += "+" + strings.ToLower(strings.ReplaceAll(bookName(dimension), ".", "_"))
	}
	if m.like != "" {
		key = m.like
	}
	return key, m
}

// isTagged says whether the workbook has tags.
func (b *builder) isTagged() bool { return b.options.HXL || b.def.HXL }

// tag gives columns their tags, if the workbook has them.
func (b *builder) tag(columns []Column, kind string) {
	if !b.isTagged() {
		return
	}
	for n := range columns {
		_, m := meaningOf(kind, columns[n])
		columns[n].Tag = m.tag
	}
}

// A term is a column that the dictionary explains.
type term struct {
	description
	column Column
}

var termColumns = map[string]column[term]{
	"sheet":  {"report.sheet", 2, Start, func(_ *builder, t term) Cell { return plainCell(t.sheet) }},
	"column": {"report.column", 3, Start, func(_ *builder, t term) Cell { return plainCell(t.column.Head) }},
	"meaning": {"report.meaning", 6, Start, func(b *builder, t term) Cell {
		key, _ := meaningOf(t.kind, t.column)
		return plainCell(b.Text("column."+key, nil))
	}},
	"unit": {"report.unit", 3, Start, func(b *builder, t term) Cell {
		_, m := meaningOf(t.kind, t.column)
		return plainCell(b.Text(m.unit, nil))
	}},
	"source": {"report.source", 3, Start, func(b *builder, t term) Cell {
		_, m := meaningOf(t.kind, t.column)
		return plainCell(b.Text(m.source, nil))
	}},
	"tag": {"report.hxl-tag", 3, Start, func(_ *builder, t term) Cell { return plainCell(t.column.Tag) }},
}

// dictionarySheet explains the columns of the other sheets.
func (b *builder) dictionarySheet(Section) []Block {
	names := []string{"sheet", "column", "meaning", "unit", "source"}
	if b.isTagged() {
		names = append(names, "tag")
	}
	var all []term
	for _, d := range b.described {
		for _, c := range d.columns {
			isSame := func(t term) bool { return t.sheet == d.sheet && t.column.key == c.key }
			if !slices.ContainsFunc(all, isSame) { // as in two tables of a sheet
				all = append(all, term{d, c})
			}
		}
	}
	return []Block{table(b, termColumns, names, all)}
}

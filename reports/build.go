package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An Audience is who reads a report.
type Audience string

// The audiences. Readers outside the partnership do not get counts by which few people
// could be recognised.
const (
	Partnership Audience = "partnership"
	Funder      Audience = "funder"
)

// Options say which report of a project is wanted.
type Options struct {
	Language i18n.Language
	From, To results.PeriodNo // the same for a single period
	Audience Audience
	AsOf     results.Date // the day the report stands on: consents, periods still running
	// Tallies are those of all that was accepted, where they are known; nil counts
	// the dossier. With them the dossier need not hold entries of other periods.
	Tallies results.Tallies
	// Messages are those of the installation; nil are the shipped ones.
	Messages *i18n.Catalog
	// Logged is what was accepted of each planned activity up to the report's last
	// day, where that is known; nil counts the dossier.
	Logged Logged
	// Money is what the project received and expects to spend, as far as that is known, and
	// what its expenses come to; without Spending the dossier's are counted.
	Money partnership.Money
	// Photo reads a file of evidence; nil leaves photos out.
	Photo func(file string) ([]byte, error)
	// Shown is told of the quotes and photos that the report shows or lists, of some more
	// than once; it may be nil.
	Shown   func(partnership.Shown)
	Logos   Logos // shown on the cover
	IsDraft bool  // marked on every page
	// Address is that of the installation in a browser, without a slash at the end; empty
	// leaves links to it out of the workbook.
	Address string
	// Stated is what the project's sealed reports state, in the order in which they were
	// sealed, and Restated how the figures differ from that.
	Stated   []*results.Stated
	Restated []Restated
	HXL      bool // tags of the Humanitarian Exchange Language stand in the workbook
	// Seal is the number of a sealed report, which it tells; empty on others.
	Seal string
}

// check refuses periods that the project does not have.
func (o Options) check(p *partnership.Project) error {
	if o.From < 1 || o.To < o.From || int(o.To) > len(p.Periods) {
		return fmt.Errorf("build report: the project has no periods %d to %d", o.From, o.To)
	}
	return nil
}

// Build fills a definition with a project's figures and words. The figures are
// those of accepted entries; everything is as of the end of the last period.
func Build(d *partnership.Dossier, def Definition, o Options) (Document, error) {
	words, err := o.Messages.For(o.Language)
	if err != nil {
		return Document{}, fmt.Errorf("build report: %w", err)
	}
	if err := o.check(&d.Project); err != nil {
		return Document{}, err
	}
	b := newBuilder(d, o, words)
	b.def = def
	title := b.worded(def.Title).String()
	doc := Document{
		Language: string(o.Language),
		Meta: Meta{
			Title:    b.plain(d.Project.Title) + " – " + b.periodName(),
			Author:   b.organisation(b.project.Lead()),
			Subject:  title,
			Keywords: string(d.Project.Code),
			Dated:    dayOf(b.dated),
		},
		Words: Words{
			Header:   string(d.Project.Code) + " · " + title + " · " + b.periodName(),
			Footer:   b.organisation(b.project.Lead()),
			PageOf:   words.Text("report.page", i18n.Args{"Page": "{page}", "Pages": "{pages}"}),
			Contents: words.Text("report.contents", nil),
			Workbook: words.Text("report.attached-workbook", nil),
			Figures:  words.Text("report.attached-figures", nil),
		},
	}
	if o.IsDraft {
		doc.Mark = words.Text("report.draft", nil)
	}
	doc.Blocks = append(b.sections(), b.seal()...)
	doc.Sheets = b.sheets()
	return doc, nil
}

// sections are the blocks of all sections, on upright or wide pages as they want.
func (b *builder) sections() []Block {
	var all []Block
	isWide, isNew := false, true
	for _, s := range b.def.Sections {
		blocks := sectionKinds[s.Kind].build(b, s)
		if len(blocks) == 0 {
			continue
		}
		if s.Landscape != isWide || s.NewPage && !isNew {
			all = append(all, PageBreak{Landscape: s.Landscape})
		}
		all = append(all, blocks...)
		isWide, isNew = s.Landscape, s.Kind == "cover" || s.Kind == "contents"
	}
	return all
}

// sheetName is a name that a workbook takes.
func sheetName(s string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\\`, r) {
			return ' '
		}
		return r
	}, s))
	return strings.TrimSpace(string(runes[:min(len(runes), 31)]))
}

// sectionKinds are the parts a report can have.
var sectionKinds = map[string]kind{
	"cover":        {build: (*builder).cover},
	"contents":     {build: func(*builder, Section) []Block { return []Block{Contents{}, PageBreak{}} }},
	"heading":      {build: func(b *builder, s Section) []Block { return []Block{b.heading(s)} }, repeats: true},
	"facts":        {build: (*builder).factTable, repeats: true},
	"breakdown":    {build: (*builder).people},
	"overview":     {build: (*builder).overview, columns: has(indicatorColumns)},
	"logframe":     {build: (*builder).logframe, columns: has(frameColumns)},
	"workplan":     {build: (*builder).workplan, columns: has(planColumns)},
	"log":          {build: (*builder).log, columns: has(activityColumns)},
	"photos":       {build: (*builder).photos},
	"sources":      {build: (*builder).sources},
	"evidence":     {build: (*builder).evidence, columns: has(evidenceColumns)},
	"signature":    {build: (*builder).signature, repeats: true},
	"summary":      {build: (*builder).summary},
	"results":      {build: (*builder).results, columns: has(indicatorColumns)},
	"restated":     {build: (*builder).restated, columns: has(restatedColumns)},
	"spending":     {build: (*builder).spent, columns: has(spendingColumns)},
	"receipts":     {build: (*builder).received, columns: has(receiptColumns)},
	"invoices":     {build: (*builder).listed, columns: has(invoiceColumns)},
	"activities":   {build: (*builder).activities, columns: has(activityColumns)},
	"publications": {build: (*builder).publications, columns: has(publicationColumns)},
	"question":     {build: (*builder).question, repeats: true},
	"partners":     {build: (*builder).partners, columns: has(partnerColumns)},
	"method":       {build: (*builder).method},
}

// sheetKinds are the sheets a workbook can have.
var sheetKinds = map[string]kind{
	"summary":      {build: (*builder).summarySheet},
	"results":      {build: (*builder).resultsSheet, columns: has(indicatorColumns)},
	"restated":     {build: (*builder).restatedSheet, columns: has(restatedColumns)},
	"spending":     {build: (*builder).spendingTables, columns: has(spendingColumns)},
	"receipts":     {build: (*builder).receiptTables, columns: has(receiptColumns)},
	"invoices":     {build: (*builder).invoicesSheet, columns: has(invoiceColumns)},
	"periods":      {build: (*builder).periodsSheet, columns: has(indicatorColumns)},
	"partners":     {build: (*builder).partnersSheet},
	"breakdown":    {build: (*builder).breakdownSheet},
	"activities":   {build: (*builder).activitiesSheet, columns: has(activityColumns)},
	"publications": {build: (*builder).publicationsSheet, columns: has(publicationColumns)},
	"logframe":     {build: (*builder).logframeSheet, columns: has(frameColumns)},
	"workplan":     {build: (*builder).workplanSheet, columns: has(planColumns)},
	"evidence":     {build: (*builder).evidenceSheet, columns: has(evidenceColumns)},
	"method":       {build: (*builder).methodSheet},
	"checks":       {build: (*builder).checksSheet},
	"dictionary":   {build: (*builder).dictionarySheet},
}

// A builder holds what all sections need.
type builder struct {
	*i18n.Localizer
	def      Definition
	dossier  *partnership.Dossier
	project  *partnership.Project
	options  Options
	frame    *results.Frame
	tallies  results.Tallies
	rows     map[results.IndicatorCode]results.Row // of the report's period or span
	logged   []*partnership.Activity               // accepted, of the report's period or span, in order
	planned  Logged                                // accepted so far, once counted
	spending partnership.Spending                  // of all that was logged, once counted
	veils    map[results.IndicatorCode]*veil       // what readers do not get of breakdowns; nil hides nothing
	names    map[results.PartnerID]string
	dated    results.Date // of the newest entry that counts

	described []description // sheets that the dictionary explains
}

// newWriter is a builder that writes figures and names, and knows no figures.
func newWriter(d *partnership.Dossier, o Options, words *i18n.Localizer) *builder {
	b := &builder{Localizer: words, dossier: d, project: &d.Project, options: o, names: map[results.PartnerID]string{}}
	for _, org := range d.Organisations {
		b.names[org.ID] = org.Name
	}
	return b
}

func newBuilder(d *partnership.Dossier, o Options, words *i18n.Localizer) *builder {
	b := newWriter(d, o, words)
	b.frame, b.tallies = d.Frame(), o.Tallies
	b.rows, b.veils = map[results.IndicatorCode]results.Row{}, map[results.IndicatorCode]*veil{}
	if b.tallies == nil {
		b.tallies = d.Tallies()
	}
	for i := range results.Indicators(d.Project.Results) {
		if i.IsCombined() {
			b.veils[i.Code] = b.veil(i)
			b.rows[i.Code] = b.veils[i.Code].over(b.frame.Span(b.tallies, i, o.From, o.To))
		}
	}
	b.dated = d.Project.Periods[o.From-1].Start
	for n := range d.Activities {
		a := &d.Activities[n]
		if a.Status != partnership.Accepted {
			continue
		}
		b.newer(a.Day())
		if k := b.frame.PeriodOf(a.Day()); o.From <= k && k <= o.To {
			b.logged = append(b.logged, a)
		}
	}
	slices.SortStableFunc(b.logged, func(x, y *partnership.Activity) int {
		return cmp.Or(x.Day().Compare(y.Day()), cmp.Compare(x.Ref, y.Ref))
	})
	for _, m := range d.Measurements {
		if m.Status == partnership.Accepted {
			b.newer(m.Date)
		}
	}
	return b
}

// newer notes the day of an entry that the report counts.
func (b *builder) newer(day results.Date) {
	if !b.lastDay().Before(day) && b.dated.Before(day) {
		b.dated = day
	}
}

func (b *builder) lastDay() results.Date { return b.project.Periods[b.options.To-1].End }

// isRunning says whether the report's last period has begun, but not ended.
func (b *builder) isRunning() bool {
	return !b.lastDay().Before(b.options.AsOf)
}

// isAhead says whether the report's last period has not begun, so that it has
// no status yet.
func (b *builder) isAhead() bool {
	return b.options.AsOf.Before(b.project.Periods[b.options.To-1].Start)
}

// organisation is the name of an organisation.
func (b *builder) organisation(id results.PartnerID) string {
	if name := b.names[id]; name != "" {
		return name
	}
	return string(id)
}

func (b *builder) periodName() string {
	o := b.options
	if o.From == o.To {
		return b.Text("report.period", i18n.Args{"Period": b.Integer(int(o.To))})
	}
	return b.Text("report.periods", i18n.Args{"From": b.Integer(int(o.From)), "To": b.Integer(int(o.To))})
}

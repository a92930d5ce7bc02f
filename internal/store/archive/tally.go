package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// A Tally is a tally as it is kept.
type Tally struct {
	Project partnership.ProjectCode
	Key     results.TallyKey
	Tally   *results.Tally
}

// TallyTable keeps tallies by project, indicator, partner and period.
var TallyTable = Table[Tally]{
	declared: store.Collection{
		Name: "tallies", Shard: "project",
		Keys: keys(store.String, "project", "indicator"),
	},
	id:     tallyID,
	encode: encodeTally,
	decode: decodeTally,
}

// Tallies reads all tallies of a project.
func Tallies(ctx context.Context, r store.Reader, project partnership.ProjectCode) (results.Tallies, error) {
	all := results.Tallies{}
	for t, err := range FindTallies(ctx, r, project) {
		if err != nil {
			return nil, err
		}
		all[t.Key] = t.Tally
	}
	return all, nil
}

// FindTallies yields the tallies of a project. An error is yielded last.
func FindTallies(ctx context.Context, r store.Reader, project partnership.ProjectCode) iter.Seq2[Tally, error] {
	q := store.Query{Collection: TallyTable.Collection(), Where: []store.Condition{store.Equal("project", project)}}
	return func(yield func(Tally, error) bool) {
		for d, err := range r.Find(ctx, q) {
			var t Tally
			if err == nil {
				t, err = TallyTable.value(d)
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

type tallyDocument struct {
	Project        partnership.ProjectCode `bson:"project"`
	Indicator      results.IndicatorCode   `bson:"indicator"`
	Partner        results.PartnerID       `bson:"partner"`
	Period         results.PeriodNo        `bson:"period"`
	Marks          int                     `bson:"marks,omitempty"`
	Count          int                     `bson:"count,omitempty"`
	Value          string                  `bson:"value,omitempty"`
	Of             string                  `bson:"of,omitempty"`
	Participations string                  `bson:"participations,omitempty"`
	Cells          []cellSumDocument       `bson:"cells,omitempty"`
	// "entries" follow, packed
}

type cellSumDocument struct {
	By    by     `bson:"by,omitempty"`
	Count int    `bson:"count"`
	Value string `bson:"value,omitempty"`
	Of    string `bson:"of,omitempty"`
}

func tallyID(t *Tally) string {
	return joined(t.Project, string(t.Key.Indicator), string(t.Key.Partner), padded(t.Key.Period, 4))
}

// newTallyDocument makes the document of a tally without its entries.
func newTallyDocument(t *Tally) tallyDocument {
	return tallyDocument{
		Project: t.Project, Indicator: t.Key.Indicator, Partner: t.Key.Partner, Period: t.Key.Period,
		Marks: t.Tally.Marks, Count: t.Tally.Count, Value: newSum(t.Tally.Sum.Value), Of: newSum(t.Tally.Sum.Of),
		Participations: newSum(t.Tally.Participations), Cells: listed(t.Tally.Cells, newCellSumDocument),
	}
}

func (r *reading) tally(d *tallyDocument) Tally {
	return Tally{
		Project: d.Project, Key: results.TallyKey{Indicator: d.Indicator, Partner: d.Partner, Period: d.Period},
		Tally: &results.Tally{
			Marks: d.Marks, Count: d.Count, Sum: results.Quantity{Value: r.sum(d.Value), Of: r.sum(d.Of)},
			Participations: r.sum(d.Participations), Cells: listed(d.Cells, r.cellSum),
		},
	}
}

func newCellSumDocument(c *results.CellSum) cellSumDocument {
	return cellSumDocument{by(c.By), c.Count, newSum(c.Sum.Value), newSum(c.Sum.Of)}
}

func (r *reading) cellSum(d *cellSumDocument) results.CellSum {
	return results.CellSum{
		By: results.By(d.By), Count: d.Count, Sum: results.Quantity{Value: r.sum(d.Value), Of: r.sum(d.Of)},
	}
}

func encodeTally(t *Tally) (bson.Raw, error) {
	d := newTallyDocument(t)
	return d.encode(nil, t.Tally.Entries)
}

// encode encodes the document with entries: some that are packed, and more.
func (d *tallyDocument) encode(entries packed, more []results.Entry) (bson.Raw, error) {
	body, err := bson.Marshal(d)
	if err != nil {
		return nil, err
	}
	added, err := pack(more)
	if err != nil {
		return nil, err
	}
	return entries.embed(body, added), nil
}

func decodeTally(body bson.Raw) (Tally, error) {
	var d tallyDocument
	if err := bson.Unmarshal(body, &d); err != nil {
		return Tally{}, err
	}
	p, err := packedIn(body)
	if err != nil {
		return Tally{}, err
	}
	var r reading
	t := r.tally(&d)
	t.Tally.Entries = r.entries(p)
	r.checkEntries(len(t.Tally.Entries), d.Count)
	return t, r.err
}

var errEntries = errors.New("a tally keeps each of its entries, or none")

func (r *reading) checkEntries(entries, count int) {
	if entries != 0 && entries != count {
		r.fail(fmt.Errorf("%w: %d of %d", errEntries, entries, count))
	}
}

// An OpenTally is a tally for counting the entries with one reference in or out.
type OpenTally struct {
	// Tally holds of Entries only those with the reference; the others are
	// kept as they are.
	Tally *results.Tally

	project partnership.ProjectCode
	key     results.TallyKey
	rev     int64
	others  packed
}

// TallyFor opens a tally for counting the entry with that reference in or out. The
// other entries are not decoded, so that it makes little difference how many there
// are. A tally that is not there yet is empty.
func TallyFor(ctx context.Context, r store.Reader, project partnership.ProjectCode, key results.TallyKey, ref string) (*OpenTally, error) {
	t := &OpenTally{Tally: &results.Tally{}, project: project, key: key}
	found, err := r.Get(ctx, TallyTable.Collection(), tallyID(&Tally{Project: project, Key: key}))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return t, nil
	case err != nil:
		return nil, err
	}
	t.rev = found.Rev
	if err := t.open(found.Body, ref); err != nil {
		return nil, fmt.Errorf("%w: %s %s: %w", store.ErrCorrupt, TallyTable.Collection(), found.ID, err)
	}
	return t, nil
}

func (t *OpenTally) open(body bson.Raw, ref string) error {
	var d tallyDocument
	if err := bson.Unmarshal(body, &d); err != nil {
		return err
	}
	all, err := packedIn(body)
	if err != nil {
		return err
	}
	count, mine, others, err := all.split(ref)
	if err != nil {
		return err
	}
	var r reading
	whole := r.tally(&d)
	if whole.Project != t.project || whole.Key != t.key {
		return errMisplaced
	}
	t.Tally, t.others = whole.Tally, others
	t.Tally.Entries = r.entries(mine)
	r.checkEntries(count, d.Count)
	return r.err
}

// Write returns the write that keeps the tally: where nothing is counted any more,
// that of its deletion. ok is false where nothing is to be done.
func (t *OpenTally) Write() (w store.Write, ok bool, err error) {
	id := tallyID(&Tally{Project: t.project, Key: t.key})
	if t.Tally.IsEmpty() {
		return store.Delete(TallyTable.Collection(), id, t.rev), t.rev > 0, nil
	}
	d := newTallyDocument(&Tally{t.project, t.key, t.Tally})
	body, err := d.encode(t.others, t.Tally.Entries)
	if err != nil {
		return store.Write{}, false, fmt.Errorf("%s %s: %w: %w", TallyTable.Collection(), id, store.ErrInvalid, err)
	}
	return store.Write{Collection: TallyTable.Collection(), ID: id, Rev: t.rev, Body: body}, true, nil
}

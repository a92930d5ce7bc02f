package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// SealKeys are kept by their ids.
var SealKeys = newTable(store.Collection{
	Name: "seal_keys",
}, sealKeyID, newSealKeyDocument, (*reading).sealKey)

type sealKeyDocument struct {
	ID     string `bson:"id"`
	Public []byte `bson:"public"`
	Seed   []byte `bson:"seed,omitempty"`
	Since  int64  `bson:"since"`
	Until  int64  `bson:"until,omitempty"`
}

func sealKeyID(k *partnership.SealKey) string { return k.ID }

func newSealKeyDocument(k *partnership.SealKey) sealKeyDocument {
	d := sealKeyDocument{ID: k.ID, Public: k.Public, Seed: k.Seed, Since: newMoment(k.Since)}
	if !k.Until.IsZero() {
		d.Until = newMoment(k.Until)
	}
	return d
}

func (*reading) sealKey(d *sealKeyDocument) partnership.SealKey {
	k := partnership.SealKey{ID: d.ID, Public: d.Public, Seed: d.Seed, Since: moment(d.Since)}
	if d.Until != 0 {
		k.Until = moment(d.Until)
	}
	return k
}

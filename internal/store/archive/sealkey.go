package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// SealKeys are kept by their numbers, so that of two that are made at once only one
// is the next.
var SealKeys = newTable(store.Collection{
	Name: "seal_keys",
}, sealKeyID, newSealKeyDocument, (*reading).sealKey)

type sealKeyDocument struct {
	No     int    `bson:"no"`
	ID     string `bson:"id"`
	Public []byte `bson:"public"`
	Seed   []byte `bson:"seed,omitempty"`
	Since  int64  `bson:"since"`
	Until  int64  `bson:"until,omitempty"`
}

func sealKeyID(k *partnership.SealKey) string { return padded(k.No, 4) }

func newSealKeyDocument(k *partnership.SealKey) sealKeyDocument {
	return sealKeyDocument{
		No: k.No, ID: k.ID, Public: k.Public, Seed: k.Seed, Since: newMoment(k.Since), Until: newMomentOrNone(k.Until),
	}
}

func (*reading) sealKey(d *sealKeyDocument) partnership.SealKey {
	return partnership.SealKey{
		No: d.No, ID: d.ID, Public: d.Public, Seed: d.Seed, Since: moment(d.Since), Until: momentOrNone(d.Until),
	}
}

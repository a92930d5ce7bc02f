package service_test

import (
	"bytes"
	"sync"
	"testing"

	"tulos/internal/seal"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// keys are the public keys, and how many of them can still sign.
func (in *installation) keys() (public []service.PublicKey, signing int) {
	in.Helper()
	public, err := service.SealKeys(in.Context(), in.Engine)
	in.ok(err)
	for k, err := range archive.SealKeys.Find(in.Context(), in.Engine, store.Query{}) {
		in.ok(err)
		if len(k.Value.Seed) > 0 {
			signing++
			if !bytes.Equal(seal.Public(k.Value.Seed), k.Value.Public) {
				in.Error("the public key is not that of the private one")
			}
		}
	}
	return public, signing
}

func TestSealKeyAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if err := newService(in.Engine).MakeSealKey(ctx); err != nil {
					in.Error(err)
				}
			})
		}
		group.Wait()
		first, signing := in.keys()
		if len(first) != 1 || signing != 1 {
			in.Fatalf("%d keys, %d of them sign", len(first), signing)
		}
		for name := range in.people {
			if name != "administrator" {
				in.refused(in.RotateSealKey(ctx, in.by(name)), service.Forbidden)
			}
		}
		in.ok(in.RotateSealKey(ctx, in.by("administrator")))
		in.ok(in.MakeSealKey(ctx))
		now, signing := in.keys()
		if len(now) != 2 || signing != 1 {
			in.Fatalf("%d keys, %d of them sign", len(now), signing)
		}
		kept := 0
		for _, k := range now {
			if k.ID == first[0].ID && bytes.Equal(k.Public, first[0].Public) && !k.Until.IsZero() {
				kept++
			}
		}
		if kept != 1 {
			in.Errorf("the first key is kept %d times: %v", kept, now)
		}
		in.sound()
	})
}

package service

import (
	"context"
	"errors"
	"math/big"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An intake loads writes while more of them are made.
type intake struct {
	writes chan store.Write
	loaded chan error
	failed chan struct{} // closed when loading has ended
	digest digest
}

// errLoading says that loading has ended early; why, close tells.
var errLoading = errors.New("loading has ended")

// ahead is how many writes are made while others are being committed: more than
// store.Load commits at once, so that neither waits for the other.
const ahead = 4000

func startIntake(ctx context.Context, e store.Engine) *intake {
	in := &intake{writes: make(chan store.Write, ahead), loaded: make(chan error, 1), failed: make(chan struct{})}
	go func() {
		defer close(in.failed)
		_, err := store.Load(ctx, e, func(yield func(store.Write, error) bool) {
			for w := range in.writes {
				if !yield(w, nil) {
					return
				}
			}
		})
		in.loaded <- err
	}()
	return in
}

// put hands a write over, for as long as loading goes on; close tells why it does
// not.
func (in *intake) put(w archive.Write, err error) error {
	if err != nil {
		return err
	}
	in.digest.add(w.Change.After)
	select {
	case in.writes <- w.Write:
		return nil
	case <-in.failed:
		return errLoading
	}
}

// close waits until all is loaded; cause is why no more comes, if it is not the end.
func (in *intake) close(cause error) error {
	close(in.writes)
	err := <-in.loaded
	if errors.Is(cause, errLoading) {
		return err
	}
	return errors.Join(cause, err)
}

// A digest stands for a set of documents: the sum of their hashes, modulo 2^256.
// It tells what is missing, added or changed by accident; against someone who
// chooses documents to fit it, the chain's own hashes of later changes stand.
type digest struct{ sum big.Int }

func (d *digest) add(hash string) {
	n, ok := new(big.Int).SetString(hash, 16)
	if !ok {
		return
	}
	d.sum.Add(&d.sum, n)
	if d.sum.BitLen() > digestBits {
		d.sum.SetBit(&d.sum, digestBits, 0)
	}
}

const digestBits = 256

// change is how an audit entry keeps the digest.
func (d *digest) change(project partnership.ProjectCode) partnership.Change {
	return partnership.Change{Collection: importedSet, ID: string(project), After: d.String()}
}

// importedSet stands in place of a collection for all that was imported.
const importedSet = "imported"

func (d *digest) String() string { return d.sum.Text(16) }

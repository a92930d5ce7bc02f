package store

import (
	"context"
	"fmt"
	"iter"
)

// A loaded unit is closed at either size: large enough that the commit costs
// nothing, small enough that others can write in between.
const (
	loadWrites = 2000
	loadBytes  = 8 << 20
)

// Load commits many writes as a few units, for imports and restores. It
// returns how many are stored for good, also beside an error: what was
// committed before it stays.
func Load(ctx context.Context, e Engine, writes iter.Seq2[Write, error]) (int, error) {
	var (
		unit   Unit
		bytes  int
		stored int
	)
	commit := func() error {
		if err := e.Commit(ctx, unit); err != nil {
			return fmt.Errorf("load documents after the first %d: %w", stored, err)
		}
		stored += len(unit)
		unit, bytes = unit[:0], 0
		return nil
	}
	for w, err := range writes {
		if err != nil {
			return stored, err
		}
		unit = append(unit, w)
		bytes += len(w.Body)
		if len(unit) == loadWrites || bytes >= loadBytes {
			if err := commit(); err != nil {
				return stored, err
			}
		}
	}
	if len(unit) == 0 {
		return stored, nil
	}
	return stored, commit()
}

package service

import (
	"context"
	"hash/fnv"

	"tulos/internal/partnership"
)

// lanes let one change of a project run at a time in this process. Changes of
// other processes show as conflicts.
type lanes []chan struct{}

func newLanes() lanes {
	l := make(lanes, 256) // few enough to make, enough that projects seldom share one
	for n := range l {
		l[n] = make(chan struct{}, 1)
	}
	return l
}

// enter waits for the project's lane; leave must be called where err is nil.
func (l lanes) enter(ctx context.Context, project partnership.ProjectCode) (leave func(), err error) {
	h := fnv.New32a()
	h.Write([]byte(project))
	lane := l[h.Sum32()%uint32(len(l))]
	select {
	case lane <- struct{}{}:
		return func() { <-lane }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

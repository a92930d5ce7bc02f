package service

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"sync"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// lanes let one change of a project run at a time in this process. Changes of
// other processes show as conflicts.
type lanes []*lane

// A lane is for one change at a time; others wait for their turn. Where the storage cannot
// be reached, those who wait meanwhile are told so too: each would find out no sooner than
// the one before.
type lane struct {
	turn  chan struct{}
	mutex sync.Mutex
	away  chan struct{} // closed where the change of those who wait with it could not reach the storage
}

func newLanes() lanes {
	l := make(lanes, 256) // few enough to make, enough that projects seldom share one
	for n := range l {
		l[n] = &lane{turn: make(chan struct{}, 1), away: make(chan struct{})}
	}
	return l
}

// enter waits for the project's lane; leave must be called, with what came of the change,
// where err is nil.
func (l lanes) enter(ctx context.Context, project partnership.ProjectCode) (leave func(error), err error) {
	h := fnv.New32a()
	h.Write([]byte(project))
	own := l[h.Sum32()%uint32(len(l))]
	own.mutex.Lock()
	away := own.away
	own.mutex.Unlock()
	select {
	case own.turn <- struct{}{}:
	case <-away:
		return nil, errBehind
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-away:
		<-own.turn
		return nil, errBehind
	default:
		return own.leave, nil
	}
}

var errBehind = fmt.Errorf("the change before it: %w", store.ErrUnavailable)

func (l *lane) leave(err error) {
	if errors.Is(err, store.ErrUnavailable) || errors.Is(err, store.ErrInUse) {
		l.mutex.Lock()
		close(l.away)
		l.away = make(chan struct{})
		l.mutex.Unlock()
	}
	<-l.turn
}

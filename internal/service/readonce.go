package service

import "sync"

// readOnce remembers what was read from files that never change, by their names.
type readOnce[T any] struct {
	mutex sync.Mutex
	known map[string]*T
	most  int
}

func newReadOnce[T any](most int) *readOnce[T] {
	return &readOnce[T]{known: map[string]*T{}, most: most}
}

func (r *readOnce[T]) get(name string) (v *T, ok bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	v, ok = r.known[name]
	return v, ok
}

// put remembers what was read; where there is too much, any of the others goes.
func (r *readOnce[T]) put(name string, v *T) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for other := range r.known {
		if len(r.known) < r.most {
			break
		}
		delete(r.known, other)
	}
	r.known[name] = v
}

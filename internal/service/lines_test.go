package service

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLinesStayRight changes lines at random, more often than they are kept apart: they
// are always those of a plain map, and those of a moment before stay as they were.
func TestLinesStayRight(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	chance := rand.New(rand.NewPCG(seed, 0))
	want, now := map[string]string{}, lines{}
	for n := range 500 {
		id := fmt.Sprint(n)
		want[id] = "first"
		now.add(line{id: id, text: "first"})
	}
	now = now.asOne()
	var before lines
	var wantBefore []string
	for round := range 2 * mostLate {
		if round%700 == 0 {
			before, wantBefore = now, textsOf(now)
		}
		id, text := fmt.Sprint(chance.IntN(800)), fmt.Sprint(round)
		now = now.without(map[string]bool{id: true})
		delete(want, id)
		if chance.IntN(4) > 0 {
			want[id] = text
			now.add(line{id: id, text: text})
		}
		if round%97 != 0 {
			continue
		}
		var texts []string
		for id, text := range want {
			texts = append(texts, id+" "+text)
		}
		slices.Sort(texts)
		if !slices.Equal(textsOf(now), texts) {
			t.Fatalf("after %d changes the lines are not those that were put in", round)
		}
		if !slices.Equal(textsOf(before), wantBefore) {
			t.Fatalf("after %d changes the lines of a moment before have changed", round)
		}
	}
}

func textsOf(l lines) []string {
	var texts []string
	for one := range l.all() {
		texts = append(texts, one.id+" "+one.text)
	}
	slices.Sort(texts)
	return texts
}

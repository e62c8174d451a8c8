package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// holdOrder does any two of the steps one after the other, and all of them forth, back and in random orders. Whatever was
// reached before has to be the same when it is reached in another way, and a step that is taken back leaves nothing; so all
// orders of adds, with removes in between, give the same. What does not go together is refused, in whatever order.
func holdOrder(t *testing.T, start map[string][]byte, all []step) {
	t.Helper()
	w := walk{all: all, made: map[int]map[string][]byte{0: start}, done: map[[2]int]bool{}}
	for i := range all {
		for j := range all {
			w.take(t, []int{i, j})
		}
	}
	forth := make([]int, len(all))
	for i := range forth {
		forth[i] = i
	}
	back := slices.Clone(forth)
	slices.Reverse(back)
	orders := [][]int{forth, back}
	seed := uint64(time.Now().UnixNano())
	t.Logf("the random orders come from %d", seed)
	for range 2 {
		random := slices.Clone(forth)
		rand.New(rand.NewPCG(seed, uint64(len(orders)))).Shuffle(len(random), func(i, j int) { random[i], random[j] = random[j], random[i] })
		orders = append(orders, random)
	}
	for _, order := range orders {
		w.take(t, order)
	}
}

// walk remembers by the set of steps what a project is then.
type walk struct {
	all  []step
	made map[int]map[string][]byte
	done map[[2]int]bool // a set, and the step that came to it
}

// take does steps in an order. One that does not fit waits for those behind it, on which it may depend.
func (w *walk) take(t *testing.T, order []int) {
	t.Helper()
	set, waiting := 0, slices.Clone(order)
	for len(waiting) > 0 && !t.Failed() {
		i := slices.IndexFunc(waiting, func(i int) bool { return set&(1<<i) == 0 && w.step(t, set, i) })
		if i < 0 {
			return
		}
		set |= 1 << waiting[i]
		waiting = slices.Delete(waiting, i, i+1)
	}
}

// step adds one to a set, a second time, and takes it back; it reports whether it fits.
func (w *walk) step(t *testing.T, set, i int) bool {
	t.Helper()
	x, after := w.all[i], set|1<<i
	fit := fits(t, w.of(after)...)
	if w.done[[2]int{set, i}] {
		return fit
	}
	w.done[[2]int{set, i}] = true
	dir := onDisk(t, w.made[set])
	if !fit {
		refused(t, dir, x.add...)
		return false
	}
	scale(t, dir, x.add...)
	if w.made[after] == nil {
		w.made[after] = read(t, dir)
	}
	claim := fmt.Sprintf("%s behind %s", x.name, w.names(set))
	same(t, claim, w.made[after], read(t, dir))
	if after == 1<<len(w.all)-1 {
		scale(t, dir, x.add...)
		same(t, claim+" a second time", w.made[after], read(t, dir))
	}
	scale(t, dir, x.remove...)
	same(t, claim+" and gone again", w.made[set], read(t, dir))
	return true
}

func (w *walk) of(set int) []step {
	var all []step
	for i, x := range w.all {
		if set&(1<<i) != 0 {
			all = append(all, x)
		}
	}
	return all
}

func (w *walk) names(set int) string {
	names := []string{"nothing"}
	for _, x := range w.of(set) {
		names = append(names[:len(names):len(names)], x.name)
	}
	if len(names) > 1 {
		names = names[1:]
	}
	return strings.Join(names, " + ")
}

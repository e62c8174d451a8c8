package cache

import (
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

func TestACrowdSharesTheNextTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, asked := turns{waiting: map[string]*turn{}}, 0
		state, proceed := "old", make(chan struct{})
		get := func() ([][]byte, error) {
			asked++
			found := [][]byte{[]byte(state)}
			<-proceed
			return found, errors.New("and an error")
		}
		var all sync.WaitGroup
		reader := func(want string) {
			all.Go(func() {
				if found, err := turns.share("key", get); string(found[0]) != want || err == nil {
					t.Errorf("got %s, %v, want %s and an error", found, err, want)
				}
			})
		}
		reader("old")
		synctest.Wait()
		state = "new" // who comes now must not be told what the first one is
		for range 1000 {
			reader("new")
		}
		synctest.Wait()
		close(proceed)
		all.Wait()
		synctest.Wait()
		if asked != 2 || len(turns.waiting) > 0 {
			t.Errorf("asked %d times, %d turns are left", asked, len(turns.waiting))
		}
	})
}

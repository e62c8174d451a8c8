package e2e

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// load calls an app from several goroutines until it is stopped, and keeps every answer.
type load struct {
	quit    chan struct{}
	workers sync.WaitGroup
	mu      sync.Mutex
	answers []answer
}

// begin calls the app from n goroutines. Each makes the calls with a number of its own, one after the other.
func begin(n int, call func(i int) answer) *load {
	l := &load{quit: make(chan struct{})}
	for worker := range n {
		l.workers.Go(func() {
			for i := worker; ; i += n {
				select {
				case <-l.quit:
					return
				default:
					got := call(i)
					l.mu.Lock()
					l.answers = append(l.answers, got)
					l.mu.Unlock()
				}
				time.Sleep(2 * time.Millisecond) // the machine has other work, too
			}
		})
	}
	return l
}

// stop ends the load and returns the answers in the order in which the calls began.
func (l *load) stop() []answer {
	close(l.quit)
	l.workers.Wait()
	slices.SortFunc(l.answers, func(a, b answer) int { return a.began.Compare(b.began) })
	return l.answers
}

// mixed are calls that read, list and write.
func mixed(a *app) func(int) answer {
	return func(i int) answer {
		switch i % 4 {
		case 0:
			return a.get("/api/v1/products?limit=5&sort=-price")
		case 1:
			return a.get("/api/v1/products/00000000-0000-7000-8000-000000000000")
		}
		return a.post("/api/v1/products", fmt.Sprintf(`{"name":"Tea %d","price":"%d.50"}`, i, i%100))
	}
}

// percentile is how long all but the slowest calls took at most.
func percentile(answers []answer, share float64) time.Duration {
	took := make([]time.Duration, len(answers))
	for i, a := range answers {
		took[i] = a.took
	}
	slices.Sort(took)
	return took[int(share*float64(len(took)-1))].Round(10 * time.Microsecond)
}

package queue

import (
	"math/rand/v2"
	"time"
)

const (
	firstWait   = 2 * time.Second
	longestWait = 10 * time.Minute
)

// backoff is how long a job waits after so many failed attempts: any time up to a bound that doubles with each of them.
// With chance in it, jobs that failed together do not come back together.
func backoff(attempts int) time.Duration {
	bound := longestWait
	if attempts < 20 {
		bound = min(bound, firstWait<<(max(attempts, 1)-1))
	}
	return rand.N(bound)
}

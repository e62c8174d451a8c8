package queue

import (
	"context"
	"sync"
	"time"
)

// summaryAge is how old a summary may be: probes ask often, and counting takes the longer, the more jobs there are.
const summaryAge = 5 * time.Second

// summary is what /readyz tells of the queue.
type summary struct {
	Waiting    int     `json:"waiting"`
	Retrying   int     `json:"retrying"`
	Running    int     `json:"running"`
	Dead       int     `json:"dead"`
	LagSeconds float64 `json:"lag_seconds"`
	AgeSeconds float64 `json:"age_seconds"`
}

// latest is the summary that was made last.
type latest struct {
	mu   sync.Mutex
	at   time.Time
	told summary
}

// Summary counts the jobs that are not done, or says what was counted a moment ago.
func (q *Queue) Summary(ctx context.Context) (any, error) {
	q.latest.mu.Lock()
	defer q.latest.mu.Unlock()
	if time.Since(q.latest.at) > summaryAge {
		s, err := q.Stats(ctx)
		if err != nil {
			return nil, err
		}
		q.latest.at = time.Now()
		q.latest.told = summary{s.Waiting, s.Retrying, s.Running, s.Dead, s.Lag.Seconds(), s.Age.Seconds()}
	}
	return q.latest.told, nil
}

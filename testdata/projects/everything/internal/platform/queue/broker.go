package queue

import (
	"context"

	"github.com/google/uuid"
)

// Broker carries tickets from the relay to the workers of all instances. It may lose, repeat and reorder them: what is to
// be done stands in the table of jobs, and a ticket only says that it is time to look at one.
type Broker interface {
	// Publish returns when the broker has every ticket where a crash of its own does not lose it.
	Publish(ctx context.Context, tickets []Ticket) error

	// Receive waits for tickets, and returns some as soon as there are any, at most so many. One call runs at a time.
	Receive(ctx context.Context, most int) (Delivery, error)

	// Check asks whether the broker can be used.
	Check(ctx context.Context) error

	Close() error
}

// Ticket says that a job is due.
type Ticket struct {
	ID  uuid.UUID
	Key string // of the jobs that run one after the other, or ""
}

// Delivery is tickets that come again, here or elsewhere, unless they are accepted.
type Delivery struct {
	Tickets []Ticket
	Accept  func(ctx context.Context) error
}
